"""What a proposal, or taking it back, does to every open transfer: counted by step, then by child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.packs_on_disk import from_texts
from baton.store.proposing import Proposal
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.work import named, names_of

SHOWN = 200  # children by name
PARTS = ("new", "dropped", "born_late")
KINDS = {
    "holder": "Held by somebody else", "opens": "New", "closes": "Done with", "limit": "Another date for",
    "late": "Late", "no longer late": "No longer late", "route": "Another answer to where the child goes",
    "moves": "Moves", "told": "To be told",
}  # fmt: skip


def foreseen(desk: Desk, say: Say, one: Proposal, answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """For the page: totals over all children, how many children each step touches, and the children by name that this
    post reaches."""
    found = list((answer or {}).get("foreseen", ()))
    draft = from_texts(one.texts).pack
    there = Say(draft, say.organisation) if draft is not None else say
    sides = (say, there) if one.state != "in force" else (there, say)
    matters = [matter for child in found for matter in child["matters"]]
    rows = names_of(desk, [child["child"] for child in found[:SHOWN]]) if _sees_children(desk) else {}
    lines = [_line(sides, child, named(rows[child["child"]])) for child in found if child["child"] in rows]
    return {
        "children": words.children(len(found)),
        "transfers": len(matters),
        "going_over": sum(matter["editions"][0] != matter["editions"][1] for matter in matters),
        "by_step": _by_step(sides, matters),
        "lines": [line for line in lines if _differs(line)],
        "same": [line for line in lines if not _differs(line)],
        "unnamed": len(found) - len(lines),
    }


def _differs(line: Mapping[str, Any]) -> bool:
    """Whether more changes for a child than by which edition its transfers go."""
    return bool(line["changes"]) or any(matter["parts"] for matter in line["matters"])


def _sees_children(desk: Desk) -> bool:
    return permissions.may_see_children(desk.post)


def _by_step(sides: tuple[Say, Say], matters: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each step that is new, dropped or late from its first day, with the number of open transfers that it touches."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for matter in matters:
        for part in PARTS:
            counts.update((rule, matter["kind"], part) for rule in matter[part])
    steps = dict.fromkeys((rule, kind) for rule, kind, _part in sorted(counts))
    return [
        {
            "says": _short(sides, rule, kind),
            "clause": _clause(sides, rule, kind),
            "of": sides[0].word(kind),
            **{part: counts[(rule, kind, part)] for part in PARTS},
        }
        for rule, kind in steps
    ]


def _line(sides: tuple[Say, Say], child: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {
        "child": child["child"],
        "named": name,
        "matters": [
            {
                "says": sides[0].word(matter["kind"]),
                "was": matter["editions"][0],
                "would": matter["editions"][1],
                "kept": words.plural(len(matter["kept"]), "step"),
                "parts": [
                    (text, [_short(sides, rule, matter["kind"]) for rule in matter[part]])
                    for part, text in zip(PARTS, ("New", "No longer asked", "Late from its first day"), strict=True)
                    if matter[part]
                ],
            }
            for matter in child["matters"]
        ],
        "changes": [
            f"{KINDS.get(change['kind'], change['kind'])}: {_short(sides, change['rule'], '')}"
            for change in child["changes"]
        ],
    }


def _side(sides: tuple[Say, Say], rule: str, kind: str) -> Say:
    """The version that has this rule: that which comes, else that which goes."""
    return next((say for say in reversed(sides) if say.rule_of(rule, kind) is not None), sides[0])


def _short(sides: tuple[Say, Say], rule: str, kind: str) -> str:
    return _side(sides, rule, kind).short(rule, kind)


def _clause(sides: tuple[Say, Say], rule: str, kind: str) -> tuple[str, ...]:
    found = _side(sides, rule, kind).rule_of(rule, kind)
    return tuple(found.head.clause) if found is not None else ()
