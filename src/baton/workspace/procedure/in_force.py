"""What is in force, proposed by its owner, approved by another person: compared, tried, proved, previewed, undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.models import Seat
from baton.journal import Subject
from baton.packs_on_disk import whole
from baton.policy.diff import compare
from baton.store import approving, proposing
from baton.store.approving import CannotBePut
from baton.store.models import Subject as Head
from baton.store.proposing import Proposal
from baton.working_time import local_day
from baton.workspace.page import saved, say_of, show
from baton.workspace.procedure.foreseen import foreseen
from baton.workspace.procedure.jobs import Job
from baton.workspace.procedure.trying import as_it_stands, prove_job, replay_job
from baton.workspace.procedure.versions import Version, version_of, versions_of

HOME = "/procedure/in-force"


@allow(permissions.may_see_in_force)
def overview(request: HttpRequest) -> HttpResponse:
    """The editions in force, what waits for approval, and everything that was put into force or not."""
    desk = desk_of(request)
    today = desk.around.packs.on(local_day(desk.now)).edition.name
    drafts = [version for version in versions_of(desk) if version.is_draft]
    return show(
        request, "procedure/in_force.html", "What is in force", at="procedure", editions=desk.around.packs.editions,
        today=today, proposals=_proposals(desk), drafts=drafts if permissions.may_propose_procedure(desk.post) else [],
        may_propose=permissions.may_propose_procedure(desk.post), named=_names(desk),
    )  # fmt: skip


@allow(permissions.may_propose_procedure)
def propose(request: HttpRequest) -> HttpResponse:
    """A draft that was compared, tried and proved is proposed for approval, with its first day and the reason."""
    desk = desk_of(request)
    version = version_of(versions_of(desk), request.GET.get("version", ""))
    if version is None or not version.is_draft:
        raise Http404
    steps, shown = _steps(desk, version)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and steps["ready"]:
        first, errors = _first_day(request.POST, bool(steps["is_edition"]))
        reason = str(request.POST.get("reason", "")).strip()
        although = str(request.POST.get("although", "")).strip()
        if not reason:
            errors.append({"field": "reason", "text": "Write why this should be put into force"})
        if steps["refuted"] and not although:
            errors.append({"field": "although", "text": "Write why it may go ahead with what was refuted"})
        if not errors:
            number, errors = _try(desk, _propose, version, first, reason, shown | {"although": although})
        if not errors:
            saved(request, "Proposed. It is in force for nobody until another person approves it.")
            return HttpResponseRedirect(f"{HOME}/{number}")
    return show(
        request, "procedure/propose.html", f"Propose {version.says[:1].lower()}{version.says[1:]}", at="procedure",
        version=version, values=request.POST, errors=errors, **steps,
    )  # fmt: skip


def _propose(desk: Desk, version: Version, first: date | None, reason: str, shown: Mapping[str, object]) -> int:
    assert version.folder is not None
    texts = whole(version.folder)
    return proposing.propose(desk.authority, texts, first, desk.post.person, reason, desk.now, shown)


def _steps(desk: Desk, version: Version) -> tuple[dict[str, Any], dict[str, object]]:
    """How far this draft has come, and what its comparison, trial and proof came to, to be kept with the proposal."""
    pack, problems = version.read()
    if pack is None or problems:
        return {"problems": problems, "ready": False}, {}
    before = next((one for one in desk.around.packs.editions if one.edition.name == pack.edition.name), None)
    is_edition = before is None
    found = compare(before or desk.pack, pack)
    tried, proved = replay_job(desk, version), prove_job(version)
    findings = (proved.answer or {}).get("findings", ())
    shown = {
        "same": found.same, "changed": len(found.changed), "new": len(found.added), "gone": len(found.gone),
        "children": (tried.answer or {}).get("children", 0), "differ": len((tried.answer or {}).get("touched", ())),
        "refuted": [one["says"] for one in findings if one["verdict"] == "refuted"],
        "proved": sum(one["verdict"] == "proved" for one in findings),
    }  # fmt: skip
    ready = tried.state == proved.state == "done"
    beside = (before or desk.pack).edition.name
    return {
        "tried": tried, "proved": proved, "shown": shown, "refuted": shown["refuted"], "ready": ready,
        "is_edition": is_edition, "edition": pack.edition.name, "beside": beside,
    }, shown  # fmt: skip


def _first_day(post: Mapping[str, Any], is_edition: bool) -> tuple[date | None, list[dict[str, str]]]:
    if not is_edition:
        return None, []
    try:
        return date(*(int(str(post.get(f"from-{part}", ""))) for part in ("year", "month", "day"))), []
    except ValueError:
        return None, [{"field": "from-day", "text": "Give the first day of this edition as a day, month and year"}]


@allow(permissions.may_see_in_force)
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: who, from when, why, what it came to; what it would do child by child; and its answer."""
    return _page(request, desk_of(request), number, [])


def _page(request: HttpRequest, desk: Desk, number: int, errors: list[dict[str, str]]) -> HttpResponse:
    one = _proposal(desk, number)
    job = _job(desk, one)
    say = say_of(desk)
    return show(
        request, "procedure/proposal.html", _called(one), at="procedure", one=one, shown=one.entry.values.get("shown"),
        named=_names(desk), job=job, errors=errors, values=request.POST,
        mine=one.entry.done_by == desk.post.person, may_answer=permissions.may_approve_procedure(desk.post),
        left=Head.objects.filter(authority=desk.authority, kind="child", stale_since__isnull=False).count(),
        working=_working(desk, one), **(foreseen(desk, say, one, job.answer) if job.state == "done" else {}),
    )  # fmt: skip


@allow(permissions.may_see_in_force)
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Begins to work out what it would do, or would undo, for every child."""
    desk = desk_of(request)
    one = _proposal(desk, number)
    if request.method == "POST" and one.state in ("waiting", "in force"):
        _job(desk, one).begin()
    return HttpResponseRedirect(f"{HOME}/{number}")


@allow(permissions.may_approve_procedure)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Approved, not approved, or taken back: by another person than who proposed it, with the reason."""
    desk = desk_of(request)
    one = _proposal(desk, number)
    if request.method != "POST":
        return HttpResponseRedirect(f"{HOME}/{number}")
    how, reason = str(request.POST.get("step", "")), str(request.POST.get("reason", "")).strip()
    does = {"approve": proposing.approve, "decline": proposing.decline, "take back": approving.take_back}.get(how)
    if does is None or (how == "take back") is not (one.state == "in force"):
        raise PermissionDenied
    errors = [] if reason else [{"field": "reason", "text": "Write why"}]
    if how != "decline" and _job(desk, one).state != "done":
        errors.append({"field": "", "text": "Look first at what it does for each child, as the record stands today."})
    of = one.answer.number if how == "take back" and one.answer is not None else number
    if not errors:
        _further, errors = _try(desk, _do, does, of, reason, {} if how == "decline" else {"work_out": False})
    if errors:
        return _page(request, desk, number, errors)
    if how != "decline":
        _working(desk, _proposal(desk, number)).begin()
    said = {"approve": "Approved. It is in force", "decline": "Not approved. Nothing has changed"}
    saved(request, said.get(how, "Taken back. The procedure is again as it was before") + ".")
    return HttpResponseRedirect(f"{HOME}/{number}")


def _do(desk: Desk, does: Any, number: int, reason: str, more: Mapping[str, Any]) -> int:
    done: int = does(desk.authority, number, desk.post.person, reason, desk.now, **more)
    return done


def _try(desk: Desk, does: Any, *given: Any) -> tuple[int, list[dict[str, str]]]:
    """Does it outside the page's reading; the number of the entry, or what stands in the way."""
    try:
        with desk.aside():
            return does(desk, *given), []
    except CannotBePut as found:
        return 0, [{"field": "", "text": text} for text in found.problems]


def _proposals(desk: Desk) -> tuple[Proposal, ...]:
    return proposing.proposals_in(desk.around.journals.get(Subject("authority", desk.authority), ()))


def _names(desk: Desk) -> dict[str, str]:
    """Everybody here by name, those too who have only a duty of the program."""
    seats = Seat.objects.filter(authority=desk.authority).select_related("account")
    return {seat.person: seat.account.name for seat in seats} | dict(desk.around.organisation.names)


def _proposal(desk: Desk, number: int) -> Proposal:
    found = next((one for one in _proposals(desk) if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _job(desk: Desk, one: Proposal) -> Job:
    """The preview of approving a proposal that waits, or of taking back one that is in force."""
    if one.state == "in force" and one.answer is not None:
        words: tuple[str, ...] = ("take-back", str(one.answer.number))
    else:
        words = ("put-in-force", "--proposal", str(one.number))
    return Job((*words, "--authority", desk.authority, "--preview", "--json"), as_it_stands(desk))


def _working(desk: Desk, one: Proposal) -> Job:
    """Every child of the authority worked out again, after the last change."""
    last = one.undone or one.answer or one.entry
    return Job(("rebuild", "--authority", desk.authority, "--json"), f"after {last.number}")


def _called(one: Proposal) -> str:
    values = one.entry.values
    return f"{'A better build of edition' if one.is_build else 'Edition'} {values['edition']}"
