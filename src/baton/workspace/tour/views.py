"""A tour of five minutes: for each post the pages of its day, with what to look for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.workspace.page import show
from baton.workspace.tour.steps import steps_for


@allow(permissions.anyone_with_a_post)
def tour(request: HttpRequest) -> HttpResponse:
    """The stops, in order."""
    return show(request, "tour/tour.html", "A tour of five minutes", at="help", steps=steps_for(desk_of(request)))
