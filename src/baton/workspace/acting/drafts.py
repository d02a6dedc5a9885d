"""Forms kept half done: one a person and address, never a fact.

A form is kept at every step that reaches the server and, where the browser runs scripts, while it is filled and when
the page is closed (`static/workspace/baton.js`).
"""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest

from baton.accounts.desk import Desk
from baton.store.models import Draft

SKIP = frozenset({"csrfmiddlewaretoken", "step", "number"})
LONGEST = 500
QUIETLY = "keep"  # the step of a form that is kept without the person having asked


def kept(desk: Desk, request: HttpRequest) -> Draft | None:
    """The draft of this form, if there is one."""
    return _of(desk, request).first()


def keep(desk: Desk, request: HttpRequest) -> None:
    """Keeps what was typed."""
    values = {k: v for k, v in request.POST.lists() if k not in SKIP and not k.startswith("head-")}
    Draft.objects.update_or_create(
        authority=desk.authority,
        person=desk.post.person,
        form=_form(request),
        defaults={"kept_at": desk.now, "values": values, "act": request.POST.get("number", "")},
    )


def discard(desk: Desk, request: HttpRequest) -> None:
    """The draft goes: saved, or not wanted."""
    _of(desk, request).delete()


def _of(desk: Desk, request: HttpRequest):  # type: ignore[no-untyped-def]
    return Draft.objects.filter(authority=desk.authority, person=desk.post.person, form=_form(request))


def _form(request: HttpRequest) -> str:
    """The address, which is the key; one longer than an index takes is told by what it comes to."""
    whole = request.get_full_path()
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}…{sha256(whole.encode()).hexdigest()}"
