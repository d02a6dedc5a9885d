"""The SSDA903 file of social worker episodes, with its rules, each breach explained from the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from baton.exports.episodes import Episode, Reasons, episodes_of
from baton.exports.model import CannotExport, Export, Finding, Row, Sheet
from baton.exports.reader import Reader, number_of
from baton.exports.sw_rules import Broken, Line, broken
from baton.imports.cells import day_of
from baton.imports.staff import numbers_of, worker_code
from baton.journal import Entry
from baton.store.models import Breach, Child, Holding, Status
from baton.working_time import END, at_time, day_window, local_day, midnight

HEADINGS = ("CHILD", "DOB", "SW_ID", "SW_DECOM", "SW_DEC", "SW_REASON")
SHORT_BREAKS = ("V3", "V4")


def year_of(day: date) -> tuple[date, date]:
    """The year of the return that a day is in: 1 April to 31 March."""
    begins = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return date(begins, 4, 1), date(begins + 1, 3, 31)


def lines_in(rows: Iterable[Sequence[str]]) -> list[Line]:
    """The rows of a file of this return, as it was sent; CannotExport where it is none."""
    found = []
    for n, row in enumerate(rows, 1):
        cells = [cell.strip().removeprefix("\ufeff") for cell in row]
        if (n == 1 and cells[:1] == ["CHILD"]) or not any(cells):
            continue
        if len(cells) < len(HEADINGS):
            raise CannotExport(f"Line {n} of last year's file has {len(cells)} cells: {', '.join(HEADINGS)} are asked.")
        found.append(Line(cells[0], cells[2], day_of(cells[3]), day_of(cells[4]), cells[5], n))
    return found


def export(reader: Reader, first: date, last: date) -> Export:
    """The episodes of every child looked after in the period, whole: also while not looked after (SW12)."""
    previous = lines_in(reader.previous)
    made = Export("ssda903-social-worker", "Social worker episodes", first, last)
    lo, hi = midnight(first), midnight(last + timedelta(days=1))
    children = reader.with_status(["looked_after"], lo, hi)
    ids = [c.child for c in children]
    holdings, statuses, breaches = reader.holdings(ids), reader.statuses(ids), reader.breaches(ids)
    maker = _Maker(reader, first, last)
    rows: list[Row] = []
    lines: list[Line] = []
    why: dict[int, Episode] = {}
    for child in children:
        for episode, reason in maker.of(child, holdings.get(child.child, [])):
            line = maker.line(child, episode, reason, len(rows) + 2)
            lines.append(line)
            rows.append(maker.row(child, line))
            why[line.row] = episode
    made.sheets = [Sheet(f"{_name(last)}_social_worker", HEADINGS, tuple(rows))]
    made.children = ids
    by_number = {number_of(c): c for c in children}
    looked_after = [number_of(c) for c in children if _is_looked_after(statuses.get(c.child, []), last)]
    known = {number_of(c): local_day(c.opened) for c in children if c.opened is not None and 0 < c.opened < END}
    explain = _Explained(reader, holdings, breaches, why, maker.left_out)
    for one in broken(lines, first, last, looked_after, known, previous):
        made.findings.append(explain(one, by_number[one.child]))
    made.notes = list(maker.notes())
    made.tried = "SW01 to SW15 and SW17" + (", SW16" if previous else "; SW16 needs last year's file")
    return made


def _name(last: date) -> str:
    """A name from which an import reads the day: the year alone where the period is the return's own."""
    return f"{last.year}" if (last.month, last.day) == (3, 31) else last.isoformat()


def _is_looked_after(spells: Iterable[Status], day: date) -> bool:
    w = day_window(day)
    return any(
        s.word == "looked_after" and s.start_from < w.hi and (s.end_to is None or s.end_to > w.hi - 1)
        and str(s.parts.get("code", "")) not in SHORT_BREAKS and s.parts.get("short_breaks") != "yes"
        for s in spells
    )  # fmt: skip


class _Maker:
    """Makes episodes and rows, and remembers what it left out."""

    def __init__(self, reader: Reader, first: date, last: date) -> None:
        self._reader, self._first, self._last = reader, first, last
        self._reasons = Reasons(reader)
        self._numbers = numbers_of(e for entries in reader.around.journals.values() for e in entries)
        self._without: dict[str, str] = {}
        self.left_out: dict[str, list[Episode]] = {}

    def of(self, child: Child, holdings: list[Holding]) -> list[tuple[Episode, str]]:
        """The episodes of a child that touch the period, each with its reason."""
        episodes, short = episodes_of(child.child, holdings, self._last)
        inside = [e for e in episodes if e.ended is None or e.ended >= self._first]
        self.left_out[child.child] = [e for e in short if e.began is not None and e.began >= self._first]
        if not inside:
            return []
        entries: dict[int, Entry] = {e.number: e for e in self._reader.entries(child.child)}
        before: Episode | None = next((e for e in reversed(episodes) if e not in inside), None)
        found = []
        for e in inside:
            found.append((e, self._reasons.reason(e, before, entries, child.opened)))
            before = e
        return found

    def line(self, child: Child, e: Episode, reason: str, row: int) -> Line:
        worker = self._numbers.get(e.person, "")
        if not worker.upper().startswith(("SW", "XX")):
            self._without[e.person] = worker
            worker = worker_code(e.person)
        return Line(number_of(child), worker, e.began, e.ended, reason, row)

    def row(self, child: Child, line: Line) -> Row:
        return (line.child, _day(child.born), line.worker, _day(line.began), _day(line.ended), line.reason)

    def notes(self) -> Iterable[str]:
        for person in sorted(self._without):
            yield (
                f"{self._reader.person(person)} has no Social Work England number on the staff list: written as "
                f"{worker_code(person)}."
            )
        short = [e for found in self.left_out.values() for e in found]
        for e in short:
            yield (
                f"Child {e.child}: {self._reader.person(e.person)} held the child within {_day(e.began)} only; the "
                "return counts no episode of less than a day (SW09)."
            )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else ""


class _Explained:
    """Finds for a breach the fact of the record that it is."""

    def __init__(
        self, reader: Reader, holdings: dict[str, list[Holding]], breaches: dict[str, list[Breach]],
        rows: dict[int, Episode], left_out: dict[str, list[Episode]],
    ) -> None:  # fmt: skip
        self._reader, self._holdings, self._breaches, self._rows = reader, holdings, breaches, rows
        self._left_out = left_out

    def __call__(self, one: Broken, child: Child) -> Finding:
        return Finding(one.rule, one.child, one.says, self._because(one, child), one.row)

    def _because(self, one: Broken, child: Child) -> str:
        e = self._rows.get(one.row)
        if one.rule == "SW01":
            e = next((o for o in self._rows.values() if o.child == child.child and o.began is None), None)
        if e is not None and e.began is None and one.rule in ("SW01", "SW03", "SW12", "SW15"):
            by = f"; it was so by {_day(e.seen_by)}" if e.seen_by else ""
            return f"the record does not say when {self._reader.person(e.person)} began{by}"
        if one.rule in ("SW01", "SW10", "SW11", "SW12", "SW17"):
            before = one.rule in ("SW10", "SW12") or (one.rule == "SW11" and not one.says.startswith("the last"))
            return self._gap(child, e, before)
        if one.rule.startswith("SW16"):
            return "last year's file was made from another source, or the record was corrected since"
        return ""

    def _gap(self, child: Child, e: Episode | None, before: bool) -> str:
        """Who held the child where no worker by name did: before the episode, or after it."""
        held = self._holdings.get(child.child, [])
        if e is not None and before:
            held = [h for h in held if h.during.upper <= e.start]
        elif e is not None:
            after = next((h for h in held if h.during.lower >= e.end), None)
            held = [after] if after is not None else [h for h in held if h.during.upper <= e.start]
        others = [h for h in held if h.kind in ("nobody", "outside") or not h.person]
        if others:
            return self._said(child, others[-1])
        if child.closed is not None:
            return f"the case was closed on {_day(local_day(child.closed))}; nobody here was responsible afterwards"
        if e is not None and child.opened is not None and local_day(child.opened) > (e.began or date.min):
            return f"the case was not open then; it was opened on {_day(local_day(child.opened))}"
        if self._left_out.get(child.child):
            return "a spell of less than a day is left out (SW09)"
        if child.holder_kind == "":
            return "the record shows no open work with this child, and so no holder"
        first = min((h.during.lower for h in self._holdings.get(child.child, [])), default=None)
        if first is None:
            return "the record names no holder"
        return (
            f"the record knows who held the child only from {_day(local_day(first)) if first > 0 else 'no known day'}"
        )

    def _said(self, child: Child, h: Holding) -> str:
        since = (
            _day(local_day(h.during.lower)) if h.during.lower > at_time(date(1990, 1, 1), 0, 0) else "a day not known"
        )
        until = f" to {_day(local_day(h.during.upper))}" if h.during.upper < END else ""
        if h.kind == "outside":
            return f"{self._reader.place(h.team or h.service)} was responsible from {since}{until}"
        if h.kind == "office":
            return f"the office {h.office.replace('_', ' ')} held the child from {since}{until}, and nobody was in it"
        breach = next((b for b in self._breaches.get(child.child, []) if b.rule == h.breach), None)
        clause = f" ({', '.join(breach.clause)})" if breach is not None and breach.clause else ""
        return f"nobody was named from {since}{until}: a breach{clause}"
