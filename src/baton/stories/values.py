"""What a story file's nodes hold, each by its kind: times, keys, texts, blocks of values. Mistakes are gathered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baton.policy.nodes import KEY, Fields, Node, said
from baton.policy.problems import Problems
from baton.stories.shape import Shape
from baton.stories.times import iso_text, looks_like_a_time, read_when
from baton.working_time import Moment, Window


class Block(Fields):
    """The keys of one block of a story, read by their kinds."""

    def __init__(self, node: Node, shape: Shape, what: str, problems: Problems) -> None:
        super().__init__(node, problems, what)
        self.shape = shape
        if node.get("on") is not None:
            problems.add(node.where, 'A story says "happened:", not "on:", for when something happened.')
        self.only({key: kind for key, kind in shape.items() if key != "on"})

    def when(self, key: str) -> Window | None:
        """A date or time; None if the key is not there."""
        node = self.get(key)
        return read_window(node, key, self.problems) if node is not None else None

    def moment(self, key: str) -> Moment | None:
        """The first moment of a date or time."""
        window = self.when(key)
        return window.lo if window is not None else None

    def keys(self, key: str) -> tuple[str, ...]:
        """One name or a list of names."""
        found = []
        for node in self.each(key):
            if KEY.fullmatch(node.text):
                found.append(node.text)
            else:
                self.problems.add(
                    node.where, f'"{key}" needs names in small letters with underscores; found "{node.text}".'
                )
        return tuple(found)

    def number(self, key: str) -> int | None:
        """A whole number."""
        node = self.get(key)
        if node is None:
            return None
        if node.kind != "number" or not node.text.lstrip("-").isdigit():
            self.problems.add(node.where, f'"{key}" needs a whole number; found {said(node)}.')
            return None
        return int(node.text)

    def values(self, key: str) -> dict[str, Any]:
        """A block of values."""
        node = self.get(key)
        if node is None:
            return {}
        if node.block is None:
            self.problems.add(node.where, f'"{key}" needs keys and values; found {said(node)}.')
            return {}
        return {name: plain(value, self.problems) for name, value in node.pairs()}

    def nodes(self, key: str) -> Mapping[str, Node]:
        """A block left as it is, for a reader that comes later."""
        node = self.get(key)
        return dict(node.pairs()) if node is not None else {}

    def blocks(self, key: str) -> tuple[Node, ...]:
        """A list of blocks."""
        node = self.get(key)
        if node is None:
            return ()
        if node.kind != "list":
            self.problems.add(node.where, f'"{key}" needs a list, each line beginning with a dash; found {said(node)}.')
            return ()
        for item in node.items:
            if item.block is None:
                self.problems.add(item.where, f'A line of "{key}" needs keys and values; found {said(item)}.')
        return tuple(item for item in node.items if item.block is not None)


def read_window(node: Node, key: str, problems: Problems) -> Window | None:
    """The window that a node stands for; a mistake is gathered."""
    if node.kind != "text":
        problems.add(node.where, f'"{key}" needs a date, such as "Thu 27 Aug 2026"; found {said(node)}.')
        return None
    try:
        return read_when(node.text)
    except ValueError as mistake:
        problems.add(
            node.where, f'"{key}": {mistake}.' if not str(mistake).startswith("needs") else f'"{key}" {mistake}.'
        )
        return None


def plain(node: Node, problems: Problems) -> Any:
    """A node as an entry's value: text, number, truth, list or block; a date as entries write dates."""
    if node.kind == "list":
        return [plain(item, problems) for item in node.items]
    if node.block is not None:
        return {key: plain(value, problems) for key, value in node.pairs()}
    if node.kind == "number":
        return int(node.text) if node.text.lstrip("-").isdigit() else float(node.text)
    if node.kind == "truth":
        return node.text.lower() == "true"
    if node.kind == "nothing":
        problems.add(node.where, "A value is empty: give it one or leave its key out.")
        return ""
    if looks_like_a_time(node.text):
        window = read_window(node, "A value", problems)
        return iso_text(window) if window is not None else node.text
    return node.text
