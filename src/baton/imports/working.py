"""Some children of an import: their accounts made lines, set beside what stands here, and tried or taken in.

Runs in this process or in one of several that were born from it; nothing is shared between them but the plan.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from baton.engine import assess
from baton.engine.facts import facts_of
from baton.imports.beside import beside, is_held_here, of_people
from baton.imports.claims import HOLDS
from baton.imports.effects import DUE, Due, Effects, State, state_of
from baton.imports.entries import body_of, complete_line, holder_lines, lines_of
from baton.imports.folding import account_of
from baton.imports.planning import ALL, COMPLETE, SOURCE, Plan
from baton.imports.previous import LASTING, to_json
from baton.imports.resolving import Resolve, numbered
from baton.imports.spells import Doubt
from baton.journal import Entry, File, Subject
from baton.journal.observations import Said
from baton.store import observation, observing
from baton.store.files import file_of
from baton.store.reading import Journals, read
from baton.store.surroundings import Surroundings
from baton.store.tenancy import as_program, cursor_of
from baton.working_time import Window, day_window, midnight

log = logging.getLogger(__name__)


def try_out(plan: Plan, around: Surroundings, children: Sequence[str]) -> Effects:
    """What the import would mean for these children. Nothing is written."""
    effects = Effects()
    journals = _journals(plan, children)
    for child in children:
        subject = plan.subjects[child]
        before = file_of(journals, around, subject)
        lines, doubts = _lines(plan, around, child, before)
        effects.doubts += [(child, doubt) for doubt in doubts]
        entries = _after(before, subject, [*lines, *_complete(plan, child)], plan)
        try:
            was = assess(around.packs, before, plan.now) if before.entries else None
            will_be = assess(around.packs, replace(before, entries=entries), plan.now)
        except Exception as problem:
            _failed(effects, plan, child, problem)
            continue
        effects.saw(child, state_of(child, was), state_of(child, will_be))
        effects.new += not before.entries
        effects.children += 1
        effects.entries += len(entries) - len(before.entries)
    return effects


def take_in(plan: Plan, around: Surroundings, children: Sequence[str]) -> Effects:
    """Takes these children in; one that cannot be worked out is left out, and the others are not."""
    effects = Effects()
    journals = _journals(plan, children)
    was = _states(plan, children)
    said: list[observation.Said] = []
    for child in children:
        file = file_of(journals, around, plan.subjects[child])
        lines, doubts = _lines(plan, around, child, file)
        effects.doubts += [(child, doubt) for doubt in doubts]
        effects.new += not file.entries
        said += _said(plan, child, lines, file)
    done = _observe(plan, said, effects)
    failed = {child for child, _ in effects.failed}
    left = [child for child in children if child not in failed]
    now = _states(plan, left)
    for child in left:
        effects.saw(child, was.get(child, State()), now.get(child, State()))
    effects.children += len(left)
    effects.entries += done
    return effects


def remember_only(plan: Plan, children: Sequence[str]) -> None:
    """Keeps that another extract says the same of these children."""
    said = []
    for child in children:
        key = observation.Key(SOURCE, child, ALL)
        memory = to_json(plan.memories[child])
        said.append(observation.Said(key, plan.subjects[child], _as_at(plan), (), memory, "add"))
    observing.observe(plan.authority, said, plan.by, plan.now)


def tell_complete(plan: Plan, children: Sequence[str]) -> Effects:
    """Writes only of which words none recorded now means no."""
    effects = Effects()
    was = _states(plan, children)
    said = [one for child in children for one in _complete_said(plan, child)]
    effects.entries = _observe(plan, said, effects)
    now = _states(plan, children)
    for child in children:
        effects.saw(child, was.get(child, State()), now.get(child, State()))
    return effects


# --- lines -----------------------------------------------------------------------------------------------------------


def _journals(plan: Plan, children: Sequence[str]) -> Journals:
    with as_program(plan.authority) as raw:
        return read(raw, plan.authority, [plan.subjects[child] for child in children])


def _lines(plan: Plan, around: Surroundings, child: str, file: File) -> tuple[list[Said], list[Doubt]]:
    """The lines of one child beside what people recorded of it."""
    account = account_of(plan.memories[child], plan.sources)
    own = of_people(file.entries)
    lines, doubts = beside(lines_of(account, plan.staff.person), own, plan.sources)
    resolve = Resolve(plan, around, file, lines, own)
    if is_held_here(own):
        account.open_since = None  # somebody here has said who holds the child: no extract needs to say nobody
    return [*(_as_kept(line, file) for line in lines), *holder_lines(account, resolve)], account.doubts + doubts


def _as_kept(line: Said, file: File) -> Said:
    """What does not change with time keeps the day by which it was first known here, whatever is loaded later."""
    if line.word not in LASTING or not line.happened.is_vague:
        return line
    same = (
        e for e in file.entries
        if e.source == "import" and (e.verb, e.word) == (line.phase, line.word) and dict(e.values) == dict(line.values)
    )  # fmt: skip
    known = next(same, None)
    return line if known is None else line._replace(happened=known.happened)


def _after(file: File, subject: Subject, lines: Sequence[Said], plan: Plan) -> tuple[Entry, ...]:
    """The journal as it would be: what an import said before and says no longer is left out, what is new is added."""
    left = list(lines)
    kept: list[Entry] = []
    for entry in file.entries:
        if entry.source != "import":
            kept.append(entry)
            continue
        same = next((line for line in left if _is(entry, line)), None)
        if same is not None:
            left.remove(same)
            kept.append(entry)
        elif entry.word == COMPLETE or entry.matter:
            kept.append(entry)
    added = numbered(subject, (), left, plan)
    last = max((e.number for e in file.entries), default=0)
    return (*kept, *(replace(e, number=e.number + last) for e in added))


def _is(entry: Entry, line: Said) -> bool:
    return (entry.verb, entry.word, entry.happened) == (line.phase, line.word, line.happened) and (
        dict(entry.values) == dict(line.values)
    )


# --- what the store is told ------------------------------------------------------------------------------------------


def _said(plan: Plan, child: str, lines: Sequence[Said], file: File) -> Iterator[observation.Said]:
    subject = plan.subjects[child]
    key = observation.Key(SOURCE, child, ALL)
    kept = to_json(plan.memories[child])
    yield observation.Said(key, subject, _as_at(plan), tuple(_line(line) for line in lines), kept)
    yield from _complete_said(plan, child)
    yield from _entered(plan, child, lines, file)


def _line(line: Said, matter: str = "") -> observation.Line:
    return observation.Line(line.phase, line.word, line.happened, body_of(line), matter)


def _as_at(plan: Plan) -> int:
    return midnight(plan.result.as_at)


def _not_told(plan: Plan, child: str) -> dict[str, str]:
    """The words of which the child's journal does not say yet that they are complete, or not up to such a day."""
    told = plan.told.get(child, {})
    return {word: to for word, to in plan.complete.items() if told.get(word, "") < to}


def _complete(plan: Plan, child: str) -> list[Said]:
    by_day: dict[str, list[str]] = {}
    for word, to in sorted(_not_told(plan, child).items()):
        by_day.setdefault(to, []).append(word)
    return [complete_line(child, tuple(words), to) for to, words in sorted(by_day.items())]


def _complete_said(plan: Plan, child: str) -> Iterator[observation.Said]:
    lines = tuple(_line(line) for line in _complete(plan, child))
    if lines:
        key = observation.Key(SOURCE, child, COMPLETE)
        keep = {**plan.told.get(child, {}), **_not_told(plan, child)}
        yield observation.Said(key, plan.subjects[child], _as_at(plan), lines, keep, "add")


def _entered(plan: Plan, child: str, lines: Sequence[Said], file: File) -> Iterator[observation.Said]:
    """A move done here that the case system now shows: it has been entered there."""
    if plan.pack.pack.books.get(HOLDS, "baton") == "baton" or not any(e.matter for e in file.entries):
        return
    shown = [line for line in lines if line.word == HOLDS and line.values.get("stands") is not False]
    if not shown:
        return
    latest = max(shown, key=lambda line: line.happened.hi)
    for matter in facts_of(file.entries).matters.values():
        moved = matter.moved
        if moved is None or "entered_in_case_system_at" in matter.slots or latest.happened.hi <= moved.happened.lo:
            continue
        if moved.values.get("person") and moved.values["person"] == latest.values.get("worker"):
            day = day_window(latest.happened.last_day)
            values = {"entered_in_case_system_at": min(day.hi, plan.now)}
            line = Said(child, "entered_in_case_system", "given", day, values, latest.at)
            key = observation.Key(SOURCE, child, f"entered/{matter.id}")
            yield observation.Said(key, plan.subjects[child], _as_at(plan), (_line(line, matter.id),), None, "add")


def _observe(plan: Plan, said: list[observation.Said], effects: Effects) -> int:
    """Takes all of it in together; if one child is a trap, each child by itself. Returns the entries added."""
    try:
        return observing.observe(plan.authority, said, plan.by, plan.now).entries
    except Exception as problem:
        children = sorted({one.key.natural_key for one in said})
        if len(children) == 1:
            _failed(effects, plan, children[0], problem)
            return 0
    entries = 0
    for child in children:
        entries += _observe(plan, [one for one in said if one.key.natural_key == child], effects)
    return entries


def _failed(effects: Effects, plan: Plan, child: str, problem: Exception) -> None:
    log.error("child %s of %s was not taken in: %s", plan.subjects[child].id, plan.authority, type(problem).__name__)
    effects.failed.append((child, f"{type(problem).__name__}: {problem}".splitlines()[0]))


# --- what is derived -------------------------------------------------------------------------------------------------

_STATES = """SELECT c.child, c.holder_kind, c.holder_person, c.holder_team, c.holder_flag,
  EXISTS (SELECT FROM difference d WHERE d.authority = c.authority AND d.kind = 'child' AND d.subject_id = c.child)
FROM child c WHERE c.authority = %s AND c.child = ANY(%s::text[])"""

_ROUTES = """SELECT r.child, r.route, r.state, r.from_place, r.to_place, r.at_from, r.at_to, r.clause
FROM route_row r WHERE r.authority = %s AND r.child = ANY(%s::text[]) AND r.state IN ('due', 'late', 'due_if')"""


def _states(plan: Plan, children: Sequence[str]) -> dict[str, State]:
    """Who holds these children and which of their moves are due, as the derived rows say it."""
    of = {plan.subjects[child].id: child for child in children}
    due: dict[str, dict[str, Due]] = {}
    due_if: dict[str, set[str]] = {}
    with as_program(plan.authority) as raw:
        for subject_id, route, state, from_, to, lo, hi, clause in cursor_of(raw).execute(
            _ROUTES, (plan.authority, list(of))
        ):
            child = of[subject_id]
            if state in DUE:
                at = Window(lo, hi) if lo is not None else None
                due.setdefault(child, {})[route] = Due(child, route, state, from_, to, at, tuple(clause))
            else:
                due_if.setdefault(child, set()).add(route)
        rows = cursor_of(raw).execute(_STATES, (plan.authority, list(of))).fetchall()
    return {
        of[i]: State(kind, person, team, due.get(of[i], {}), frozenset(due_if.get(of[i], ())), differs, flag)
        for i, kind, person, team, flag, differs in rows
    }
