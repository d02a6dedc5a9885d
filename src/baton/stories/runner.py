"""Runs a story: the world, then its lines, then each branch from where the lines ended. Opens no file."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

from baton.policy import model as m
from baton.stories.children import child_entries
from baton.stories.compare import Failure, check, stated
from baton.stories.doing import State, WithSettings, do_line, owed_by_clock
from baton.stories.journals import Journals
from baton.stories.model import Line, Story
from baton.stories.names import unknown_names
from baton.stories.opened import open_matter
from baton.stories.seen import After, Seen
from baton.stories.system import seen_of
from baton.stories.world import World, family_entries
from baton.working_time import Calendar

ENGINE = "engine"  # the path of a failure that is a defect and not an answer


@dataclass
class Run:
    """What came of one story."""

    story: Story
    failures: list[Failure] = field(default_factory=list)
    lines: int = 0
    stated: int = 0
    world: World | None = None

    @property
    def passed(self) -> bool:
        return not self.failures


def run_story(story: Story, packs: m.Packs, calendar: Calendar, with_settings: WithSettings) -> Run:
    """Runs one story on these packs. `with_settings` gives the pack with other settings, for a new build."""
    run = Run(story)
    state = begin(story, packs, calendar, with_settings, run)
    if run.world is not None:
        run.failures.extend(unknown_names(story, run.world.pack, run.world))
    _lines(run, state, story.lines)
    for lines in story.branches.values():
        _lines(run, state.copy(), lines)
    return run


def begin(story: Story, packs: m.Packs, calendar: Calendar, with_settings: WithSettings, run: Run) -> State:
    """The world of a story before its first line. What could not be supplied becomes failures."""
    pack = packs.named(story.edition) if story.edition else packs.editions[-1]
    world = run.world = World(story, pack)
    journals = Journals(calendar, world.entries())
    journals.add(family_entries(story.cast))
    journals.add(child_entries(story, world))
    for opened in story.cast.open:
        for says in open_matter(packs, pack, journals, world, opened):
            run.failures.append(Failure(opened.where, "0", "cast.open", "the matter open as stated", says))
    return State(packs, journals, with_settings)


def after_all(story: Story, state: State, run: Run) -> State:
    """The state after the lines of a story, without its branches: for asking what follows."""
    _lines(run, state, story.lines)
    return state


def _lines(run: Run, state: State, lines: tuple[Line, ...]) -> None:
    run.lines += len(lines)
    run.stated += sum(stated(line.expect) for line in lines)
    run.failures.extend(failures_of(state, lines))


def failures_of(state: State, lines: tuple[Line, ...]) -> Iterator[Failure]:
    """Does lines one after another and yields what does not hold, as it is found: a caller may stop at the first."""
    for line in lines:
        try:
            yield from _line(state, line)
        except Exception as error:  # a defect of the engine must not hide the other stories
            place = traceback.extract_tb(error.__traceback__)[-1]
            told = f"{type(error).__name__}: {error} ({place.filename.rpartition('/')[2]}:{place.lineno})"
            yield Failure(line.where, line.label, ENGINE, "an answer", told)


def _line(state: State, line: Line) -> Iterator[Failure]:
    if line.kind == "race":
        yield from _both_orders(state, line)
        return
    after = do_line(state, line)
    yield from _judged(state, line, after)


def _both_orders(state: State, line: Line) -> Iterator[Failure]:
    """Whichever of two acts comes first, what is stated must hold; the story goes on from the first order."""
    other = state.copy()
    turned = Line(**{**{f: getattr(line, f) for f in Line.__slots__}, "race": tuple(reversed(line.race))})
    yield from _judged(state, line, do_line(state, line))
    yield from _judged(other, turned, do_line(other, turned))


def _judged(state: State, line: Line, after: After) -> Iterator[Failure]:
    expects_refusal = line.expect is not None and (
        "refused" in line.expect.lists or line.expect.outcome == "refused" or line.expect.exactly
    )
    if after.refused and not expects_refusal:
        yield _not_expected(line, after)
    if line.expect is None:
        return
    system: dict[str, object] = {}
    if line.expect.system:
        owed = owed_by_clock(state, line.at) if state.system.state == "hold" else ()
        standing = (e for entries in state.journals.by_subject.values() for e in entries)
        system = seen_of(state.system, standing, owed)
    yield from check(line, line.expect, Seen(state.packs, state.journals, line, after, system))


def _not_expected(line: Line, after: After) -> Failure:
    said = "; ".join(
        " ".join(filter(None, (i.child, i.kind.replace("_", " "), i.rule, ", ".join(i.missing), i.says,
                               f"needs {', '.join(i.needs)}" if i.needs else "")))
        for i in after.refused[:3]
    )  # fmt: skip
    clause = tuple(c for i in after.refused[:3] for c in i.clause)
    return Failure(line.where, line.label, "outcome", "the act is done", f"refused: {said}", clause)
