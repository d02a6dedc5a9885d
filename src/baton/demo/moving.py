"""A move from beginning to end: proposed, made ready, listed, decided by the forum, prepared, made on its day, ended.

Every step reads from the engine what is owed and by whom. A journey may leave steps out (`but`) or stop after any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baton.demo.days import working_day
from baton.demo.doing import do_duties, pack_of, together
from baton.demo.people import in_office, in_turn, someone_in
from baton.demo.play import Play, Unexpected
from baton.engine import who_may
from baton.engine.situation import MatterAnswer
from baton.policy.model import Forum, Matter
from baton.working_time import local_day

Names = Iterable[str]


def forum_here(play: Play) -> Forum:
    """The forum that decides moves here: the first of the pack."""
    return next(iter(pack_of(play).forums.values()))


def matter_of(play: Play, child: str) -> MatterAnswer | None:
    """The child's latest change of worker or service that has not ended."""
    kinds = pack_of(play).matters
    open_ = [
        m for m in play.see(child).matters if m.state in ("open", "decided", "moved") and _is_change(kinds, m.kind)
    ]
    return open_[-1] if open_ else None


def _is_change(kinds: Mapping[str, Matter], kind: str) -> bool:
    seen: set[str] = set()
    while kind in kinds and kind not in seen:
        if kind == "change":
            return True
        seen.add(kind)
        kind = kinds[kind].is_
    return False


def _is_open(matter: MatterAnswer | None) -> bool:
    return matter is not None and matter.state == "open"


def open_matter(play: Play, child: str) -> MatterAnswer:
    """The same, where a journey relies on it."""
    found = matter_of(play, child)
    if found is None:
        raise Unexpected(f"{child} has no open transfer: {[(r.route, r.state) for r in play.see(child).routes]}")
    return found


def who(play: Play, child: str, verb: str, word: str = "", matter: str = "") -> str:
    """A person who may do this act for this child now; whoever holds the child where the procedure says nothing."""
    found = who_may(play.setting.packs, play.file(child), play.now, verb, word, matter)
    return next((p.person for p in found if p.person), "") or play.holder(child)


def clerk(play: Play) -> str:
    """Who runs the forum's list."""
    office = forum_here(play).administrator or play.setting.world.roles["clerk"]
    return in_office(play, office) or in_office(play, play.setting.world.roles["clerk"])


def all_of(play: Play, children: Names | None) -> tuple[str, ...]:
    """The children meant: all of the family unless some are named."""
    return tuple(children) if children is not None else play.children


def propose(play: Play, *, children: Names | None = None, **values: Any) -> None:
    """The worker proposes the move that is due or offered: its matter is opened, unless an act has opened it before."""
    chosen = [c for c in all_of(play, children) if not _is_open(matter_of(play, c))]
    if chosen:
        play.act("propose", by=play.holder(chosen[0]), children=chosen, values=values)


def make_ready(play: Play, *, but: Names = (), children: Names | None = None) -> None:
    """Everything without which the children cannot be listed."""
    skip = set(but)
    do_duties(play, lambda d: "list" in d.stops and d.rule not in skip, children=children, slowly=True)


def list_it(play: Play, *, children: Names | None = None, reason: str = "") -> None:
    """The forum's administrator puts the children on the list of the next sitting that is still open."""
    forum, matters = forum_here(play).key, {c: open_matter(play, c).id for c in all_of(play, children)}
    for matter, chosen in together(play, matters).items():
        play.act("list", forum, by=clerk(play), children=chosen, matter=matter, reason=reason)


def go_to_sitting(play: Play, child: str) -> None:
    """Waits for the sitting at which the child is listed, and for its turn."""
    matter = open_matter(play, child)
    if matter.sitting is None:
        raise Unexpected(f"{child} is not listed")
    play.go(matter.sitting + 60 * play.chance.randrange(5, 55, 5))


def decide(
    play: Play, outcome: str = "agreed", *, in_days: int = 10, children: Names | None = None, worker: str = "",
    nobody: bool = False, reason: str = "", **more: Any,
) -> None:  # fmt: skip
    """The forum decides, with the date of the move `in_days` working days on and who will work with the children, or
    that nobody is named yet."""
    chosen = all_of(play, children)
    holder = play.holder(chosen[0])
    why = reason or play.chance.choice(play.setting.world.answers["reason"])
    worker = worker or receiving_worker(play, chosen[0])
    values: dict[str, Any] = {"decision": outcome, "presenter": holder, "reason": why, **more}
    if outcome == "agreed":
        values["transfer_date"] = working_day(play.setting.calendar, play.day, in_days).isoformat()
        if not nobody:
            values["receiving_worker"] = worker
    by = decider(play, chosen[0])
    for matter, some in together(play, {c: open_matter(play, c).id for c in chosen}).items():
        play.act("decide", by=by, typed_by=clerk(play), children=some, matter=matter, values=values, reason=why)


def decider(play: Play, child: str) -> str:
    """Who speaks the decision: the service manager at the receiving end, else anybody who may."""
    matter = open_matter(play, child)
    may = who_may(play.setting.packs, play.file(child), play.now, "decide", "", matter.id)
    persons = [one.person for one in may if one.person]
    receiver = in_office(play, play.setting.world.roles["service_manager"], matter.to_service)
    return receiver if receiver in persons or not persons else persons[0]


def receiving_worker(play: Play, child: str) -> str:
    """Somebody of the receiving team, by chance."""
    matter = open_matter(play, child)
    place = matter.to_team or matter.to_service
    members = pack_of(play).places[place].members if place in pack_of(play).places else ()
    return someone_in(play, in_turn(play, place, members) if members else place)


def prepare(play: Play, *, but: Names = (), children: Names | None = None, verbs: Names = ()) -> None:
    """What is owed before the move: files, talks, meeting, letters, in the order in which the procedure lets them."""
    skip, only = set(but), set(verbs)
    for _ in range(4):
        if not do_duties(
            play, lambda d: bool(d.matter) and d.rule not in skip and (not only or d.verb in only), children=children,
            slowly=True,
        ):  # fmt: skip
            break


def to_the_day(play: Play, child: str, *, days: int = 0) -> None:
    """Waits for the day of the move, or some working days after it; the clock moves the child if nothing stops it."""
    matter = open_matter(play, child)
    if matter.transfer_date is None:
        raise Unexpected(f"{child} has no date")
    play.go_to(working_day(play.setting.calendar, local_day(matter.transfer_date.lo), days), 10)


def finish(play: Play, *, but: Names = (), children: Names | None = None) -> None:
    """What is left after the move, and its end."""
    skip = set(but)
    do_duties(play, lambda d: bool(d.matter) and d.rule not in skip, children=children, slowly=True)
    for child in all_of(play, children):
        end_if_free(play, child)


def end_if_free(play: Play, child: str) -> None:
    """Ends the child's latest move where nothing stands in the way of that."""
    matter = matter_of(play, child)
    if matter is None or matter.state != "moved":
        return
    if not any(b.act == "end" and b.matter == matter.id and b.strength == "refuse" for b in play.see(child).blocks):
        play.act("end", by=who(play, child, "end", matter=matter.id), children=[child], matter=matter.id)


def whole_move(play: Play, *, children: Names | None = None, proposed: bool = False, **decision: Any) -> None:
    """All of it, as it should be."""
    chosen = all_of(play, children)
    if not proposed:
        propose(play, children=chosen)
    make_ready(play, children=chosen)
    list_it(play, children=chosen)
    go_to_sitting(play, chosen[0])
    decide(play, children=chosen, **decision)
    play.later(1)
    prepare(play, children=chosen)
    to_the_day(play, chosen[0])
    play.later(2)
    finish(play, children=chosen)
