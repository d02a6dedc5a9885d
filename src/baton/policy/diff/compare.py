"""Two packs in, a Comparison out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from baton.policy import model as m
from baton.policy.diff.matching import by_key, by_meaning
from baton.policy.diff.values import AspectChange, differing, meaning, said

_KINDS: Final = ("words", "places", "offices", "forums", "matters", "settings", "terms")
_SILENT: Final = frozenset({"where", "key", "name", "clause"})
_OF_TWO_AUTHORITIES: Final = frozenset({"clause", "cites", "reading", "doubt"})


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that is in both, and how it differs; `before` and `after` may have other keys."""

    before: m.Rule
    after: m.Rule
    aspects: tuple[AspectChange, ...]


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """A word, place, office, forum, matter, setting or term that is new, gone or changed."""

    kind: str
    key: str
    became: Literal["new", "gone", "changed"]
    aspects: tuple[AspectChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two packs. `same` counts the rules without any difference."""

    before: m.Pack
    after: m.Pack
    same: int
    changed: tuple[RuleChange, ...]
    added: tuple[m.Rule, ...]
    gone: tuple[m.Rule, ...]
    definitions: tuple[DefinitionChange, ...]
    guidance: tuple[tuple[str, str], ...] = ()  # clause, "new" or "gone"

    @property
    def is_empty(self) -> bool:
        """Whether the two mean the same."""
        return not (self.changed or self.added or self.gone or self.definitions or self.guidance)


def compare(before: m.Pack, after: m.Pack) -> Comparison:
    """Compares two versions of one authority's pack, or the packs of two authorities."""
    versions = before.authority == after.authority
    match = (by_key if versions else by_meaning)(before, after)
    but = frozenset() if versions else _OF_TWO_AUTHORITIES
    changed = []
    for one, other in match.pairs:
        found = tuple(differing(one, other, (before, after), but))
        if versions and one.head.key != other.head.key:
            found = (AspectChange("key", one.head.key, other.head.key), *found)
        if found:
            changed.append(RuleChange(one, other, found))
    return Comparison(
        before, after, len(match.pairs) - len(changed), tuple(changed), match.added, match.gone,
        tuple(_definitions(before, after)), tuple(_guidance(before, after)),
    )  # fmt: skip


def _definitions(before: m.Pack, after: m.Pack) -> Iterator[DefinitionChange]:
    for kind in _KINDS:
        ours: Mapping[str, Any] = getattr(before, kind)
        theirs: Mapping[str, Any] = getattr(after, kind)
        singular = kind.removesuffix("s")
        for key in dict.fromkeys((*ours, *theirs)):
            if key not in theirs:
                yield DefinitionChange(singular, key, "gone")
            elif key not in ours:
                yield DefinitionChange(singular, key, "new")
            elif meaning(ours[key]) != meaning(theirs[key]):
                found = tuple(_parts(ours[key], theirs[key], (before, after)))
                if found:
                    yield DefinitionChange(singular, key, "changed", found)


def _parts(one: Any, other: Any, packs: tuple[m.Pack, m.Pack]) -> Iterator[AspectChange]:
    if type(one) is not type(other) or isinstance(one, m.Condition | m.MomentOf):
        yield AspectChange("meaning", said("", meaning(one), packs[0]), said("", meaning(other), packs[1]))
        return
    for field in fields(one):
        values = meaning(getattr(one, field.name)), meaning(getattr(other, field.name))
        if field.name not in _SILENT and values[0] != values[1]:
            name = {"is_": "value", "or_": "other readings"}.get(field.name, field.name.replace("_", " ").strip())
            yield AspectChange(name, *(_text(field.name, v, p) for v, p in zip(values, packs, strict=True)))


def _text(field: str, value: Any, pack: m.Pack) -> str:
    if isinstance(value, Mapping):
        return said(field, tuple(f"{k}: {v}" for k, v in value.items()), pack)
    return said(field, value, pack)


def _guidance(before: m.Pack, after: m.Pack) -> Iterator[tuple[str, str]]:
    if before.authority != after.authority:
        return
    ours, theirs = ({c for line in pack.guidance for c in line.clause} for pack in (before, after))
    yield from ((clause, "gone") for clause in sorted(ours - theirs))
    yield from ((clause, "new") for clause in sorted(theirs - ours))
