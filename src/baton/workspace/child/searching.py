"""Finding a child: by the words of a name or number in any order, how they sound, the birth date, the address.

Two layers. Exact: every word typed begins a part of a name, number or address. Alike: a word may also sound like one,
differ from one by a letter or two, or be what somebody of that name is called for short. A prefix is searched as a
range and a sound as a key, so that the indexes serve under the row policies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.store.finding import Part, having, nearby_words
from baton.store.models import Child
from baton.store.names import PLACE, called, folded, sounds_of, spelt_alike
from baton.working_time import local_day
from baton.workspace.child.typed import Typed, typed

ORDERS = {
    "name": ("name_key", "child"),
    "born": ("born", "child"),
    "since": ("holder_since", "child"),
    "breaches": ("-breaches", "name_key", "child"),
    "workers": ("-workers", "name_key", "child"),
}
ALIKE = 20  # children spelt or sounding alike that are shown beneath those found
NEAR = 200  # of how many the nearest are taken


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, taken apart, and the filters beside it."""

    typed: Typed
    filters: dict[str, str]

    @property
    def open_only(self) -> bool:
        return self.filters.get("open", "yes") != "all"


def query_of(desk: Desk, text: str, filters: dict[str, str]) -> Query:
    return Query(typed(text, local_day(desk.now)), filters)


def found(desk: Desk, query: Query) -> Any:
    """The children this post reaches who fit exactly, in the order asked."""
    rows = _born(_reached(desk, query), desk, query.typed)
    if len(query.typed.words) == 1 and len(query.typed.words[0]) == 1:
        # One letter begins a tenth of all names: those of families, walked in the order of lists.
        rows = rows.filter(name_key__gte=query.typed.words[0], name_key__lt=query.typed.words[0] + "\U0010ffff")
    elif query.typed.words:
        readings = [[_begins(word) for word in words] for words in query.typed.readings()]
        rows = rows.filter(child__in=having(desk.authority, readings, query.open_only))
    return rows.order_by(*_order(query.filters.get("order", "")))


def _order(asked: str) -> tuple[str, ...]:
    """The columns of an order; with a minus before it, turned round."""
    columns = ORDERS.get(asked.lstrip("-"), ORDERS["name"])
    if not asked.startswith("-"):
        return columns
    return tuple(c[1:] if c.startswith("-") else f"-{c}" for c in columns)


def alike(desk: Desk, query: Query, but: Iterable[str]) -> list[Child]:
    """Other children whose names are spelt or sound alike, nearest first; none where a birth date alone was typed."""
    words = query.typed.words
    if not any(len(word) > 2 and word.isalpha() for word in words):
        return []
    rows = _born(_reached(desk, query), desk, query.typed).exclude(child__in=list(but))
    reading = [_like(desk, word) for word in words]
    near = list(rows.filter(child__in=having(desk.authority, [reading], query.open_only))[:NEAR])
    return sorted(near, key=lambda c: _distance(c, words))[:ALIKE]


def workers_named(desk: Desk, text: str) -> list[tuple[str, str]]:
    """Workers of this authority each of whose typed words begins a part of the name: id and name."""
    words = folded(text).split()
    if not words or not any(len(word) > 2 for word in words):
        return []
    names = desk.around.organisation.names
    return sorted(
        ((person, name) for person, name in names.items() if _fits(words, folded(name).split())), key=lambda p: p[1]
    )[:10]


def _fits(words: list[str], parts: list[str]) -> bool:
    return all(any(part.startswith(word) for part in parts) for word in words)


def _reached(desk: Desk, query: Query) -> Any:
    rows = Child.objects.filter(children_of(desk.post), authority=desk.authority, same_as="")
    filters = query.filters
    if filters.get("team"):
        rows = rows.filter(holder_team=filters["team"])
    if filters.get("worker"):
        rows = rows.filter(holder_person=filters["worker"])
    if filters.get("status"):
        rows = rows.filter(statuses__contains=[filters["status"]])
    if query.open_only:
        rows = rows.exclude(holder_kind="")
    return rows


def _born(rows: Any, desk: Desk, said: Typed) -> Any:
    if said.born is None:
        return rows
    born = Q(born__range=said.born) | Q(born__isnull=True, expected__range=said.born)
    if said.number:
        born |= Q(child__in=having(desk.authority, [[Part(said.number)]]))
    return rows.filter(born)


def _begins(word: str) -> Part:
    """The word begins a part of a name or number, or is a word of the address."""
    return Part(word, (f"{PLACE}{word}",))


def _like(desk: Desk, word: str) -> Part:
    near = {*sounds_of(word), *called(word), *spelt_alike(word, nearby_words(desk.authority, word))}
    return Part(word, (f"{PLACE}{word}", *sorted(near)))


def _distance(child: Child, words: tuple[str, ...]) -> tuple[int, str]:
    """How many words are not in the name as typed, to show first who differs least."""
    parts = folded(child.name).split()
    return sum(not any(part.startswith(word) for part in parts) for word in words), child.name_key
