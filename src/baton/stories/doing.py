"""One line of a story done: acts and records by the engine, imports, the clock, new editions, a restored copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from baton.engine import as_seen, attempt, attempt_about, left_without, tick
from baton.engine.situation import Act, Done, InTheWay, Refusal
from baton.journal import Entry, Subject, nature_of
from baton.policy import model as m
from baton.policy.nodes import Node
from baton.stories.acts import act_of, by_of, correction_of, matter_of, subject_of
from baton.stories.imports import import_entries
from baton.stories.journals import Journals
from baton.stories.model import Line
from baton.stories.seen import After, hidden_to
from baton.stories.system import System
from baton.working_time import Moment, local_day

# The pack of the story with other settings, as the folder gives it.
WithSettings = Callable[[Mapping[str, Node]], m.Pack]
MOST_PASSES = 12


@dataclass
class State:
    """Everything that the lines of one story change."""

    packs: m.Packs
    journals: Journals
    with_settings: WithSettings
    system: System = field(default_factory=System)
    named: dict[str, tuple[Line, tuple[Entry, ...]]] = field(default_factory=dict)
    typed: int = 0

    def copy(self) -> State:
        """The same, to go on with apart."""
        return State(self.packs, self.journals.copy(), self.with_settings, replace(self.system), dict(self.named),
                     self.typed)  # fmt: skip

    def number(self) -> str:
        """The next act's number."""
        self.typed += 1
        return f"act{self.typed:04d}"


def do_line(state: State, line: Line) -> After:
    """Does one line; what it adds stands in the journals afterwards."""
    after = _DOERS[line.kind](state, line)
    if line.name:
        state.named[line.name] = (line, after.added)
    return after


def _look(state: State, line: Line) -> After:
    return After("nothing new")


def _act(state: State, line: Line) -> After:
    if line.verb == "release":
        return _release(state, line)
    pack = state.packs.on(local_day(line.at))
    subject = subject_of(line, pack, state.journals)
    return _attempt(state, line, act_of(line, subject, matter_of(line, state.journals)))


def _attempt(state: State, line: Line, act: Act) -> After:
    if act.subject is not None:
        answer = _about(state, act, line)
    else:
        answer = attempt(state.packs, state.journals.files(), act, by_of(line), line.at, state.number())
    if isinstance(answer, Refusal):
        answer = as_seen(answer, hidden_to(line.by, state.journals.files(), state.packs, line.at))
        return After("refused", answer, (), answer.items, 0, 1)
    added = state.journals.add(answer.entries)
    return After(_outcome(act, answer), answer, added, (), 1, 0)


def _outcome(act: Act, done: Done) -> str:
    if nature_of(act.verb) == "act" or act.subject is not None:
        return "done"
    return "kept and counts" if done.counts else "kept, does not count"


def _about(state: State, act: Act, line: Line) -> Done | Refusal:
    assert act.subject is not None
    file = state.journals.file(act.subject)
    answer = attempt_about(state.packs, file, act, by_of(line), line.at, state.number())
    if isinstance(answer, Refusal):
        return answer
    entries = tuple(_corrected(e, act) for e in answer.entries)
    answer = replace(answer, entries=entries)
    if nature_of(act.verb) == "act" and act.subject.kind in ("office", "worker") and not act.against_rule:
        later = state.journals.copy()
        later.add(entries)
        left = left_without(state.packs, state.journals.files(), later.files(), line.at)
        if left:
            return Refusal(act, tuple(left))
    return answer


def _corrected(entry: Entry, act: Act) -> Entry:
    flags = {key: True for key in ("did_not_happen", "wrong_child") if getattr(act, key)}
    return replace(entry, body={**entry.body, **flags}) if flags else entry


def _correct(state: State, line: Line) -> After:
    original, entries = state.named[line.correct]
    own = [e for e in entries if e.verb == original.verb or e.replaces is not None][:1] or list(entries[:1])
    if original.kind == "correct":
        own = list(entries[:1])
    added: list[Entry] = []
    refused: list[InTheWay] = []
    counts = False
    for before in own if len(original.for_) < 2 else [e for e in entries if e.verb == original.verb]:
        result = _attempt(state, line, correction_of(line, before, original))
        added.extend(result.added)
        refused.extend(result.refused)
        counts = counts or result.outcome in ("done", "kept and counts")
    if refused:
        return After("refused", None, tuple(added), tuple(refused), 0, 1)
    return After("kept and counts" if counts else "kept, does not count", None, tuple(added), (), 1, 0)


def _import(state: State, line: Line) -> After:
    added = state.journals.add(import_entries(line, state.journals, state.number()))
    return After("done" if added else "nothing new", None, added)


def _clock(state: State, line: Line) -> After:
    owed = owed_by_clock(state, line.at)
    if state.system.state == "hold":
        return After("nothing new")
    added = state.journals.add(owed)
    return After("done" if added else "nothing new", None, added)


def owed_by_clock(state: State, now: Moment) -> tuple[Entry, ...]:
    """Every entry that the clock's pass would write now, over all children and sittings with a journal."""
    trial = state.journals.copy()
    owed: list[Entry] = []
    for _pass in range(MOST_PASSES):
        found: list[Entry] = []
        subjects = [s for s in trial.by_subject if s.kind in ("child", "sitting", "worker")]
        for subject in subjects:
            found.extend(trial.add(tick(state.packs, trial.file(subject), now, state.number())))
        if not found:
            break
        owed.extend(found)
    return tuple(owed)


def _race(state: State, line: Line) -> After:
    """Two acts in one second: one comes first under the lock, the other is judged after it."""
    results = [do_line(state, one) for one in line.race]
    return After(
        "refused" if any(r.refused for r in results) else "done", None,
        tuple(e for r in results for e in r.added), tuple(i for r in results for i in r.refused),
        sum(r.done for r in results), sum(r.refusals for r in results),
    )  # fmt: skip


def _new_edition(state: State, line: Line) -> After:
    assert line.in_force_from is not None
    pack = state.with_settings(line.settings)
    edition = replace(pack.edition, name=line.edition, in_force_from=line.in_force_from.first_day, review_by=None)
    state.packs = m.Packs((*state.packs.editions, replace(pack, edition=edition, build=f"{pack.build}+{line.edition}")))
    return After()


def _new_build(state: State, line: Line) -> After:
    """A better encoding of the edition in force: it corrects everything open under it."""
    old = state.packs.named(line.edition) if line.edition else state.packs.on(local_day(line.at))
    pack = state.with_settings(line.settings)
    mended = replace(pack, edition=old.edition, build=f"{pack.build}+build {line.label}")
    state.packs = m.Packs(tuple(mended if e is old else e for e in state.packs.editions))
    return After()


def _restore(state: State, line: Line) -> After:
    assert line.restore_to is not None
    state.journals.keep_until(line.restore_to)
    state.system.restored(line.restore_to)
    return After()


def _release(state: State, line: Line) -> After:
    """What the outbox says has gone is written down as sent, and not sent again."""
    act = Act(
        "release", "", (), None, "", dict(line.values), reason=line.reason, subject=Subject("authority", "system")
    )
    answer = _about(state, act, line)
    if isinstance(answer, Refusal):
        return After("refused", answer, (), answer.items, 0, 1)
    added = state.journals.add(answer.entries)
    already = int(line.values.get("already_sent") or 0)
    for entry in owed_by_clock(state, line.at):
        is_notice = entry.verb == "told"
        gone = is_notice and already > 0
        already -= 1 if gone else 0
        flagged = replace(entry, body={**entry.body, "already_sent": True}) if gone else entry
        added += state.journals.add([flagged])
    state.system.released()
    return After("done", answer, added, (), 1, 0)


_DOERS: Mapping[str, Callable[[State, Line], After]] = {
    "act": _act,
    "record": _act,
    "correct": _correct,
    "import": _import,
    "clock": _clock,
    "look": _look,
    "race": _race,
    "new_edition": _new_edition,
    "new_build": _new_build,
    "restore": _restore,
}
