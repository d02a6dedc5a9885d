"""A desk: one signed-in person at work in one post, with the one transaction in which pages read.

The transaction carries the authority and the clearances, so that the database itself shows nothing else. An act is
done in a transaction of its own: `aside` ends the reading, does the act, and begins to read afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from baton.accounts.around import around, pack_on
from baton.accounts.arriving import Arrival, arrive
from baton.accounts.clearances import carry
from baton.accounts.doing import may_do
from baton.accounts.models import Account
from baton.accounts.posts import Chair, Post, posts_on
from baton.accounts.reads import record_reads
from baton.engine import as_seen
from baton.engine.situation import Act, By, Done, Refusal, Situation
from baton.policy.model import Pack
from baton.store import acting
from baton.store.acting import Changed
from baton.store.models import Child
from baton.store.surroundings import Surroundings, kept
from baton.store.tenancy import enter
from baton.store.viewing import hidden
from baton.working_time import Moment

Answer = TypeVar("Answer")


class Desk:
    """What a view is given: the post, what surrounds it, the moment, and the reading transaction."""

    post: Post
    around: Surroundings
    arrival: Arrival

    def __init__(self, account: Account, authority: str, person: str, now: Moment) -> None:
        self.account = account
        self.now = now
        self._who = (account.pk, authority, person)
        self._open: transaction.Atomic | None = None
        self._mine: list[Child] | None = None
        self._hidden: Mapping[str, str] | None = None

    @property
    def authority(self) -> str:
        return self._who[1]

    @property
    def person(self) -> str:
        return self._who[2]

    @property
    def pack(self) -> Pack:
        """The edition in force today."""
        return pack_on(self.around, self.now)

    def begin(self) -> bool:
        """Opens the reading transaction for this authority and this person's clearances; False without a seat."""
        self._mine = self._hidden = None
        self._open = transaction.atomic()
        self._open.__enter__()
        try:
            arrival = arrive(*self._who)
        except BaseException:
            self.end(broken=True)
            raise
        if arrival is None:
            self.end()
            return False
        self.arrival = arrival
        return True

    def end(self, broken: bool = False) -> None:
        """Ends it; what was read is recorded unless the page broke."""
        reading, self._open = self._open, None
        if reading is not None:
            if broken:
                transaction.set_rollback(True)
            reading.__exit__(None, None, None)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Outside the reading transaction: for acts, which are on disk before the page says so."""
        self.end()
        try:
            yield
        finally:
            if not self.begin():
                raise PermissionDenied  # the seat was taken away meanwhile

    def act(self, act: Act, number: str, seen: Mapping[str, int] | None = None) -> Done | Refusal | Changed:
        """Does an act, or keeps a record, as this person in the capacity of this post, in a transaction of its own.
        What comes back as done is on disk; what a refusal names is only what this person may see. PermissionDenied for
        what no procedure gives this post to do."""
        if not may_do(self.post, self.pack, act):
            raise PermissionDenied
        by = By(self.post.person, "", self.post.capacity)
        with self.aside():
            cleared = self.arrival.cleared
            answer = acting.act(self.authority, act, by, self.now, number=number, seen=seen, cleared=cleared)
            if isinstance(answer, Done):
                carry(self.authority, answer, self.post.person)
            return answer

    def ask(self, question: Callable[..., Answer], *args: Any) -> Answer:
        """Puts a question to the store about this authority, in the middle of reading. The store asks as the program,
        so the tenant and the clearances of this desk are set again before anything else is read; and of what it says,
        what this person may not see is left out."""
        try:
            answer = question(self.authority, *args)
            if isinstance(answer, Situation | Refusal | Done | tuple):
                return as_seen(answer, self.hidden())
            return answer
        finally:
            enter(self.authority, self.arrival.cleared)

    def hidden(self) -> Mapping[str, str]:
        """The restricted children whom this person may not see, each with whom to ask; read once a page, when asked."""
        if self._hidden is None:
            self._hidden = hidden(self.authority, self.arrival.cleared)
        return self._hidden

    def knows_hidden(self, found: Mapping[str, str]) -> None:
        """Takes the same from a message that asked for it beside other things."""
        self._hidden = found

    def mine(self) -> list[Child]:
        """The children this person holds, read once a page, by name."""
        if self._mine is None:
            held = Child.objects.filter(authority=self.authority, holder_person=self.post.person)
            held = held.exclude(holder_kind="")  # the index of a person's children holds no others
            self._mine = list(held.order_by("name_key", "child"))
        return self._mine

    def reads(self, children: list[str], page: str) -> None:
        """Records that these children's records were opened on this page."""
        record_reads(self.post, str(self.account.pk), children, page)


def sit_down(account: Account, key: str, now: Moment) -> Desk | None:
    """The desk at which this account works in the post of this key, reading begun; None where the post is not theirs
    now."""
    authority, _, rest = key.partition("|")
    desk = Desk(account, authority, rest.partition("|")[0], now)
    if not authority or not desk.begin():
        return None
    one = desk.arrival
    try:
        desk.around = kept(authority, one.organisation, one.sittings, one.pack) or around(authority)
        chair = Chair(authority, one.authority_name, desk.person, one.name, one.duties)
        post = next((post for post in posts_on(chair, desk.around, now) if post.key == key), None)
    except BaseException:
        desk.end(broken=True)
        raise
    if post is None:
        desk.end()
        return None
    desk.post = post
    return desk


def desk_of(request: HttpRequest) -> Desk:
    """The desk of this request. Views that need none are marked `open_to_all` and do not ask."""
    desk = getattr(request, "desk", None)
    if not isinstance(desk, Desk):
        raise LookupError("this page was reached without a post")
    return desk
