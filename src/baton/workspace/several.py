"""The same letter or talk asked for towards several people, as one line: one record closes it for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from baton.workspace import words
from baton.workspace.reasons import Line
from baton.workspace.said_rules import Asked
from baton.workspace.saying import Say

TOWARDS = ("send", "tell", "invite")


def to_all(say: Say, item: Any, recipients: Sequence[str], element: str = "") -> str:
    """What a duty asks for, with everybody towards whom it is asked."""
    people = list(dict.fromkeys(say.who(one) for one in recipients if one))
    first = next((one for one in recipients if one), "")
    said = say.duty(Asked(item.rule, item.verb, tuple(item.words), item.matter, first, element))
    if len(people) < 2:
        return said
    before, named, after = said.rpartition(people[0]) if item.verb == "send" else said.partition(people[0])
    return f"{before}{words.joined(people)}{after}" if named else f"{said} and to {words.joined(people[1:])}"


def to_several(say: Say, lines: list[Line]) -> list[Line]:
    """One line for the same thing towards several people, in the place of the first; its form has them all ticked."""
    groups: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault(_same(line), []).append(line)
    for group in groups.values():
        if len(group) > 1:
            _join(say, group)
    return [group[0] for group in groups.values()]


def _same(line: Line) -> tuple[Any, ...]:
    row = line.row
    if row is None or row.verb not in TOWARDS or not row.recipient or not line.href.startswith("/do/"):
        return (id(line),)
    return row.rule, row.matter, row.element, line.child, line.when, line.tag, line.note


def _join(say: Say, group: list[Line]) -> None:
    first = group[0]
    recipients = [line.row.recipient for line in group]
    first.what = to_all(say, first.row, recipients, first.row.element)
    first.href += "".join(f"&to={quote(one, safe='')}" for one in recipients)
