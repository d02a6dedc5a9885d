"""Changes of single keys of a rule: who may set it aside and on what terms, how long it stands, what it names besides.

Each yields (operator, what it did, the rule then). A key that says only how something is shown is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from baton.coverage.changes import neighbours
from baton.coverage.offices import other_offices
from baton.policy import model as m

Changed = tuple[str, str, m.Rule]

# What is left out by its key, what stands there if nothing does, and how the report calls it.
_LEFT_OUT: Final[dict[str, Any]] = {
    "while_": None, "until": None, "not_before": None, "prompt": None, "paused_while": None, "only_to": False,
    "stand_in": "", "prepared_by": None, "lasts": None, "times": 0, "around": None, "together": "",
    "default_for": "", "channel": "any",
}  # fmt: skip
_SAID: Final = {"while_": "while"}
_LISTS: Final = ("words", "to", "about", "acts", "rules")


def changes_of_keys(rule: m.Rule, pack: m.Pack) -> Iterator[Changed]:
    """Every change of a key of this rule that is not a value inside it."""
    for key, empty in _LEFT_OUT.items():
        if not isinstance(rule, m.Stop) and getattr(rule, key, empty) != empty:
            less: dict[str, Any] = {key: empty}
            yield _SAID.get(key, key).replace("_", " "), "dropped", replace(rule, **less)
    for key in _LISTS:
        items = getattr(rule, key, ())
        for said, fewer in _one_less(items) if isinstance(items, tuple) else ():
            shorter: dict[str, Any] = {key: fewer}
            yield key, f"{said} left out", replace(rule, **shorter)
    if isinstance(rule, m.May):
        for times in _times(rule.times):
            yield "times", f"{rule.times} → {times}", replace(rule, times=times)
    if isinstance(rule, m.Must | m.Stop) and rule.excuse is not None:
        for operator, detail, excuse in _excuse(rule.excuse, pack):
            yield operator, detail, replace(rule, excuse=excuse)


def _excuse(excuse: m.Excuse, pack: m.Pack) -> Iterator[tuple[str, str, m.Excuse]]:
    for detail, who in other_offices(excuse.who, pack):
        yield "excuse who", detail, replace(excuse, who=who)
    if excuse.record:
        yield "excuse", "nothing to record", replace(excuse, record=())
    if excuse.lasts is not None:
        yield "lasts", "dropped", replace(excuse, lasts=None)
        for amount in neighbours(excuse.lasts):
            yield "amount", f"lasts {excuse.lasts} → {amount}", replace(excuse, lasts=amount)
    if excuse.times:
        yield "times", "dropped", replace(excuse, times=0)
    for times in _times(excuse.times):
        yield "times", f"{excuse.times} → {times}", replace(excuse, times=times)
    if excuse.as_:
        yield "excuse", f"as {excuse.as_} dropped", replace(excuse, as_="")
    if excuse.to:
        yield "excuse", f"for {excuse.to} only → for everybody", replace(excuse, to="")
    if excuse.each:
        yield "excuse", f"each {excuse.each} dropped", replace(excuse, each="")
    turned = replace(excuse, still_breach=not excuse.still_breach)
    if excuse.still_breach:
        yield "excuse", "still a breach → none", turned
    if excuse.record_any:
        yield "excuse", "one of what is recorded → all of it", replace(excuse, record_any=False)


def _times(times: int) -> Iterator[int]:
    """Once more and once less, but not none at all."""
    if times:
        yield times + 1
    if times > 1:
        yield times - 1


def _one_less(items: Sequence[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if len(items) > 1:
        for index, item in enumerate(items):
            yield _name(item), (*items[:index], *items[index + 1 :])


def _name(item: Any) -> str:
    if isinstance(item, m.Recipient):
        return item.people or _name(item.who)
    return getattr(item, "office", None) or str(item)
