"""Small changes inside a rule's values: every amount by one, values of answers, edges, boundaries, parts of conditions.

Pure: yields (what was changed, the changed value) for a frozen model value, one change at a time. A named term is left
alone here: it is changed once, for all rules that use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, NamedTuple

from baton.policy import model as m
from baton.policy.every import say_days
from baton.policy.saying import say_condition
from baton.working_time import Amount

_UNITS: Final = ("years", "months", "weeks", "days", "working_days", "hours", "minutes")
_BOUNDARY: Final[dict[str, Any]] = {
    "on or before": "before", "before": "on or before", "on or after": "after", "after": "on or after",
}  # fmt: skip
_SKIPPED: Final = frozenset({"head", "where", "clause", "settings", "says", "excuse"})


class Change(NamedTuple):
    """One changed value: the operator, what it changed in words, and the value."""

    operator: str
    detail: str
    value: Any


def changes(value: Any, pack: m.Pack) -> Iterator[Change]:
    """Every single small change inside a value."""
    yield from _own(value, pack)
    if isinstance(value, m.Named):
        return
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        for index, item in enumerate(value):
            for change in changes(item, pack):
                yield change._replace(value=(*value[:index], change.value, *value[index + 1 :]))
    elif is_dataclass(value) and not isinstance(value, type | Amount):
        for field in fields(value):
            if field.name not in _SKIPPED:
                for change in changes(getattr(value, field.name), pack):
                    yield change._replace(value=replace(value, **{field.name: change.value}))


def _own(value: Any, pack: m.Pack) -> Iterator[Change]:
    words = pack.words
    match value:
        case Amount():
            for other in neighbours(value):
                yield Change("amount", f"{value} → {other}", other)
        case m.Birthday(years):
            for other_years in (years - 1, years + 1):
                yield Change("amount", f"birthday {years} → {other_years}", m.Birthday(other_years))
        case m.Count(_, n, word):
            for other_n in (n - 1, n + 1):
                yield Change("amount", f"{n} {word} → {other_n}", replace(value, n=other_n))
            yield from _of_some(value, word, words.get(word))
            if value.booked:
                yield Change("condition", f"{word} held or booked → held", replace(value, booked=False))
        case m.EventRef(word):
            yield from _of_some(value, word, words.get(word))
            yield from _which(value)
        case m.Every() if value.weekday is not None:
            for other_day in {(value.weekday + 1) % 7, (value.weekday - 1) % 7}:
                yield Change("amount", f"{say_days(value)} → another day", replace(value, weekday=other_day))
        case m.Every() if value.from_last:
            yield Change("condition", "from last → from the beginning", replace(value, from_last=False))
        case m.Earliest(items):
            yield Change("direction", "earliest → latest", m.Latest(items))
        case m.Latest(items):
            yield Change("direction", "latest → earliest", m.Earliest(items))
        case m.Guarded(_, at):
            yield Change("condition", "a guarded moment always", at)
        case m.OnDay(moment, days) if len(days) > 1:
            for index, day in enumerate(days):
                yield Change("value", f"on {day}: left out", m.OnDay(moment, (*days[:index], *days[index + 1 :])))
        case m.TimeOn(hour, minute, _):
            yield Change("amount", f"{hour:02}:{minute:02} → {(hour + 1) % 24:02}:{minute:02}",
                         replace(value, hour=(hour + 1) % 24))  # fmt: skip
        case m.EitherSide(amount, of):
            yield Change("direction", f"{amount} either side → only after", m.Shifted(amount, 1, of))
            yield Change("direction", f"{amount} either side → only before", m.Shifted(amount, -1, of))
        case m.Compare(_, op, _):
            yield Change("boundary", f"{op} → {_BOUNDARY[op]}", replace(value, op=_BOUNDARY[op]))
        case m.WordIs(word, values):
            for other_values in _others(values, _answers(words.get(word))):
                said = f"{word} is {_or(values)} → {_or(other_values)}"
                yield Change("value", said, replace(value, values=other_values))
        case m.ItHas(parts):
            for other_parts, said in _other_parts(parts, None):
                if other_parts:
                    yield Change("value", f"it with {said}", m.ItHas(other_parts))
        case m.EventIs(event, _, parts) | m.HasSpell(event, _, parts):
            word = event.word if isinstance(event, m.EventRef) else event
            for other_parts, said in _other_parts(parts, words.get(word)):
                yield Change("value", f"{word} with {said}", replace(value, parts=other_parts))
        case m.All(items) | m.Any_(items) if len(items) > 1:
            for index in range(len(items)):
                rest = (*items[:index], *items[index + 1 :])
                kept = rest[0] if len(rest) == 1 else replace(value, items=rest)
                yield Change("condition", f"dropped: {say_condition(items[index], pack)}", kept)


def _of_some(value: Any, key: str, word: m.Word | None) -> Iterator[Change]:
    """Events asked for by their parts and by who came: each asked for no longer, or with another value."""
    for other_parts, said in _other_parts(value.parts, word):
        yield Change("value", f"{key} with {said}", replace(value, parts=other_parts))
    if value.attended is not None:
        yield Change("condition", f"{key}: whoever attended", replace(value, attended=None))


def _which(event: m.EventRef) -> Iterator[Change]:
    """The event before or after the one that is named, and the first or last of all instead of one since a moment."""
    if event.nth > 1:
        yield Change("amount", f"{event.word} {event.nth} → {event.nth - 1}", replace(event, nth=event.nth - 1))
    if event.nth:
        yield Change("amount", f"{event.word} {event.nth} → {event.nth + 1}", replace(event, nth=event.nth + 1))


def neighbours(amount: Amount) -> Iterator[Amount]:
    """The amount one more and one less, in its smallest unit."""
    unit = next((u for u in reversed(_UNITS) if getattr(amount, u)), "days")
    number = getattr(amount, unit)
    for other in (number - 1, number + 1):
        if other > 0 or (other == 0 and unit not in ("hours", "minutes")):
            yield replace(amount, **{unit: other})


def _answers(word: m.Word | None) -> tuple[str, ...]:
    if word is None:
        return ()
    if word.kind == "slot":
        return word.parts.get("value", ())
    return word.answers if len(word.answers) > 1 else ()


def _others(values: tuple[str, ...], allowed: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """One value replaced by one that is not there; and, of several, one left out."""
    spare = [one for one in allowed if one not in values]
    for index in range(len(values)):
        rest = (*values[:index], *values[index + 1 :])
        if len(values) > 1:
            yield rest
        elif spare:
            yield (spare[0],)


def _other_parts(
    parts: tuple[tuple[str, tuple[str, ...]], ...], word: m.Word | None
) -> Iterator[tuple[tuple[tuple[str, tuple[str, ...]], ...], str]]:
    for index, (part, values) in enumerate(parts):
        rest = (*parts[:index], *parts[index + 1 :])
        yield rest, f"{part} {_or(values)} → any {part}"
        for other in _others(values, word.parts.get(part, ()) if word is not None else ()):
            yield (*parts[:index], (part, other), *parts[index + 1 :]), f"{part} {_or(values)} → {_or(other)}"


def _or(values: tuple[str, ...]) -> str:
    return " or ".join(values)
