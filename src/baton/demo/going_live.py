"""Children who were known before Baton: their first lines are what the case system's extract said on the first day.

An extract names who holds a child and which statuses are open; of what came before it says nothing, save birth dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from baton.demo.arriving import link
from baton.demo.people import someone_in, somewhere_in
from baton.demo.play import Play, window
from baton.journal import Entry, Subject
from baton.working_time import BEGINNING, Moment, Window, at_time, day_window

FIRST_DAY = 400  # days before today on which this world began to use Baton


def first_day(play: Play) -> date:
    """The day of the first extract."""
    return play.setting.today - timedelta(days=FIRST_DAY)


def observe(
    play: Play, child: str, phase: str, word: str, when: Window, group: str, *, as_at: date | None = None,
    recorded: Moment | None = None, **values: Any,
) -> None:  # fmt: skip
    """One line of an extract about a child."""
    as_at = as_at or first_day(play)
    at = {"system": "case system", "file": f"annex_a_{as_at:%Y-%m-%d}.xlsx", "sheet": group, "row": int(child[1:]) + 1,
          "as_at": as_at.isoformat(), "group": group}  # fmt: skip
    body: dict[str, Any] = {"at": at}
    if values:
        body["with"] = values
    moment = recorded if recorded is not None else at_time(as_at + timedelta(days=1), 7, 0)
    entry = Entry(Subject("child", child), 0, f"import-{as_at}-{child}", phase, word, when, moment, "import", "import",
                  source="import", body=body)  # fmt: skip
    play.write(entry)


def until(day: date) -> Window:
    """Not later than this day, and nothing known of how much earlier."""
    return Window(BEGINNING, day_window(day).hi)


def kept_words(play: Play) -> list[str]:
    """The spells of which the extract lists every one that is open: where it is silent, there is none."""
    words = play.setting.packs.on(play.setting.today).words.values()
    return [word.key for word in words if word.kind == "spell" and word.silence == "no" and word.about == "child"]


def brought_in(
    play: Play, worker: str, team: str, statuses: Iterable[tuple[str, date, dict[str, str]]], *,
    as_at: date | None = None, recorded: Moment | None = None, born: bool = True,
) -> None:  # fmt: skip
    """Everything the extract says of this family's children: who they are, who holds them, which statuses are open."""
    as_at = as_at or first_day(play)
    moment = recorded if recorded is not None else at_time(as_at + timedelta(days=1), 7, 0)
    statuses = list(statuses)
    for child in play.children:
        person = play.people[child]

        def say(phase: str, word: str, when: Window, group: str, child: str = child, **values: Any) -> None:
            observe(play, child, phase, word, when, group, as_at=as_at, recorded=moment, **values)

        say("given", "name", until(as_at), "list 1", given=person.given, family=person.family)
        say("given", "identifier", until(as_at), "list 1", value=child)
        if born and person.born is not None:
            say("born", "birth", day_window(person.born), "list 1")
        say("observed", "complete", until(as_at), "list 6", words=kept_words(play), to=as_at.isoformat())
        say("observed", "allocated_worker", until(as_at), "list 6", worker=worker, team=team, list="list 6")
        for word, day, parts in statuses:
            say("started", word, window(max(day, person.born) if person.born else day), "list 6", **parts)
    play.now = max(play.now, moment)
    link(play, worker or "import")
    for child in play.children:
        play.act("in", "professionals", by=worker or "import", children=[child], to=("Example School",))


def known_before(play: Play, part: str = "support", status: str = "child_in_need", **parts: str) -> str:
    """A family held by a team of this part since before the first day; returns the worker."""
    team = somewhere_in(play, part)
    worker = someone_in(play, team)
    began = first_day(play) - timedelta(days=play.chance.randint(40, 500))
    brought_in(play, worker, team, [(status, began, dict(parts))])
    return worker


def looked_after_before(play: Play) -> str:
    """A young person in care under an order since before the first day; returns the social worker."""
    team = somewhere_in(play, "care")
    worker = someone_in(play, team)
    began = first_day(play) - timedelta(days=play.chance.randint(400, 2000))
    statuses = [("looked_after", began, {"basis": "care_order"}), ("order", began, {"type": "care"})]
    brought_in(play, worker, team, statuses)
    return worker
