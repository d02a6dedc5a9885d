"""Conditions joined and walked: both, not, every leaf inside, and the words whose answer may be not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from baton.policy import model as m


def both(one: m.Condition, other: m.Condition) -> m.Condition:
    """A condition that holds when both do."""
    items = [i for c in (one, other) for i in (c.items if isinstance(c, m.All) else (c,)) if i != m.Always()]
    if not items:
        return m.Always()
    return items[0] if len(items) == 1 else m.All(tuple(dict.fromkeys(items)))


def opposite(condition: m.Condition) -> m.Condition:
    """A condition that holds when this one does not."""
    return condition.item if isinstance(condition, m.Not) else m.Not(condition)


def taken(condition: m.Condition, not_known: m.Fall | tuple[m.Fall, m.MomentOf] | None) -> m.Condition:
    """The condition with not known taken as a rule's `not_known` says; itself where it is asked."""
    fall, since = not_known if isinstance(not_known, tuple) else (not_known, None)
    if fall not in ("yes", "no") or condition == m.Always():
        return condition
    return m.Taken(condition, fall, since)


def leaves(condition: m.Condition) -> Iterator[m.Condition]:
    """Every condition inside, the joins included, outermost first."""
    yield condition
    if isinstance(condition, m.All | m.Any_):
        for item in condition.items:
            yield from leaves(item)
    elif isinstance(condition, m.Not | m.At | m.OfPeople | m.Taken | m.Named):
        yield from leaves(condition.item)


def all_needed(condition: m.Condition) -> Iterator[m.Condition]:
    """The parts that must all be yes, in their order; a term with a clause of its own is one part."""
    if isinstance(condition, m.All):
        for item in condition.items:
            yield from all_needed(item)
    elif isinstance(condition, m.Named) and not condition.clause:
        yield from all_needed(condition.item)
    else:
        yield condition


def walk(value: object) -> Iterator[object]:
    """Every value of the model inside a value, itself included."""
    if isinstance(value, tuple):
        for item in value:
            yield from walk(item)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from walk(getattr(value, field.name))


def asked_words(condition: m.Condition, words: Mapping[str, m.Word]) -> tuple[str, ...]:
    """The words inside for which none recorded means not known; what Taken settles is left out."""
    found: list[str] = []

    def walk(inner: m.Condition) -> None:
        if isinstance(inner, m.All | m.Any_):
            for item in inner.items:
                walk(item)
        elif isinstance(inner, m.Not | m.At | m.Named):
            walk(inner.item)
        elif isinstance(inner, m.OfPeople):
            found.append(inner.people)
            walk(inner.item)
        elif isinstance(inner, m.HasSpell | m.WordIs | m.NamedIs):
            word = words.get(inner.word)
            if word is not None and word.kind in ("spell", "answer") and word.silence == "not known":
                found.append(inner.word)

    walk(condition)
    return tuple(dict.fromkeys(found))
