"""Where each clause is cited in a pack: rules, definitions, settings, rungs, excuses, guidance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from baton.policy import model as m


class Citation(NamedTuple):
    """One place where a clause is cited. `what` is rule, exception, word, place, …, or guidance; `key` its name."""

    clause: str
    what: str
    key: str
    where: m.Where


def citations(pack: m.Pack) -> Iterator[Citation]:
    """Every citation of the pack. A rule cites its own clauses, and those of exceptions folded into it."""
    nowhere = m.Where("", 0)
    for clause in pack.edition.clause:
        yield Citation(clause, "edition", pack.edition.name, nowhere)
    for rule in pack.rules:
        for clause in rule.head.clause:
            yield Citation(clause, "rule", rule.head.key, rule.head.where)
        for clause in rule.head.cites:
            yield Citation(clause, "exception", rule.head.key, rule.head.where)
        excuse = getattr(rule, "excuse", None)
        for clause in excuse.clause if excuse is not None else ():
            yield Citation(clause, "excuse", rule.head.key, rule.head.where)
    for what, found in _definitions(pack):
        for clause in found.clause:
            yield Citation(clause, what, found.key, found.where)
    for forum in pack.forums.values():
        for clause in forum.clause_late:
            yield Citation(clause, "forum", forum.key, forum.where)
    for matter in pack.matters.values():
        for rung in matter.rungs:
            for clause in rung.clause:
                yield Citation(clause, "rung", matter.key, matter.where)
    for key, term in pack.terms.items():
        for clause in term.clause if isinstance(term, m.Named) else ():
            yield Citation(clause, "term", key, nowhere)
    for key, clauses in pack.moment_clauses.items():
        for clause in clauses:
            yield Citation(clause, "term", key, nowhere)
    for setting in pack.settings.values():
        for clause in setting.clause:
            yield Citation(clause, "setting", setting.name, setting.where)
    for line in pack.guidance:
        for clause in line.clause:
            yield Citation(clause, "guidance", line.because, line.where)


Definition = m.Word | m.Place | m.OfficeWord | m.Forum | m.Matter


def _definitions(pack: m.Pack) -> Iterator[tuple[str, Definition]]:
    for word in pack.words.values():
        yield "word", word
    for place in pack.places.values():
        yield "place", place
    for office in pack.offices.values():
        yield "office", office
    for forum in pack.forums.values():
        yield "forum", forum
    for matter in pack.matters.values():
        yield "matter", matter


def cited(pack: m.Pack) -> dict[str, list[Citation]]:
    """All citations by clause."""
    found: dict[str, list[Citation]] = {}
    for citation in dict.fromkeys(citations(pack)):
        found.setdefault(citation.clause, []).append(citation)
    return found
