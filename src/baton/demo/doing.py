"""People doing what the procedure asks of them: each open duty turned into the act or record that meets it.

Reads the engine's own answers (who, what, to whom), so that no rule of any procedure is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from baton.demo.days import in_hours, working_day
from baton.demo.people import someone_in, team_of, team_of_office
from baton.demo.play import Play, window
from baton.demo.reading import papers_named, who_must_attend
from baton.engine import Refusal
from baton.engine.situation import Duty
from baton.policy.model import Pack, Word

LIVE = ("open", "late")
OPEN = ("open", "decided", "moved")
# Slots of a decision: given together with it by whoever decides.
WITH_THE_DECISION = frozenset(("decision", "transfer_date", "receiving_worker", "presenter", "reason"))
MOST = 60

Wanted = Callable[[Duty], bool]
Group = dict[str, list[Duty]]


def do_duties(play: Play, wanted: Wanted, *, children: Iterable[str] | None = None, slowly: bool = False) -> int:
    """Does every open duty that is wanted, one after another, until none is left that can be done. Returns how many.

    What one act does for several children is done once for all of them. With `slowly` some time passes in between.
    """
    chosen = tuple(children) if children is not None else play.children
    tried: set[str] = set()
    done = 0
    for _ in range(MOST):
        groups = _owed(play, chosen, wanted, tried)
        if not groups:
            break
        for group in groups:
            if slowly:
                play.later(0 if play.chance.random() < 0.7 else 1)
            done += _do(play, group)
    return done


def _owed(play: Play, children: Iterable[str], wanted: Wanted, tried: set[str]) -> list[Group]:
    """The duties not tried yet, each with the same duty towards other people and for the brothers and sisters.

    Of duties that one act may meet together (two rules that both want the family told) only the first: the next look
    says whether the other is still owed.
    """
    groups: dict[tuple[str, ...], Group] = {}
    acts: dict[tuple[str, ...], tuple[str, ...]] = {}
    for child in children:
        duties = play.see(child).duties
        too_early = {w for d in duties if d.earliest is not None and play.now < d.earliest for w in d.words}
        for duty in duties:
            name = f"{child}|{duty.key}"
            if name in tried or duty.state not in LIVE or duty.waits_for or not wanted(duty):
                continue
            if duty.verb == "hold" and duty.words[0] in too_early:
                continue
            label = _label(duty)
            if acts.setdefault((duty.verb, *duty.words[:1]), label) != label:
                continue
            mine = groups.setdefault(label, {}).setdefault(child, [])
            if mine and mine[0].element != duty.element:
                continue
            tried.add(name)
            mine.append(duty)
    return [group for group in groups.values() if all(group.values())]


def _label(duty: Duty) -> tuple[str, ...]:
    """What must be the same for one act to do: the rule and what it is about; children's own entries may differ."""
    return (duty.rule, duty.verb, *duty.words[:1], duty.element.partition("#")[0])


def _do(play: Play, group: Group) -> int:
    """One duty, for the children and towards the people in the group, by each person who must."""
    child, duties = next(iter(group.items()))
    duty = duties[0]
    make = _MAKERS.get(duty.verb)
    if make is None or not duty.who:
        return 0
    made = 0
    to = tuple(dict.fromkeys(d.to for ds in group.values() for d in ds if d.to))
    for person in who_does(play, child, duty):
        fields = make(play, child, duty, person)
        if fields is None:
            continue
        if "to" in fields:
            fields["to"] = to or ("everyone",)
        verb, word = fields.pop("verb"), fields.pop("word")
        for matter, chosen in _by_matter(play, group).items():
            answer = play.try_act(verb, word, by=person, children=chosen, matter=matter, **fields)
            made += not isinstance(answer, Refusal)
    return made


def _by_matter(play: Play, group: Group) -> dict[str, tuple[str, ...]]:
    """The children by the matter that the duty belongs to; all together where each has but one that is open."""
    return together(play, {child: duties[0].matter for child, duties in group.items()})


def together(play: Play, matters: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Children grouped for one act each: under "" where the engine finds each child's own matter by itself."""
    if len(matters) > 1 and all(sum(m.state in OPEN for m in play.glance(child).matters) == 1 for child in matters):
        return {"": tuple(matters)}
    found: dict[str, tuple[str, ...]] = {}
    for child, matter in matters.items():
        found[matter] = (*found.get(matter, ()), child)
    return found


def who_does(play: Play, child: str, duty: Duty) -> tuple[str, ...]:
    """Who does it: the one who works with the child if it may be they; each, where an answer of each counts."""
    seen = play.glance(child)
    holder = seen.holder.person if seen.holder is not None else ""
    matter = next((m for m in seen.matters if m.id == duty.matter), None)
    sender = str(dict(matter.values).get("sending_worker") or "") if matter is not None else ""
    for person in (sender, holder):
        if person and person in duty.who:
            return (person,)
    if duty.verb in ("answer", "decide", "agree") and len(duty.who) > 1 and len(set(duty.offices)) == len(duty.who):
        return duty.who
    return duty.who[:1]


def answer_to(play: Play, child: str, word: Word) -> Any:
    """What is usually answered to a question: as the world says, else yes, else the first of the answers."""
    said = play.setting.world.answers.get(word.key)
    if said:
        return play.chance.choice(said)
    if "yes" in word.answers:
        return "yes"
    if word.answers == ("date",):
        return play.day.isoformat()
    if word.answers == ("place",):
        return play.team(child)
    if word.answers == ("number",):
        return 1
    return "Said as it is." if word.answers in ((), ("text",)) else word.answers[0]


def pack_of(play: Play) -> Pack:
    """The edition in force on the day it is."""
    return play.setting.packs.on(play.day)


def _write(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    of = duty.element.partition("#")[2]
    more: dict[str, Any] = {"values": {"of": int(of)}} if of.isdigit() else {}
    word = pack_of(play).words.get(duty.words[0])
    parts = {key: _said(play, child, key) for key in (word.contents if word is not None else ())}
    if parts:
        more["values"] = parts | more.get("values", {})
    return {"verb": "written", "word": duty.words[0], **more}


def _said(play: Play, child: str, key: str) -> Any:
    """What a paper says on one of the things that it must hold."""
    word = pack_of(play).words.get(key)
    return answer_to(play, child, word) if word is not None else "Said as it is."


def _send(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    return {"verb": "send", "word": duty.words[0], "to": ()}


def _tell(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    rule = next((r for r in pack_of(play).rules if r.head.key == duty.rule), None)
    about, channel = getattr(rule, "about", ()), getattr(rule, "channel", "any")
    return {"verb": "tell", "word": duty.words[0] if duty.words else "", "to": (), "about": tuple(about),
            "values": {"channel": channel if channel not in ("any", "") else "spoken"}}  # fmt: skip


def _invite(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    word = duty.element.partition("#")[0] or (duty.words[0] if duty.words else "")
    return {"verb": "invite", "word": word, "to": ()}


def _answer(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    rule = next((r for r in pack_of(play).rules if r.head.key == duty.rule), None)
    for document in papers_named(getattr(rule, "counts_if", None)):
        if not any(e.word == document for e in play.lines(child)):
            play.act("written", document, by=play.holder(child), children=[child])
    words = {}
    for key in duty.words:
        word = pack_of(play).words.get(key)
        if word is None or (key in WITH_THE_DECISION and word.kind == "slot"):
            return None
        words[key] = answer_to(play, child, word)
    own = {"to": ()} if duty.to else {}  # each person's own answer names whose it is
    return {"verb": "answer", "word": duty.words[0], "values": words, **own}


def _hold(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    """The meeting is held with everybody who must be there; not before it is known who the new worker is."""
    rule = next((r for r in pack_of(play).rules if r.head.key == duty.rule), None)
    must = who_must_attend(getattr(rule, "counts_if", None))
    matter = next((m for m in play.glance(child).matters if m.id == duty.matter), None)
    if "receiving_worker" in must and matter is not None and not matter.receiving_worker:
        return None
    people = (w for w in must if w in ("family", "child", "parents"))
    return {"verb": "held", "word": duty.words[0],
            "attended": tuple(dict.fromkeys((*concerned(play, child, duty), person, *people)))}  # fmt: skip


def concerned(play: Play, child: str, duty: Duty) -> tuple[str, ...]:
    """Of those whose duty it is, without the managers of teams that have nothing to do with this child."""
    matter = next((m for m in play.glance(child).matters if m.id == duty.matter), None)
    if matter is None:
        return duty.who
    teams = {matter.from_team, matter.to_team, team_of(play, matter.receiving_worker)} - {""}
    managers = {h.person: set[str]() for h in play.setting.world.offices}
    for held in play.setting.world.offices:
        managers[held.person].add(held.place)
    mine = tuple(p for p in duty.who if p not in managers or managers[p] & teams)
    return mine or duty.who


def _book(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    day = working_day(play.setting.calendar, play.day, play.chance.randint(5, 15))
    return {"verb": "booked", "word": duty.words[0], "happened": window(in_hours(play.chance, day))}


def _allocate(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    """Names an adviser or other worker beside the present one; the worker of a move is named with the move."""
    if not duty.words or duty.words[0] not in pack_of(play).offices:
        return None
    chosen = someone_in(play, team_of_office(play, person))
    return {"verb": "allocate", "word": duty.words[0], "values": {"person": chosen}}


def _do_task(play: Play, child: str, duty: Duty, person: str) -> dict[str, Any] | None:
    return {"verb": "read" if duty.verb == "read" else "done", "word": duty.words[0]}


_MAKERS: dict[str, Callable[[Play, str, Duty, str], dict[str, Any] | None]] = {
    "write": _write,
    "send": _send,
    "tell": _tell,
    "invite": _invite,
    "answer": _answer,
    "hold": _hold,
    "book": _book,
    "allocate": _allocate,
    "do": _do_task,
    "read": _do_task,
}
