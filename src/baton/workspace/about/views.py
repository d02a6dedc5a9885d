"""A page and one form for whatever has a history of its own and is no child: worker, team, sitting, authority.

Who may come in follows from whose it is; whether the act may be done is judged by the store.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject, act_number
from baton.store.models import WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.about import duties
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import act_of, read_answers
from baton.workspace.acting.drafts import QUIETLY, discard, keep, kept
from baton.workspace.acting.field import JOURNAL_VERB, Field, People, options_of
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.filled import Filled
from baton.workspace.journal import entries_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.sitting.planned import Planned, named
from baton.workspace.sitting.seats import seats

KINDS = ("worker", "team", "sitting", "authority")


def subject_at(desk: Desk, kind: str, ident: str) -> Subject:
    """The subject of an address, if this post has business with it; else there is nothing here."""
    post, organisation = desk.post, desk.around.organisation
    allowed = {
        "sitting": permissions.may_see_forum(post) and ident.partition("@")[0] in desk.pack.forums,
        "authority": permissions.may_see_team(post) and ident == desk.authority,
        "team": permissions.may_see_team(post)
        and ident in organisation.teams
        and (post.all_ or ident in post.teams or post.kind == "authority"),
        "worker": may_see_worker(desk, ident),
    }
    if not allowed.get(kind, False):
        raise Http404
    return Subject(kind, ident)  # type: ignore[arg-type]


def may_see_worker(desk: Desk, person: str) -> bool:
    """A manager sees the workers of their teams; everybody sees themselves."""
    post = desk.post
    if person not in desk.around.organisation.names:
        return False
    if person == post.person:
        return permissions.may_record(post)
    teams = {p.team for p in desk.around.organisation.posts if p.person == person and p.end > desk.now}
    return permissions.may_see_team(post) and (post.all_ or post.kind == "authority" or bool(teams & post.teams))


def called(say: Say, subject: Subject) -> str:
    """How a subject is called."""
    if subject.kind == "worker":
        return say.person(subject.id)
    if subject.kind == "team":
        return say.place(subject.id)
    if subject.kind == "sitting":
        return say.word(subject.id.partition("@")[0])
    return "The authority"


@allow(permissions.may_record)
def about(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """What is asked about it, and everything recorded, newest first."""
    desk = desk_of(request)
    say = say_of(desk)
    one = subject_at(desk, kind, subject)
    return show(
        request,
        "about/about.html",
        called(say, one),
        at="team",
        subject=one,
        lines=duties.lines_about(desk, say, one),
        entries=list(reversed(entries_of(desk.authority, one)))[:100],
        menu=_menu(say, one),
    )


def _menu(say: Say, subject: Subject) -> list[tuple[str, str]]:
    """What can be recorded about it: the pack's own words that are about such a subject."""
    verbs = {"spell": "started", "event": "held", "document": "send", "task": "done", "answer": "answer"}
    found = [w for w in say.pack.words.values() if w.about == subject.kind and w.kind in verbs]
    base = f"/about/{subject.kind}/{subject.id}/do"
    return sorted((say.word(w.key), f"{base}?verb={verbs[w.kind]}&word={w.key}") for w in found)


@allow(permissions.may_record)
def do(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """One form for one duty, or for one word that is about such a subject."""
    desk = desk_of(request)
    say = say_of(desk)
    one = subject_at(desk, kind, subject)
    item = _item(desk, one, request.GET.get("item", ""))
    verb = JOURNAL_VERB.get(item.verb, item.verb) if item else request.GET.get("verb", "")
    word = item.words[0] if item and item.words else request.GET.get("word", "")
    if not item and (word not in say.pack.words or say.pack.words[word].about != kind):
        raise Http404
    fields = fields_for(say, verb, word, _people(desk, say, one, item), False)
    fields = [f for f in fields if f.name != "receiving_worker"]
    return handle(request, desk, say, one, verb, word, item, fields)


def handle(
    request: HttpRequest,
    desk: Desk,
    say: Say,
    subject: Subject,
    verb: str,
    word: str,
    item: WorkItem | None,
    fields: list[Field],
) -> HttpResponse:
    """The form's life: shown, kept as a draft, saved or refused."""
    title = say.short(item.rule) if item else f"Record: {say.lower(word)}"
    context: dict[str, Any] = {"subject": subject, "item": item, "fields": fields, "back": _back(request, subject)}
    context |= {"about": called(say, subject), "title": title}
    if request.method != "POST":
        draft = kept(desk, request)
        return _form(request, draft.values if draft else _initial(item, desk, fields), draft=draft, **context)
    step = request.POST.get("step")
    if step == "discard":
        discard(desk, request)
        return HttpResponseRedirect(request.get_full_path())
    keep(desk, request)
    if step == QUIETLY:
        return HttpResponse(status=204)
    answers = read_answers(request.POST, fields, (), verb)
    if answers.errors:
        return _form(request, request.POST, 400, errors=answers.errors, **context)
    act = replace(act_of(answers, verb, word, (), "", (), desk.now, {})[0], subject=subject)
    answer = perform(request, desk, act)
    if not isinstance(answer, Done):
        refusal = answer if isinstance(answer, Refusal) else answer.answer
        said = refusing.said(desk, say, refusal, {}, "record this") if isinstance(refusal, Refusal) else None
        return _form(request, request.POST, 409, refusal=said, **context)
    discard(desk, request)
    saved(request, f"{say.entry(answer.entries[0])}. {called(say, subject)}.")
    return HttpResponseRedirect(context["back"])


def perform(request: HttpRequest, desk: Desk, act: Act) -> Any:
    """The act in a transaction of its own."""
    return desk.act(act, request.POST.get("number") or act_number())


def _form(request: HttpRequest, values: Any, status: int = 200, **context: Any) -> HttpResponse:
    title = context.pop("title")
    filled = Filled(values)
    number = filled.get("number") or act_number()
    return show(request, "about/form.html", title, status, at="team", values=filled, number=number, **context)


def _initial(item: WorkItem | None, desk: Desk, fields: list[Field]) -> dict[str, Any]:
    """Everybody to whom it is owed is ticked beforehand; a sitting is booked, and was held, when it was planned for."""
    if item is None:
        return {}
    if item.kind == "sitting" and item.verb in ("book", "hold"):
        planned = _sitting(desk, item.subject_id).at
        day = local_day(planned)
        return {
            "when-day": str(day.day),
            "when-month": str(day.month),
            "when-year": str(day.year),
            "when-time": words.clock(planned),
        }
    if item.kind == "sitting" and not _recipients(desk, item):
        return {"to": [value for one in fields if one.name == "to" for value, _label in one.options]}
    return {"to": _recipients(desk, item)}


def _sitting(desk: Desk, ident: str) -> Planned:
    forum, _, when = ident.partition("@")
    return named(desk, forum, when.replace(":", ""))


def _item(desk: Desk, subject: Subject, key: str) -> WorkItem | None:
    if not key:
        return None
    found = next((i for i in duties.items_about(desk, subject) if i.key == key), None)
    if found is None:
        raise Http404
    return found


def _recipients(desk: Desk, item: WorkItem) -> list[str]:
    subject = Subject(item.kind, item.subject_id)  # type: ignore[arg-type]
    return [i.recipient for i in duties.items_about(desk, subject) if i.rule == item.rule and i.recipient]


def _people(desk: Desk, say: Say, subject: Subject, item: WorkItem | None) -> People:
    """Those who hold an office now; to whom: whom the duty names, else those who sit."""
    organisation, now = desk.around.organisation, desk.now
    found = {
        o.person: f"{say.person(o.person)}, {say.office(o.office)}" + (f", {say.place(o.place)}" if o.place else "")
        for o in organisation.offices
        if o.start <= now < o.end
    }
    to = {r: say.who(r) for r in (_recipients(desk, item) if item else ())}
    if not to and item is not None and item.kind == "sitting" and item.verb == "send":  # brought to those who sit
        to = dict(seats(desk, say, _sitting(desk, subject.id).forum))
    people = options_of(found)
    return People(people, options_of(to) if to else people, people)


def _back(request: HttpRequest, subject: Subject) -> str:
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    if subject.kind == "sitting":
        forum, _, when = subject.id.partition("@")
        return f"/sittings/{forum}/{when.replace(':', '')}"
    return f"/about/{subject.kind}/{subject.id}"
