"""The text of a story file in, a Story out, or every mistake in it at once: file, line, what was expected."""

from __future__ import annotations

from typing import NamedTuple

from baton.policy.nodes import Node
from baton.policy.problems import Problem, Problems, nearest
from baton.policy.reader import read_file
from baton.stories.cast import read_cast
from baton.stories.lines import read_lines
from baton.stories.model import AUTHORITY, Line, Story
from baton.stories.shape import STORY
from baton.stories.values import Block


class StoryResult(NamedTuple):
    """A story, or what is wrong with its file."""

    story: Story | None
    errors: tuple[Problem, ...]


def read_story(file: str, text: str) -> StoryResult:
    """Reads one story. `file` is its name for messages; nothing is opened here."""
    problems = Problems()
    root = read_file(file, text, problems)
    if root is None:
        return StoryResult(None, problems.sorted() or (Problem(file, 1, "", "There is nothing in this file."),))
    block = Block(root, STORY, "A story", problems)
    cast = read_cast(root.get("cast"), problems)
    lines = read_lines(block.blocks("lines"), "", problems)
    branches = {key: _branch(key, node, problems) for key, node in block.nodes("branches").items()}
    story = Story(
        file, block.text("story"), block.key("pack"), block.clauses("cites"), cast, lines, branches,
        block.text("edition"), block.nodes("settings"),
    )  # fmt: skip
    _names_stand(story, problems)
    return StoryResult(None, problems.sorted()) if len(problems) else StoryResult(story, ())


def _branch(key: str, node: Node, problems: Problems) -> tuple[Line, ...]:
    if node.kind != "list":
        problems.add(node.where, f'The branch "{key}" needs a list of lines, each beginning with a dash.')
        return ()
    return read_lines(tuple(item for item in node.items if item.block is not None), key, problems)


def _names_stand(story: Story, problems: Problems) -> None:
    """Every child and every corrected line that the story names is there."""
    names = {line.name for line in story.lines if line.name}
    children = set(story.cast.children) | {row.child for line in story.all_lines() for row in line.rows}
    for branch in (story.lines, *story.branches.values()):
        known = set(names)
        for line in branch:
            known.add(line.name)
            if line.correct and line.correct not in known:
                say = f'Line {line.label} corrects "{line.correct}", and no line before it has that name.'
                problems.add(line.where, f"{say}{nearest(line.correct, known)}")
            for one in (line, *line.race):
                _children_stand(one, children, problems)
    for opened in story.cast.open:
        for child in opened.children:
            _is_child(child, children, opened.where, problems)
    for family in story.cast.families:
        for child in family.children:
            if child not in children:
                problems.add(story.cast.children[next(iter(story.cast.children))].where if story.cast.children
                             else story.lines[0].where,
                             f'The family "{family.key}" names "{child}", who is no child of this story.'
                             f"{nearest(child, children)}")  # fmt: skip


def _children_stand(line: Line, children: set[str], problems: Problems) -> None:
    for child in line.for_:
        _is_child(child, children, line.where, problems)
    for items in line.expect.lists.values() if line.expect is not None else ():
        for item in items:
            if item.values.get("child", AUTHORITY) != AUTHORITY:
                _is_child(item.values["child"], children, item.where, problems)


def _is_child(child: str, children: set[str], where: object, problems: Problems) -> None:
    if child not in children:
        problems.add(where, f'"{child}" is no child of this story.{nearest(child, children)}')  # type: ignore[arg-type]
