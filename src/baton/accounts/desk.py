"""A desk: one signed-in person at work in one post, with the one transaction in which pages read.

The transaction carries the authority and the clearances, so that the database itself shows nothing else. An act is
done in a transaction of its own: `aside` ends the reading, does the act, and begins to read afresh.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from baton.accounts.around import pack_on
from baton.accounts.models import Account, Clearance
from baton.accounts.posts import Post
from baton.accounts.reads import record_reads
from baton.policy.model import Pack
from baton.store.models import Child
from baton.store.surroundings import Surroundings
from baton.store.tenancy import enter
from baton.working_time import Moment

Answer = TypeVar("Answer")


class Desk:
    """What a view is given: the post, what surrounds it, the moment, and the reading transaction."""

    def __init__(self, account: Account, post: Post, around: Surroundings, now: Moment) -> None:
        self.account = account
        self.post = post
        self.around = around
        self.now = now
        self._open: transaction.Atomic | None = None
        self._cleared: list[str] = []
        self._mine: list[Child] | None = None

    @property
    def authority(self) -> str:
        return self.post.authority

    @property
    def pack(self) -> Pack:
        """The edition in force today."""
        return pack_on(self.around, self.now)

    def begin(self) -> None:
        """Opens the reading transaction for this authority and this person's clearances."""
        self._open = transaction.atomic()
        self._open.__enter__()
        enter(self.authority)
        self._cleared = self._clearances()
        enter(self.authority, self._cleared)

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
            self.begin()

    def ask(self, question: Callable[..., Answer], *args: Any) -> Answer:
        """Puts a question to the store about this authority, in the middle of reading. The store asks as the program,
        so the tenant and the clearances of this desk are set again before anything else is read."""
        try:
            return question(self.authority, *args)
        finally:
            enter(self.authority, self._cleared)

    def mine(self) -> list[Child]:
        """The children this person holds, read once a page, by name."""
        if self._mine is None:
            held = Child.objects.filter(authority=self.authority, holder_person=self.post.person)
            self._mine = list(held.order_by("name_key", "child"))
        return self._mine

    def reads(self, children: list[str], page: str) -> None:
        """Records that these children's records were opened on this page."""
        record_reads(self.post, str(self.account.pk), children, page)

    def _clearances(self) -> list[str]:
        live = Clearance.objects.filter(authority=self.authority, person=self.post.person)
        return [c.child for c in live if c.until is None or c.until > timezone.now()]


def desk_of(request: HttpRequest) -> Desk:
    """The desk of this request. Views that need none are marked `open_to_all` and do not ask."""
    desk = getattr(request, "desk", None)
    if not isinstance(desk, Desk):
        raise LookupError("this page was reached without a post")
    return desk
