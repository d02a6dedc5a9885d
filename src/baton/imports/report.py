"""What an import did or would do, for a person and for a program: counts, children, sentences, every row's answer."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from baton.imports.claims import HOLDS
from baton.imports.dry_run import RowAnswer
from baton.imports.effects import Due, Effects
from baton.imports.model import Remark
from baton.imports.planning import Plan
from baton.imports.teams import unmapped
from baton.working_time import say_window

_TOLD_APART: Final = 5  # remarks of a kind: up to so many are told one by one
_COLUMNS: Final = ("file", "sheet", "row", "child", "answer", "why", "expected", "to do", "value")


@dataclass(slots=True)
class Report:
    """One import or dry run."""

    plan: Plan
    effects: Effects
    saved: bool

    def rows(self) -> list[RowAnswer]:
        """Every row of the files with its answer."""
        return self.plan.run.rows()

    def counts(self) -> dict[str, int]:
        """The figures, by the names that pages and programs use."""
        e = self.effects
        return self.plan.run.counts() | {
            "children touched": len(self.plan.touched), "children new": e.new, "entries": e.entries,
            "nobody": len(e.nobody), "routes due": len(e.due), "moved": len(e.moved), "differ": len(e.differ),
            "provisional workers": len(self.plan.staff.new), "teams not known": len(self.unknown_teams()),
            "not taken in": len(e.failed),
        }  # fmt: skip

    def unknown_teams(self) -> list[tuple[str, str]]:
        """Names of teams that no team here has, each with the nearest."""
        written = {
            team for o in (*self.plan.run.new, *(c.observation for c in self.plan.run.changed)) for fact in o.facts
            if fact.word == HOLDS and (team := fact.part("team"))
        }  # fmt: skip
        return unmapped(written, self.plan.teams)

    # --- in words ----------------------------------------------------------------------------------------------------

    def sentences(self) -> Iterator[str]:
        """The report as lines of text, the most pressing first. No child's name: extracts hold none."""
        yield from self._head()
        yield from self._for_children()
        yield from self._needs_a_person()
        yield from self._cannot_be_read()

    def _head(self) -> Iterator[str]:
        c = self.counts()
        yield "Saved." if self.saved else "Nothing has been saved."
        if self.plan.changes_nothing and not self.plan.run.rejected:
            yield "The same files change nothing."
            return
        if self.plan.changes_nothing:
            yield "These files change nothing."
        yield (
            f"{c['rows']} rows, as at {self.plan.result.as_at:%d/%m/%Y}: {c['rows new']} new, {c['rows changed']} "
            f"changed, {c['rows unchanged']} say what is known, {c['rows needs a person']} need a person, "
            f"{c['rows cannot be read']} cannot be read, {c['rows not used']} not used."
        )
        yield (
            f"{c['children']} children, {c['children new']} of them new here; "
            f"{c['entries']} entries {'were' if self.saved else 'would be'} added."
        )

    def _for_children(self) -> Iterator[str]:
        e = self.effects
        would = "" if self.saved else "would "
        if not (self.plan.touched or self.plan.silent):
            return
        yield "For children"
        has = "have" if would or len(e.nobody) != 1 else "has"
        yield f"  {len(e.nobody)} {would}{has} nobody: a breach; the team's landing holder is asked to name someone"
        by_route = Counter(due.route for due in e.due)
        if not by_route:
            yield "  0 moves become due"
        for route, number in sorted(by_route.items()):
            clause = next(due.clause for due in e.due if due.route == route)
            yield f"  {number} due or late to move by {route} ({', '.join(clause)})"
        for route, number in sorted(e.due_if.items()):
            yield f"  {number} due to move by {route} if a question is answered so"
        why = "" if self._case_system_keeps() else " (Baton keeps worker and team here, so an extract moves nobody)"
        yield f"  {len(e.moved)} {would}change worker or team{why}"

    def _case_system_keeps(self) -> bool:
        return self.plan.pack.pack.books.get(HOLDS, "baton") != "baton"

    def _needs_a_person(self) -> Iterator[str]:
        found = [*self._remarks(), *self._conflicts(), *self._doubts(), *self._staff()]
        if found:
            yield "Needs a person"
            yield from (f"  {line}" for line in found)

    def _remarks(self) -> Iterator[str]:
        by_kind: dict[str, list[Remark]] = {}
        for remark in self.plan.run.remarks:
            by_kind.setdefault(remark.kind, []).append(remark)
        for kind in sorted(by_kind):
            remarks = by_kind[kind]
            for remark in remarks[:_TOLD_APART]:
                yield f"{_where(remark)}: {remark.says}. {remark.todo}".rstrip()
            if len(remarks) > _TOLD_APART:
                yield f"… and {len(remarks) - _TOLD_APART} more of this kind ({kind.replace('_', ' ')})"

    def _conflicts(self) -> Iterator[str]:
        for conflict in self.plan.run.conflicts[: 4 * _TOLD_APART]:
            said = ", ".join(f'{each.group} says "{each.value or "nobody"}"' for each in conflict.says)
            stands = f"; {conflict.stands.group} stands" if conflict.stands else ""
            yield f"{conflict.child}, {conflict.word}: {said}{stands}: {conflict.because}. Both are kept."
        if (more := len(self.plan.run.conflicts) - 4 * _TOLD_APART) > 0:
            yield f"… and {more} more children of whom two sources say different things"
        for alike in self.plan.run.same_child:
            yield f"{', '.join(alike.children)}: {alike.because}. Say whether they are one child; nothing was joined."

    def _doubts(self) -> Iterator[str]:
        doubts = self.effects.doubts
        for child, doubt in doubts[: 4 * _TOLD_APART]:
            yield f"{child}, {doubt.word}: {doubt.says}."
        if (more := len(doubts) - 4 * _TOLD_APART) > 0:
            yield f"… and {more} more of this kind"

    def _staff(self) -> Iterator[str]:
        for name, near in self.unknown_teams():
            hint = f' The nearest is "{near}".' if near else ""
            yield (
                f'"{name}" is no team here.{hint} Until it is in the list of names (--team-map), its children are in '
                "their worker's own team, or else with the service that their status belongs to."
            )
        new = sorted(one.name for one in self.plan.staff.new.values())
        for name in new[:_TOLD_APART]:
            yield f'"{name}" is not on the staff list: a provisional worker, who counts as named.'
        if len(new) > _TOLD_APART:
            yield f"… and {len(new) - _TOLD_APART} more provisional workers"
        for name in sorted(self.plan.staff.of_two)[:_TOLD_APART]:
            yield f'"{name}" is the name of several people here and the team tells nothing: a provisional worker.'
        for gone in [g for g in self.plan.run.gone if g.in_doubt]:
            yield f"{gone.key.child}: no longer in {gone.key.group}, and a row could not be read: nothing was ended."

    def _cannot_be_read(self) -> Iterator[str]:
        rows = [row for row in self.rows() if row.answer == "cannot be read"]
        fields = [r for r in self.plan.run.rejected if r.field]
        if rows or fields:
            yield "Cannot be read"
        for row in rows[: 4 * _TOLD_APART]:
            yield f"  {row.file} {row.sheet}, row {row.row}: {row.why}. This row is left out; nothing else is affected."
        if (more := len(rows) - 4 * _TOLD_APART) > 0:
            yield f"  … and {more} more rows: --rows FILE.csv writes every one with its answer"
        for one in fields[: 4 * _TOLD_APART]:
            yield f"  {one.at.file} {one.at.sheet}, row {one.at.row}, {one.field}: {one.reason}. {one.todo}"
        if (more := len(fields) - 4 * _TOLD_APART) > 0:
            yield f"  … and {more} more fields"
        for child, problem in self.effects.failed[: 4 * _TOLD_APART]:
            yield f"  {child} was not taken in: {problem}"

    # --- for programs ------------------------------------------------------------------------------------------------

    def as_json(self) -> dict[str, Any]:
        """All of it as JSON values."""
        e, run = self.effects, self.plan.run
        return {
            "saved": self.saved,
            "changes_nothing": self.plan.changes_nothing,
            "format": self.plan.result.format,
            "as_at": f"{self.plan.result.as_at}",
            "files": [path.name for path in self.plan.files],
            "counts": self.counts(),
            "nobody": e.nobody,
            "due": [_due(due) for due in e.due],
            "due_if": e.due_if,
            "moved": e.moved,
            "differ": e.differ,
            "not_taken_in": [{"child": child, "because": problem} for child, problem in e.failed],
            "doubts": [{"child": child, "word": doubt.word, "says": doubt.says} for child, doubt in e.doubts],
            "conflicts": [
                {"child": c.child, "word": c.word, "says": {s.group: s.value for s in c.says},
                 "stands": c.stands.group if c.stands else None, "because": c.because}
                for c in run.conflicts
            ],
            "rejected": [
                {"file": r.at.file, "sheet": r.at.sheet, "row": r.at.row, "field": r.field, "reason": r.reason,
                 "expected": r.expected, "todo": r.todo}
                for r in run.rejected
            ],
            "remarks": [
                {"kind": r.kind, "child": r.child, "file": r.at.file, "sheet": r.at.sheet, "row": r.at.row,
                 "says": r.says, "todo": r.todo}
                for r in run.remarks
            ],
            "unknown_teams": [{"name": name, "nearest": near} for name, near in self.unknown_teams()],
            "provisional_workers": sorted(one.name for one in self.plan.staff.new.values()),
        }  # fmt: skip

    def write_rows(self, path: Path) -> int:
        """Writes every row with its answer; returns how many."""
        rows = self.rows()
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for row in rows:
                writer.writerow(harmless(cell) for cell in (
                    row.file, row.sheet, row.row, row.child, row.answer, row.why, row.expected, row.todo, row.value,
                ))  # fmt: skip
        return len(rows)


def _where(remark: Remark) -> str:
    place = f"{remark.at.sheet}, row {remark.at.row}" if remark.at.row else remark.at.sheet or remark.at.file
    return f"{place}, {remark.child}" if remark.child else place


def _due(due: Due) -> dict[str, Any]:
    at = say_window(due.at) if due.at is not None else None
    return {"child": due.child, "route": due.route, "state": due.state, "from": due.from_, "to": due.to, "at": at,
            "clause": list(due.clause)}  # fmt: skip


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is written so that it does not."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
