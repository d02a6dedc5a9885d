"""Conditions: sentences from a closed list, joined by all, any, not, some, every, at. Every name gets its kind here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baton.policy import model as m
from baton.policy.names import Names, a
from baton.policy.nodes import Node, said
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, listed, nearest
from baton.policy.who import office_of

if TYPE_CHECKING:
    from baton.policy.reading import Reading
from baton.policy.compared import has_come, is_so
from baton.policy.said_of import (
    attended,
    changed,
    closed,
    count,
    going,
    held,
    it_has,
    matter,
    office_has,
    rule,
    same,
    says_same,
    spell,
    works_in,
)

_JOINS: Final = ("all", "any", "not", "at", "some", "every")


def read_condition(node: Node, r: Reading) -> m.Condition:
    """The condition that a value of a pack says: a sentence, or a block that joins several."""
    if node.kind == "text":
        return condition_text(node.text, r.names)
    if node.block is None:
        hint = ': join several by "all" or "any"' if node.kind == "list" else ""
        raise Misread(f"needs a condition{hint}; found {said(node)}.")
    keys = set(node.block)
    if keys == {"at", "is"}:
        return m.At(r.moment(node.block["at"]), r.condition(node.block["is"]))
    if len(keys) != 1 or not keys & set(_JOINS):
        key = next(iter(keys - set(_JOINS)), "")
        found = f"{listed(sorted(keys), 'and')}.{nearest(key, _JOINS)}"
        raise Misread(f"needs one of all, any, not, some, every, or at with is; found {found}")
    key, value = next(node.pairs())
    if key == "not":
        return m.Not(r.condition(value))
    if key in ("some", "every"):
        return _of_people(key, value, r)
    if value.kind != "list" or len(value.items) < 2:
        raise Misread(f'needs a list of at least two conditions under "{key}"; found {said(value)}.')
    items = tuple(r.condition(item) for item in value.items)
    return m.All(items) if key == "all" else m.Any_(items)


def _of_people(key: str, node: Node, r: Reading) -> m.Condition:
    of, inner = node.get("of"), node.get("is")
    if of is None or inner is None or len(node.block or ()) != 2:
        raise Misread(f"needs {{{key}: {{of: PEOPLE, is: CONDITION}}}}; found {said(node)}.")
    people = r.names.word(of.text, "people").key
    return m.OfPeople("some" if key == "some" else "every", people, r.condition(inner))


def condition_text(text: str, names: Names) -> m.Condition:
    """The condition that a whole sentence says."""
    cursor = Cursor(text)
    found = _sentence(cursor, names)
    cursor.end()
    return found


def _sentence(cursor: Cursor, names: Names) -> m.Condition:
    words = cursor.words
    if words == ["always"]:
        cursor.at = 1
        return m.Always()
    for opening, read in _OPENINGS:
        if cursor.sees(opening):
            return read(cursor, names)
    if words[-2:] == ["has", "come"]:
        return has_come(cursor, names)
    if words[1:3] == ["has", "changed"]:
        return changed(cursor, names)
    if words[1:3] == ["says", "the"]:
        return says_same(cursor, names)
    if any(word == "attended" and after != "by" for word, after in zip(words, [*words[1:], ""], strict=True)):
        return attended(cursor, names)
    if words[-2:] == ["is", "available"]:
        office = office_of(cursor, names)
        cursor.expect("is available")
        return m.Available(office.office, office.place)
    if words[1:3] == ["works", "in"]:
        return works_in(cursor, names)
    if "has" in words[1:]:
        return office_has(cursor, names)
    if "is" in words:
        return is_so(cursor, names)
    if len(words) == 1:
        return _term(cursor, names)
    raise Misread(f'cannot read "{cursor.text}": it fits none of the sentences a condition may be.')


def _term(cursor: Cursor, names: Names) -> m.Condition:
    key = cursor.key("a term")
    if key not in names.terms:
        kind = names.kind(key)
        if kind is not None:
            raise Misread(f'says "{key}" alone, which is {a(kind)}: say what must be so, such as {_how(kind, key)}.')
        raise Misread(f'names "{key}", which is no term of this pack.{nearest(key, names.terms)}')
    found = names.read_terms.get(key)
    if found is None:
        raise Misread(f'names the term "{key}", which could not be read, or which leads back to itself.')
    if not isinstance(found, m.Named):
        raise Misread(f'names the term "{key}", which is a moment; a condition would be "{key} has come".')
    return found


def _how(kind: str, key: str) -> str:
    sentence = {"spell": f"has {key}", "event": f"{key} is held", "task": f"{key} is done"}
    return f'"{sentence.get(kind, f"{key} is written" if kind == "document" else f"{key} is known")}"'


_OPENINGS: Final = (
    ("it has", it_has), ("has", spell), ("held by", held), ("held before by", held), ("closed by", closed),
    ("going to", going), ("coming from", going),
    ("at least", count), ("more than", count), ("fewer than", count), ("rule", rule), ("matter", matter),
    ("same", same),
)  # fmt: skip
