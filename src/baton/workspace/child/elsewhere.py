"""A child for whom another authority is responsible: who that is, who here is the contact, and what moves the child.

All of it follows from the rows and from the pack's own routes across the border; nothing here knows any authority.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from baton.accounts.desk import Desk
from baton.policy import model as m
from baton.policy.wording import say_moment
from baton.store.models import Block, Child, RouteRow, WorkItem
from baton.workspace import words
from baton.workspace.saying import Say

ABROAD = "other_authority"  # another local authority, as the vocabulary has it
OPEN = ("open", "late")


def responsible(say: Say, child: Child) -> str:
    """ "Farfield Council: Wanda Away", by the name that was recorded."""
    place = say.place(child.holder_team or child.holder_service) or "another authority"
    return f"{place}: {say.person(child.holder_person)}" if child.holder_person else place


def contact(desk: Desk, say: Say, child: Child) -> str:
    """Who here has something to do for the child, and what; they are not responsible for it."""
    items = list(
        WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id=child.child, state__in=OPEN)
        .exclude(strength="count")
        .order_by("act_by_at", "key")[:20]
    )
    there = {key for key, office in say.pack.offices.items() if office.of == "outside"}
    ours = [i for i in items if i.who or any(o.partition(" of ")[0] not in there for o in i.offices)]
    if not ours:
        return "Nobody here has a task for this child now"
    lead = next((i for i in ours if i.who), ours[0])
    tasks = list(dict.fromkeys(say.duty(i) for i in ours if (i.who or i.offices) == (lead.who or lead.offices)))
    said = words.joined([t[:1].lower() + t[1:] for t in tasks[:3]])
    more = f" and {words.plural(len(tasks) - 3, 'other thing')}" if len(tasks) > 3 else ""
    return f"Here: {say.by(lead)}, only to {said}{more}"


def until(desk: Desk, say: Say, child: Child) -> tuple[str, tuple[str, ...]]:
    """At what the child would move here by the procedure, with the clauses of what keeps it there."""
    rows = RouteRow.objects.filter(authority=desk.authority, child=child.child)
    known = [say.rule_of(r.route) for r in rows]
    routes = [r for r in known if isinstance(r, m.Goes) and r.from_ == child.holder_service]
    if not routes:
        mine = set(child.statuses)
        all_ = [r for r in say.pack.rules if isinstance(r, m.Goes) and r.from_ == child.holder_service]
        routes = [r for r in all_ if r.head.when == m.ALWAYS or mine & set(_texts(r.head.when))]
    moments = list(dict.fromkeys(say_moment(_last(r.at), say.pack) for r in routes if r.at is not None))
    blocks = Block.objects.filter(authority=desk.authority, kind="child", subject_id=child.child, strength="refuse")
    stops = [b for b in blocks if b.act in ("allocate", "accept", "move") and b.rule.split(".")[0]]
    clause = tuple(dict.fromkeys(c for b in stops for c in b.clause))
    return words.joined([re.sub(r"^the (last|first) ", "the ", one) for one in moments], "or"), clause or tuple(
        c for r in routes for c in r.head.clause
    )


def _last(moment: Any) -> Any:
    """Of a choice of moments the first: what is held, before what is only booked."""
    return moment.branches[0][1] if isinstance(moment, m.Choose) else moment


def _texts(value: Any) -> list[str]:
    """Every key that a condition wants to be so, however deep; not those that it excludes."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, m.Not):
        return []
    if isinstance(value, tuple | list | frozenset):
        return [text for one in value for text in _texts(one)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for f in fields(value) for text in _texts(getattr(value, f.name))]
    return []


class Across(NamedTuple):
    """What a pack says of moves across the border: the keys of such rules, and the kinds of such moves."""

    pack: m.Pack
    rules: frozenset[str]
    kinds: frozenset[str]


_KEPT: dict[int, Across] = {}
MOST_PACKS = 64


def across(pack: m.Pack) -> Across:
    """Rules that name another authority or a word that names one, and moves that begin or end there; found once a
    process for each pack in use."""
    kept = _KEPT.get(id(pack))
    if kept is None:
        if len(_KEPT) > MOST_PACKS:
            _KEPT.clear()
        kept = _KEPT[id(pack)] = Across(pack, _rules(pack), _kinds(pack))
    return kept


def crosses(pack: m.Pack) -> bool:
    """Whether the procedure speaks of such moves at all."""
    found = across(pack)
    return bool(found.rules or found.kinds)


def _rules(pack: m.Pack) -> frozenset[str]:
    keys = {ABROAD, *(key for key, word in pack.words.items() if "authority" in word.parts)}
    keys |= {key for key, term in pack.terms.items() if isinstance(term, m.Named) and keys & set(_texts(term.item))}
    return frozenset(r.head.key for r in pack.rules if isinstance(r, m.Must) and keys & set(_texts(r.head.when)))


def _kinds(pack: m.Pack) -> frozenset[str]:
    ends = [r for r in pack.rules if isinstance(r, m.Goes) and ABROAD in (r.from_, r.to.place)]
    own = {r.as_ for r in pack.rules if isinstance(r, m.Goes) and ABROAD not in (r.from_, r.to.place)}
    return frozenset(r.as_ for r in ends) - own
