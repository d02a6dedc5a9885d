"""Import: send the files, see what they would do, then import them. Nothing is saved before the last button."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.imports import applying
from baton.imports.model import CannotRead
from baton.imports.sources import COMPLETE
from baton.imports.staff_report import StaffReport
from baton.imports.teams import UnknownTeam
from baton.store.extracts import OWN
from baton.store.models import Extract
from baton.workspace.importing import held, running
from baton.workspace.page import page_of, say_of, show

MOST_SENTENCES = 300
MOST_NAMES = 60  # names of teams asked about at once


@allow(permissions.may_import)
def upload(request: HttpRequest) -> HttpResponse:
    """Which extract, as at when, which files; and what was read before."""
    desk = desk_of(request)
    errors = []
    if request.method == "POST":
        format, files = request.POST.get("format", ""), request.FILES.getlist("files")
        if format not in dict(running.FORMATS):
            errors.append({"field": "format-1", "text": "Choose what kind of extract it is"})
        if not files:
            errors.append({"field": "files", "text": "Choose at least one file"})
        as_at = _day(request, errors)
        if not errors:
            return HttpResponseRedirect(f"/import/{held.keep(desk, format, as_at, files).token}")
    read = Extract.objects.filter(authority=desk.authority).exclude(system=OWN).order_by("-read_at")[:20]
    return show(
        request,
        "importing/upload.html",
        "Import an extract",
        400 if errors else 200,
        at="importing",
        formats=running.FORMATS,
        errors=errors,
        read=read,
        chosen=request.POST.get("format", ""),
        given=request.POST,
    )


def _day(request: HttpRequest, errors: list[dict[str, str]]) -> date | None:
    parts = [request.POST.get(f"as_at-{p}", "").strip() for p in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        return date(*(int(p) for p in parts))
    except (ValueError, OverflowError):
        errors.append({"field": "as_at-day", "text": "The date the extract was made is not a date"})
        return None


def _held(desk: Desk, token: str) -> held.Held:
    try:
        return held.of(desk, token)
    except LookupError:
        raise Http404 from None


@allow(permissions.may_import)
def look(request: HttpRequest, token: str) -> HttpResponse:
    """The dry run; and, with the button, the import itself."""
    desk = desk_of(request)
    one = _held(desk, token)
    if request.method == "POST" and request.POST.get("step") == "cancel":
        held.drop(one)
        return HttpResponseRedirect("/import")
    if request.method == "POST" and request.POST.get("step") == "tell":
        teams = dict(running.places(desk, say_of(desk)))
        names = {
            request.POST[f"name-{n}"]: request.POST.get(f"team-{n}", "")
            for n in range(1, MOST_NAMES + 1)
            if request.POST.get(f"name-{n}") and request.POST.get(f"team-{n}") in teams
        }
        held.tell(one, [c for c in request.POST.getlist("complete") if c in COMPLETE], names)
        return HttpResponseRedirect(f"/import/{token}")
    try:
        report = _report(request, desk, one)
    except (CannotRead, UnknownTeam) as cannot:
        errors = [{"field": "", "text": f"{cannot} {getattr(cannot, 'todo', '')}".strip()}]
        held.drop(one)
        return show(request, "importing/cannot.html", "These files cannot be read", 400, at="importing", errors=errors)
    except applying.Busy as busy:
        return show(
            request,
            "importing/cannot.html",
            "Another import is running",
            409,
            at="importing",
            errors=[{"field": "", "text": str(busy)}],
        )
    if report.saved:
        held.drop(one)
        request.session["imported"] = list(report.sentences())[:MOST_SENTENCES]
        return HttpResponseRedirect("/import/done")
    answers = [r for r in report.rows() if r.answer in ("needs a person", "cannot be read")]
    return show(
        request,
        "importing/look.html",
        "What these files would do",
        at="importing",
        sentences=_head(report),
        counts=report.counts(),
        token=token,
        listing=page_of(request, answers),
        files=[f.name for f in one.files],
        **_asked(desk, one, report),
    )


def _asked(desk: Desk, one: held.Held, report: applying.Report | StaffReport) -> dict[str, Any]:
    """What the sender is asked about these files: names of teams, and which lists are complete. Of staff nothing."""
    if isinstance(report, StaffReport):
        return {"nothing": report.changes_nothing, "unknown": [], "named": [], "places": [], "lists": []}
    return {
        "nothing": report.plan.changes_nothing,
        "unknown": report.unknown_teams()[:MOST_NAMES],
        "named": [(name, say_of(desk).place(team)) for name, team in one.team_names.items()],
        "places": running.places(desk, say_of(desk)),
        "lists": _lists(report),
        "complete": one.complete,
    }


def _lists(report: applying.Report) -> list[tuple[str, str]]:
    """The lists of this extract that may be declared complete: one that shows nobody then says "no"."""
    found = {o.group.split("/", 1)[0] for o in report.plan.result.observations} & set(COMPLETE)
    return [(name, name.replace("_", " ").capitalize()) for name in sorted(found)]


@allow(permissions.may_import)
def done(request: HttpRequest) -> HttpResponse:
    """What the import did, after it was saved."""
    sentences = request.session.get("imported")
    if not sentences:
        return HttpResponseRedirect("/import")
    return show(request, "importing/done.html", "Imported", at="importing", sentences=sentences)


def _head(report: applying.Report | StaffReport) -> list[str]:
    """The report up to the single rows, which stand in the table."""
    found: list[str] = []
    for line in report.sentences():
        if line in ("Needs a person", "Cannot be read"):
            break
        found.append(line)
    return found


def _report(request: HttpRequest, desk: Desk, one: held.Held) -> applying.Report | StaffReport:
    with desk.aside():
        if request.method == "POST" and request.POST.get("step") == "import":
            return running.take_in(desk, one)
        return running.dry_run(desk, one)


@allow(permissions.may_import)
def rows(request: HttpRequest, token: str) -> HttpResponse:
    """Every row with its answer, as a file. Its name carries nobody's."""
    desk = desk_of(request)
    one = _held(desk, token)
    with desk.aside():
        report = running.dry_run(desk, one)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["file", "sheet", "row", "answer", "why", "expected", "to do"])
    for r in report.rows():
        writer.writerow([_safe(v) for v in (r.file, r.sheet, r.row, r.answer, r.why, r.expected, r.todo)])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows.csv"'
    return answer


def _safe(value: object) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
