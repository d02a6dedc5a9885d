"""Where and how one person around a child is written to: recorded once, used by every letter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.letters.variants import LANGUAGES
from baton.working_time import at
from baton.workspace.acting import refusing
from baton.workspace.letters.owed import Owed, first_name
from baton.workspace.letters.views import OneLetter
from baton.workspace.page import saved, show


@allow(permissions.may_record)
def contact(request: HttpRequest, key: str, word: str, recipient: str) -> HttpResponse:
    """Address, e-mail address, language and print of the one to whom a letter goes."""
    it = OneLetter(request, key, word, recipient)
    it.desk.reads([c.child for c in it.owed.children], "where somebody is written to")
    if request.method != "POST":
        known = it.owed.contact()
        values = {
            "address": known.address,
            "email": known.email,
            "language": known.form.language,
            "large_print": "yes" if known.form.large else "",
            "plain": "yes" if known.form.plain else "",
        }
        return _page(request, it, values)
    values = {
        "address": "\n".join(" ".join(line.split()) for line in request.POST.get("address", "")[:600].splitlines()),
        "email": request.POST.get("email", "").strip()[:254],
        "language": request.POST.get("language", "en"),
        "large_print": "yes" if request.POST.get("large_print") else "",
        "plain": "yes" if request.POST.get("plain") else "",
    }
    errors = _wrong(values)
    if errors:
        return _page(request, it, values, 400, errors=errors)
    answer = it.desk.act(_act(it.owed, it.desk.now, values), request.POST.get("number") or act_number())
    if isinstance(answer, Done):
        saved(request, f"Recorded where {it.owed.who(it.say)} is written to.")
        return HttpResponseRedirect(it.owed.href)
    names = {c.child: first_name(c) for c in it.owed.children}
    said = refusing.said(it.desk, it.say, answer, names, "record this") if isinstance(answer, Refusal) else None
    return _page(request, it, values, 409, refusal=said)


def _wrong(values: dict[str, str]) -> list[dict[str, str]]:
    found = []
    if values["language"] not in LANGUAGES:
        found.append({"field": "language", "text": "Choose a language of the list"})
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            found.append({"field": "email", "text": "Write the e-mail address like name@example.com"})
    return found


def _act(owed: Owed, now: int, values: dict[str, str]) -> Act:
    """The person is one of the people around the child, as before, and this is where they are written to."""
    joined = [e.word for e in owed.entries if e.verb == "in" and owed.recipient in (e.body.get("to") or ())]
    return Act(
        "in",
        joined[-1] if joined else "contact",
        tuple(c.child for c in owed.children),
        at(now),
        values=dict(values),
        to=(owed.recipient,),
    )


def _page(
    request: HttpRequest, it: OneLetter, values: dict[str, str], status: int = 200, **context: Any
) -> HttpResponse:
    return show(
        request,
        "letters/contact.html",
        f"Where {it.owed.who(it.say)} is written to",
        status,
        at="children",
        heading_title="Where somebody is written to",
        href=it.owed.href,
        values=values,
        languages=sorted(LANGUAGES.items(), key=lambda pair: (pair[0] != "en", pair[1])),
        number=act_number(),
        **context,
    )
