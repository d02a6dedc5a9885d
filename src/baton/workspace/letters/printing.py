"""Letters as PDF: one, or all that are ready."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.letters import Letter
from baton.letters.pdf import Sheet, pdf_of
from baton.workspace.letters.facts import typed_before
from baton.workspace.letters.making import made
from baton.workspace.letters.owed import Owed, letters_of
from baton.workspace.page import saved, say_of
from baton.workspace.transfer.gathering import matters_at


def sheet_of(owed: Owed, letter: Letter) -> Sheet:
    """A letter as it is printed."""
    return Sheet(letter, owed.address(), owed.for_reading_aloud)


def pdf_answer(sheets: list[Sheet], name: str) -> HttpResponse:
    """A PDF to open or to keep. Neither its title nor its name says whom it is about."""
    answer = HttpResponse(pdf_of(sheets, "Letter" if len(sheets) == 1 else "Letters"), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@allow(permissions.may_see_children)
def all_of_them(request: HttpRequest, key: str) -> HttpResponse:
    """Every letter of the transfer that is ready and not yet posted, in one PDF, in the order of the list."""
    desk = desk_of(request)
    say = say_of(desk)
    found = letters_of(desk, say, matters_at(desk, key))
    typed = typed_before(found)
    sheets, children = [], set()
    for owed in found:
        letter = made(desk, say, owed, typed) if not owed.is_done else None
        if isinstance(letter, Letter):
            sheets.append(sheet_of(owed, letter))
            children |= {c.child for c in owed.children}
    if not sheets:
        saved(request, "No letter is ready to print. The list says what each one waits for.")
        return HttpResponseRedirect(f"/transfers/{key}/letters")
    desk.reads(sorted(children), "letters, printed")
    return pdf_answer(sheets, "letters")
