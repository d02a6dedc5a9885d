"""Mutants tried on scenarios: which stated expectation, if any, notices each change.

A story kills a mutant only if an expectation that it states changes; that the engine fails is no proof. The stories
that cite one of the mutant's clauses are run first, each up to the first line that notices.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from baton.coverage.mutants import Mutant, mutants_of
from baton.engine import assess
from baton.policy import model as m
from baton.policy.nodes import Node
from baton.stories.acts import open_matters
from baton.stories.compare import Failure
from baton.stories.doing import State, WithSettings
from baton.stories.journals import Journals
from baton.stories.model import Line, Story
from baton.stories.on_disk import StoryPack
from baton.stories.runner import ENGINE, Run, begin, failures_of
from baton.working_time import Calendar, Moment

PROCESSES = 2
_CHUNK = 4


class Verdict(NamedTuple):
    """What became of one mutant: the story and line that noticed it, "" if none; whether the engine failed on it."""

    mutant: int
    killed_by: str
    crashed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A story made ready: its world as the true pack gives it, what fails already, and which rules it can touch.

    `kinds` are the matters that are ever open or due in it, `routes` the routes ever judged: a rule of another matter,
    or another route, is never looked at in this story, whatever is changed in it.
    """

    story: Story
    state: State
    known: frozenset[tuple[str, str]]
    kinds: frozenset[str]
    routes: frozenset[str]

    @property
    def name(self) -> str:
        return self.story.file.rpartition("/")[2].removesuffix(".yaml")


def prepared(story: Story, found: StoryPack, calendar: Calendar) -> Trial:
    """The trial of one story, run once on the true pack."""
    assert found.packs is not None
    state = begin(story, found.packs, calendar, found.with_settings, Run(story))
    known = frozenset((f.label, f.path) for f in _failures(story, state))
    kinds: set[str] = set()
    routes: set[str] = set()
    for seen in moments_of(story, state):
        for child, file in seen.journals.files().items():
            kinds |= {kind for _id, kind in open_matters(seen.journals, child).items()}
            for answer in assess(seen.packs, file, seen.now).routes:
                routes.add(answer.route)
                kinds.add(answer.matter)
    pack = found.packs.editions[-1]
    kinds |= {key for key, matter in pack.matters.items() if matter.about != "child"}
    return Trial(story, state, known, frozenset(a for kind in kinds for a in _ancestry(pack, kind)), frozenset(routes))


def _ancestry(pack: m.Pack, kind: str) -> Iterator[str]:
    while kind in pack.matters:
        yield kind
        kind = pack.matters[kind].is_


class OneMoment(NamedTuple):
    packs: m.Packs
    journals: Journals
    now: Moment


def moments_of(story: Story, ready: State) -> Iterator[OneMoment]:
    """What the journals hold after each line, the branches too. A line that fails is passed over."""
    main = ready.copy()
    yield from _after_each(main, story.lines)
    for lines in story.branches.values():
        yield from _after_each(main.copy(), lines)


def _after_each(state: State, lines: tuple[Line, ...]) -> Iterator[OneMoment]:
    for line in lines:
        for _failure in failures_of(state, (line,)):
            pass
        yield OneMoment(state.packs, state.journals, line.at)


def _failures(story: Story, ready: State) -> Iterator[Failure]:
    state = ready.copy()
    yield from failures_of(state, story.lines)
    for lines in story.branches.values():
        yield from failures_of(state.copy(), lines)


def judge(index: int, mutant: Mutant, trials: Sequence[Trial]) -> Verdict:
    """Runs the stories on one mutant until one notices."""
    crashed = False
    cites = set(mutant.clauses)
    changed: dict[int, m.Pack] = {}
    for trial in sorted(trials, key=lambda t: not cites & set(t.story.cites)):
        if not _touches(trial, mutant):
            continue
        for failure in _failures(trial.story, _with_mutant(trial.state, mutant, changed)):
            if failure.path == ENGINE:
                crashed = True
            elif (failure.label, failure.path) not in trial.known:
                return Verdict(index, f"{trial.name}, line {failure.label}", crashed)
    return Verdict(index, "", crashed)


def _touches(trial: Trial, mutant: Mutant) -> bool:
    if mutant.routes:
        return bool(mutant.routes & trial.routes)
    return not mutant.matters or bool(mutant.matters & trial.kinds)


def _with_mutant(ready: State, mutant: Mutant, changed: dict[int, m.Pack]) -> State:
    state = ready.copy()
    true = state.packs.editions[-1]
    if id(true) not in changed:
        changed[id(true)] = replace(mutant.make(true), build=f"mutant of {true.build}")
    state.packs = m.Packs((*state.packs.editions[:-1], changed[id(true)]))
    state.with_settings = _changed_settings(ready.with_settings, mutant)
    return state


def _changed_settings(with_settings: WithSettings, mutant: Mutant) -> WithSettings:
    """The same change made on the pack with other settings, where it is still there to be made."""

    def read(settings: Mapping[str, Node]) -> m.Pack:
        pack = with_settings(settings)
        again = next((one for one in mutants_of(pack) if one.name == mutant.name), None)
        return again.make(pack) if again is not None else pack

    return read


_SHARED: tuple[Sequence[Mutant], Sequence[Trial]] = ((), ())


def judge_all(
    mutants: Sequence[Mutant], trials: Sequence[Trial], processes: int = PROCESSES,
    progress: Callable[[list[Verdict]], None] | None = None,
) -> list[Verdict]:  # fmt: skip
    """Every mutant's verdict, in order; the work is shared among processes that inherit what was prepared."""
    global _SHARED
    _SHARED = (mutants, trials)
    found: list[Verdict] = []
    if processes < 2:
        verdicts: Iterator[Verdict] = map(_judge_shared, range(len(mutants)))
        found = _gathered(verdicts, progress)
    else:
        context = multiprocessing.get_context("fork")
        with context.Pool(processes) as pool:
            found = _gathered(pool.imap_unordered(_judge_shared, range(len(mutants)), _CHUNK), progress)
    return sorted(found)


def _gathered(verdicts: Iterator[Verdict], progress: Callable[[list[Verdict]], None] | None) -> list[Verdict]:
    found = []
    for verdict in verdicts:
        found.append(verdict)
        if progress is not None:
            progress(found)
    return found


def _judge_shared(index: int) -> Verdict:
    mutants, trials = _SHARED
    return judge(index, mutants[index], trials)
