"""All letters that a transfer asks for: to whom, where each stands, and printing or posting several at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Done, Refusal
from baton.letters import Lacks
from baton.policy.model import RuleIs
from baton.sending.models import Message
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.letters import kept, leaving, recording
from baton.workspace.letters.facts import ASKED, NAMED
from baton.workspace.letters.making import Made, made
from baton.workspace.letters.owed import Owed, first_name, letters_of
from baton.workspace.letters.printing import print_these, ready
from baton.workspace.letters.showing import facts_lacking
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say
from baton.workspace.transfer.gathering import matters_at
from baton.workspace.transfer.readiness import tabs


@dataclass(slots=True)
class Row:
    """One line of the list."""

    key: str
    who: str
    about: str
    letter: str
    href: str
    tag: words.Tag
    note: list[str]
    sent: str
    no_address: bool
    clause: tuple[str, ...]
    can_post: bool


@allow(permissions.may_see_children)
def letters(request: HttpRequest, key: str) -> HttpResponse:
    """Every letter of the transfer; nobody is left out because an address or a fact is missing."""
    desk = desk_of(request)
    say = say_of(desk)
    matters = matters_at(desk, key)
    found = letters_of(desk, say, matters)
    if request.method == "POST":
        return several(request, desk, say, found, f"/transfers/{key}/letters")
    children = {c.child: c for o in found for c in o.children}
    desk.reads(list(children), "letters")
    rows = rows_said(desk, say, found)
    return show(
        request,
        "letters/list.html",
        "Letters",
        at="children",
        key=key,
        tabs=tabs(desk, matters[0], "Letters"),
        rows=rows,
        about=words.joined([c.name or c.reference for c in children.values()]),
        posted=sum(o.is_done for o in found),
        ready=sum(r.can_post for r in rows),
        may_record=permissions.may_record(desk.post),
    )


def rows_said(desk: Desk, say: Say, found: list[Owed], always_about: bool = False) -> list[Row]:
    """The lines, each saying where its letter stands."""
    kept_rows = kept.rows_of(desk, found)
    typed = kept.typed_for(desk, found, kept_rows)
    several_children = always_about or len({c.child for o in found for c in o.children}) > 1
    return [
        _row(desk, say, owed, made(desk, say, owed, typed[owed.key]), kept_rows.get(owed.key), several_children)
        for owed in found
    ]


def _row(desk: Desk, say: Say, owed: Owed, one: Made, row: Message | None, several_children: bool) -> Row:
    notes = []
    state = leaving.state_said(row) if not owed.is_done else ""
    if not owed.is_done:
        notes.append(f"{state}{f', {_when(row)}' if _when(row) else ''}." if state else short(one))
    if row is not None and state and row.last_error:
        notes.append(row.last_error)
    waits = dict.fromkeys(w for i in owed.items if i.state != "met" for w in i.waits_for)
    notes += dict.fromkeys(_waits(say, w, owed.matter.key) for w in waits)
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    sent = f"{words.day(last.happened.lo)}, {say.person(last.done_by)}" if last is not None else ""
    about = words.joined([first_name(c) for c in owed.children]) if several_children and not owed.to_a_child else ""
    on_its_way = row is not None and row.state in ("queued", "leaving", "in_doubt")
    return Row(
        owed.key,
        owed.who(say),
        about,
        say.word(owed.word.key),
        owed.href,
        owed.tag(desk),
        notes,
        sent,
        owed.has_no_address,
        tuple(dict.fromkeys(c for i in owed.items for c in i.clause)),
        one.letter is not None and not owed.is_done and not on_its_way,
    )


def _when(row: Message | None) -> str:
    if row is None:
        return ""
    at = {"printed": row.printed_at, "queued": row.queued_at}.get(row.state)
    return words.moment(at) if at is not None else ""


def _waits(say: Say, key: str, matter: str) -> str:
    """What a rule that holds the letter up waits for: a thing to be done first, or a condition."""
    until = getattr(say.rule_of(key, matter), "until", None)
    if isinstance(until, RuleIs):
        key, until = until.key, None
    if until is None:
        first = say.short(key, matter)
        return f"First {first[:1].lower()}{first[1:]}."
    return f"Waits until {say.condition(until)}."


def short(one: Made) -> str:
    """Where a letter stands, in a few words."""
    if one.letter is not None:
        return f"Ready to print. {one.fell_back}".strip()
    if not isinstance(one.outcome, Lacks):
        return "The template cannot be used."
    facts = [NAMED.get(n, n.replace("_", " ")) for n in facts_lacking(one.outcome.names)]
    if facts:
        return f"Not known yet: {words.joined(facts)}."
    asked = [NAMED.get(n, n.replace("_", " ")) for n in one.outcome.names if n in ASKED]
    return f"Still to be written in: {words.joined(asked)}."


def several(request: HttpRequest, desk: Desk, say: Say, found: list[Owed], back: str) -> HttpResponse:
    """Prints the letters that are ticked in one PDF, or marks them as posted; one that cannot be stops no other."""
    if not permissions.may_record(desk.post):
        return HttpResponseForbidden()
    ticked = set(request.POST.getlist("letter"))
    lines = [(owed, one) for owed, one in ready(desk, say, found) if owed.key in ticked]
    if not lines:
        saved(request, "No letter was ticked that is ready.")
        return HttpResponseRedirect(back)
    if request.POST.get("step") != "posted":
        return print_these(desk, lines)
    typed = kept.typed_for(desk, found)
    done, not_done = 0, []
    for owed, one in lines:
        answer = recording.post(desk, owed, one, typed[owed.key])
        if isinstance(answer, Done):
            done += 1
        else:
            refusal = answer if isinstance(answer, Refusal) else None
            not_done.append(f"{owed.who(say)}: {_why(desk, say, owed, refusal)}")
    text = f"{words.plural(done, 'letter')} marked as posted."
    saved(request, " ".join([text, *(f"Not marked, {one}" for one in not_done)]))
    return HttpResponseRedirect(back)


def _why(desk: Desk, say: Say, owed: Owed, refusal: Refusal | None) -> str:
    if refusal is None:
        return "the record changed meanwhile. Read the letter again."
    names = {c.child: first_name(c) for c in owed.children}
    said = refusing.said(desk, say, refusal, names, "mark it as posted", owed.matter.key)
    return " ".join(f"{item.why} ({', '.join(item.clause)})" for item in said.items)
