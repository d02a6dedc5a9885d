"""Entries of a matter: its slots, its acts, and those after which it stands otherwise than before."""

from __future__ import annotations

from baton.engine.facts.kept import Facts, Matter
from baton.journal.entry import Entry


def take_matter(f: Facts, e: Entry) -> None:
    """Files the entry under its matter and keeps the latest value of each slot it gives."""
    m = f.matters.get(e.matter)
    if m is None:
        opens = e.body.get("opens") or {}
        m = Matter(e.matter, str(opens.get("kind", "")), e.happened.lo, e, str(opens.get("route", "")))
        m.edition = str(opens.get("edition", ""))
        for slot in ("from_team", "from_service", "to_team", "to_service", "sending_worker", "about", "point"):
            if slot in opens:
                m.slots[slot] = opens[slot]
        f.matters[e.matter] = m
    verb, body = e.verb, e.body
    if verb in _TURNING:
        _turn(m, e)
    if verb in m.acts:
        m.acts[verb].append(e)
    else:
        m.acts[verb] = [e]
    if not body:
        return
    given = body.get("with")
    if given:
        m.slots.update(given)
        m.values_at.update(dict.fromkeys(given, e))
    if body.get("reason"):
        m.slots["reason"] = body["reason"]
        m.values_at["reason"] = e


_TURNING = frozenset(("excuse", "move", "decide", "end", "settle", "withdraw", "list", "carry_over", "change_edition"))


def _turn(m: Matter, e: Entry) -> None:
    """The acts after which a matter stands otherwise than before."""
    if e.verb == "excuse":
        m.excused.setdefault(str(e.body.get("excuses") or e.word), []).append(e)
    elif e.verb == "move":
        if not e.values.get("hold"):
            m.moved = e
    elif e.verb == "decide":
        m.decided = e
    elif e.verb in ("end", "settle"):
        m.ended = e
    elif e.verb == "withdraw":
        m.ended, m.withdrawn = e, True
    elif e.verb in ("list", "carry_over"):
        m.listed = e
    else:
        m.edition = str(e.values.get("to", m.edition))
