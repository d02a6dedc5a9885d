"""A form of set-up: asked, read, tried, and asked again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.keeping import CannotBeKept
from baton.accounts.tokens import CannotIssue
from baton.workspace.acting.answers import Answers, read_answers
from baton.workspace.acting.field import Field
from baton.workspace.acting.filled import Filled
from baton.workspace.page import show


def ask(
    request: HttpRequest,
    fields: list[Field],
    do: Callable[[Answers], HttpResponse],
    title: str,
    button: str,
    first: dict[str, Any] | None = None,
    back: str = "",
) -> HttpResponse:
    """The form, filled with `first` when it opens; `do` answers once everything is given. It may raise CannotBeKept or
    CannotIssue, whose text stands on the form."""
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        answers = read_answers(request.POST, fields, (), "given")
        errors = answers.errors
        if not errors:
            try:
                return do(answers)
            except (CannotBeKept, CannotIssue) as problem:
                errors = [{"field": problem.field or fields[0].name, "text": str(problem)}]
    values = Filled(request.POST if request.method == "POST" else first or {})
    context = {"fields": fields, "values": values, "button": button, "task": None, "errors": errors}
    return show(request, "setup/account.html", title, 400 if errors else 200, at="setup", back=back, **context)
