"""What set-up can change, each as one recorded act: the questions it asks, and the act that its answers are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from baton.accounts.desk import Desk
from baton.accounts.posts import say_office
from baton.engine.situation import Act
from baton.store import retention
from baton.working_time import END
from baton.workspace.acting.answers import Answers
from baton.workspace.acting.field import Field, Options, options_of
from baton.workspace.saying import Say
from baton.workspace.setup import acts

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
    """The teams, and the services as a whole where somebody is set already whose post the procedure does not know."""
    there = desk.around.organisation
    whole = {p.team for p in there.posts if p.role not in desk.pack.offices} - set(there.teams)
    return options_of({t: say.place(t) for t in (*there.teams, *sorted(whole))})


def _open_teams(desk: Desk, say: Say) -> Options:
    return options_of({t.key: say.place(t.key) for t in desk.around.organisation.teams.values() if t.closed == END})


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
            acts.new_person,
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
            acts.post,
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
            acts.reach,
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
            acts.end_post,
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
            acts.holder,
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
            acts.stand_in,
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
            acts.end_office,
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
            acts.team,
        ),
        Change(
            "close-team",
            "Close a team",
            "Close this team",
            lambda d, s: [
                _select("team", "Which team?", _open_teams(d, s), "Moves to it wait for another destination"),
                WHEN,
                WHY,
            ],
            acts.close_team,
        ),
        Change(
            "closure-day",
            "Enter a closure day",
            "Enter this day",
            lambda d, s: [
                Field("closed_on", "date", "Which day?", "It is not a working day: limits are counted without it"),
                WHY,
            ],
            acts.closed,
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
            acts.keep_for,
        ),
    )
}
