"""How long records are kept, by what was stated and which paper; which closed records come up for review; legal holds.

The page proposes and removes nothing. An administrator reads no names here: numbers alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.keeping import CannotBeKept
from baton.store import retention
from baton.store.models import Child, LegalHold
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.acting.answers import Answers
from baton.workspace.acting.field import Field
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.setup.asking import ask

MOST = 200  # records on one page; the rest is counted
AHEAD_YEARS = 1
HERE = "/set-up/retention"
WHY = Field("reason", "text", "Why?", "It is kept with the hold")


@allow(permissions.may_set_up)
def kept_how_long(request: HttpRequest) -> HttpResponse:
    """What is stated, what comes up within a year, and what a hold keeps."""
    desk = desk_of(request)
    say = say_of(desk)
    journal = desk.around.journals.get(retention.of_authority(desk.authority), ())
    periods = retention.stated(list(journal))
    today = local_day(desk.now)
    until = _later(today, AHEAD_YEARS)
    counts = retention.counted(desk.authority, periods, until)
    due = retention.due(desk.authority, periods, until, MOST)
    return show(
        request,
        "setup/retention.html",
        "How long records are kept",
        at="setup",
        periods=[_period(say, one, counts.get(one.status, (0, 0))) for one in periods],
        not_covered=retention.not_covered(desk.authority, periods),
        due=[_due(say, one, today) for one in due],
        more=max(0, sum(n for _all, n in counts.values()) - MOST),
        until=words.day(until),
        holds=_holds(desk, say),
    )


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, month=3, day=1)


def _status(say: Say, status: str) -> str:
    return words.initial_capital(say.lower(status)) if status else "All other records"


def _period(say: Say, one: retention.Period, counts: tuple[int, int]) -> dict[str, Any]:
    return {
        "status": _status(say, one.status),
        "how_long": f"{words.plural(one.years, 'year')} from {retention.FROM[one.counted_from]}",
        "source": one.source,
        "by": f"{say.person(one.by)}, {words.day(one.at)}",
        "all": counts[0],
        "due": counts[1],
    }


def _due(say: Say, one: retention.Due, today: date) -> dict[str, Any]:
    return {
        "reference": one.reference or one.child,
        "closed": words.day(one.closed),
        "status": _status(say, one.status),
        "on": words.day(one.review_on) if one.review_on is not None else "not known: no birth date on record",
        "now": one.review_on is not None and one.review_on <= today,
        "held": one.held,
    }


def _holds(desk: Desk, say: Say) -> list[dict[str, Any]]:
    rows = LegalHold.objects.filter(authority=desk.authority, kind="child", released_at=None).order_by("placed_at")
    children = Child.objects.filter(authority=desk.authority, child__in=[h.subject_id for h in rows])
    references = dict(children.values_list("child", "reference"))
    return [
        {
            "mark": _mark(h),
            "reference": references.get(h.subject_id) or "a record that you may not see",
            "placed": f"{words.day(h.placed_at)}, {say.person(h.placed_by)}",
            "reason": h.reason,
        }
        for h in rows
    ]


def _mark(hold: LegalHold) -> str:
    """What stands for a hold in an address: nothing of the child."""
    return salted_hmac("baton.legal_hold", f"{hold.authority}|{hold.subject_id}|{hold.placed_at}").hexdigest()[:16]


@allow(permissions.may_set_up)
def hold(request: HttpRequest) -> HttpResponse:
    """Places a legal hold on a record, by its number: nothing of it may be disposed of while it stands."""
    desk = desk_of(request)
    fields = [Field("reference", "line", "The number of the record", "As it stands on the child's page"), WHY]

    def do(answers: Answers) -> HttpResponse:
        wanted = str(answers.values["reference"])
        row = Child.objects.filter(authority=desk.authority, reference=wanted).first()
        if row is None:
            raise CannotBeKept("There is no record of this number that you may see", "reference")
        LegalHold.objects.get_or_create(
            authority=desk.authority, kind="child", subject_id=row.child, released_at=None,
            defaults={"placed_at": desk.now, "placed_by": desk.post.person, "reason": answers.reason},
        )  # fmt: skip
        saved(request, f"A legal hold stands on {wanted}.")
        return HttpResponseRedirect(HERE)

    return ask(request, fields, do, "Place a legal hold", "Place it", back=HERE)


@allow(permissions.may_set_up)
def release(request: HttpRequest, hold: str) -> HttpResponse:
    """Ends a hold; who and when stay on record, and the reason stands with it."""
    desk = desk_of(request)
    standing = LegalHold.objects.filter(authority=desk.authority, kind="child", released_at=None)
    row = next((h for h in standing if _mark(h) == hold), None)
    if row is None:
        raise Http404
    found = standing.filter(subject_id=row.subject_id, placed_at=row.placed_at)

    def do(answers: Answers) -> HttpResponse:
        why = f"{row.reason} Released because: {answers.reason}"
        found.update(released_at=desk.now, released_by=desk.post.person, reason=why)
        saved(request, "The legal hold is released.")
        return HttpResponseRedirect(HERE)

    return ask(request, [WHY], do, "Release a legal hold", "Release it", back=HERE)
