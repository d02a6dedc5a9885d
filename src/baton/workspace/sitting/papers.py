"""The papers of a sitting: its list before, its minutes after; who gets them, and what was sent when."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Entry, act_number
from baton.policy.model import Must, OfficeOf
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.journal import entries_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.sitting import planned
from baton.workspace.sitting.seats import is_of, seats

SENT = frozenset({"send", "sent"})
LIST, MINUTES = "agenda", "minutes"


@dataclass(frozen=True, slots=True)
class Papers:
    """The list and the minutes of one sitting: the pack's words for them, and the entries that sent them."""

    list_word: str
    minutes_word: str
    list_sent: tuple[Entry, ...]
    minutes_sent: tuple[Entry, ...]

    def word(self, what: str) -> str:
        return self.list_word if what == LIST else self.minutes_word


def papers_of(desk: Desk, one: planned.Planned) -> Papers:
    """What was sent of one sitting."""
    before, after = words_of(desk, one.forum.key)
    entries = [e for e in entries_of(desk.authority, one.subject) if e.verb in SENT]
    return Papers(
        before,
        after,
        tuple(e for e in entries if e.word in (before, LIST)),
        tuple(e for e in entries if e.word in (after, MINUTES)),
    )


def words_of(desk: Desk, forum: str) -> tuple[str, str]:
    """The pack's documents that go out by the cut-off and after the sitting; plain words where it names none."""
    sends = [
        r.words[0]
        for r in desk.pack.rules
        if isinstance(r, Must)
        and r.head.for_ == f"sitting of {forum}"
        and r.verb == "send"
        and r.words
        and len(r.to) > 0
    ]
    after = next((w for w in sends if MINUTES in w), MINUTES)
    return next((w for w in sends if w != after), LIST), after


def sent_said(say: Say, entries: tuple[Entry, ...]) -> str:
    """ "Sent Tue 17 Nov 2026, 1pm by Penny Agenda to 6 people"."""
    if not entries:
        return ""
    last = entries[-1]
    to = [str(x) for x in last.body.get("to") or ()]
    whom = words.plural(len(to), "person", "people")
    return f"sent {words.moment(last.happened.lo)} by {say.person(last.done_by)} to {whom}"


@allow(permissions.may_run_forum)
def send(request: HttpRequest, forum: str, when: str, what: str) -> HttpResponse:
    """To whom the list or the minutes go; then that they went."""
    desk = desk_of(request)
    say = say_of(desk)
    one = planned.named(desk, forum, when)
    if what not in (LIST, MINUTES):
        raise Http404
    papers = papers_of(desk, one)
    word = papers.word(what)
    people = _people(desk, say, one, word)
    errors, refusal = [], None
    if request.method == "POST":
        to = tuple(p for p in request.POST.getlist("to") if p in dict(people))
        if to:
            act = Act("send", word, (), None, subject=one.subject, to=to)
            answer = desk.act(act, request.POST.get("number") or act_number())
            if isinstance(answer, Done):
                saved(
                    request,
                    f"{words.initial_capital(say.word(word))}: sent to {words.plural(len(to), 'person', 'people')}.",
                )
                return HttpResponseRedirect(one.href)
            if isinstance(answer, Refusal):
                refusal = refusing.said(desk, say, answer, {}, f"send the {say.lower(word)}")
        else:
            errors = [{"field": "to-1", "text": "Tick at least one person"}]
    return show(
        request,
        "sitting/send.html",
        f"Send the {say.lower(word)}",
        400 if errors else 409 if refusal else 200,
        at="sitting",
        one=one,
        people=people,
        number=act_number(),
        errors=errors,
        refusal=refusal,
        before=sent_said(say, papers.list_sent if what == LIST else papers.minutes_sent),
        paper=f"{one.href}/minutes" if what == MINUTES else one.href,
    )


def _people(desk: Desk, say: Say, one: planned.Planned, word: str) -> list[tuple[str, str]]:
    """Those with a seat, the people who were there, and whoever the pack's rule sends it to."""
    found = dict(seats(desk, say, one.forum))
    for person in one.sitting.attended:
        found.setdefault(person, say.who(person))
    sent_to = [
        to.who
        for r in desk.pack.rules
        if isinstance(r, Must) and r.words == (word,) and r.head.for_ == f"sitting of {one.forum.key}"
        for to in r.to
        if isinstance(to.who, OfficeOf)
    ]
    for o in desk.around.organisation.offices:
        here = any(o.office == to.office and is_of(desk, o.place, to.place) for to in sent_to)
        if here and o.start <= desk.now < o.end:
            found.setdefault(o.person, f"{say.person(o.person)}, {say.office(o.office)}")
    found.pop(desk.post.person, None)
    return sorted(found.items(), key=lambda pair: pair[1])
