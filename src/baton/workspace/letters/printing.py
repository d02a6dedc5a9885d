"""Letters on paper: one, or all that are ready, which then lie in the tray."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.sending import outbox
from baton.workspace.letters.files import file_answer
from baton.workspace.letters.kept import message_of, typed_for
from baton.workspace.letters.making import Made, made, sheet_of
from baton.workspace.letters.owed import Owed, letters_of
from baton.workspace.page import saved, say_of
from baton.workspace.saying import Say
from baton.workspace.transfer.gathering import matters_at


def ready(desk: Desk, say: Say, found: list[Owed]) -> list[tuple[Owed, Made]]:
    """The letters among these that are whole and not yet posted or on their way, in the order of the list."""
    typed = typed_for(desk, found)
    lines = [(owed, made(desk, say, owed, typed[owed.key])) for owed in found if not owed.is_done]
    return [(owed, one) for owed, one in lines if one.letter is not None]


def print_these(desk: Desk, lines: list[tuple[Owed, Made]]) -> HttpResponse:
    """All of them in one PDF; each now lies in the tray until it is marked as posted."""
    desk.reads(sorted({c.child for owed, _ in lines for c in owed.children}), "letters, printed")
    outbox.printed([message_of(desk, owed) for owed, _ in lines], desk.now)
    return file_answer([sheet_of(owed, one) for owed, one in lines])


@allow(permissions.may_see_children)
def all_of_them(request: HttpRequest, key: str) -> HttpResponse:
    """Every letter of the transfer that is ready and not yet posted, in one PDF, in the order of the list."""
    desk = desk_of(request)
    say = say_of(desk)
    lines = ready(desk, say, letters_of(desk, say, matters_at(desk, key)))
    if not lines:
        saved(request, "No letter is ready to print. The list says what each one waits for.")
        return HttpResponseRedirect(f"/transfers/{key}/letters")
    if not permissions.may_record(desk.post):
        desk.reads(sorted({c.child for owed, _ in lines for c in owed.children}), "letters, printed")
        return file_answer([sheet_of(owed, one) for owed, one in lines])
    return print_these(desk, lines)
