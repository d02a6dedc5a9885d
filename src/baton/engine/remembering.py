"""Answers that one judging gives many times: the same condition or moment for the same matter is worked out once.

Only what is steady is remembered: nothing that looks at the element, recipient or sibling in hand, or at the state of
another rule. Whoever changes the instant, the holding or the sibling puts an empty `ctx.known` in its place meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from baton.engine.context import Ctx, Judge, Reader
from baton.policy import model as m

WORTH_IT = (m.All, m.Any_, m.Shifted, m.EitherSide, m.Earliest, m.Latest, m.NextSitting, m.Choose)
_UNSTEADY = (m.ItHas, m.NamedIs, m.Changed, m.RuleIs, m.RuleMet, m.Attended, m.Same, m.PointOf, m.Available, m.WorksIn)
_OF_A_MATTER = (m.WordIs, m.SaysSame, m.Going, m.SlotAt, m.AnswerAt, m.ActAt, m.Known, m.MatterIs)


def remembered(node: m.Condition | m.MomentOf, work_out: Any, own: frozenset[str] = frozenset()) -> Any:
    """The judge of a condition or the reader of a moment; one that remembers, where that is worth it and right. `own`
    are the words that each person answers for themselves."""
    if not isinstance(node, WORTH_IT):
        return work_out
    parts = list(_parts(node))
    if any(isinstance(p, _UNSTEADY) or _is_unsteady(p) or _is_own(p, own) for p in parts):
        return work_out
    return _for_matter(work_out) if any(isinstance(p, _OF_A_MATTER) for p in parts) else _for_child(work_out)


def looks_at_each(nodes: object, own: frozenset[str] = frozenset()) -> bool:
    """Whether any of these conditions and moments looks at the element or the recipient in hand."""
    return any(
        _is_own(p, own) or
        isinstance(p, m.Attended | m.ItHas) or (isinstance(p, m.SlotAt) and p.name == "it")
        or (isinstance(p, m.RuleIs) and p.same_person)
        for p in _parts(nodes)
    )  # fmt: skip


def _is_own(part: object, own: frozenset[str]) -> bool:
    """Whether it looks at what the person in hand answered."""
    return isinstance(part, m.WordIs | m.Known | m.AnswerAt) and part.word in own


def _is_unsteady(part: object) -> bool:
    if isinstance(part, m.SlotAt):
        return part.name in ("it", "due", "point")
    if isinstance(part, m.HasSpell | m.WordIs) and part.of:
        return True
    if isinstance(part, m.EventRef | m.Count) and part.attended is not None:
        return True
    return isinstance(part, m.Count) and part.word == "routes_due"


def _for_child(work_out: Judge | Reader) -> Any:
    def known(ctx: Ctx) -> Any:
        found = ctx.known.get(work_out)
        if found is None:
            found = ctx.known[work_out] = work_out(ctx)
        return found

    return known


def _for_matter(work_out: Judge | Reader) -> Any:
    def known(ctx: Ctx) -> Any:
        key = (work_out, ctx.matter)
        found = ctx.known.get(key)
        if found is None:
            found = ctx.known[key] = work_out(ctx)
        return found

    return known


def _parts(node: object) -> Iterator[object]:
    """The node and everything below it."""
    yield node
    if is_dataclass(node):
        for f in fields(node):
            yield from _parts(getattr(node, f.name))
    elif isinstance(node, tuple):
        for one in node:
            yield from _parts(one)
