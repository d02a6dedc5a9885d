"""Everything that the same people are to be told in one matter, as one line: one talk can say all of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from baton.workspace import words
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.work import notes_together


def one_talk(say: Say, lines: list[Line]) -> list[Line]:
    """The lines in their order, those that tell the same people joined; the form of the first asks for all of it."""
    found: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        tells = line.row is not None and line.row.verb == "tell" and line.href.startswith("/do/")
        key = (line.child, line.row.matter, *sorted(_people(line))) if tells else (id(line),)
        found.setdefault(key, []).append(line)
    for group in found.values():
        if len(group) > 1:
            _join(say, group)
    return [group[0] for group in found.values()]


def _people(line: Line) -> list[str]:
    """Whom the line's form has ticked, else whom its duty names."""
    return parse_qs(line.href.partition("?")[2]).get("to") or [line.row.recipient]


def _join(say: Say, group: list[Line]) -> None:
    first = group[0]
    topics = dict.fromkeys(say.lower(one) for line in group for one in say.topics(line.row))
    for line in group[1:]:
        first.clause = tuple(dict.fromkeys((*first.clause, *line.clause)))
        first.note = notes_together(first.note, line.note)
        if not first.when:
            first.when, first.left, first.tag = line.when, line.left, line.tag
    if topics:
        people = dict.fromkeys(say.who(one) for one in _people(first))
        first.what = f"Tell {words.joined(list(people))}: {words.joined(list(topics))}"
