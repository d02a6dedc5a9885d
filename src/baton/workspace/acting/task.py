"""What a form is about: the children, the verb and the word, the matter, whose duty it is, and who can be ticked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.http import Http404, HttpRequest

from baton.accounts.desk import Desk
from baton.accounts.doing import may_do
from baton.accounts.permissions import children_of
from baton.engine.situation import Act
from baton.journal import Subject, nature_of
from baton.store.models import Child, Matter, WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.acting.asked_first import asked_before
from baton.workspace.acting.field import JOURNAL_VERB, TELLING, Field, People
from baton.workspace.acting.fields import against_fields, agreed_date, excuse_fields, fields_for
from baton.workspace.acting.of_matter import dates_agreed, facts_named, opened_matter
from baton.workspace.acting.own_matters import same_duty
from baton.workspace.acting.people import people_of
from baton.workspace.acting.telling import asked_about, in_one_talk
from baton.workspace.acting.wording import BUTTON, DOING, PHASE
from baton.workspace.said_rules import Asked
from baton.workspace.saying import Say
from baton.workspace.work import named

AGAINST = ("manager", "service manager", "authority")  # the posts that may record what was done against a rule


@dataclass(slots=True)
class Task:
    """One form: everything that stays the same from the first look to the saving."""

    desk: Desk
    say: Say
    child: Child
    family: list[Child]
    chosen: list[str]
    verb: str
    word: str
    matter: str
    about: tuple[str, ...]
    item: WorkItem | None
    excuses: str
    fields: list[Field]
    values: dict[str, Any]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)  # child -> what a letter or talk names
    against: bool = False  # done elsewhere, recorded as done against the rule
    template: str = "acting/form.html"
    title_text: str = ""
    which_said: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def several(self) -> bool:
        return len(self.family) > 1

    @property
    def names_facts(self) -> list[str]:
        """What the letter or talk names, in words, the same for several children said once."""
        groups: dict[str, list[str]] = {}
        for child, facts in self.facts.items():
            text = words.joined([f"{self.say.lower(k)}: {self.say.value(k, v)}" for k, v in facts.items()])
            groups.setdefault(text, []).append(self.names().get(child, child))
        return [f"{text} ({words.joined(who)})" if len(groups) > 1 else text for text, who in groups.items()]

    @property
    def about_matter(self) -> str:
        """The matter in hand, even one that is only judged as if it had been opened."""
        return self.matter or (self.item.matter if self.item is not None else "")

    def child_subject(self) -> Subject:
        return Subject("child", self.child.child)

    def names(self) -> dict[str, str]:
        """How the children of the form are called, the shortest way that tells them apart."""
        short = {c.child: named(c).rsplit(" ", 1)[0] for c in self.family}
        return short if len(self.family) > 1 else {c.child: named(c) for c in self.family}

    def children(self, ids: list[str]) -> str:
        """ "Ada and Ben"."""
        names = self.names()
        return words.joined([names.get(i, i) for i in ids])

    @property
    def title(self) -> str:
        if self.title_text:
            return self.title_text
        if self.against:
            return "Record it as done against the rule"
        if self.item is not None:
            return self.say.duty(self._of_one_word())
        word = self.say.word(self.word) if self.word else ""
        known = self.say.pack.words.get(self.word)
        if self.verb in ("answer", "given") and known is not None:
            return known.question or word
        if self.verb == "excuse":
            return f"Excuse: {self.say.rule(self.excuses)}"
        if nature_of(self.verb) == "record":
            ends = PHASE.get(self.verb, "")
            if self.verb in TELLING and not self.word:
                return f"Record who was {self.verb}"
            return f"Record: {self.say.lower(self.word) if self.word else self.verb}{ends}"
        if self.verb == "propose" and word:
            return f"{'Propose' if 'change' in self.say.kinds(self.word) else 'Begin'}: {word}"
        said = DOING.get(self.verb, self.verb.replace("_", " ") + " {}").format("").strip().removesuffix(" for")
        return words.initial_capital(said) + (f": {word}" if word else "")

    def _of_one_word(self) -> Any:
        """The duty, of the things that would all do only the one that this form is about."""
        one = self.item
        if one is None or len(one.words) < 2 or self.verb == "answer" or self.word not in one.words:
            return one
        return Asked(one.rule, one.verb, (self.word,), one.matter, one.recipient, one.element)

    @property
    def which(self) -> tuple[tuple[str, str], ...]:
        """The things of which any one will do, where the address does not say which of them it is."""
        one = self.item
        if one is None or len(one.words) < 2 or self.verb in ("answer", *TELLING) or self.which_said:
            return ()
        return tuple((word, self.say.word(word)) for word in one.words)

    def button(self, ids: list[str]) -> str:
        if self.verb == "allocate" and self.word:
            return f"Name the {self.say.office(self.word)} for {self.children(ids)}"
        if self.verb == "propose" and "change" not in self.say.kinds(self.word):
            return f"Begin it for {self.children(ids)}"
        return BUTTON.get(self.verb, "Save for {}").format(self.children(ids))

    def doing(self, ids: list[str]) -> str:
        said = self.children(ids)
        if self.verb in DOING:
            return DOING[self.verb].format(said)
        return f"record this for {said}" if nature_of(self.verb) == "record" else f"do this for {said}"

    @property
    def clause(self) -> tuple[str, ...]:
        if self.item is not None:
            return tuple(self.item.clause)
        known = self.say.pack.words.get(self.word) or self.say.pack.matters.get(self.word)
        return tuple(known.clause) if known is not None else ()


def task_of(request: HttpRequest, desk: Desk, say: Say, child_id: str) -> Task:
    """The task that the address asks for. 404 for a child that this post does not reach, or a verb that is none."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    child = reach.filter(child=child_id).first()
    if child is None:
        raise Http404
    item = _item(desk, child, request.GET.get("item", ""))
    verb = JOURNAL_VERB.get(item.verb, item.verb) if item is not None else request.GET.get("verb", "")
    word = request.GET.get("word", "") or (item.words[0] if item is not None and item.words else "")
    _known(verb)
    if not may_do(desk.post, desk.pack, Act(verb, word, (child_id,))):
        raise Http404
    family = [child]
    if child.family and not request.GET.get("alone"):
        others = reach.filter(family=child.family).exclude(child=child.child).exclude(holder_kind="")
        family += list(others.order_by("born", "child"))
    matter = opened_matter(desk, child, item.matter if item is not None else request.GET.get("matter", ""))
    rule = next((r for r in say.pack.rules if item is not None and r.head.key == item.rule), None)
    told = in_one_talk(desk, say, item)
    topics = tuple(dict.fromkeys(one for r in (rule, *told) for one in getattr(r, "about", ()) or ()))
    about = (topics or asked_about(say, request)) if verb in TELLING else ()
    if verb == "told" and word in say.pack.words and say.pack.words[word].kind != "people" and not about and word:
        about = (word,)
    if verb in TELLING:
        word = ""
    several = len(family) > 1
    people = people_of(desk, say, child, item, rule)
    fields = _still_to_say(_fields(say, verb, word, item, people, several, about), item)
    if item is not None and say.agrees_a_date(item):
        fields = [agreed_date(dates_agreed(desk, family, matter)), *fields]
    fields = [*asked_before(desk, say, child, matter, verb, people), *fields]
    facts = facts_named(desk, say, family, matter, verb, word, (rule, *told))
    if verb == "excuse":
        key = request.GET.get("excuses", "")
        fields = excuse_fields(say, key, matter, people, _recipients(desk, say, family, key, matter))
    against = request.GET.get("against") == "1" and desk.post.kind in AGAINST and nature_of(verb) == "act"
    if against:
        fields = [*against_fields(), *(f for f in fields if f.name not in ("when", "reason"))]
    values = {"route": request.GET["route"]} if verb == "propose" and request.GET.get("route") else {}
    title = ""
    if verb == "change_edition":
        values = {"to": _edition(request, desk)}
        title = f"Go over to edition {values['to']}"
    chosen = [c for c in request.GET.getlist("with") if c in {f.child for f in family}] or _with_same(
        desk, family, item
    )
    return Task(
        desk,
        say,
        child,
        family,
        [child.child, *[c for c in chosen if c != child.child]],
        verb,
        word,
        matter,
        about,
        item,
        request.GET.get("excuses", ""),
        fields,
        values,
        facts,
        against,
        title_text=title,
        which_said=bool(request.GET.get("word")),
    )


def _edition(request: HttpRequest, desk: Desk) -> str:
    """The edition that a transfer is to go over to: one in force by now, asked for by who answers for a service."""
    name = request.GET.get("edition", "")
    if name not in editions_to_go_to(desk):
        raise Http404
    return name


def editions_to_go_to(desk: Desk) -> list[str]:
    """The editions that have begun, where this post may move a single transfer between them."""
    if desk.post.kind not in ("service manager", "authority"):
        return []
    today = local_day(desk.now)
    return [p.edition.name for p in desk.around.packs.editions if p.edition.in_force_from <= today]


def task_for(desk: Desk, say: Say, child_id: str, verb: str, matter: str, chosen: list[str]) -> Task:
    """A task of a page made by hand: the same act, children and matter, fields to be set by the page."""
    reach = Child.objects.filter(children_of(desk.post), authority=desk.authority)
    child = reach.filter(child=child_id).first()
    if child is None:
        raise Http404
    others = (
        reach.filter(family=child.family).exclude(child=child.child).exclude(holder_kind="") if child.family else []
    )
    family = [child, *others]
    if matter:
        same = set(Matter.objects.filter(authority=desk.authority, key=matter).values_list("child", flat=True))
        family = [c for c in family if c.child in same] or [child]
        chosen = chosen or [c.child for c in family]
    ticked = [c.child for c in family if c.child in chosen or c.child == child_id]
    return Task(desk, say, child, family, ticked, verb, "", opened_matter(desk, child, matter), (), None, "", [], {})


def _recipients(desk: Desk, say: Say, family: list[Child], rule: str, matter: str) -> dict[str, str]:
    """To whom a rule wants something told or sent: each is left out by themselves, for a reason of their own."""
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=[c.child for c in family], rule=rule, matter=matter
    ).exclude(recipient="")
    return {i.recipient: words.initial_capital(say.who(i.recipient)) for i in items}


def _known(verb: str) -> None:
    try:
        nature_of(verb)
    except KeyError:
        raise Http404 from None


def _fields(
    say: Say, verb: str, word: str, item: WorkItem | None, people: People, several: bool, about: tuple[str, ...]
) -> list[Field]:
    """An answer to several questions at once is one form."""
    if verb == "answer" and item is not None and len(item.words) > 1:
        fields = [f for w in item.words for f in fields_for(say, verb, w, people, several)[:1]]
        return [*fields, *fields_for(say, verb, item.words[0], people, several)[1:]]
    return fields_for(say, verb, word, people, several, about)


def _still_to_say(fields: list[Field], item: WorkItem | None) -> list[Field]:
    """Where part of it was told before, the rest alone is ticked when the form opens."""
    missing = frozenset(item.missing if item is not None else ())
    rest = [tuple(one for one in f.ticked if one in missing) or f.ticked for f in fields]
    return [replace(f, ticked=ticked) for f, ticked in zip(fields, rest, strict=True)]


def _item(desk: Desk, child: Child, key: str) -> WorkItem | None:
    if not key:
        return None
    return WorkItem.objects.filter(authority=desk.authority, kind="child", subject_id=child.child, key=key).first()


def _with_same(desk: Desk, family: list[Child], item: WorkItem | None) -> list[str]:
    """The siblings who have the same duty open."""
    if item is None or len(family) < 2:
        return []
    same = same_duty(desk, [c.child for c in family], item)
    return list(dict.fromkeys(same.values_list("subject_id", flat=True)))
