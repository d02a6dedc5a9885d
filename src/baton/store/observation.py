"""What a source says of a subject, and what is new in it compared with what was kept: pure, no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

from baton.journal import Entry, Subject
from baton.working_time import Moment, Window


class Key(NamedTuple):
    """What makes two observations the same: who says it, of what, about which group of fields."""

    source: str
    natural_key: str
    group: str


class Line(NamedTuple):
    """One fact as an entry will keep it. `body` as in `journal.Entry`; "at" says file, sheet, row and as_at."""

    verb: str
    word: str
    happened: Window
    body: Mapping[str, Any] = {}
    matter: str = ""


class Said(NamedTuple):
    """What a source says of one subject under one key.

    how: "correct": a line that differs from the earlier one of its verb and word corrects it, and what is no longer
    said did not happen; "add": nothing said before is touched. `gone`: the key is no longer in a complete list.
    `keep` is the importer's own note; another note alone is kept without an entry.
    """

    key: Key
    subject: Subject
    as_at: Moment
    lines: tuple[Line, ...]
    keep: Any = None
    how: Literal["correct", "add"] = "correct"
    gone: bool = False


class Kept(NamedTuple):
    """What is kept of a key: where, as at when, and the importer's own note."""

    subject: Subject
    as_at: Moment
    keep: Any
    gone_at: Moment | None


Fact = tuple[str, str, str, int]  # verb, word, digest, number of the entry


class Old(NamedTuple):
    """What is kept of a key."""

    facts: list[Fact]
    keep: Any


def is_news(one: Said, old: list[Fact]) -> bool:
    """Whether it says anything that was not kept of its key before."""
    if one.gone:
        return True
    fresh = sorted((line.verb, line.word, digest_of(line)) for line in one.lines)
    kept = sorted((verb, word, digest) for verb, word, digest, _ in old)
    if one.how == "add":
        return not set(fresh) <= set(kept)
    return fresh != kept


def entries_of(
    one: Said, old: list[Fact], heads: dict[Subject, int], by: str, number: str, now: Moment
) -> tuple[list[Entry], list[Fact]]:
    """The entries to add for one observation, and the facts that are kept of it afterwards."""
    left = list(old)
    facts: list[Fact] = []
    changed: list[tuple[Line, str]] = []
    for line in one.lines:
        digest = digest_of(line)
        same = next((f for f in left if f[:3] == (line.verb, line.word, digest)), None)
        if same is not None:
            left.remove(same)
            facts.append(same)
        else:
            changed.append((line, digest))
    added: list[Entry] = []

    def add(line: Line, replaces: int | None) -> int:
        heads[one.subject] += 1
        added.append(
            Entry(one.subject, heads[one.subject], number, line.verb, line.word, line.happened, now, by, by,
                  source="import", matter=line.matter, replaces=replaces, body=line.body)
        )  # fmt: skip
        return heads[one.subject]

    for line, digest in changed:
        earlier = next((f for f in left if f[:2] == (line.verb, line.word)), None) if one.how == "correct" else None
        if earlier is not None:
            left.remove(earlier)
        facts.append((line.verb, line.word, digest, add(line, earlier[3] if earlier else None)))
    if one.how == "add" or one.gone:
        return added, facts + left
    for verb, word, _, entry_number in left:
        add(Line(verb, word, Window(now, now), {"did_not_happen": True, "at": _at(one)}), entry_number)
    return added, facts


def _at(one: Said) -> Any:
    return next((line.body["at"] for line in one.lines if "at" in line.body), {"system": one.key.source})


def digest_of(line: Line) -> str:
    """What a line says, without where it stood: the same value in another row of a later file is the same."""
    body = {k: v for k, v in line.body.items() if k != "at"}
    said = [line.happened, body, line.matter] if line.matter else [line.happened, body]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(text.encode(), digest_size=12).hexdigest()
