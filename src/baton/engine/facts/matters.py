"""Entries of a matter: its slots, its acts, and those after which it stands otherwise than before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from baton.engine.facts.kept import Matter
from baton.journal.entry import Entry

_OPENING = ("from_team", "from_service", "to_team", "to_service", "sending_worker", "about", "point")
_NUMBER = attrgetter("number")


def matter_of(id: str, entries: Sequence[Entry], withdrawn: Iterable[Entry], answers: Iterable[Entry] = ()) -> Matter:
    """The matter that these entries make, the first of which opened it. `withdrawn` takes answers of the child back:
    what was withdrawn no longer stands in a matter either. Of `answers` outside any matter, what is newer than this
    matter's own answer to the same question stands in its place."""
    lead = entries[0]
    opens = lead.body.get("opens") or {}
    m = Matter(id, str(opens.get("kind", "")), lead.happened.lo, lead, str(opens.get("route", "")))
    m.edition = str(opens.get("edition", ""))
    slots, values_at, acts = m.slots, m.values_at, m.acts
    for slot in _OPENING:
        if slot in opens:
            slots[slot] = opens[slot]
    taken_back = [e for e in withdrawn if not e.matter and e.number > lead.number]
    for e in sorted([*entries, *taken_back], key=_NUMBER) if taken_back else entries:
        verb, body = e.verb, e.body
        if verb in _TURNING:
            _turn(m, e)
            if not e.matter:
                continue
        if verb in acts:
            acts[verb].append(e)
        else:
            acts[verb] = [e]
        if not body:
            continue
        given = body.get("with")
        if given:
            slots.update(given)
            values_at.update(dict.fromkeys(given, e))
        if body.get("reason"):
            slots["reason"] = body["reason"]
            values_at["reason"] = e
    for e in answers:
        for word, value in e.values.items() if not e.matter else ():
            own = values_at.get(word)
            if own is not None and own.number < e.number:
                slots[word], values_at[word] = value, e
    return m


_TURNING = frozenset(
    ("move", "decide", "end", "settle", "withdraw", "list", "carry_over", "change_edition", "withdrawn")
)


def _turn(m: Matter, e: Entry) -> None:
    """What makes a matter stand otherwise than before."""
    verb = e.verb
    if verb == "move":
        named_after = m.moved is not None and e.values.get("rule") == "allocate"  # responsibility had moved before that
        if not e.values.get("hold") and not named_after:
            m.moved = e
    elif verb == "decide":
        m.decided = e
    elif verb in ("end", "settle"):
        m.ended = e
    elif verb == "withdraw":
        m.ended, m.withdrawn = e, True
    elif verb in ("list", "carry_over"):
        m.listed = e
    elif verb == "withdrawn":
        if m.values_at.pop(e.word, None) is not None:
            m.slots.pop(e.word, None)
    else:
        m.edition = str(e.values.get("to", m.edition))
