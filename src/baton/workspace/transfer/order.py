"""The order of the paper: a step stands where its clause stands, under the paper's own number.

A clause is taken apart by its shape alone ("BEX-2.8b": section 2, paragraph 8, b), so that no pack has to number its
steps. Two duties that one record meets are one line with both clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from baton.policy.model import Must, Pack
from baton.store.models import WorkItem
from baton.workspace.acting.field import JOURNAL_VERB

_NUMBERED = re.compile(r"(?P<section>.+)[.-](?P<number>\d+)(?P<letters>[a-z]\w*)?")
_PARTS = re.compile(r"\d+|[A-Za-z]+")
FREE = "0"  # what a section says before its first numbered paragraph


class Paragraph(NamedTuple):
    """Where a clause stands: its section, the number of its paragraph ("" where the paper has none)."""

    section: str
    number: str


def paragraph(clause: str) -> Paragraph:
    """ "BEX-2.8b" as section 2, paragraph 8; "WIR-3au" as section 3 without a number."""
    rest = clause.partition("-")[2]
    found = _NUMBERED.fullmatch(rest)
    if found is None:
        return Paragraph((_PARTS.findall(rest) or [rest])[0], "")
    number = found["number"]
    return Paragraph(found["section"], "" if number == FREE else number)


def natural(clause: str) -> list[tuple[int, int, str]]:
    """A key that sorts clauses as the paper does: numbers by value, "z" before "aa"."""
    parts = _PARTS.findall(clause.partition("-")[2])
    return [(0, int(p), "") if p.isdigit() else (1, len(p), p) for p in parts]


def met_together(pack: Pack, item: WorkItem) -> tuple[Any, ...]:
    """What one record would meet: the same thing held, written, sent, listed or answered; a talk about the same."""
    verb = JOURNAL_VERB.get(item.verb, item.verb)
    about = _about(pack).get(item.rule, ())
    if verb in ("told", "invited"):
        return verb, about or item.rule
    return verb, tuple(sorted(item.words))


def _about(pack: Pack) -> dict[str, tuple[str, ...]]:
    return {rule.head.key: tuple(sorted(rule.about)) for rule in pack.rules if isinstance(rule, Must)}


@dataclass(slots=True)
class Numbered:
    """One numbered paragraph of the paper with its lines, each a group of duties that one record meets."""

    number: str
    lines: list[list[WorkItem]] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """One section of the paper: its title, and its paragraphs in order."""

    title: str
    paragraphs: list[Numbered] = field(default_factory=list)


def sections_of(pack: Pack, items: Iterable[WorkItem]) -> list[Section]:
    """The steps as the paper has them: the section with most of them first, the others in the pack's order."""
    items = list(items)
    rank = {rule.head.key: n for n, rule in reversed(list(enumerate(pack.rules)))}
    files = {rule.head.key: rule.head.where.file for rule in pack.rules}
    counts: dict[str, int] = {}
    for rule in {i.rule for i in items}:
        counts[files.get(rule, "")] = counts.get(files.get(rule, ""), 0) + 1
    groups: dict[tuple[Any, ...], list[WorkItem]] = {}
    for item in sorted(items, key=lambda i: (-counts[files.get(i.rule, "")], rank.get(i.rule, 9999), i.rule)):
        groups.setdefault(met_together(pack, item), []).append(item)
    homes: dict[str, list[list[WorkItem]]] = {}
    for group in groups.values():
        homes.setdefault(files.get(group[0].rule, ""), []).append(group)
    ordered = sorted(homes, key=lambda home: (-counts[home], min(rank.get(g[0].rule, 9999) for g in homes[home])))
    return [_section(pack.sections.get(home, ""), homes[home]) for home in ordered]


def _section(title: str, groups: list[list[WorkItem]]) -> Section:
    section = Section(title)
    by_clause = sorted(groups, key=lambda g: natural(_first(g)))
    places = [paragraph(_first(g)) for g in by_clause]
    own = [p.section for p in places if p.number]
    main = max(dict.fromkeys(own), key=own.count, default="")
    for group, place in zip(by_clause, places, strict=True):
        number = place.number if place.section == main else ""
        if not section.paragraphs or not number or section.paragraphs[-1].number != number:
            section.paragraphs.append(Numbered(number))
        section.paragraphs[-1].lines.append(group)
    return section


def _first(group: list[WorkItem]) -> str:
    """The clause by which a line stands where it stands: the first that its first duty cites."""
    return group[0].clause[0] if group[0].clause else ""
