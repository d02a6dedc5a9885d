"""The acts that set-up's forms become: one function a change, from its answers, or the text of what is wrong."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify

from baton.accounts.desk import Desk
from baton.engine.situation import Act
from baton.journal import Subject
from baton.store import retention
from baton.store.models import Child
from baton.working_time import Window, at, day_window
from baton.workspace import words
from baton.workspace.acting.answers import Answers

LONGEST = 120  # letters of a name: it becomes a key of the record
TOO_LONG = f"Write the name in at most {LONGEST} letters"


def _act(verb: str, word: str, subject: Subject, when: Window, a: Answers, *names: str, **more: object) -> Act:
    """The act with those answers that were given."""
    values = {n: a.values[n] for n in names if a.values.get(n)} | more
    return Act(verb, word, (), when, values=values, subject=subject, reason=a.reason)


def _from(a: Answers) -> Window:
    assert a.happened is not None
    return at(a.happened.lo)


def new_person(desk: Desk, a: Answers) -> Act | str:
    name = str(a.values["name"]).strip()
    if len(name) > LONGEST:
        return TOO_LONG
    key = slugify(name).replace("-", ".")
    if not re.search(r"[a-z]", key):
        return "Write the name with at least one letter"
    known = set(desk.around.organisation.names)
    if key in known:
        key = next(f"{key}.{n}" for n in range(2, 1000) if f"{key}.{n}" not in known)
    return _act("started", "post", Subject("worker", key), _from(a), a, "role", "team", "until", name=name)


def post(desk: Desk, a: Answers) -> Act | str:
    return _act("started", "post", _whose(a), _from(a), a, "role", "team", "until")


def reach(desk: Desk, a: Answers) -> Act | str:
    email = str(a.values.get("email") or "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            return "Write the e-mail address like name@council.example"
    given = {name: str(a.values.get(name) or "").strip() for name in ("phone", "email")}
    return Act("observed", "reach", (), at(desk.now), values=dict(given), subject=_whose(a), reason=a.reason)


def end_post(desk: Desk, a: Answers) -> Act | str:
    return _act("end_post", "post", _whose(a), at(desk.now), a, "team", "last_day")


def holder(desk: Desk, a: Answers) -> Act | str:
    return _act("name_holder", "office", _which(a), _from(a), a, "person", "until")


def stand_in(desk: Desk, a: Answers) -> Act | str:
    if not a.values.get("until"):
        return "Give the last day: cover has an end"
    return _act("cover", "office", _which(a), _from(a), a, "person", "until")


def end_office(desk: Desk, a: Answers) -> Act | str:
    return _act("end_office", "office", _which(a), at(desk.now), a, "last_day", "successor")


def team(desk: Desk, a: Answers) -> Act | str:
    name = str(a.values["name"]).strip()
    if len(name) > LONGEST:
        return TOO_LONG
    key = slugify(name).replace("-", "_")
    if not key or key in desk.around.organisation.teams:
        return "There is a team of this name, or the name has no letter"
    return _act("opened", "team", Subject("team", key), _from(a), a, "service", name=name)


def close_team(desk: Desk, a: Answers) -> Act | str:
    team = Subject("team", str(a.values["team"]))
    held = Child.objects.filter(authority=desk.authority, holder_team=team.id).exclude(holder_kind="").count()
    if held:
        return f"{words.children(held)} {'is' if held == 1 else 'are'} held there: move them first"
    return _act("closed", "team", team, _from(a), a)


def closed(desk: Desk, a: Answers) -> Act | str:
    day = day_window(date.fromisoformat(str(a.values["closed_on"])))
    return _act("booked", "closure_day", Subject("authority", desk.authority), day, a)


def keep_for(desk: Desk, a: Answers) -> Act | str:
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
