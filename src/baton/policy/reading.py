"""The state while a pack is read: its names, its problems, its settings; and the doors to the three grammars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Final, TypeVar

from baton.policy import model as m
from baton.policy.conditions import read_condition
from baton.policy.moments import either_side, read_moment
from baton.policy.names import Names
from baton.policy.nodes import Fields, Node, said
from baton.policy.phrases import amount_text
from baton.policy.problems import Misread, Problems, nearest
from baton.policy.shapes import SETTING
from baton.policy.who import read_recipients, read_who
from baton.working_time import Amount

T = TypeVar("T")

# What stands where a value could not be read; the pack is refused then, so nobody meets them.
NO_CONDITION: Final[m.Condition] = m.Always()
NO_MOMENT: Final[m.MomentOf] = m.SlotAt("now")
NO_WHO: Final[m.Who] = m.OfficeOf("")


class Reading:
    """Reads values of a pack by their position and gathers what goes wrong. One for each pack."""

    def __init__(self, names: Names, problems: Problems, overrides: Mapping[str, Node]) -> None:
        self.names = names
        self.problems = problems
        self.overrides = overrides
        self.place_nodes: Mapping[str, Node] = {}
        self.matter_nodes: Mapping[str, Node] = {}
        self.settings: dict[str, m.Setting] = {}
        self.setting_nodes: dict[str, Node] = {}
        self.used: list[str] = []  # settings met since last cleared
        self.key = ""  # the key whose value is being read, for messages
        self.clause: m.Clauses = ()

    # --- values by position --------------------------------------------------------------------------------------

    def condition(self, node: Node) -> m.Condition:
        """A condition; Always if it cannot be read."""
        return self.value(node, lambda n: read_condition(n, self), NO_CONDITION)

    def moment(self, node: Node) -> m.MomentOf:
        """A moment; now if it cannot be read."""
        return self.value(node, lambda n: read_moment(n, self), NO_MOMENT)

    def who(self, node: Node) -> m.Who:
        """A who; an office without a name if it cannot be read."""
        return self.value(node, lambda n: read_who(n, self), NO_WHO)

    def recipients(self, node: Node) -> tuple[m.Recipient, ...]:
        """The recipients of a notice."""
        return self.value(node, lambda n: read_recipients(n, self), ())

    def amount(self, node: Node) -> Amount:
        """An amount of time."""
        return self.value(node, _read_amount, Amount())

    def choice(self, node: Node, allowed: tuple[str, ...]) -> str:
        """One of a closed list; the first if it cannot be read."""
        return self.value(node, lambda n: _read_choice(n, allowed), allowed[0])

    def flag(self, node: Node) -> bool:
        """true or false."""
        return self.value(node, _read_flag, False)

    def keys(self, node: Node, check: Callable[[str], object] = lambda key: None) -> tuple[str, ...]:
        """One name or a list of names, each checked."""
        return self.value(node, lambda n: self._read_keys(n, check), ())

    def plain_moment(self, key: str, node: Node | None) -> m.MomentOf | None:
        """A moment under `key` in which "either side of" may not stand; None where there is none."""
        if node is None:
            return None
        with self.at(key):
            found = self.moment(node)
            if either_side(found):
                self.problems.add(node.where, f'"{key}" may not say "either side of": it stands in "by" and "around".')
            return found

    def _read_keys(self, node: Node, check: Callable[[str], object]) -> tuple[str, ...]:
        found = []
        for item in node.items if node.kind == "list" else (node,):
            with self.caught(item):
                if item.kind != "text":
                    raise Misread(f"needs a name or a list of names; found {said(item)}.")
                check(item.text)
                found.append(item.text)
        return tuple(found)

    # --- settings ------------------------------------------------------------------------------------------------

    def value(self, node: Node, read: Callable[[Node], T], instead: T) -> T:
        """What `read` makes of a value, looking through a setting; `instead` if it cannot be read."""
        if node.block is not None and "setting" in node.block:
            node = self._in_force(node, read, instead)
        with self.caught(node):
            return read(node)
        return instead

    def _in_force(self, node: Node, read: Callable[[Node], T], instead: T) -> Node:
        fields = Fields(node, self.problems, "A setting")
        fields.only(SETTING)
        name, here = fields.key("setting"), fields.get("is")
        self.used.append(name)
        before = self.setting_nodes.setdefault(name, node)
        first = before.get("is")
        if first is not None and here is not None and not first.same_as(here):
            where = f"{before.where.file}:{before.where.line}"
            self.problems.add(node.where, f'The setting "{name}" has two values: "{first.flow}" ({where}) '
                                          f'and "{here.flow}". One name, one value.')  # fmt: skip
        values, says = self._alternatives(fields.get("or"), read, instead)
        in_force = self.overrides.get(name) or here or Node("nothing", node.where)
        if name in self.overrides and here is not None:
            self.value(here, read, instead)
        doubt, clause = fields.text("doubt"), fields.clauses() or self.clause
        setting = m.Setting(name, in_force.flow, values, says, doubt, bool(fields.flag("guess")), clause, node.where)
        known = self.settings.get(name)
        if known is not None:
            more = tuple(c for c in setting.clause if c not in known.clause)
            setting = replace(known, clause=known.clause + more)
        self.settings[name] = setting
        return Node(in_force.kind, in_force.where, in_force.text, in_force.items, in_force.block)

    def _alternatives(
        self, node: Node | None, read: Callable[[Node], T], instead: T
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if node is None:
            return (), ()
        values, says = [], []
        for item in node.items if node.kind == "list" else (node,):
            value, say = item, item.flow
            if item.block is not None and "say" in item.block:
                value, say = item.block.get("is", item), item.block["say"].text
                if "is" not in item.block:
                    self.problems.add(item.where, "An alternative reading needs {say: a sentence, is: the value}.")
                    continue
            self.value(value, read, instead)
            values.append(value.flow)
            says.append(say)
        return tuple(values), tuple(says)

    # --- where we are --------------------------------------------------------------------------------------------

    @contextmanager
    def at(self, key: str) -> Iterator[None]:
        """Messages inside begin with this key."""
        before, self.key = self.key, key
        try:
            yield
        finally:
            self.key = before

    @contextmanager
    def caught(self, node: Node) -> Iterator[None]:
        """A phrase inside that cannot be read becomes a problem of this node."""
        try:
            yield
        except Misread as misread:
            self.problems.add(node.where, f'"{self.key}" {misread}')

    def forgotten(self, overrides: Mapping[str, Node]) -> None:
        """Reports settings that the pack sets and nobody uses."""
        for name, node in overrides.items():
            if name not in self.settings:
                self.problems.add(
                    node.where, f'"settings" sets "{name}", which no rule has.{nearest(name, self.settings)}'
                )


def _read_amount(node: Node) -> Amount:
    if node.kind not in ("text", "number"):
        raise Misread(f'needs a number and a unit, such as "5 working days"; found {said(node)}.')
    return amount_text(node.text)


def _read_choice(node: Node, allowed: tuple[str, ...]) -> str:
    if node.kind == "list" or node.kind == "block" or node.text not in allowed:
        raise Misread(f"is one of {', '.join(allowed)}; found {said(node)}.{nearest(node.text, allowed)}")
    return node.text


def _read_flag(node: Node) -> bool:
    if node.kind != "truth":
        raise Misread(f"is true or false; found {said(node)}.")
    return node.text.lower() == "true"
