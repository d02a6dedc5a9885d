"""What an import is about to do, before any child is looked at: what was read, what was known, who and where is named.

Reads the store, writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Final

from baton.engine.compiled import Compiled, compiled
from baton.imports.claims import HOLDS
from baton.imports.dry_run import DryRun
from baton.imports.merge import compare
from baton.imports.model import CannotRead, Observation, ReadResult
from baton.imports.names import subject_ids
from baton.imports.previous import Memory, Place, Saying, from_json, remember
from baton.imports.sources import Sources, sources_from
from baton.imports.staff import Staff
from baton.imports.teams import Teams, checked
from baton.journal import Subject
from baton.store import observation, observing
from baton.store.asking import around as around_of
from baton.store.surroundings import Surroundings
from baton.working_time import Moment, local_day

SOURCE: Final = "import"  # of the keys under which an import keeps what it made of a child
ALL: Final = "all"
COMPLETE: Final = "complete"


@dataclass(slots=True)
class Plan:
    """One import of one authority. Children by the name that the extracts give them."""

    authority: str
    now: Moment
    by: str
    result: ReadResult
    files: tuple[Path, ...]
    run: DryRun
    around: Surroundings
    pack: Compiled
    sources: Sources
    teams: Teams
    staff: Staff
    memories: dict[str, Memory] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)  # something else is said of them now
    heard: list[str] = field(default_factory=list)  # the same, by another extract
    silent: list[str] = field(default_factory=list)  # only that none recorded means no is new for them
    new_names: dict[str, str] = field(default_factory=dict)  # team names that are to be kept
    complete: dict[str, str] = field(default_factory=dict)  # word, of which none recorded means no, to its last day
    new_words: tuple[str, ...] = ()  # those that this extract is complete in
    told: dict[str, dict[str, str]] = field(default_factory=dict)  # the same, as each child has been told of it

    @property
    def changes_nothing(self) -> bool:
        """Whether importing would write nothing at all."""
        return not (self.touched or self.silent or self.new_names)


def plan(
    authority: str,
    result: ReadResult,
    files: Sequence[Path],
    now: Moment,
    by: str,
    *,
    complete: Collection[str] = (),
    team_names: Mapping[str, str] | None = None,
) -> Plan:
    """The plan of one import. CannotRead if the extract is of a day to come; UnknownTeam for a name without a team."""
    if result.as_at > local_day(now):
        raise CannotRead(
            f"The extract is of {result.as_at:%d/%m/%Y}, a day to come: nothing can have been seen then.",
            "Give the day on which it was taken with --as-at.",
        )
    around = around_of(authority)
    pack = compiled(around.packs.on(local_day(now)))
    own = around.journals.get(Subject("authority", authority), ())
    sources = sources_from(own, pack.pack.books)
    names = checked(team_names or {}, Teams(pack.pack, around.organisation))
    new_names = {name: team for name, team in names.items() if sources.team_names.get(name) != team}
    sources = replace(
        sources, complete=sources.complete | set(complete), team_names={**sources.team_names, **names}
    )  # fmt: skip
    teams = Teams(pack.pack, around.organisation, sources.team_names)
    staff = Staff(around.organisation, (e for j in around.journals.values() for e in j))
    made = Plan(authority, now, by, result, tuple(files), DryRun(), around, pack, sources, teams, staff)
    made.new_names = new_names
    known = observing.known(authority, SOURCE)
    _hear(made, known)
    _say_what_is_complete(made, known)
    made.subjects = subject_ids(authority, [*made.touched, *made.heard, *made.silent], known)
    _name_workers(made)
    return made


def _hear(made: Plan, known: Mapping[observation.Key, observation.Kept]) -> None:
    """Sets what was read against what was known, extract by extract, and takes it into the memories."""
    result = made.result
    kept = {key.natural_key: one.keep for key, one in known.items() if key.group == ALL}
    complete = made.sources.complete_in({o.group for o in result.observations})
    everybody = set(kept) if complete or made.new_names else set()
    wanted = everybody | {o.child for o in result.observations}
    made.memories = {child: from_json(child, kept[child]) for child in wanted if child in kept}
    touched: set[str] = set()
    heard: set[str] = set()
    for number, (day, observations) in enumerate(_by_day(result.observations)):
        run = compare(
            {key: digest for memory in _of(made, observations, everybody) for key, digest in memory.digests()},
            observations,
            result.rejected if number == 0 else (),
            remarks=result.remarks if number == 0 else (),
            not_used=result.not_used if number == 0 else (),
            complete=complete if day == result.as_at else (),
        )
        changed, again = remember(made.memories, run)
        touched |= changed
        heard |= again
        _add(made.run, run)
    if not result.observations:
        made.run = compare({}, (), result.rejected, remarks=result.remarks, not_used=result.not_used)
    if made.new_names:
        touched |= {child for child, memory in made.memories.items() if _names_a_team(memory, made.new_names)}
    made.touched = sorted(touched)
    made.heard = sorted(heard - touched)


def _of(made: Plan, observations: Iterable[Observation], everybody: Collection[str]) -> Iterator[Memory]:
    for child in {o.child for o in observations} | set(everybody):
        memory = made.memories.get(child)
        if memory is not None:
            yield memory


def _by_day(observations: Iterable[Observation]) -> list[tuple[date, list[Observation]]]:
    found: dict[date, list[Observation]] = defaultdict(list)
    for each in observations:
        found[each.as_at].append(each)
    return sorted(found.items())


def _add(all_of_it: DryRun, run: DryRun) -> None:
    for one in fields(DryRun):
        mine, theirs = getattr(all_of_it, one.name), getattr(run, one.name)
        if isinstance(mine, list):
            mine.extend(theirs)
        else:
            mine.update(theirs)


def _names_a_team(memory: Memory, names: Mapping[str, str]) -> bool:
    return any(
        fact.part("team") in names
        for (_, group), sayings in memory.says.items()
        if group.endswith(f"/{HOLDS}")
        for saying in sayings
        for fact in saying.facts
    )


def _say_what_is_complete(made: Plan, known: Mapping[observation.Key, observation.Kept]) -> None:
    """Of which words none recorded means no, by this extract and earlier ones; every child in the extracts is told."""
    result = made.result
    if result.observations:
        made.new_words = made.sources.complete_words({o.group for o in result.observations})
    made.complete = dict(made.sources.told)
    for word in made.new_words:
        made.complete[word] = max(f"{result.as_at}", made.complete.get(word, ""))
    kept = {key.natural_key: one.keep for key, one in known.items() if key.group == COMPLETE}
    everybody = {key.natural_key for key in known if key.group == ALL} | set(made.memories)
    made.told = {child: kept.get(child, {}) for child in everybody}
    short = {child for child in everybody if not made.complete.keys() <= made.told[child].keys()}
    made.silent = sorted(short - set(made.touched))


def _name_workers(made: Plan) -> None:
    """Every worker named for a child that will be looked at is known from here on, or provisional."""
    for child in made.touched:
        for place, sayings in sorted(made.memories[child].says.items()):
            for name, team in _workers(place, sayings):
                found = made.teams.of_name(team)
                made.staff.person(name, found.team if found is not None else "")


def _workers(place: Place, sayings: Iterable[Saying]) -> Iterator[tuple[str, str]]:
    group = place[1]
    if group.endswith(f"/{HOLDS}") or group.startswith("social_worker/"):
        yield from (
            (name, fact.part("team") or "") for s in sayings for fact in s.facts if (name := fact.part("worker"))
        )
    elif group.endswith("/personal_adviser"):
        yield from ((name, "") for s in sayings for fact in s.facts if (name := fact.part("adviser")))
