"""Realistic children to measure with: whole journeys of the made-up world, sorted by what has become of each child.

Which kind a child is, is read from its own answers, so that no course and no authority is named here. Where a journey
is shorter than the size wanted, records of a kind of event that hardly any rule asks for are added, as a real file has.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from itertools import count, islice, zip_longest
from typing import Any

from baton.demo.courses import COURSES
from baton.demo.families import Plan
from baton.demo.making import Lived, live_all, plans, setting_for
from baton.demo.play import Setting
from baton.demo.world import World, read_world, world_file
from baton.engine import Situation, assess
from baton.journal import Entry, File, Kin, Subject
from baton.packs_on_disk import load_packs
from baton.platform.places import PACKS
from baton.policy.model import Packs
from baton.working_time import Calendar, Moment, at_time, calendar_from_bank_holidays, day_window, local_day

TODAY = date(2026, 11, 20)
ENTRIES = 40
AT_ONCE = 16  # families lived through at a time, on two cores
SOME_DAY_LATER = 4 * 86400

KINDS = (
    "at the front door", "early help", "assessment concluded", "in need", "protection plan",
    "looked after, before the move", "looked after, after the move", "care leaver", "transfer mid-way",
)  # fmt: skip
# The kinds of a world whose journeys are told: which service is which part of the authority is not said there.
PLAIN_KINDS = ("open", "in need", "protection plan", "looked after", "moved before", "transfer mid-way")


@dataclass(frozen=True, slots=True)
class Child:
    """One child to measure with, at the moment at which to look."""

    kind: str
    file: File
    now: Moment


@lru_cache(maxsize=1)
def england() -> Calendar:
    """The holidays of England, as published and kept in a package."""
    text = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    return calendar_from_bank_holidays(json.loads(text))


@lru_cache(maxsize=4)
def setting_of(pack: str) -> Setting:
    """The made-up world of a pack, at half past ten of the same day at every run."""
    return staffed(pack)[0]


@lru_cache(maxsize=4)
def staffed(pack: str) -> tuple[Setting, list[Entry]]:
    """The same, with the entries that make its staff."""
    world = read_world(world_file(PACKS, pack))
    return setting_for(world, load_packs(PACKS, pack), england(), at_time(TODAY, 10, 30))


def children(pack: str, of_each_kind: int, entries: int = ENTRIES) -> list[Child]:
    """So many children of each kind, the kinds mixed; fewer of a kind that the journeys hardly bring forth.

    A journey is looked at on its last day, and on the days on which a status began or ended.
    """
    setting = setting_of(pack)
    word = quiet_event(setting.packs)
    found: dict[str, list[Child]] = {kind: [] for kind in (PLAIN_KINDS if setting.world.told else KINDS)}
    for family in islice(lived(setting), 16 + 6 * of_each_kind):
        for whole in files_of(setting, family):
            for file, now in looks_at(whole, setting.now):
                if not entries * 0.15 <= len(file.entries) <= entries * 1.5:
                    continue
                kind = kind_of(setting.world, assess(setting.packs, file, now))
                if kind and len(found[kind]) < of_each_kind:
                    found[kind].append(Child(kind, filled(file, now, entries, word), now))
                    break
        if all(len(those) >= of_each_kind for those in found.values()):
            break
    return [those[n] for n in range(of_each_kind) for those in found.values() if n < len(those)]


def looks_at(file: File, now: Moment) -> Iterator[tuple[File, Moment]]:
    """The file today, and as it was an hour after each beginning and end of a status, the latest first."""
    yield file, now
    for entry in reversed(file.entries):
        if entry.verb in ("started", "ended") and entry.source == "person":
            then = entry.recorded_at + 3600
            kin = tuple(replace(k, file=k.file.known_at(then)) for k in file.kin if k.file is not None)
            yield replace(file.known_at(then), kin=kin), then


def lived(setting: Setting) -> Iterator[Lived]:
    """Ordinary families of world after world, the courses in turn; those that no longer fit the procedure left out."""
    for number in count():
        seed = f"bench-{number}"
        by_course: dict[str, list[Plan]] = {}
        for plan in plans(setting, seed):
            if plan.course in COURSES or setting.world.told:
                by_course.setdefault(plan.course, []).append(plan)
        mixed = [plan for turn in zip_longest(*by_course.values()) for plan in turn if plan is not None]
        for start in range(0, len(mixed), AT_ONCE):
            for family in live_all(setting, mixed[start : start + AT_ONCE], seed, processes=2):
                if not family.trouble:
                    yield under_other_ids(family, f"w{number}-")


def under_other_ids(family: Lived, mark: str) -> Lived:
    """The same family under other ids: the mark stands before the id of the family and of every child."""
    new = {e.subject.id: f"{mark}{e.subject.id}" for e in family.entries}

    def there(value: Any) -> Any:
        if isinstance(value, str):
            return new.get(value, value)
        if isinstance(value, list | tuple):
            return [there(one) for one in value]
        if isinstance(value, dict):
            return {key: there(one) for key, one in value.items()}
        return value

    def moved(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(
            replace(e, subject=Subject(e.subject.kind, new[e.subject.id]), body=there(dict(e.body))) for e in entries
        )

    plan = replace(family.plan, family=f"{mark}{family.plan.family}")
    children = tuple(moved(child) for child in family.children)
    return replace(family, plan=plan, children=children, family=moved(family.family))


def files_of(setting: Setting, family: Lived) -> list[File]:
    """A family's children as Files, each with its siblings' beside."""
    own = [
        File(lines[0].subject, lines, setting.calendar, setting.organisation, family=family.plan.family)
        for lines in family.children
        if lines
    ]
    return [
        replace(file, kin=tuple(Kin(other.subject.id, file=other) for other in own if other is not file))
        for file in own
    ]


def kind_of(world: World, s: Situation) -> str:
    """What has become of this child, from its answers; "" for what is not measured (closed, not yet begun)."""
    if s.holder is None:
        return ""
    words = {status.word for status in s.timeline.statuses if status.end is None}
    if any(matter.state in ("open", "decided") and matter.route for matter in s.matters):
        return "transfer mid-way"
    if world.told:
        return _plain_kind(s, words)
    place = {name: world.part(name) for name in world.parts}
    service = s.holder.service
    if service == place["front_door"]:
        return "at the front door"
    if service == place["early_help"]:
        return "early help"
    if service == place["leaving_care"]:
        return "care leaver"
    if "looked_after" in words:
        return f"looked after, {'after' if service == place['care'] else 'before'} the move"
    if "cp_plan" in words:
        return "protection plan"
    if service == place["assessment"]:
        return "assessment concluded" if "assessment" not in words else ""
    return "in need" if "child_in_need" in words else ""


def _plain_kind(s: Situation, words: set[str]) -> str:
    for word, kind in (("looked_after", "looked after"), ("cp_plan", "protection plan"), ("child_in_need", "in need")):
        if word in words:
            return kind
    return "moved before" if any(matter.moved_at for matter in s.matters) else "open"


def quiet_event(packs: Packs) -> str:
    """The kind of event that the fewest rules of the pack speak of."""
    pack = packs.on(TODAY)
    rules = repr(pack.rules)
    return min(
        (w.key for w in pack.words.values() if w.kind == "event"), key=lambda key: (rules.count(f"'{key}'"), key)
    )


def filled(file: File, now: Moment, size: int, word: str) -> File:
    """The file with records of `word` at the end, one a week back from now, until it has so many entries."""
    entries = list(file.entries)
    first = local_day(entries[0].happened.lo)
    for week in range(size - len(entries)):
        day = max(first, local_day(now) - timedelta(days=7 * (week + 1)))
        at = at_time(day, 15, 0) + SOME_DAY_LATER
        entries.append(
            Entry(file.subject, len(entries) + 1, f"fill-{week}", "held", word, day_window(day), min(at, now), "import",
                  "import", body={"attended": ["family"]})
        )  # fmt: skip
    return replace(file, entries=tuple(entries))
