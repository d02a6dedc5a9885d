"""Values of a rule by the kind of their key: phrases, acts, strength, the keys of other rules, an `until`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from baton.policy import acts
from baton.policy import model as m
from baton.policy.nodes import Fields, Node, bare, said
from baton.policy.problems import Misread
from baton.policy.reading import NO_MOMENT, Reading
from baton.policy.shapes import CHOICES

T = TypeVar("T")


def maybe(fields: Fields, key: str, r: Reading, read: Callable[[Node], T], instead: T) -> T:
    """What `read` makes of the value under a key; `instead` if it is not there."""
    node = fields.get(key)
    if node is None:
        return instead
    with r.at(key):
        return read(node)


def text_of(fields: Fields, key: str, r: Reading, read: Callable[[str], T], instead: T) -> T:
    """A phrase under a key, read by `read`."""

    def phrase(node: Node) -> T:
        def inner(n: Node) -> T:
            if n.kind != "text":
                raise Misread(f"needs text; found {said(n)}.")
            return read(n.text)

        return r.value(node, inner, instead)

    return maybe(fields, key, r, phrase, instead)


def acts_of(fields: Fields, key: str, r: Reading) -> tuple[str, ...]:
    """One act or several under a key."""
    node = fields.get(key)
    return acts_in(node, key, r) if node is not None else ()


def acts_in(node: Node, key: str, r: Reading) -> tuple[str, ...]:
    """The acts of a value: one or a list."""
    found = []
    with r.at(key):
        for item in node.items if node.kind == "list" else (node,):
            with r.caught(item):
                if item.kind != "text":
                    raise Misread(f"needs an act, such as move or send transfer_summary; found {said(item)}.")
                found.append(acts.act(item.text, r.names))
    return tuple(found)


def rule_keys(fields: Fields, key: str, r: Reading) -> tuple[str, ...]:
    """The keys of other rules under a key."""
    node = fields.get(key)
    if node is None:
        return ()
    with r.at(key):
        return tuple(dict.fromkeys(one for key in r.keys(node, r.names.rule) for one in r.names.rules_of(key)))


def strength(fields: Fields, r: Reading, default: m.Strength) -> m.Strength:
    """The strength, which may be a setting."""
    node = fields.get("strength")
    if node is None:
        return default
    with r.at("strength"):
        return cast(m.Strength, r.choice(node, CHOICES["strength"]))


def until_of(node: Node, r: Reading) -> m.MomentOf | m.Condition:
    """An `until` of a duty: a moment, or a condition."""
    value = bare(node)
    text = value.text if value.kind == "text" else ""
    term = r.names.read_terms.get(text)
    sentence = {"is", "has", "held", "attended", "always"} & set(text.split()) or text.startswith(("going", "coming"))
    joined = value.block is not None and set(value.block) & {"all", "any", "not", "some", "every"}
    if isinstance(term, m.Named) or sentence or joined:
        return r.condition(node)
    return r.plain_moment("until", node) or NO_MOMENT
