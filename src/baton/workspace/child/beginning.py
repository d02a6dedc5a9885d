"""A child who is in no record yet: what came in, who it is, whether there is a record already; then the record begins.

What opens a child here, and who then holds it, is the procedure's (`opens` in its pack). That entry comes first, since
it may be refused; who the child is and whose brother or sister follows. The form's number makes the same form sent
again add nothing, so what was broken off is finished by sending it once more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, Done, Refusal
from baton.journal import Subject, act_number
from baton.store.models import Child
from baton.store.persons import Person, search_parts
from baton.working_time import Window, day_window, local_day
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import Answers, read_answers
from baton.workspace.acting.field import Field, People
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.views import Filled
from baton.workspace.child.twice import records_like
from baton.workspace.page import saved, say_of, show
from baton.workspace.saying import Say

GIVEN = Field("given_names", "line", "Given names")
FAMILY = Field("family_name", "line", "Family name")
BORN = Field("born", "date", "Born", "For example, 27 8 2016. Leave empty if it is not known", optional=True)
EXPECTED = Field("expected_birth", "date", "Or expected to be born", "Only for a child not yet born", optional=True)
NUMBER = Field("case_number", "line", "Number in the case system", optional=True)
CAME = Field("when", "when", "When did it come in?", "When it came in, not when you are writing this")
HOME = Field(
    "same_household", "radios", "Do they live in the same home?",
    options=(("yes", "Yes"), ("no", "No"), ("not known", "Not known")),
)  # fmt: skip
WHO = (GIVEN, FAMILY, BORN, EXPECTED, NUMBER)
MOST = 5  # records elsewhere that are named
VERBS = {"event": "held", "spell": "started"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """One form: what opens the record, whose brother or sister the child is, and the questions."""

    word: str
    verb: str
    sibling: Child | None
    fields: tuple[Field, ...]


@allow(permissions.may_record)
def begin(request: HttpRequest) -> HttpResponse:
    """Asks what came in and who the child is; shows records that may be of the same child; begins the record."""
    desk = desk_of(request)
    say = say_of(desk)
    words = openings(desk)
    word = request.GET.get("word", words[0] if len(words) == 1 else "")
    if word not in words:
        return _ask_what(request, desk, words)
    form = _form(desk, say, word, request.GET.get("with", ""))
    if request.method != "POST":
        return _page(request, say, form, {FAMILY.name: _family_name(form.sibling)})
    answers = read_answers(request.POST, form.fields, (), form.verb)
    person = _person(answers)
    answers.errors += _dates_wrong(desk, person, answers.happened)
    if answers.errors:
        return _page(request, say, form, request.POST, 400, errors=answers.errors)
    number = request.POST.get("form", "")[:64] or act_number()
    row = Child(child=_id_from(number), name=person.name, born=person.born, reference=person.reference)
    if request.POST.get("step") != "another":
        likely, beyond = records_like(desk, row, search_parts(person)), _beyond(desk, person)
        desk.reads([*(one.other.child for one in likely), *(c.child for c in beyond)], "possibly recorded twice")
        if likely or beyond:
            return _page(request, say, form, request.POST, likely=likely, beyond=_places(say, beyond))
    return _save(request, desk, say, form, answers, person, number)


def _id_from(number: str) -> str:
    """The id of the child that a form begins: it follows from the form's number, so that no form can name another's."""
    return salted_hmac("baton.begin", number).hexdigest()[:16]


def openings(desk: Desk) -> list[str]:
    """The words of the procedure that open a child where this post works; those of another authority's, a manager's."""
    post, pack = desk.post, desk.pack

    def is_here(place: str) -> bool:
        known = pack.places.get(place)
        if known is not None and known.kind == "outside":
            return permissions.may_see_team(post)
        return post.all_ or place in post.services or place in post.teams

    return [word for word, place in pack.opens.items() if is_here(place)] if permissions.may_record(post) else []


def _beyond(desk: Desk, person: Person) -> list[Child]:
    """Records of the very same name and birth date, or number, that this post does not reach: whoever begins a record
    is told where one is, so that no child has two, and nothing else of it."""
    same = Q(name_key=person.name_key, born=person.born) if person.born is not None else Q(pk__in=[])
    if person.reference:
        same |= Q(reference=person.reference)
    kept = Child.objects.filter(same, authority=desk.authority, same_as="")
    return list(kept.exclude(permissions.children_of(desk.post))[:MOST])


def _places(say: Say, rows: list[Child]) -> list[str]:
    """Where these records are kept, each once."""
    said = [say.place(c.holder_team or c.holder_service) if c.holder_kind else "a closed record" for c in rows]
    return list(dict.fromkeys(said))


def _form(desk: Desk, say: Say, word: str, beside: str) -> Beginning:
    reach = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority)
    sibling = reach.filter(child=beside).first() if beside else None
    verb = VERBS.get(say.pack.words[word].kind, "given")
    asked = [CAME if f.name == CAME.name else f for f in fields_for(say, verb, word, People(), False)]
    return Beginning(word, verb, sibling, (*WHO, *((HOME,) if sibling is not None else ()), *asked))


def _person(answers: Answers) -> Person:
    """Who the child is, taken out of the answers: the rest is what came in."""
    given, family, born, expected, number = (str(answers.values.pop(field.name, "")) for field in WHO)
    return Person(given, family, number, born=_date(born), expected=_date(expected))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _dates_wrong(desk: Desk, person: Person, came: Window | None) -> list[dict[str, str]]:
    found, born = [], person.born
    if came is not None and came.lo > desk.now:
        found.append({"field": "when-day", "text": "This moment has not come yet: when did it come in?"})
    if born is not None and person.expected is not None:
        found.append({"field": "born-day", "text": "Give one of the two dates: born, or expected to be born"})
    elif born is not None and born > local_day(desk.now):
        found.append({"field": "born-day", "text": "This day has not come yet. Is the child still to be born?"})
    elif born is not None and came is not None and born > came.last_day:
        found.append({"field": "born-day", "text": "The child was born after this came in: one of the dates is wrong"})
    return found


def _save(
    request: HttpRequest, desk: Desk, say: Say, form: Beginning, answers: Answers, person: Person, number: str
) -> HttpResponse:
    child = _id_from(number)
    household = str(answers.values.pop(HOME.name, ""))
    opening = Act(form.verb, form.word, (child,), happened=answers.happened, values=answers.values,
                  reason=answers.reason)  # fmt: skip
    answer = desk.act(opening, number)
    if not isinstance(answer, Done):
        names = {child: person.name}
        refused = refusing.said(desk, say, answer, names, "begin this record") if isinstance(answer, Refusal) else None
        return _page(request, say, form, request.POST, 409, refusal=refused)
    further = _who(child, person) + (_links(desk, child, form.sibling, household) if form.sibling is not None else [])
    lost = [act for n, act in enumerate(further) if not isinstance(desk.act(act, f"{number}-{n}"), Done)]
    reached = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority, child=child).first()
    said = f"Saved. The record has begun. {_held(say, reached)}"
    said += f" Not kept, record it again: {', '.join(say.lower(act.word) for act in lost)}." if lost else ""
    beside = ("Begin the record of a brother or sister", f"/children/begin?word={form.word}&with={child}")
    saved(request, said, (beside,) if reached is not None else ())
    return HttpResponseRedirect(f"/children/{child}" if reached is not None else "/children")


def _who(child: str, person: Person) -> list[Act]:
    acts = [Act("given", "name", (child,), values={"given": person.given, "family": person.family})]
    if person.reference:
        acts.append(Act("given", "identifier", (child,), values={"value": person.reference}))
    if person.born is not None:
        acts.append(Act("born", "birth", (child,), happened=day_window(person.born)))
    elif person.expected is not None:
        day = person.expected.isoformat()
        acts.append(Act("given", "expected_birth", (child,), values={"expected_birth": day}))
    return acts


def _links(desk: Desk, child: str, sibling: Child, household: str) -> list[Act]:
    """Brother or sister of everybody whom the record of the family names and this post reaches."""
    family = Subject("family", sibling.family or f"family-of-{sibling.child}")
    reach = Child.objects.filter(permissions.children_of(desk.post), authority=desk.authority)
    others = {sibling.child}
    if sibling.family:
        others |= set(reach.filter(family=sibling.family).values_list("child", flat=True))
    return [
        Act("linked", "sibling", (other, child), subject=family,
            values={"a": other, "b": child, "same_household": household})
        for other in sorted(others - {child})
    ]  # fmt: skip


def _held(say: Say, row: Child | None) -> str:
    if row is None:
        return ""
    who = say.person(row.holder_person) or say.office(row.holder_office) or ""
    return f"{who or say.place(row.holder_team or row.holder_service)} holds the child."


def _family_name(sibling: Child | None) -> str:
    return sibling.name.rsplit(" ", 1)[-1] if sibling is not None and " " in sibling.name else ""


def _ask_what(request: HttpRequest, desk: Desk, words: list[str]) -> HttpResponse:
    """Several things open a child where this post works; or none does, and the page says where a record begins."""
    return show(request, "child/begin_what.html", "Begin a record", at="children", openings=words,
                elsewhere=list(desk.pack.opens.items()), beside=request.GET.get("with", ""))  # fmt: skip


def _page(
    request: HttpRequest, say: Say, form: Beginning, values: Any, status: int = 200, **more: Any
) -> HttpResponse:  # fmt: skip
    filled = Filled(values)
    return show(
        request,
        "child/begin.html",
        f"Begin a record: {say.lower(form.word)}",
        status,
        at="children",
        form=form,
        fields=form.fields,
        values=filled,
        number=filled.get("form")[:64] or act_number(),
        task=None,
        **{"errors": [], "likely": [], "beyond": [], "refusal": None, **more},
    )
