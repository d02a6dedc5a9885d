"""What the procedure wants to be seen at a place (`show … where`): each measure with its figure and its clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from baton.accounts.desk import Desk
from baton.store.models import Shown
from baton.workspace import words
from baton.workspace.saying import Say

STATES = {
    "met": "completed",
    "open": "to do",
    "late": "late",
    "not yet": "cannot start yet",
    "may apply": "not known whether it applies",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be seen. `figure` is "" where it is not known."""

    what: str
    figure: str
    clause: tuple[str, ...]
    child: str = ""


def shown_at(desk: Desk, say: Say, children: Iterable[str], place: str) -> list[Fact]:
    """What is to be seen at this place about these children; measures without a figure stand elsewhere on the page."""
    rows = Shown.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=list(children), places__contains=[place]
    ).order_by("subject_id", "rule")
    return [fact for row in rows for fact in facts_of(say, row)]


def facts_of(say: Say, row: Shown) -> list[Fact]:
    """What one rule wants seen of one child, or of the authority; without what has no figure."""
    found = []
    for measure, figure in zip(row.measures, row.figures, strict=False):
        if figure:
            what, said = how_far(say, measure, figure) or _fact(say, measure, figure)
            found.append(Fact(what, said, tuple(row.clause), row.subject_id))
    return found


def alike(names: Mapping[str, str], facts: Iterable[Fact]) -> list[tuple[str, Fact]]:
    """What is to be seen of these children, the same of several said once: for whom, and the fact."""
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.child in names:
            groups.setdefault((fact.what, fact.figure), []).append(fact)
    return [(words.joined(list(dict.fromkeys(names[f.child] for f in same))), same[0]) for same in groups.values()]


def _fact(say: Say, measure: str, figure: str) -> tuple[str, str]:
    known = say.pack.words.get(measure)
    asked = known.question if known is not None and known.kind == "answer" else ""
    return words.initial_capital(asked or say.word(measure)).rstrip(":"), str(say.value(measure, figure))


def how_far(say: Say, measure: str, figure: str) -> tuple[str, str] | None:
    """How far a rule has come ("rule told_in_advance", "open, met"), as the duty and its states in words."""
    key = measure.removeprefix("rule ")
    if key == measure or say.rule_of(key) is None:
        return None
    states = [s.strip().replace("_", " ") for s in figure.split(",")]
    said = [STATES.get(s, s) for s in states]
    return say.short(key), ", ".join(f"some {s}" for s in said) if len(said) > 1 else said[0]
