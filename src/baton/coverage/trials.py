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
from baton.policy import model as m
from baton.policy.nodes import Node
from baton.stories.compare import Failure
from baton.stories.doing import State, WithSettings
from baton.stories.model import Story
from baton.stories.on_disk import StoryPack
from baton.stories.runner import ENGINE, Run, begin, failures_of
from baton.working_time import Calendar

PROCESSES = 2
_CHUNK = 4


class Verdict(NamedTuple):
    """What became of one mutant: the story and line that noticed it, "" if none; whether the engine failed on it."""

    mutant: int
    killed_by: str
    crashed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """A story made ready: its world as the true pack gives it, and what fails already."""

    story: Story
    state: State
    known: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        return self.story.file.rpartition("/")[2].removesuffix(".yaml")


def prepared(story: Story, found: StoryPack, calendar: Calendar) -> Trial:
    """The trial of one story, run once on the true pack."""
    assert found.packs is not None
    state = begin(story, found.packs, calendar, found.with_settings, Run(story))
    known = frozenset((f.label, f.path) for f in _failures(story, state))
    return Trial(story, state, known)


def _failures(story: Story, ready: State) -> Iterator[Failure]:
    state = ready.copy()
    yield from failures_of(state, story.lines)
    for lines in story.branches.values():
        yield from failures_of(state.copy(), lines)


def judge(index: int, mutant: Mutant, trials: Sequence[Trial]) -> Verdict:
    """Runs the stories on one mutant until one notices."""
    crashed = False
    cites = set(mutant.clauses)
    ordered = sorted(trials, key=lambda t: not cites & set(t.story.cites))
    for trial in ordered:
        for failure in _failures(trial.story, _with_mutant(trial.state, mutant)):
            label, path = failure.label, failure.path
            if path == ENGINE:
                crashed = True
            elif (label, path) not in trial.known:
                return Verdict(index, f"{trial.name}, line {label}", crashed)
    return Verdict(index, "", crashed)


def _with_mutant(ready: State, mutant: Mutant) -> State:
    state = ready.copy()
    true = state.packs.editions[-1]
    changed = replace(mutant.make(true), build=f"mutant of {true.build}")
    state.packs = m.Packs((*state.packs.editions[:-1], changed))
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
    progress: Callable[[int], None] | None = None,
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


def _gathered(verdicts: Iterator[Verdict], progress: Callable[[int], None] | None) -> list[Verdict]:
    found = []
    for verdict in verdicts:
        found.append(verdict)
        if progress is not None:
            progress(len(found))
    return found


def _judge_shared(index: int) -> Verdict:
    mutants, trials = _SHARED
    return judge(index, mutants[index], trials)
