"""Who: `team_manager of sending team`, any or each of several, the first available; and whom a notice goes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from baton.policy import model as m
from baton.policy import phrases
from baton.policy.names import PLAIN_ROLES, Names, a
from baton.policy.nodes import Node, said
from baton.policy.phrases import Cursor
from baton.policy.problems import Misread, nearest

if TYPE_CHECKING:
    from baton.policy.reading import Reading

_SETS: Final[dict[str, type[m.AnyOf] | type[m.EachOf] | type[m.InOrder]]] = {
    "any": m.AnyOf,
    "each": m.EachOf,
    "in_order": m.InOrder,
}


def read_who(node: Node, r: Reading) -> m.Who:
    """The who that a value of a pack says: text, or any, each, in_order."""
    if node.kind == "text":
        return who_text(node.text, r.names)
    if node.block is not None and set(node.block) == {"at_least", "of"}:
        return _at_least(node.block["at_least"], node.block["of"], r)
    if node.block is None or len(node.block) != 1:
        raise Misread(
            'needs an office, such as "team_manager of sending team", or any, each, in_order, at_least with of; '
            + found(node)
        )
    key, value = next(node.pairs())
    if key not in _SETS:
        raise Misread(f'has no set "{key}": any (one of them), each (all of them), in_order (the first available).')
    if value.kind != "list" or len(value.items) < 2:
        raise Misread(f'needs at least two offices under "{key}"; {found(value)}')
    return _SETS[key](tuple(r.who(item) for item in value.items))


def _at_least(number: Node, of: Node, r: Reading) -> m.Who:
    if number.kind != "number" or not number.text.isdigit() or number.text == "0":
        raise Misread(f'needs a whole number under "at_least"; {found(number)}')
    if of.kind != "list" or len(of.items) <= int(number.text):
        raise Misread(f'needs more than {number.text} offices under "of"; {found(of)}')
    return m.AtLeast(int(number.text), tuple(r.who(item) for item in of.items))


def found(node: Node) -> str:
    """The end of a message."""
    return f"found {said(node)}."


def who_text(text: str, names: Names) -> m.OfficeOf:
    """OFFICE [of PLACE], the whole text."""
    cursor = Cursor(text)
    office = office_of(cursor, names)
    cursor.end()
    return office


def office_of(cursor: Cursor, names: Names, people: bool = False) -> m.OfficeOf:
    """OFFICE [of PLACE] from here on in the text; with `people`, a people word may stand too."""
    key = cursor.key("an office")
    if not names.has_office(key) and not (people and names.kind(key) == "people"):
        raise Misread(f'names "{key}", {_what(key, names)}')
    if not cursor.takes("of"):
        if key in PLAIN_ROLES and key not in names.offices:
            raise Misread(f'says "{key}" without a place: write "{key} of receiving team" or "{key} of PLACE".')
        return m.OfficeOf(key)
    if names.offices.get(key) or key in names.forums or names.names_person(key):
        raise Misread(f'says "{key} of …", but "{key}" is one by itself: leave out the place.')
    return m.OfficeOf(key, phrases.place(cursor, names))


def _what(key: str, names: Names) -> str:
    kind = names.kind(key)
    if kind is not None:
        return f"which is {a(kind)}, not an office."
    if key in names.places or key in names.matters:
        return names.what(key).replace("not a word of this pack", "not an office")
    return f"which is no office of this pack.{nearest(key, [*names.offices, *names.forums, *PLAIN_ROLES])}"


def read_recipient(node: Node, r: Reading) -> m.Recipient:
    """One recipient: a people word or a who, alone or as {people: …, when: …}, {who: …, when: …}."""
    names = r.names
    if node.kind == "text" and names.kind(node.text) == "people":
        return m.Recipient(None, node.text)
    if node.block is not None and ("people" in node.block or "who" in node.block):
        extra = set(node.block) - {"people", "who", "when"}
        if extra or ("people" in node.block) == ("who" in node.block):
            raise Misread("needs {people: …, when: …} or {who: …, when: …} for a recipient with a condition.")
        when, people, who = node.get("when"), node.get("people"), node.get("who")
        condition = r.condition(when) if when is not None else m.Always()
        if people is not None:
            return m.Recipient(None, names.word(people.text, "people").key, condition)
        return m.Recipient(r.who(who) if who is not None else None, "", condition)
    if node.kind == "text" and node.text in names.words and not names.has_office(node.text):
        names.word(node.text, "people")
    if node.kind == "text" and " " not in node.text and not names.has_office(node.text):
        known = [*names.offices, *names.forums, *(key for key, word in names.words.items() if word.kind == "people")]
        raise Misread(f'names "{node.text}", which is no office and no people of this pack.{nearest(node.text, known)}')
    return m.Recipient(r.who(node))


def read_recipients(node: Node, r: Reading) -> tuple[m.Recipient, ...]:
    """The recipients under `to`: one, or a list."""
    return tuple(read_recipient(item, r) for item in (node.items if node.kind == "list" else (node,)))
