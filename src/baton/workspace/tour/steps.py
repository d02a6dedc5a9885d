"""What a post is shown in five minutes: a page, what to look for on it, and a link to one that is there now."""

from __future__ import annotations

from typing import NamedTuple

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.store.models import Child, Matter


class Step(NamedTuple):
    """One stop of the tour."""

    title: str
    look: str
    href: str
    link: str


def steps_for(desk: Desk) -> list[Step]:
    """The stops for this post, with its own children and transfers where it has any; made for the day's list."""
    stops = {
        "practitioner": _practitioner,
        "manager": _manager,
        "administrator": _administrator,
        "service manager": _heads,
        "authority": _heads,
        "duty": _duty,
    }[desk.post.kind]
    return stops(desk, _one_child(desk))


def _practitioner(desk: Desk, child: str) -> list[Step]:
    return [
        Step(
            "Your day",
            "What others recorded since you last looked comes first. Then what is booked, with the "
            "work that it closes. Then your work by family, the earliest date on top. Late work says "
            "by how much, and whose turn it is.",
            "/my-day",
            "My day",
        ),
        *_child_and_transfer(desk, child),
        Step(
            "Record what happened",
            "Choose what it was, when, and who was there. Before you save, the page shows what "
            "follows: who would hold the child, what becomes due, who will be told. Leave it with "
            "Cancel: nothing is kept until you save.",
            _address(child, "/record"),
            "Record what happened",
        ),
        *_clause(),
    ]


def _manager(desk: Desk, child: str) -> list[Step]:
    return [
        Step(
            "Your team",
            "Who has no worker by name, what waits for you, what is coming in and in whose way it is, "
            "what each worker carries and who is away.",
            "/team",
            "Team",
        ),
        *_child_and_transfer(desk, child),
        Step(
            "Choose a worker",
            "Each worker with load, time away and what they know of the family. Whoever the procedure "
            "does not allow is in the list too, with the clause. A suggestion says why; you decide, "
            "and your reason is kept.",
            f"/allocate/{child}" if child else "/team",
            "Choose a worker",
        ),
        Step(
            "When two teams do not agree",
            "Each dispute with its rung, its clock and who decides next. The child keeps a worker meanwhile.",
            "/disputes",
            "Disputes",
        ),
        *_clause(),
    ]


def _administrator(desk: Desk, child: str) -> list[Step]:
    return [
        Step(
            "The next sitting",
            "When its list closes, who is on it, whose papers are missing, and who is due and on no list.",
            "/sittings",
            "Sittings",
        ),
        *_child_and_transfer(desk, child),
        *_clause(),
    ]


def _heads(desk: Desk, child: str) -> list[Step]:
    return [
        Step(
            "Today in your service",
            "The first question is whether any child is without a worker. Then what is asked of you, and each team.",
            "/reports",
            "Reports",
        ),
        Step(
            "Where children wait",
            "A chart with its table. Each figure opens the children behind it; the filters are in the "
            "address, so the view can be sent to a colleague, who sees only what they may.",
            "/reports/waiting",
            "Where do children wait?",
        ),
        *_child_and_transfer(desk, child),
        Step(
            "Children without a worker",
            "By name, since when, known since when, and who must name somebody now.",
            "/unallocated",
            "Unallocated",
        ),
        *_clause(),
    ]


def _duty(desk: Desk, child: str) -> list[Step]:
    by_duty = {
        "set up": [
            Step("Posts and offices", "Who is in which post; an office that nobody holds is named with what stops"
                 " there. A change shows whom it touches before it is saved.", "/set-up", "Set up"),
            Step("Accounts", "Who may sign in, in which posts that lets them work, and every change with its reason.",
                 "/set-up/accounts", "Accounts"),
        ],
        "audit": [
            Step("Who looked", "Every opening of a record, with who, when and on which page.", "/reports/reads",
                 "Who looked at whose record"),
            *_child_and_transfer(desk, child),
            *_clause(),
        ],
    }  # fmt: skip
    return by_duty.get(desk.post.duty, _clause())


def _child_and_transfer(desk: Desk, child: str) -> list[Step]:
    """One child whom the post reaches, and one transfer that is open."""
    found = []
    if child:
        found.append(
            Step(
                "A child",
                "Who holds the child is the first line, with the clause and the day. Then what is "
                "due, what will come, and the journey drawn: workers, teams, meetings, moves. "
                "“Everything recorded” has each entry and who made it.",
                _address(child),
                "Open a child",
            )
        )
    matter = _one_transfer(desk)
    if matter:
        found.append(
            Step(
                "A transfer",
                "What stands in the way comes first, and whose it is. Press “Why this date?”: the "
                "fact, the rule and the days that are not counted. Letters and talks are drafted by "
                "the act that makes them due.",
                f"/transfers/{matter}",
                "Open a transfer",
            )
        )
    return found


def _clause() -> list[Step]:
    return [
        Step(
            "The procedure",
            "Each clause in our words, how it is read where the paper leaves a doubt, and where it is at work today.",
            "/procedure",
            "Procedure",
        )
    ]


def _one_child(desk: Desk) -> str:
    """The first child this post reaches who has somebody, the person's own before others; "" if there is none."""
    if mine := desk.mine():
        return mine[0].child
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority).exclude(holder_kind="")
    return reach.order_by("name_key", "child").values_list("child", flat=True).first() or ""


def _address(child: str, rest: str = "") -> str:
    return f"/children/{child}{rest}" if child else "/children"


def _one_transfer(desk: Desk) -> str:
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority).values("child")
    found = Matter.objects.filter(authority=desk.authority, state__in=("open", "decided"), child__in=reach[:500])
    return found.exclude(to_service="").order_by("key").values_list("key", flat=True).first() or ""
