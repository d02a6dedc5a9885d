"""The lines of a story: one entry or one question each, of one kind."""

from __future__ import annotations

from typing import Any, Final

from baton.journal.vocabulary import ACTS, PHASES
from baton.policy.nodes import Node
from baton.policy.problems import Problems, listed, nearest
from baton.stories.cast import read_has
from baton.stories.expectations import read_expect
from baton.stories.model import Kind, Line, Row
from baton.stories.shape import CAPACITIES, IMPORT, LINES, NEW_BUILD, NEW_EDITION, RESTORE, ROW
from baton.stories.values import Block
from baton.working_time import Window

# What a paper calls the act, and the journal's one word for it.
_SPELLINGS: Final = {"deallocate": "end_allocation", "change transfer_date": "change_date"}
# What a duty asks for in the world, and how that is recorded.
_RECORDED: Final = {
    "write": "written",
    "do": "done",
    "hold": "held",
    "read": "read",
    "book": "booked",
    "attend": "held",
}


def read_lines(nodes: tuple[Node, ...], branch: str, problems: Problems) -> tuple[Line, ...]:
    """The lines of the story or of one branch, in order."""
    found: list[Line] = []
    for number, node in enumerate(nodes, 1):
        line = read_line(node, f"{branch} {number}".strip(), problems)
        if line is None:
            continue
        if found and line.kind != "look" and line.at < found[-1].at and found[-1].kind != "look":
            problems.add(line.where, f'Line {line.label} was typed before the line above it: "at" goes forward.')
        found.append(line)
    return tuple(found)


def read_line(node: Node, label: str, problems: Problems) -> Line | None:
    """One line, or None where its kind cannot be told."""
    kinds = [kind for kind in LINES if node.get(kind) is not None]
    if len(kinds) != 1:
        say = "has no kind" if not kinds else f"is of {len(kinds)} kinds, {listed(kinds, 'and')}"
        problems.add(node.where, f"Line {label} {say}: it needs one of {listed(LINES)}.")
        return None
    kind: Kind = kinds[0]  # type: ignore[assignment]
    block = Block(node, LINES[kind], f"Line {label}", problems)
    at = block.moment("look" if kind == "look" else "at")
    expect = node.get("expect")
    common: dict[str, Any] = {
        "kind": kind, "label": label, "where": node.where, "at": at or 0, "by": block.key("by"),
        "for_": block.keys("for"), "name": block.key("name"), "stated": frozenset(node.block or ()),
        "expect": read_expect(expect, problems) if expect is not None else None,
    }  # fmt: skip
    return Line(**common, **_OWN[kind](block, label, problems))


def _doing(block: Block) -> dict[str, Any]:
    each = block.get("each")
    return {
        "capacity": block.choice("in_capacity", CAPACITIES, "own office"), "happened": block.when("happened"),
        "values": block.values("with"), "to": block.texts("to"), "about": block.texts("about"),
        "each": block.values("each") if each is not None else {},
        "attended": block.texts("attended"), "reason": block.text("reason"), "matter": block.text("matter"),
        "sitting": block.when("sitting"), "typed_by": block.key("typed_by"),
    }  # fmt: skip


def _act(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    text = _SPELLINGS.get(block.text("act"), block.text("act"))
    verb, _, word = text.partition(" ")
    joined = text.replace(" ", "_")
    if joined in ACTS:
        verb, word = joined, ""
    node = block.get("act")
    if verb not in ACTS and node is not None:
        instead = _RECORDED.get(verb)
        say = nearest(verb, ACTS)
        if instead:
            say = f' It happened in the world, so it is recorded: "record: {word or "WORD"} {instead}".'
        said = f'Line {label}: "{text}" begins with no act.{say}'
        if text.rpartition(" ")[2] in PHASES:
            said = f'Line {label}: "{text}" is something that happened: write it under "record".'
        problems.add(node.where, said)
    return {"verb": verb, "word": word, "against_rule": bool(block.flag("against_rule")), **_doing(block)}


def _record(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    text = block.text("record")
    word, _, phase = text.rpartition(" ")
    node = block.get("record")
    if phase not in PHASES and node is not None:
        say = f'Line {label}: a record is a word and what became of it, such as "icpc held"; found "{text}".'
        first = text.partition(" ")[0]
        if first in ACTS:
            say = f'Line {label}: "{text}" is an act: write it under "act".'
        problems.add(node.where, f"{say}{nearest(phase, PHASES)}")
    return {"verb": phase, "word": word, **_doing(block)}


def _correct(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    return {
        "correct": block.key("correct"), "happened": block.when("happened"), "values": block.values("with"),
        "attended": block.texts("attended"), "to": block.texts("to"), "reason": block.text("reason"),
        "did_not_happen": bool(block.flag("did_not_happen")), "wrong_child": bool(block.flag("wrong_child")),
    }  # fmt: skip


def _import(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    node = block.get("import")
    assert node is not None
    own = Block(node, IMPORT, f"The import of line {label}", problems)
    rows = tuple(_row(item, problems) for item in own.blocks("rows"))
    return {
        "source": own.key("source"), "as_at": own.when("as_at"), "complete": own.keys("complete"), "rows": rows,
    }  # fmt: skip


def _row(node: Node, problems: Problems) -> Row:
    block = Block(node, ROW, "A row", problems)
    number = block.number("list")
    held: dict[str, Window] = {}
    for word, value in block.nodes("held").items():
        window = Block(Node("block", value.where, block={word: value}), {word: "when"}, "A row", problems).when(word)
        if window is not None:
            held[word] = window
    return Row(
        block.key("child"), node.where, f"list_{number}" if number is not None else "",
        block.text("worker") if block.get("worker") is not None else None, block.key("team"), block.when("born"),
        tuple(h for text in block.each("has") if (h := read_has(text, problems)) is not None),
        block.values("answers"), held,
    )  # fmt: skip


def _look(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    return {"known": block.moment("known"), "seen_by": block.key("seen_by")}


def _race(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    lines = (read_line(node, f"{label}.{n}", problems) for n, node in enumerate(block.blocks("race"), 1))
    return {"race": tuple(line for line in lines if line is not None)}


def _new_edition(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    node = block.get("new_edition")
    assert node is not None
    own = Block(node, NEW_EDITION, "The new edition", problems)
    return {
        "edition": own.text("name"), "in_force_from": own.when("in_force_from"), "settings": own.nodes("settings"),
    }  # fmt: skip


def _new_build(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    node = block.get("new_build")
    assert node is not None
    own = Block(node, NEW_BUILD, "The new build", problems)
    return {"settings": own.nodes("settings"), "approved_by": own.key("approved_by"), "edition": own.text("edition")}


def _restore(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    node = block.get("restore")
    assert node is not None
    return {"restore_to": Block(node, RESTORE, "The restore", problems).moment("to")}


def _clock(block: Block, label: str, problems: Problems) -> dict[str, Any]:
    return {}


_OWN: Final = {
    "act": _act,
    "record": _record,
    "correct": _correct,
    "import": _import,
    "clock": _clock,
    "look": _look,
    "race": _race,
    "new_edition": _new_edition,
    "new_build": _new_build,
    "restore": _restore,
}
