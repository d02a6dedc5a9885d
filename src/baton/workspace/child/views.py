"""One child: the page of the child now, everything recorded about the child, and the page on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import desk_of
from baton.accounts.doors import allow
from baton.journal import Entry, Subject
from baton.policy.model import Then
from baton.policy.wording import effects_alone
from baton.store import as_at
from baton.store.models import DoesNotCount
from baton.working_time import parse_when
from baton.workspace import words
from baton.workspace.child import gathering
from baton.workspace.journal import entries_of
from baton.workspace.page import page_of, say_of, show
from baton.workspace.saying import Say


@allow(permissions.may_see_children)
def now(request: HttpRequest, child: str) -> HttpResponse:
    """One child: who holds, what is due, what may come, the journey."""
    return _page(request, child, "child/now.html", "child")


@allow(permissions.may_see_children)
def on_paper(request: HttpRequest, child: str) -> HttpResponse:
    """The child on one page, for printing; that it was printed is recorded."""
    return _page(request, child, "child/now.html", "child, on paper", paper=True)


def _page(request: HttpRequest, ident: str, template: str, page: str, **context: Any) -> HttpResponse:
    desk = desk_of(request)
    say = say_of(desk)
    child = gathering.child_at(desk, ident)
    desk.reads([ident], page)
    parts = gathering.gather(desk, say, child)
    return show(
        request,
        template,
        gathering.named(child),
        at="children",
        child=child,
        heading_title="Child",
        identity=gathering.identity(desk, say, child),
        may_record=permissions.may_record(desk.post),
        may_allocate=permissions.may_allocate(desk.post),
        may_close=permissions.may_close(desk.post, child),
        **parts,
        **context,
    )


@allow(permissions.may_see_children)
def recorded(request: HttpRequest, child: str) -> HttpResponse:
    """Everything recorded, newest first, with its filters in the address."""
    desk = desk_of(request)
    say = say_of(desk)
    row = gathering.child_at(desk, child)
    desk.reads([child], "everything recorded")
    entries = entries_of(desk.authority, Subject("child", child))
    kinds = sorted({e.word for e in entries if e.word}, key=say.word)
    people = sorted({e.done_by for e in entries if e.done_by}, key=say.person)
    chosen = {k: request.GET.get(k, "") for k in ("kind", "by", "late")}
    kept = {d.entry: d for d in DoesNotCount.objects.filter(authority=desk.authority, kind="child", subject_id=child)}
    rows = [_row(say, e, entries, kept, desk.now) for e in reversed(entries) if _fits(e, chosen)]
    return show(
        request,
        "child/recorded.html",
        "Everything recorded",
        at="children",
        child=row,
        heading_title="Everything recorded",
        identity=gathering.identity(desk, say, row),
        listing=page_of(request, rows),
        kinds=kinds,
        people=people,
        chosen=chosen,
        total=len(entries),
        may_record=permissions.may_record(desk.post),
        may_give=permissions.may_give_record(desk.post),
    )


def _fits(e: Entry, chosen: dict[str, str]) -> bool:
    if chosen["kind"] and e.word != chosen["kind"]:
        return False
    if chosen["by"] and e.done_by != chosen["by"]:
        return False
    return not chosen["late"] or e.recorded_at - e.happened.hi > 2 * words.DAY


def _when(say: Say, e: Entry) -> str:
    """When it happened and when it was recorded, once where that is the same moment; what is booked is for its day."""
    recorded = words.moment(e.recorded_at)
    if e.happened.lo // words.MINUTE == e.recorded_at // words.MINUTE and e.happened.hi - e.happened.lo < words.MINUTE:
        return f"Happened and recorded {recorded}"
    return f"{'For' if e.verb == 'booked' else 'Happened'} {say.happened(e)}, recorded {recorded}"


def _row(say: Say, e: Entry, entries: tuple[Entry, ...], kept: dict[int, Any], now: int) -> dict[str, Any]:
    replaced_by = next((x.number for x in entries if x.replaces == e.number), 0)
    sources = {"import": "from an extract", "clock": "by the clock", "person": ""}
    by = f"by {say.person(e.done_by)}" if e.done_by in say.organisation.names else ""
    if e.recorded_by and e.recorded_by != e.done_by:
        by += f", entered by {say.person(e.recorded_by)}"
    if e.capacity != "own office":
        by += f" ({e.capacity})"
    tags = []
    if e.number in kept:
        tag = words.IN_PART if e.verb in ("told", "tell") else words.KEPT
        tags.append((tag, f"Missing: {say.missing(kept[e.number].missing)}"))
    if e.body.get("against_rule"):
        tags.append((words.AGAINST_RULE, "It counts, and stays listed."))
    return {
        "entry": e,
        "text": say.entry(e),
        "when": _when(say, e),
        "by": words.joined([one for one in (by, sources[e.source]) if one]) or "by somebody not known",
        "details": say.details(e),
        "replaced_by": replaced_by,
        "replaces": e.replaces,
        "tags": tags,
        "move": e.verb in ("move", "allocate"),
        "later": e.recorded_at - e.happened.hi > 2 * words.DAY,
        "clock_rule": _clock_rule(say, e),
    }


def _clock_rule(say: Say, e: Entry) -> str:
    key = e.body.get("key")
    if e.source != "clock" or not key:
        return ""
    rule = say.rule_of(str(key[0]), e.matter)
    if isinstance(rule, Then):  # the page of the clause says when and for whom
        return words.initial_capital(effects_alone(rule, say.pack))
    return say.rule(str(key[0]), e.matter)


@allow(permissions.may_look_back)
def back_then(request: HttpRequest, child: str) -> HttpResponse:
    """Who was responsible, and what was due, on another day: by all we know now, and as it was known then."""
    desk = desk_of(request)
    say = say_of(desk)
    row = gathering.child_at(desk, child)
    desk.reads([child], "as at another day")
    text = request.GET.get("on", "").strip()
    known = request.GET.get("known") == "then"
    situation, errors, moment = None, [], None
    if text:
        try:
            window = parse_when(text)
            moment = min(window.hi - 1 if window.is_day else window.lo, desk.now)
            situation = desk.ask(as_at.as_at, child, moment, moment if known else None)
        except ValueError as wrong:
            errors = [{"field": "on", "text": str(wrong)}]
    return show(
        request,
        "child/back_then.html",
        "As at another day",
        400 if errors else 200,
        at="children",
        child=row,
        identity=gathering.identity(desk, say, row),
        situation=situation,
        moment=moment,
        known=known,
        on=text,
        errors=errors,
        heading_title="As at another day",
    )
