"""A child's whole record: everything is in it, and what a person withheld is named by place and ground, never shown."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store import cast
from tests.workspace import world

from baton.exports import making as exports
from baton.exports import withholding
from baton.exports.model import Export
from baton.exports.models import Redaction
from baton.exports.whole_record import HIDDEN
from baton.journal import Subject
from baton.store.asking import around
from baton.store.entries import entries_of
from baton.store.models import Child
from baton.store.tenancy import as_program

NOW = world.NOW
SECRET = "Mrs Informant of 4 Invented Road"


def record(town: world.Town, child: str = "amy") -> Export:
    here = around(town.key)
    with as_program(town.key):
        return exports.make("child-record", exports.Reader(town.key, here, NOW, child=child), None, None,
                            date(2026, 8, 6))  # fmt: skip


def whole(made: Export) -> str:
    return "\n".join("|".join(row) for sheet in made.sheets for row in sheet.rows)


@pytest.fixture
def amy(town: world.Town) -> world.Town:
    """Amy, about whom somebody rang, and whose entry names her brother Benedict."""
    cast.child(town.key, "benedict", due=False)
    cast.child(
        town.key, "amy",
        cast.entry("child", "amy", "held", "referral", "2026-06-01", referrer=SECRET, source="public"),
        cast.entry("child", "amy", "given", "home", "2026-06-02", home="She lives with Benedict and her father."),
        due=False,
    )  # fmt: skip
    town.family("amy", "benedict")
    return town


def number_of(town: world.Town, word: str) -> int:
    with as_program(town.key):
        return next(e.number for e in entries_of(town.key, Subject("child", "amy")) if e.word == word)


def test_everything_recorded_is_in_it(amy: world.Town) -> None:
    made = record(amy)
    with as_program(amy.key):
        numbers = [str(e.number) for e in entries_of(amy.key, Subject("child", "amy"))]
    assert [row[0] for row in made.sheets[1].rows] == numbers
    assert "Amy Fictley" in whole(made) and SECRET in whole(made) and "Ann" in whole(made)
    assert made.sheets[-1].rows == ()


def test_what_is_withheld_is_named_and_not_shown(amy: world.Town) -> None:
    call, home = number_of(amy, "referral"), number_of(amy, "home")
    with as_program(amy.key):
        wanted = {(call, "referrer"): ("others", "she asked not to be named"), (home, ""): ("harm", "")}
        assert withholding.withhold(amy.key, "amy", wanted, "nora", NOW) == (2, 0)
    made = record(amy)
    assert SECRET not in whole(made) and "Benedict" not in whole(made) and "asked not to" not in whole(made)
    line = next(row for row in made.sheets[1].rows if row[0] == str(home))
    assert line[1:4] == (HIDDEN, HIDDEN, HIDDEN)
    assert [row[:2] for row in made.sheets[-1].rows] == [(str(call), "referrer"), (str(home), "the whole line")]


def test_what_was_withheld_is_kept_when_it_is_taken_back(amy: world.Town) -> None:
    call = number_of(amy, "referral")
    with as_program(amy.key):
        withholding.withhold(amy.key, "amy", {(call, "referrer"): ("others", "")}, "nora", NOW)
        assert withholding.withhold(amy.key, "amy", {}, "hal", NOW + 60) == (0, 1)
        (row,) = Redaction.objects.filter(child="amy")
        assert (row.by, row.taken_back_by, row.taken_back_at) == ("nora", "hal", NOW + 60)
        with pytest.raises(ValueError, match="is no ground"):
            withholding.withhold(amy.key, "amy", {(call, ""): ("shame", "")}, "nora", NOW)
    assert SECRET in whole(record(amy))


def test_it_proposes_what_to_look_at(amy: world.Town) -> None:
    with as_program(amy.key):
        rows = {c.child: c for c in Child.objects.all()}
        entries = entries_of(amy.key, Subject("child", "amy"))
        found = withholding.proposals(rows["amy"], entries, [rows["benedict"]])
    assert found[number_of(amy, "home"), "home"] == "it names a brother or sister"
    assert found[number_of(amy, "referral"), "referrer"] == "it may say who referred the child"


def test_of_whom_there_is_no_record_none_is_made(amy: world.Town) -> None:
    with pytest.raises(exports.CannotExport, match="There is no child"):
        record(amy, "nobody")
    with pytest.raises(exports.CannotExport, match="name the child"):
        record(amy, "")
