"""The page for a child who is in no record yet: what came in, who it is, whether there is a record already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Refusal
from baton.journal import act_number
from baton.store.models import Child
from baton.store.persons import Person
from baton.workspace.acting import refusing
from baton.workspace.acting.answers import Answers, read_answers
from baton.workspace.acting.field import Field, People
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.filled import Filled
from baton.workspace.child import begun
from baton.workspace.child.begun import Beginning
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


@dataclass(frozen=True, slots=True)
class Form:
    """What opens the record, whose brother or sister the child is, and the questions."""

    word: str
    sibling: Child | None
    fields: tuple[Field, ...]


@allow(permissions.may_record)
def begin(request: HttpRequest) -> HttpResponse:
    """Asks what came in and who the child is; shows records that may be of the same child; begins the record."""
    desk = desk_of(request)
    say = say_of(desk)
    openings = begun.openings(desk)
    word = request.GET.get("word", openings[0] if len(openings) == 1 else "")
    if word not in openings:
        return _ask_what(request, desk, openings)
    form = _form(desk, say, word, request.GET.get("with", ""))
    if request.method != "POST":
        return _page(request, say, form, {FAMILY.name: _family_name(form.sibling)})
    answers = read_answers(request.POST, form.fields, (), begun.verb_of(say, word))
    one = _beginning(request, form, answers)
    wrong = begun.dates_wrong(desk, one.person, one.happened)
    errors = answers.errors + [{"field": f"{name}-day", "text": text} for name, text in wrong.items()]
    if errors:
        return _page(request, say, form, request.POST, 400, errors=errors)
    if request.POST.get("step") != "another":
        likely, beyond = begun.known_already(desk, say, one)
        if likely or beyond:
            return _page(request, say, form, request.POST, likely=likely, beyond=beyond)
    return _save(request, desk, say, form, one)


def _form(desk: Desk, say: Say, word: str, beside: str) -> Form:
    sibling = permissions.reach_of(desk.post).filter(child=beside).first() if beside else None
    asked = fields_for(say, begun.verb_of(say, word), word, People(), False)
    came_in = [CAME if f.name == CAME.name else f for f in asked]
    return Form(word, sibling, (*WHO, *((HOME,) if sibling is not None else ()), *came_in))


def _beginning(request: HttpRequest, form: Form, answers: Answers) -> Beginning:
    """Who the child is, taken out of the answers: the rest is what came in."""
    values = answers.values
    given, family, born, expected, number = (str(values.pop(field.name, "")) for field in WHO)
    household = str(values.pop(HOME.name, ""))
    person = Person(given, family, number, born=_date(born), expected=_date(expected))
    own = request.POST.get("form", "")[:64] or act_number()
    return Beginning(own, form.word, person, answers.happened, values, answers.reason, form.sibling, household)


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _save(request: HttpRequest, desk: Desk, say: Say, form: Form, one: Beginning) -> HttpResponse:
    lost = begun.begin(desk, say, one)
    if not isinstance(lost, list):
        names = {one.child: one.person.name}
        refused = refusing.said(desk, say, lost, names, "begin this record") if isinstance(lost, Refusal) else None
        return _page(request, say, form, request.POST, 409, refusal=refused)
    reached = permissions.reach_of(desk.post).filter(child=one.child).first()
    said = f"Saved. The record has begun. {_held(say, reached)}"
    said += f" Not kept, record it again: {', '.join(say.lower(act.word) for act in lost)}." if lost else ""
    beside = ("Begin the record of a brother or sister", f"/children/begin?word={form.word}&with={one.child}")
    saved(request, said, (beside,) if reached is not None else ())
    return HttpResponseRedirect(f"/children/{one.child}" if reached is not None else "/children")


def _held(say: Say, row: Child | None) -> str:
    if row is None:
        return ""
    who = say.person(row.holder_person) or say.office(row.holder_office) or ""
    return f"{who or say.place(row.holder_team or row.holder_service)} holds the child."


def _family_name(sibling: Child | None) -> str:
    return sibling.name.rsplit(" ", 1)[-1] if sibling is not None and " " in sibling.name else ""


def _ask_what(request: HttpRequest, desk: Desk, openings: list[str]) -> HttpResponse:
    """Several things open a child where this post works; or none does, and the page says where a record begins."""
    return show(request, "child/begin_what.html", "Begin a record", at="children", openings=openings,
                elsewhere=list(desk.pack.opens.items()), beside=request.GET.get("with", ""))  # fmt: skip


def _page(request: HttpRequest, say: Say, form: Form, values: Any, status: int = 200, **more: Any) -> HttpResponse:
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
