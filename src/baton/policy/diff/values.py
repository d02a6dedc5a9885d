"""A rule taken apart into its aspects, each with a value that can be compared and words that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, NamedTuple

from baton.policy import model as m
from baton.policy.joining import walk
from baton.policy.labels import label, listing, place_name, say_amount
from baton.policy.saying import say_condition, say_moment, say_recipient, say_who
from baton.policy.saying_acts import rule_name, say_act, say_effect, say_excuse
from baton.policy.wording import destination_name
from baton.working_time import Amount

NOTHING: Final = "nothing said"
# What a person calls a field of a rule; a field that is not here is called by its own name.
NAMES: Final[dict[str, str]] = {
    "for_": "about", "when": "condition", "not_known": "when not known", "not_for": "but not in", "who": "actor",
    "verb": "what", "words": "what", "to": "to whom", "about": "content", "by": "limit", "not_before": "not before",
    "before": "order: before", "after": "order: after", "over": "order: preferred to", "from_": "from", "at": "moment",
    "while_": "as long as", "each": "one for each", "every": "interval", "again_if": "again if", "late": "when late",
    "stand_in": "stand-in", "paused_while": "clock stands while", "as_": "kind of move", "around": "give or take",
    "becomes": "due or offered", "effects": "what follows", "rules": "duties that wait", "measures": "what is shown",
    "on": "where shown", "instead": "offered instead", "counts_if": "counts if", "cites": "exceptions",
    "not_same_person_as": "not the same person as", "prepared_by": "may be prepared by", "clause": "clause",
}  # fmt: skip
_SILENT: Final = frozenset({"head", "key", "reads", "where", "settings", "note", "checklist", "from_rule"})
_RULES: Final = frozenset({"after", "over", "rules", "default_for"})


class AspectChange(NamedTuple):
    """One aspect that differs, in words; `shortly` is the difference alone where it is small: "5 → 7 working days"."""

    aspect: str
    before: str
    after: str
    shortly: str = ""


def meaning(value: Any) -> Any:
    """The value without where it stands and without the names of terms: what remains is what it does."""
    if isinstance(value, m.Named):
        return meaning(value.item)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(meaning(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type | Amount):
        inner = {f.name: meaning(getattr(value, f.name)) for f in fields(value) if f.name != "where"}
        return replace(value, **inner, **({"where": m.NOWHERE} if hasattr(value, "where") else {}))
    return value


def aspects(rule: m.Rule) -> dict[str, Any]:
    """Every field of a rule and its head that means something, by field name, as `meaning` gives it."""
    parts = [(f.name, getattr(rule.head, f.name)) for f in fields(rule.head)]
    parts += [(f.name, getattr(rule, f.name)) for f in fields(rule)]
    return {name: meaning(value) for name, value in parts if name not in _SILENT}


def differing(
    before: m.Rule, after: m.Rule, packs: tuple[m.Pack, m.Pack], but: frozenset[str]
) -> Iterator[AspectChange]:
    """Every aspect that differs, `but` the fields that are expected to."""
    old, new = aspects(before), aspects(after)
    for field in dict.fromkeys((*old, *new)):
        if field in but or old.get(field) == new.get(field):
            continue
        one, other = old.get(field), new.get(field)
        was, became = said(field, one, packs[0]), said(field, other, packs[1])
        if was == became:  # the words are too coarse for this difference
            was, became = str(one), str(other)
        yield AspectChange(NAMES.get(field, field.replace("_", " ")), was, became, _shortly(one, other, packs))


def said(field: str, value: Any, pack: m.Pack) -> str:
    """One field's value in words; NOTHING where it is empty."""
    if value in (None, "", ()) or value == m.Always():
        return NOTHING
    if field in _RULES and isinstance(value, tuple):
        return listing(rule_name(key) for key in value)
    if field in ("before", "acts") and isinstance(value, tuple):
        return listing((say_act(act, pack) for act in value), "or")
    if field == "not_known" and isinstance(value, tuple):
        return f"as {value[0]} from {say_moment(value[1], pack)}"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return listing(_one(item, pack) for item in value)
    return _one(value, pack)


def _one(value: Any, pack: m.Pack) -> str:
    match value:
        case str():
            return place_name(value, pack) if value in pack.places else label(value, pack)
        case Amount():
            return say_amount(value)
        case m.Effect():
            return say_effect(value, pack)
        case m.Recipient():
            return say_recipient(value, pack)
        case m.Excuse():
            return say_excuse(value, pack)
        case m.Destination():
            return destination_name(value, pack)
        case m.OfficeOf() | m.AnyOf() | m.EachOf() | m.InOrder() | m.AtLeast():
            return say_who(value, pack)
    if isinstance(value, m.Condition):
        return say_condition(value, pack)
    if isinstance(value, m.MomentOf):
        return say_moment(value, pack)
    if is_dataclass(value) and not isinstance(value, type):
        said_of = (said(f.name, getattr(value, f.name), pack) for f in fields(value))
        return listing(one for one in said_of if one != NOTHING)
    return str(value)


def _shortly(old: Any, new: Any, packs: tuple[m.Pack, m.Pack]) -> str:
    """The one amount that differs, or the conditions that came and went; "" where the whole is to be read."""
    if isinstance(old, m.Condition) and isinstance(new, m.Condition):
        return _conditions(old, new, packs)
    amounts = [[part for part in walk(value) if isinstance(part, Amount)] for value in (old, new)]
    if len(amounts[0]) == len(amounts[1]) and _shape(old) == _shape(new):
        pairs = [(a, b) for a, b in zip(*amounts, strict=True) if a != b]
        return "; ".join(f"{say_amount(a)} → {say_amount(b)}" for a, b in pairs)
    return ""


def _conditions(old: m.Condition, new: m.Condition, packs: tuple[m.Pack, m.Pack]) -> str:
    ours, theirs = (c.items if isinstance(c, m.All) else (c,) for c in (old, new))
    if not set(ours) & set(theirs) and m.Always() not in (old, new):
        return ""
    fewer = [say_condition(c, packs[0]) for c in ours if c not in theirs and c != m.Always()]
    more = [say_condition(c, packs[1]) for c in theirs if c not in ours and c != m.Always()]
    said_fewer = f"no longer: {listing(fewer)}" if fewer else ""
    said_more = f"now also: {listing(more)}" if more else ""
    return "; ".join(part for part in (said_fewer, said_more) if part)


def _shape(value: Any) -> Any:
    """The value with every amount taken out."""
    if isinstance(value, Amount):
        return "amount"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_shape(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(_shape(getattr(value, f.name)) for f in fields(value)))
    return value
