"""One letter that somebody has opened, on a page or by a program: whose it is, what was written into it, what came of
it. Not how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.http import Http404

from baton.accounts.desk import Desk
from baton.sending.models import Message
from baton.store.models import Matter
from baton.workspace.letters import kept
from baton.workspace.letters.making import Made, made
from baton.workspace.letters.owed import Owed, letters_of
from baton.workspace.saying import Say


class Opened:
    """A letter of one transfer with its words. Http404 where this post has none at that address."""

    def __init__(self, desk: Desk, say: Say, matters: Iterable[Matter], word: str, mark: str) -> None:
        self.desk, self.say = desk, say
        self.found = letters_of(desk, say, matters)
        owed = next((o for o in self.found if o.word.key == word and o.mark == mark), None)
        if owed is None:
            raise Http404
        self.owed: Owed = owed
        self.row = kept.rows_of(desk, [owed]).get(owed.key)
        self.typed = kept.typed_for(desk, self.found)[owed.key]

    @property
    def is_closed(self) -> bool:
        """It has been sent, or is on its way: a further letter puts it right, nothing else."""
        return self.owed.is_done or (self.row is not None and self.row.state in ("queued", "leaving", "in_doubt"))

    @cached_property
    def last(self) -> Message | None:
        """The letter of this kind that was sent last, as the outbox keeps it; None where none was."""
        if not self.owed.sent:
            return None
        return Message.objects.filter(authority=self.desk.authority, key=self.owed.key_of_last).first()

    def make(self) -> Made:
        """The letter with the words as they are now."""
        return made(self.desk, self.say, self.owed, self.typed)
