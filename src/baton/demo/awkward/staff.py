"""Awkward cases of who holds: managers holding, workers away or gone, nobody named, changes of worker, disputes."""

from __future__ import annotations

from datetime import timedelta

from baton.demo.asking import asked, occasion
from baton.demo.awkward import case
from baton.demo.awkward.panel import team
from baton.demo.going_live import brought_in, first_day, known_before, observe, until
from baton.demo.moving import open_matter, prepare
from baton.demo.people import in_office, manager_of, someone_in
from baton.demo.play import Play
from baton.demo.stage import ago, decided_at, sitting, to_the_end
from baton.demo.supporting import support
from baton.working_time import at_time


def _in_need_with(play: Play, worker: str, where: str) -> None:
    brought_in(play, worker, where, [("child_in_need", first_day(play) - timedelta(days=90), {})])


@case("worker_away", 6.3, 3.9)
def worker_away(play: Play) -> None:
    """Their worker has been away for nearly two weeks and nobody covers."""
    away = next(person for person, first, _last in play.setting.world.absences if first < 0)
    where = next(p.place for p in play.setting.world.posts if p.person == away)
    _in_need_with(play, away, where)
    support(play, 12)
    to_the_end(play)


@case("worker_leaves", 12.3)
def worker_leaves(play: Play) -> None:
    """Their worker's last day is next week; nobody has been named after that."""
    leaver = next(person for person, last in play.setting.world.leavers if last > 0)
    where = next(p.place for p in play.setting.world.posts if p.person == leaver)
    _in_need_with(play, leaver, where)
    to_the_end(play)


@case("worker_gone", 9.6)
def worker_gone(play: Play) -> None:
    """Their worker left some days ago and nobody was named: the manager holds from that instant, as a breach."""
    gone = next(person for person, last in play.setting.world.leavers if last < 0)
    where = next(p.place for p in play.setting.world.posts if p.person == gone)
    _in_need_with(play, gone, where)
    to_the_end(play)


@case("manager_holds", 5.9)
def manager_holds(play: Play) -> None:
    """A manager stands in as the child's worker; when that is looked at again has not been said."""
    where = team(play, "support", 1)
    _in_need_with(play, manager_of(play, where), where)
    to_the_end(play)


@case("nobody_for_the_day", 5.9)
def nobody_for_the_day(play: Play) -> None:
    """The agreed day has come and the receiving team has named nobody: the child stays with its worker."""
    decided_at(play, sitting(play, -3), move_on=ago(play, 2), nobody=True, locality=team(play, "support", 1))
    play.later(1)
    prepare(play)
    to_the_end(play)


@case("nobody_named", 4.5)
def nobody_named(play: Play) -> None:
    """The last extract names no worker for this child: nobody holds, a breach, and the team's manager is asked."""
    day = play.setting.today - timedelta(days=4)
    where = team(play, "support", 3)
    brought_in(play, "", where, [("child_in_need", day - timedelta(days=30), {})], as_at=day)
    to_the_end(play)


@case("provisional_worker", 8.2)
def provisional_worker(play: Play) -> None:
    """The extract names somebody who is not on the staff list: counts as named, the manager is asked who it is."""
    day = play.setting.today - timedelta(days=4)
    where = team(play, "assessment", 1)
    brought_in(play, "J Newcomer", where, [("assessment", day - timedelta(days=9), {})], as_at=day)
    to_the_end(play)


@case("two_sources", 7.9)
def two_sources(play: Play) -> None:
    """Two lists of one extract name two different workers: both are kept, one stands until a manager settles it."""
    where = team(play, "support", 2)
    one = someone_in(play, where)
    other = next(p.person for p in play.setting.world.posts if p.place == where and p.person != one)
    _in_need_with(play, one, where)
    day = play.setting.today - timedelta(days=4)
    recorded = at_time(day + timedelta(days=1), 7, 0)
    play.go(recorded)
    for name, worker in (("list 6", one), ("list 8", other)):
        observe(play, play.children[0], "observed", "allocated_worker", until(day), name, as_at=day,
                recorded=recorded, worker=worker, team=where, list=name)  # fmt: skip
    to_the_end(play)


@case("moved_outside", 11.9)
def moved_outside(play: Play) -> None:
    """The case system shows another team than before, and there was no transfer: true, and a breach."""
    known_before(play)
    day = play.setting.today - timedelta(days=4)
    recorded = at_time(day + timedelta(days=1), 7, 0)
    play.go(recorded)
    where = next(t for t in (team(play, "support", n) for n in (1, 2, 3, 4)) if t != play.team(play.children[0]))
    observe(play, play.children[0], "observed", "allocated_worker", until(day), "list 6", as_at=day,
            recorded=recorded, worker=someone_in(play, where), team=where, list="list 6")  # fmt: skip
    to_the_end(play)


def reallocate(play: Play, *, decided: bool, in_days: int = 8) -> None:
    """A change of worker in one team: proposed, and decided by its manager with a date."""
    kind = play.setting.world.matters["reallocation"]
    child = play.children[0]
    where, before = play.team(child), play.holder(child)
    play.act("propose", kind, by=before, values={"to_team": where})
    do_first(play)
    if not decided:
        return
    play.later(1)
    after = next(w for w in (someone_in(play, where) for _ in range(20)) if w != before)
    day = play.setting.calendar.add_working_days(play.day, in_days).isoformat()
    why = "The present worker goes part time."
    play.act("decide", by=manager_of(play, where), reason=why, values={
        "decision": "agreed", "transfer_date": day, "receiving_worker": after, "reason": why})  # fmt: skip
    play.later(1)
    prepare(play)


def do_first(play: Play) -> None:
    """What must be answered before the managers can decide."""
    from baton.demo.doing import do_duties

    do_duties(play, lambda d: "decide" in d.stops)


@case("reallocation", 6.8, 5.0)
def reallocation(play: Play) -> None:
    """A change of worker inside one team, decided by its manager: five steps under way, no panel."""
    known_before(play)
    play.go_to(ago(play, 6), 10)
    reallocate(play, decided=True)
    to_the_end(play)


@case("reallocation_proposed", 14.6)
def reallocation_proposed(play: Play) -> None:
    """A change of worker inside one team has been proposed; the manager has not decided."""
    known_before(play)
    play.go_to(ago(play, 2), 10)
    reallocate(play, decided=False)
    to_the_end(play)


def dispute(play: Play, working_days_ago: int) -> str:
    """The receiving manager raises a dispute about a move that was agreed and made ready; returns its id."""
    decided_at(play, sitting(play, -4), move_on=ago(play, working_days_ago - 1))
    play.later(1)
    prepare(play)
    play.go_to(ago(play, working_days_ago), 11)
    matter = open_matter(play, play.children[0])
    by = manager_of(play, matter.to_team or matter.to_service)
    kind = play.setting.world.matters["dispute"]
    play.act("raise", kind, by=by, matter=matter.id, values={"cause": "whether_to_move"},
             reason="The school place is outside this team's area; the move should wait for the summer.")  # fmt: skip
    return next(m.id for m in play.see(play.children[0]).matters if m.kind == kind)


@case("dispute_open", 10.9)
def dispute_open(play: Play) -> None:
    """In dispute since yesterday, the day before the move: the sender keeps the child meanwhile."""
    dispute(play, 1)
    to_the_end(play)


@case("dispute_settled", 9.1)
def dispute_settled(play: Play) -> None:
    """Disputed, referred after the working day had passed, and decided for good by the last rung."""
    number = dispute(play, 5)
    matter = open_matter(play, play.children[0])
    play.later(2)
    sender = manager_of(play, matter.from_team)
    play.act("refer", by=sender, matter=number, reason="A working day has passed and we do not agree.")
    play.later(1)
    world = play.setting.world
    last = in_office(play, world.roles.get("last_word", ""), "")
    play.act("settle", by=last, matter=number, values={"decision": "agreed"},
             reason="The child moves on the day agreed; the school keeps the place until July.")  # fmt: skip
    to_the_end(play)


@case("capacity", 7.0, 4.1)
def capacity(play: Play) -> None:
    """The receiving team has no room: escalated to the service manager, not all has been told in writing yet."""
    decided_at(play, sitting(play, -1), move_on=ago(play, -6))
    play.go_to(ago(play, 1), 10)
    matter = open_matter(play, play.children[0])
    by = manager_of(play, matter.to_team or matter.to_service)
    occasion(play, "capacity", by=by or asked(play, play.children[0], "capacity"))
    kind = play.setting.world.matters["capacity"]
    for child in play.children:
        play.act("raise", kind, by=by, children=[child], matter=open_matter(play, child).id,
                 values={"cause": "capacity", "short_service": matter.to_service},
                 reason="Two workers away; no room before the new year.")  # fmt: skip
    to_the_end(play)
