"""The weekly report and timeliness of a small town, the figures worked out by hand."""

from __future__ import annotations

from datetime import date

from tests.store import cast
from tests.workspace import world

from baton.exports import making as exports
from baton.exports.model import Export
from baton.store.asking import around
from baton.store.recalculating import recalculate
from baton.store.tenancy import as_program
from baton.working_time import moment_of

NOW = moment_of("2026-08-17 10:00")


def made(town: world.Town, kind: str, first: str, last: str) -> Export:
    here = around(town.key)
    with as_program(town.key):
        return exports.make(kind, exports.Reader(town.key, here, NOW), date.fromisoformat(first),
                            date.fromisoformat(last), date(2026, 8, 17))  # fmt: skip


def test_the_week_of_each_team(town: world.Town) -> None:
    for child in ("amy", "bea", "cleo"):
        cast.child(town.key, child, due=False)
    moved = cast.entry("child", "amy", "move", "", "2026-08-12", person="ben", team="south")
    cast.add(town.key, [moved, cast.entry("child", "bea", "move", "", "2026-08-13", breach="never", team="north")])
    for child in ("amy", "bea"):
        recalculate(town.key, child, NOW)
    found = made(town, "weekly", "2026-08-10", "2026-08-16")
    rows = {row[0]: row[1:5] for row in found.sheets[0].rows}
    assert rows == {"North": ("2", "1", "0", "1"), "South": ("1", "0", "1", "0")}
    assert found.sheets[1].rows == (("bea", "North", "nobody", "13/08/2026", "4", ""),)


def test_what_was_done_in_time(town: world.Town) -> None:
    town.child("amy")
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    found = made(town, "timeliness", "2026-07-01", "2026-08-31")
    assert found.sheets[0].headings[:3] == ("Team", "Clause", "Rule")
    assert all(int(r[3]) == int(r[4]) + int(r[5]) + int(r[6]) for r in found.sheets[0].rows)


def test_the_period_that_is_meant(town: world.Town) -> None:
    usual = {k: exports.KINDS[k].period(date(2026, 11, 24)) for k in ("weekly", "ssda903-social-worker", "annex-a")}
    assert usual["weekly"] == (date(2026, 11, 16), date(2026, 11, 22))
    assert usual["ssda903-social-worker"] == (date(2026, 4, 1), date(2027, 3, 31))
    assert usual["annex-a"] == (date(2026, 5, 24), date(2026, 11, 24))


def test_a_question_of_the_procedure_named_like_a_line_of_the_return_is_no_date(town: world.Town) -> None:
    """A procedure asks for the status of a case by a word that extracts have too: its answer is not their date."""
    asked = cast.entry("child", "amy", "answer", "case_status", "2026-08-03", case_status="cin")
    read = cast.entry("child", "bea", "observed", "case_status", "2026-08-03", in_need_since="2026-07-01")
    torn = cast.entry("child", "cleo", "observed", "case_status", "2026-08-03", in_need_since="in July")
    for one in (asked, read, torn):
        cast.child(town.key, one.subject.id, one, due=False)
    sheets = made(town, "annex-a", "2026-02-17", "2026-08-17").sheets
    days = {c: [r for sheet in sheets for r in sheet.rows if r[0] == c and "01/07/2026" in r] for c in ("amy", "bea")}
    assert len(days["bea"]) == 1 and not days["amy"]
