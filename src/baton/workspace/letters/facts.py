"""What a letter may name: the facts of the transfer as they are now, and the few words that its writer adds.

Names, dates, teams and telephone numbers are facts. A telephone number stands with the worker or the team in set-up;
where it does not, the writer is asked for it, and what was written is kept with the entry and offered next time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from baton.accounts.desk import Desk
from baton.accounts.posts import kind_of
from baton.journal import Subject
from baton.journal.standing import standing_in
from baton.letters.languages import day_in, listed_in
from baton.policy.model import Stop
from baton.sending.overtaken import named_by
from baton.store import asking
from baton.store.models import Matter
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.letters.owed import Owed, first_name
from baton.workspace.saying import Say

# What the writer adds, with its question; the first two only where set-up does not know them.
ASKED = {
    "sending_phone": "Telephone number to ring before the change",
    "receiving_phone": "Telephone number to ring after the change",
    "meeting_on": "When do they meet both workers? For example, Tuesday 1 December at 4pm",
    "meeting_place": "Where?",
    "reason": "Why is this changing? In plain words, for the reader",
    "remembers": "Something the worker remembers with the child",
    "did_together": "What did you do together? For example, we made your book and found you a swimming club",
    "good_at": "What is the child good at?",
    "thanks": "What do you want to say thank you for? For example, showing me your guinea pigs",
    "goodbye": "How do you say goodbye?",
}
KEPT = ("sending_phone", "receiving_phone", "meeting_on", "meeting_place")
NAMED = {
    "receiving_worker": "new worker",
    "receiving_team": "new team",
    "transfer_date": "first day with the new worker",
    "sending_worker": "worker until now",
    "sending_team": "team until now",
    "sending_manager": "manager to ring",
    "sending_phone": "telephone number to ring before the change",
    "receiving_phone": "telephone number to ring after the change",
    "recipient_name": "recipient's name",
    "child_number": "own number",
    "decided_on": "decision",
    "remembers": "something that the worker remembers",
    "did_together": "what they did together",
}
# What names a fact in another form.
NAMES_TOO = {"receiving_worker_first_name": "receiving_worker", "transfer_weekday": "transfer_date"}
FOLLOWS_FROM = {
    "receiving_worker_first_name": "receiving_worker",
    "sending_worker_first_name": "sending_worker",
    "ask_first_name": "sending_worker",
    "last_day": "transfer_date",
    "transfer_weekday": "transfer_date",
    "what_happens_next": "transfer_date",
    "child_first_name": "recipient_name",
}


def facts_of(desk: Desk, say: Say, owed: Owed, typed: Mapping[str, str], language: str = "en") -> dict[str, Any]:
    """Everything a template may name, by name, days and lists in its language; None or "" is not known. What the
    procedure's own words say (what a meeting is called) is in the procedure's language."""
    matter = owed.matter
    sender = str(matter.values.get("sending_worker") or "") or _holder(owed)
    starts = first_day(matter)
    names = [first_name(c) for c in owed.children]
    booked = _booked(desk, say, owed, language)

    def day(when: date | int) -> str:
        return day_in(language, when if isinstance(when, date) else local_day(when))

    return {
        **_answered(owed),
        **{name: typed.get(name, "") for name in ASKED},
        "authority_name": desk.post.authority_name,
        "sent_on": day(desk.now),
        "recipient_name": names[0] if owed.to_a_child else _name(say, owed.recipient),
        "child_first_name": names[0],
        "child_first_names": listed_in(language, names),
        "child_initials": "".join(part[:1] for part in owed.children[0].name.split()),
        "child_number": owed.children[0].reference,
        "sending_worker": say.person(sender) if sender else "",
        "sending_worker_first_name": _first(say, sender),
        "ask_first_name": _first(say, sender),
        "sending_team": say.place(matter.from_team or matter.from_service),
        "sending_phone": phone_of(desk, sender, matter.from_team) or typed.get("sending_phone", ""),
        "sending_manager": words.joined([say.person(p) for p in managers_of(desk, matter.from_team)], "or"),
        "receiving_worker": say.person(matter.receiving_worker) if matter.receiving_worker else "",
        "receiving_worker_first_name": _first(say, matter.receiving_worker),
        "receiving_team": say.place(matter.to_team or matter.to_service),
        "receiving_phone": phone_of(desk, matter.receiving_worker, matter.to_team) or typed.get("receiving_phone", ""),
        "transfer_date": day(starts) if starts else "",
        "transfer_weekday": (day(starts).rsplit(" ", 1)[0] if language == "en" else day(starts)) if starts else "",
        "last_day": day(starts - timedelta(days=1)) if starts else "",
        "decided_by": _forum(say, matter),
        "decided_on": day(matter.decided_at) if matter.decided_at else "",
        "next_meeting_on": booked[0][0] if booked else "",
        "next_meeting": booked[0][1] if booked else "",
        "stays_the_same": [f"the {what} on {when}" for when, what in booked],
        "what_happens_next": _next(say, matter, day(starts) if starts else "", booked),
        "template_name": owed.template.name if owed.template else "",
        "template_version": owed.template.version if owed.template else "",
    }


def _answered(owed: Owed) -> dict[str, str]:
    """What the letter must name and the procedure has asked for itself (for how long), in words."""
    known = {**_said_of_the_child(owed), **dict(owed.matter.values or {})}
    return {name: str(known[name]).replace("_", " ") for name in owed.word.contents if known.get(name)}


def _said_of_the_child(owed: Owed) -> dict[str, Any]:
    """What was answered of the first child outside the matter; the last that stands."""
    child = owed.children[0].child
    found: dict[str, Any] = {}
    for e in sorted((e for e in owed.entries if e.subject.id == child), key=lambda e: e.number):
        if e.verb in ("answer", "given") and not e.matter:
            found |= {name: e.values[name] for name in owed.word.contents if e.values.get(name)}
    return found


def first_day(matter: Matter) -> date | None:
    """The agreed first day with the new worker."""
    return local_day(matter.date_from) if matter.date_from is not None else None


def slots_of(owed: Owed, names: tuple[str, ...]) -> dict[str, Any]:
    """The facts that the letter names, as the journal keeps them: if they change, the letter is out of date."""
    return named_by(owed.matter, names)


def typed_before(owed_all: list[Owed]) -> dict[str, str]:
    """What a writer gave with an earlier letter of this transfer: offered again."""
    found: dict[str, str] = {}
    for e in sorted((e for o in owed_all for e in o.sent), key=lambda e: (e.recorded_at, e.number)):
        found |= {name: str(e.values[name]) for name in KEPT if e.values.get(name)}
    return found


def phone_of(desk: Desk, person: str, team: str) -> str:
    """The number of a worker, else of the team, as set up."""
    for subject in (Subject("worker", person), Subject("team", team)):
        found = [e.values["phone"] for e in standing_in(desk.around.journals.get(subject, ())) if e.values.get("phone")]
        if found:
            return str(found[-1])
    return ""


def managers_of(desk: Desk, place: str) -> list[str]:
    """Who manages a team now."""
    return [
        o.person
        for o in desk.around.organisation.offices
        if o.place == place and place and o.start <= desk.now < o.end and kind_of(desk.pack, o.office) == "manager"
    ]


def who_can_say(desk: Desk, say: Say, owed: Owed, name: str) -> str:
    """Who can make a missing fact known."""
    act = {"receiving_worker": "allocate", "receiving_team": "decide", "transfer_date": "decide"}.get(name, "")
    child, key = owed.children[0].child, owed.matter.key
    may = desk.ask(asking.who_may, child, desk.now, act, "", key) if act else ()
    people = managers_of(desk, owed.matter.to_team) if name == "receiving_worker" else []
    people = people or [p.person for p in may if p.person and p.capacity == "own office"]
    if people:
        return words.joined([say.person(p) for p in dict.fromkeys(people)][:3], "or")
    writers = [p for i in owed.items for p in i.who]
    return words.joined([say.person(p) for p in dict.fromkeys(writers)], "or")


def clause_of(say: Say, owed: Owed, lacking: tuple[str, ...]) -> tuple[str, ...]:
    """The clause by which the letter must name these facts: that of the stop before it, else of the letter."""
    kinds = set(say.kinds(owed.matter.kind))
    found = [
        rule.head.clause
        for rule in say.pack.rules
        if isinstance(rule, Stop) and rule.head.for_ in kinds and _is_about(rule, owed, lacking)
    ]
    return tuple(found[0] if found else owed.word.clause)


def _is_about(rule: Stop, owed: Owed, lacking: tuple[str, ...]) -> bool:
    return f"send {owed.word.key}" in rule.acts and any(f"'{name}'" in repr(rule.until) for name in lacking)


def _holder(owed: Owed) -> str:
    return owed.children[0].holder_person if owed.matter.moved_at is None else ""


def _name(say: Say, recipient: str) -> str:
    """A people word under which nobody is recorded is nobody's name."""
    return "" if recipient in say.pack.words else say.who(recipient)


def _first(say: Say, person: str) -> str:
    return say.person(person).split(" ", 1)[0] if person else ""


def _forum(say: Say, matter: Matter) -> str:
    forum = str(matter.values.get("forum") or "") if matter.decided_at else ""
    return f"The {say.lower(forum)}" if forum else ""


def _booked(desk: Desk, say: Say, owed: Owed, language: str) -> list[tuple[str, str]]:
    """What is booked for the first of the children and still to come: the day and what it is."""
    child, found = owed.children[0].child, {}
    for e in sorted((e for e in owed.entries if e.subject.id == child), key=lambda e: e.number):
        if e.verb in ("booked", "moved") and e.word in say.pack.words:
            found[e.word] = e.happened.lo
        elif e.verb in ("cancelled", "held"):
            found.pop(e.word, None)
    coming = sorted((when, word) for word, when in found.items() if when > desk.now)
    return [(day_in(language, local_day(when)), say.lower(word)) for when, word in coming][:3]


def _next(say: Say, matter: Matter, starts: str, booked: list[tuple[str, str]]) -> list[dict[str, str]]:
    if not starts or not matter.receiving_worker:
        return []
    first = {"on": starts, "what": f"{say.person(matter.receiving_worker)} begins to work with you"}
    return [first, *({"on": when, "what": words.initial_capital(what)} for when, what in booked)]
