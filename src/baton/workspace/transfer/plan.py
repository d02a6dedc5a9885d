"""The hand-over plan as a sheet to print: the steps with their people and dates, and who owes what. Initials only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.store.models import Child
from baton.workspace.page import say_by, show
from baton.workspace.transfer import gathering
from baton.workspace.transfer.steps import Step

OPEN = ("open", "late", "may_apply")


@allow(permissions.may_see_children)
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """One sheet a transfer; opening it is recorded like the transfer's page."""
    desk = desk_of(request)
    found = gathering.matters_at(desk, key)
    say = say_by(desk, found[0].edition)
    desk.reads([m.child for m in found], "hand-over plan")
    parts = gathering.gather(desk, say, found)
    return show(
        request,
        "transfer/plan.html",
        "Hand-over plan",
        at="children",
        key=key,
        say=say,
        called=[initials(c) for c in parts["children"]],
        owed=owed(parts["steps"]),
        **parts,
    )


def initials(child: Child) -> str:
    """A child on a sheet of paper: initials and number, never the name."""
    letters = "".join(f"{part[0]}." for part in child.name.split() if part)
    number = child.reference or child.child
    return f"{letters} (No. {number})" if letters else f"No. {number}"


def owed(steps: list[Step]) -> list[tuple[str, list[Step]]]:
    """The open steps by whose turn it is, the person with most of them first."""
    found: dict[str, list[Step]] = {}
    for step in steps:
        if step.state in OPEN and step.who:
            found.setdefault(step.who, []).append(step)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
