"""What set-up can change, each as one recorded act: the questions it asks, and the act that its answers are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from baton.accounts.desk import Desk
from baton.accounts.posts import say_office
from baton.engine.situation import Act
from baton.journal import Subject
from baton.store import retention
from baton.working_time import Window, at
from baton.workspace.acting.answers import Answers
from baton.workspace.acting.fields import Field, Options, options_of
from baton.workspace.saying import Say

WHEN = Field("when", "when", "From when?", "It may lie ahead")
UNTIL = Field("until", "date", "Until when?", "The last day. Leave empty if no end is known", optional=True)
WHY = Field("reason", "text", "Why?", "It is kept in the record of the change")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be changed. `answer` gives the act, or the text of what is wrong."""

    key: str
    title: str
    button: str
    fields: Callable[[Desk, Say], list[Field]]
    answer: Callable[[Desk, Answers], Act | str]


def _people(desk: Desk, say: Say) -> Options:
    there, now = desk.around.organisation, desk.now
    return options_of({p: say.person(p) for p in there.names if there.ended.get(p, now + 1) > now})


def _teams(desk: Desk, say: Say) -> Options:
    return options_of({t: say.place(t) for t in desk.around.organisation.teams})


def _roles(desk: Desk, say: Say) -> Options:
    """The posts of a team: those that the procedure knows, and those that somebody has here though it does not. What
    only says who stands where ("whoever holds the child") is nobody's post."""
    offices = desk.pack.offices.items()
    known = {k for k, o in offices if (o.practitioner or o.of == "team") and not o.slot}
    known |= {p.role for p in desk.around.organisation.posts if p.role not in desk.pack.offices}
    return options_of({k: say_office(desk.pack, k) for k in known})


def _offices(desk: Desk, say: Say) -> Options:
    """Every office in every place where it can be: in each team, in each service, or in the authority."""
    found = {}
    for key, office in desk.pack.offices.items():
        if office.slot:
            continue
        places = {"team": list(desk.around.organisation.teams), "authority": [""]}.get(office.of)
        if places is None:
            places = [k for k, p in desk.pack.places.items() if p.kind == "service"]
        for place in places:
            said = say_office(desk.pack, key) + (f", {say.place(place)}" if place else "")
            found[f"{key}@{place}" if place else key] = said
    return options_of(found)


def _act(verb: str, word: str, subject: Subject, when: Window, a: Answers, *names: str, **more: object) -> Act:
    """The act with those answers that were given."""
    values = {n: a.values[n] for n in names if a.values.get(n)} | more
    return Act(verb, word, (), when, values=values, subject=subject, reason=a.reason)


def _from(a: Answers) -> Window:
    assert a.happened is not None
    return at(a.happened.lo)


def _new_person(desk: Desk, a: Answers) -> Act | str:
    name = str(a.values["name"]).strip()
    key = slugify(name).replace("-", ".")
    if not re.search(r"[a-z]", key):
        return "Write the name with at least one letter"
    known = set(desk.around.organisation.names)
    if key in known:
        key = next(f"{key}.{n}" for n in range(2, 1000) if f"{key}.{n}" not in known)
    return _act("started", "post", Subject("worker", key), _from(a), a, "role", "team", "until", name=name)


def _post(desk: Desk, a: Answers) -> Act | str:
    return _act("started", "post", _whose(a), _from(a), a, "role", "team", "until")


def _reach(desk: Desk, a: Answers) -> Act | str:
    email = str(a.values.get("email") or "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            return "Write the e-mail address like name@council.example"
    given = {name: str(a.values.get(name) or "").strip() for name in ("phone", "email")}
    return Act("observed", "reach", (), at(desk.now), values=dict(given), subject=_whose(a), reason=a.reason)


def _end_post(desk: Desk, a: Answers) -> Act | str:
    return _act("end_post", "post", _whose(a), at(desk.now), a, "team", "last_day")


def _holder(desk: Desk, a: Answers) -> Act | str:
    return _act("name_holder", "office", _which(a), _from(a), a, "person", "until")


def _stand_in(desk: Desk, a: Answers) -> Act | str:
    if not a.values.get("until"):
        return "Give the last day: cover has an end"
    return _act("cover", "office", _which(a), _from(a), a, "person", "until")


def _end_office(desk: Desk, a: Answers) -> Act | str:
    return _act("end_office", "office", _which(a), at(desk.now), a, "last_day", "successor")


def _team(desk: Desk, a: Answers) -> Act | str:
    name = str(a.values["name"]).strip()
    key = slugify(name).replace("-", "_")
    if not key or key in desk.around.organisation.teams:
        return "There is a team of this name, or the name has no letter"
    return _act("opened", "team", Subject("team", key), _from(a), a, "service", name=name)


def _closed(desk: Desk, a: Answers) -> Act | str:
    assert a.happened is not None
    return _act("booked", "closure_day", Subject("authority", desk.authority), a.happened, a)


def _keep_for(desk: Desk, a: Answers) -> Act | str:
    years = str(a.values["years"])
    if not years.isdecimal() or int(years) > 200:
        return "Write a whole number of years, 200 at most; 0 takes back what was stated"
    given = {name: str(a.values.get(name) or "") for name in ("status", "counted_from", "source")}
    subject = retention.of_authority(desk.authority)
    values: dict[str, object] = {**given, "years": int(years)}
    return Act("observed", retention.WORD, (), at(desk.now), values=values, subject=subject, reason=a.reason)


def _whose(a: Answers) -> Subject:
    return Subject("worker", str(a.values["person"]))


def _which(a: Answers) -> Subject:
    return Subject("office", str(a.values["office"]))


def _services(desk: Desk, say: Say) -> Options:
    return options_of({k: p.says for k, p in desk.pack.places.items() if p.kind == "service"})


def _select(name: str, label: str, options: Options, hint: str = "", optional: bool = False) -> Field:
    return Field(name, "select", label, hint, options, optional=optional)


CHANGES: dict[str, Change] = {
    c.key: c
    for c in (
        Change(
            "person",
            "Add a person",
            "Add this person",
            lambda d, s: [
                Field("name", "line", "Name"),
                _select("role", "In which post?", _roles(d, s)),
                _select("team", "In which team?", _teams(d, s)),
                WHEN,
                UNTIL,
                WHY,
            ],
            _new_person,
        ),
        Change(
            "post",
            "Give somebody a further post",
            "Give this post",
            lambda d, s: [
                _select("person", "Who?", _people(d, s)),
                _select("role", "In which post?", _roles(d, s)),
                _select("team", "In which team?", _teams(d, s)),
                WHEN,
                UNTIL,
                WHY,
            ],
            _post,
        ),
        Change(
            "reach",
            "Record how somebody is reached",
            "Record it",
            lambda d, s: [
                _select("person", "Who?", _people(d, s)),
                Field("phone", "line", "Telephone number", "It stands in letters", optional=True),
                Field("email", "line", "E-mail address", "For invitations, notices and the digest", optional=True),
                WHY,
            ],
            _reach,
        ),
        Change(
            "end-post",
            "End a post",
            "End this post",
            lambda d, s: [
                _select("person", "Whose?", _people(d, s)),
                _select("team", "In which team?", _teams(d, s)),
                Field("last_day", "date", "Last day"),
                WHY,
            ],
            _end_post,
        ),
        Change(
            "office",
            "Name who holds an office",
            "Name the holder",
            lambda d, s: [
                _select("office", "Which office?", _offices(d, s)),
                _select("person", "Who holds it from then on?", _people(d, s), "Whoever held it stops at that moment"),
                WHEN,
                UNTIL,
                WHY,
            ],
            _holder,
        ),
        Change(
            "stand-in",
            "Name a stand-in",
            "Name the stand-in",
            lambda d, s: [
                _select("office", "For which office?", _offices(d, s)),
                _select("person", "Who stands in?", _people(d, s), "What they do is recorded as cover"),
                WHEN,
                Field("until", "date", "Until when?", "The last day: cover has an end"),
                WHY,
            ],
            _stand_in,
        ),
        Change(
            "end-office",
            "End the holding of an office",
            "End the holding",
            lambda d, s: [
                _select("office", "Which office?", _offices(d, s)),
                Field("last_day", "date", "Last day"),
                _select("successor", "Who follows?", _people(d, s), optional=True),
                WHY,
            ],
            _end_office,
        ),
        Change(
            "team",
            "Open a team",
            "Open this team",
            lambda d, s: [
                Field("name", "line", "Name"),
                _select("service", "Of which service?", _services(d, s)),
                WHEN,
                WHY,
            ],
            _team,
        ),
        Change(
            "closure-day",
            "Enter a closure day",
            "Enter this day",
            lambda d, s: [
                Field("when", "when", "Which day?", "It is not a working day: limits are counted without it"),
                WHY,
            ],
            _closed,
        ),
        Change(
            "keep-for",
            "State how long records are kept",
            "State it",
            lambda d, s: [
                _select(
                    "status",
                    "Of children who had which status?",
                    options_of({w.key: s.word(w.key) for w in d.pack.words.values() if w.kind == "spell"}),
                    "Leave empty for all others. State looked-after children first",
                    optional=True,
                ),
                Field("years", "number", "For how many years?", "0 takes back what was stated"),
                Field("counted_from", "radios", "Counted from what?", options=tuple(retention.FROM.items())),
                Field("source", "line", "Which law or schedule says so?", "It stands beside the period"),
                WHY,
            ],
            _keep_for,
        ),
    )
}
