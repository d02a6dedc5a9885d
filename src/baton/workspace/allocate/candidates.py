"""Who could work with these children: load, time away, who knows them, what is on record, and what the procedure says
against it. Nobody is left out without the reason in the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baton.accounts.desk import Desk
from baton.choosing import AWAY, FEWEST, KNEW, NOW, SIBLING, Suggested, Together, Worker, assign
from baton.choosing.model import Tie
from baton.engine.situation import Act, By, Done, InTheWay, Refusal
from baton.policy import model as m
from baton.store import asking
from baton.store.models import Child, Holding, Matter, RouteRow, Shown
from baton.workspace import words
from baton.workspace.acting import refusing
from baton.workspace.saying import Say
from baton.workspace.team.loads import Load, heavy, known_to

OWN_COLUMNS = frozenset({"children_held", "worker_absence"})  # of these the table has columns already


@dataclass(slots=True)
class Candidate:
    """One worker for some children. `against` is what forbids the choice, `asks` what wants a reason for it."""

    load: Load
    knows: list[str] = field(default_factory=list)
    record: list[str] = field(default_factory=list)  # one text for each column of the procedure's own
    against: list[refusing.Item] = field(default_factory=list)
    asks: list[refusing.Item] = field(default_factory=list)
    tie: Tie = ""
    note: str = ""
    suggested: str = ""

    @property
    def can(self) -> bool:
        return not self.against and not self.load.away_now

    @property
    def as_worker(self) -> Worker:
        """As the assignment sees them: coming children count as held, hard ones as two."""
        return Worker(self.load.person, self.load.children + self.load.heavy + self.load.coming, bool(self.load.away))


@dataclass(slots=True)
class Choice:
    """All candidates for one choice, the columns that the procedure adds, and what stands in the way of them all."""

    rows: list[Candidate]
    columns: list[tuple[str, tuple[str, ...]]]  # title and clause
    for_all: list[refusing.Item]


def candidates(
    desk: Desk, say: Say, found: Sequence[Load], children: Sequence[Child], act: Act, slot: str, names: dict[str, str]
) -> Choice:
    """The rows for these children, who go together to one worker. `act` is the naming without a person, `slot` the
    word that takes the person."""
    family = kin_of(desk, children)
    knows = known_to(desk, say, [c.child for c in [*children, *family]])
    ties = ties_of(desk, children, family)
    columns = _columns(desk, say, children)
    asked, persons = [word for word, _clause in columns], [w.person for w in found]
    on_record = asking.on_record(desk.around.organisation, asked, persons, desk.now)
    acts = [_naming(act, slot, load.person) for load in found]
    by = By(desk.post.person, "", desk.post.capacity)
    answers = desk.ask(asking.would_each, acts, by, desk.now)
    shared = in_every(answers)
    rows = []
    for load, answer in zip(found, answers, strict=True):
        row = Candidate(load, knows.get(load.person, []), tie=ties.get(load.person, ""))
        row.record = [_recorded(say, word, on_record[load.person].get(word)) for word, _clause in columns]
        if isinstance(answer, Refusal):
            for one, item in _items(desk, say, answer, names, shared):
                (row.asks if one.kind == "ask_reason" else row.against).append(item)
        row.note = "Works with them now." if row.tie == "now" else ""
        rows.append(row)
    for_all = refusing.once([item for _one, item in _shared_items(desk, say, answers, names, shared)])
    rows.sort(key=lambda r: (not r.can, _RANK[r.tie], r.as_worker.carries, r.load.name))
    return Choice(rows, [(words.initial_capital(say.word(w)), c) for w, c in columns], for_all)


def due_place(desk: Desk, say: Say, child: Child, rule: str) -> str:
    """Where the one move goes that is due, not opened yet, and whose `rule` asks for the naming; "" if none."""
    due = RouteRow.objects.filter(authority=desk.authority, child=child.child, state__in=("due", "late"))
    of_rule = {r.head.for_ for r in say.pack.rules if r.head.key == rule}
    places = {row.to_place for row in due if of_rule & set(say.kinds(row.matter))}
    return places.pop() if len(places) == 1 else ""


def teams_for(desk: Desk, child: Child, matter: str, due: str = "") -> set[str]:
    """The receiving team of the move, opened or `due`, else the team that holds the child; a service stands for all
    its teams."""
    organisation = desk.around.organisation
    move = Matter.objects.filter(authority=desk.authority, key=matter, child=child.child).first() if matter else None
    place = due or child.holder_team or child.holder_service
    if move is not None and (move.to_team or move.to_service):
        place = move.to_team or move.to_service
    under = {t for t, one in organisation.teams.items() if one.service == place}
    return {place} | under if place not in organisation.teams or under - {place} else {place}


def teams_of_role(desk: Desk, role: str) -> set[str]:
    """The teams in which somebody holds this role now."""
    posts = desk.around.organisation.posts
    return {post.team for post in posts if post.role == role and post.start <= desk.now < post.end}


def suggest(desk: Desk, choice: Choice, children: Sequence[Child], names: dict[str, str]) -> None:
    """Marks the row that the assignment would take, with its reason; who chooses decides. Where the procedure wants a
    reason for some, it is taken among the others."""
    free = [r for r in choice.rows if r.can and not r.asks]
    rows = {r.load.person: r for r in free or choice.rows}
    found = assign([together(desk.pack, children, list(rows.values()))], [r.as_worker for r in rows.values()])
    for person, why in suggestions_said(found, {p: r.load for p, r in rows.items()}, names).values():
        if person:
            rows[person].suggested = why


_RANK: dict[Tie, int] = {"now": 0, "sibling": 1, "knew": 2, "": 3}


def _naming(act: Act, slot: str, person: str) -> Act:
    return Act(act.verb, act.word, act.children, matter=act.matter, values={**act.values, slot: person})


# --- what ties a worker to the children -----------------------------------------------------------------------------


def kin_of(desk: Desk, children: Sequence[Child]) -> list[Child]:
    """The brothers and sisters of these children who are not among them and whom this post may see."""
    families = {c.family for c in children if c.family}
    others = Child.objects.filter(authority=desk.authority, family__in=families)
    return list(others.exclude(child__in=[c.child for c in children]))


def ties_of(desk: Desk, children: Sequence[Child], family: Sequence[Child]) -> dict[str, Tie]:
    """The strongest tie of each worker: now with one of the children, with a brother or sister, or once with either."""
    ties: dict[str, Tie] = {}
    everybody = [c.child for c in (*children, *family)]
    held = Holding.objects.filter(authority=desk.authority, child__in=everybody, kind="worker")
    for person in held.values_list("person", flat=True):
        ties[person] = "knew"
    ties |= {c.holder_person: "sibling" for c in family if c.holder_kind == "worker"}
    return ties | {c.holder_person: "now" for c in children if c.holder_kind == "worker"}


def weight_of(pack: m.Pack, children: Sequence[Child]) -> int:
    """What these children would add to what a worker carries: one each, one more for what the pack calls heavy."""
    weighs = heavy(pack)
    return sum(1 + bool(weighs & set(c.statuses)) for c in children)


def together(pack: m.Pack, children: Sequence[Child], rows: Sequence[Candidate]) -> Together:
    """These children as the assignment sees them. Who holds all of them now is not suggested in their own place."""
    holders = {c.holder_person for c in children}
    ties = {r.load.person: r.tie for r in rows if r.can and {r.load.person} != holders}
    return Together(tuple(c.child for c in children), weight_of(pack, children), ties)


# --- what the procedure adds ----------------------------------------------------------------------------------------


def _columns(desk: Desk, say: Say, children: Sequence[Child]) -> list[tuple[str, tuple[str, ...]]]:
    """What the procedure wants seen of a worker where one is chosen, with its clause."""
    shown = Shown.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id__in=[c.child for c in children],
        places__contains=["choose_worker"],
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in shown.order_by("rule"):
        for word in row.measures:
            known = say.pack.words.get(word)
            if known is not None and known.about == "worker" and word not in OWN_COLUMNS:
                found.setdefault(word, tuple(row.clause))
    return list(found.items())


def _recorded(say: Say, word: str, value: object) -> str:
    if value is None:
        return "no" if getattr(say.pack.words[word], "silence", "") == "no" else "not known"
    return say.value(word, value)


def in_every(answers: Sequence[Done | Refusal]) -> set[tuple[str, str]]:
    """(child, rule) of what stands in the way whoever is chosen; nothing where there is only one to choose."""
    if len(answers) < 2 or not all(isinstance(a, Refusal) for a in answers):
        return set()
    each = [{(i.child, i.rule) for i in a.items} for a in answers if isinstance(a, Refusal)]
    return set.intersection(*each)


def _items(
    desk: Desk, say: Say, refusal: Refusal, names: dict[str, str], shared: set[tuple[str, str]]
) -> list[tuple[InTheWay, refusing.Item]]:
    """What stands in the way of this worker alone, said."""
    return [
        (one, refusing.item_said(desk, say, refusal, one, names))
        for one in refusal.items
        if (one.child, one.rule) not in shared and (one.kind == "ask_reason" or one.missing != ("reason",))
    ]


def _shared_items(
    desk: Desk, say: Say, answers: Sequence[Done | Refusal], names: dict[str, str], shared: set[tuple[str, str]]
) -> list[tuple[InTheWay, refusing.Item]]:
    first = next((a for a in answers if isinstance(a, Refusal)), None)
    if first is None:
        return []
    ours = (one for one in first.items if (one.child, one.rule) in shared and one.kind == "refuse")
    return [(one, refusing.item_said(desk, say, first, one, names)) for one in ours]


# --- a suggestion in words ------------------------------------------------------------------------------------------


def suggestions_said(
    found: Sequence[Suggested], loads: Mapping[str, Load], names: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """By child: the person suggested ("" where nobody may) and why: "works with a brother or sister now; would then
    hold 17 children"."""
    more = Counter(one.person for one in found for _child in one.children)
    said: dict[str, tuple[str, str]] = {}
    for one in found:
        text = _why(one, names)
        if one.person:
            text += f"; would then hold {words.children(loads[one.person].children + more[one.person])}"
        said |= dict.fromkeys(one.children, (one.person, text))
    return said


def _why(one: Suggested, names: Mapping[str, str]) -> str:
    child = "some of them" if len(one.children) > 1 else names.get(one.children[0], "the child")
    return {
        NOW: f"works with {child} already",
        SIBLING: "works with a brother or sister now",
        KNEW: "worked with the family before",
        FEWEST: "has the least work of those who may",
        AWAY: "has the least work of those who may, though away for a time in the weeks ahead",
    }.get(one.why, "nobody may be chosen: see each child's own page")
