"""Why: the facts, the count, the rule and its reading, said when a person opens an answer, from its `because`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from baton.journal import Entry
from baton.workspace import words
from baton.workspace.saying import Say


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind one date or state. `about` tells a screen reader which."""

    sum: str = ""
    lines: tuple[str, ...] = ()
    rule: str = ""
    clause: tuple[str, ...] = ()
    reading: str = ""
    doubt: str = ""
    edition: str = ""
    about: str = ""


def why_of(say: Say, row: Any, entries: Mapping[int, Entry] | None = None, about: str = "") -> Why:
    """The reasons of a derived row; the facts are named where the journal was read."""
    key = str(getattr(row, "rule", "") or getattr(row, "route", ""))
    matter = str(getattr(row, "matter", ""))
    reading, doubt = say.reading(key, matter)
    lines = tuple(_lines(say, getattr(row, "because", ()) or (), entries or {}))
    return Why(_sum(row), lines, say.rule(key, matter), tuple(row.clause), reading, doubt, say.pack.edition.name, about)


def _sum(row: Any) -> str:
    """The limit itself, with the first day where the window has one."""
    lo, hi = getattr(row, "by_from", None), getattr(row, "by_to", None)
    said = words.limit(lo, hi)
    earliest = getattr(row, "earliest", None)
    if said and earliest is not None:
        return f"From {words.day(earliest)}, {said}"
    return words.initial_capital(said)


def _lines(say: Say, because: Iterable[Any], entries: Mapping[int, Entry]) -> Iterable[str]:
    seen: set[str] = set()
    for kind, value, *_ in because:
        line = _line(say, str(kind), value, entries)
        if line and line not in seen:
            seen.add(line)
            yield line


def _line(say: Say, kind: str, value: Any, entries: Mapping[int, Entry]) -> str:
    if kind == "entry":
        entry = entries.get(value) if isinstance(value, int) else None
        return fact(say, entry) if entry is not None else ""
    if kind == "rule":
        return f"Rule: {say.rule(str(value))}"
    if kind in ("absent", "missing"):
        return f"Not there: {say.who(str(value))}"
    if kind == "asks":
        return f"Not known: {say.word(str(value))}"
    if kind == "hidden":
        return f"A fact you may not see{f'; ask {say.person(str(value))}' if value else ''}"
    if kind == "kin":
        unseen = say.unseen(str(value))
        return words.initial_capital(unseen) if unseen else "A brother or sister's record"
    if kind == "calendar":
        return f"Not counted: {value}"
    return ""


def fact(say: Say, e: Entry) -> str:
    """One entry as a fact: what, when it happened, and when it was recorded if that was later."""
    found = [pair for pair in say.details(e) if pair[0] != "There"][:3]
    details = words.joined([v if v.lower().startswith(f"{name} ".lower()) else f"{name} {v}" for name, v in found])
    said = f"{say.entry(e)}, {say.happened(e)}"
    if e.recorded_at - e.happened.hi > words.DAY:
        said += f", recorded {words.day(e.recorded_at)}"
    return f"{said} ({details})" if details else said


@dataclass(slots=True)
class Line:
    """One line of work as the page shows it."""

    what: str
    who: str = ""
    when: str = ""
    left: str = ""
    tag: words.Tag | None = None
    clause: tuple[str, ...] = ()
    href: str = ""
    child: str = ""
    note: str = ""
    why: Why | None = None
    key: str = ""
    row: Any = None
    stops: str = ""
    notes: list[str] = field(default_factory=list)
