"""What a row says of the child itself: birth, sex, ethnicity, disability. Common to lists, files and modules."""

from __future__ import annotations

from datetime import date
from typing import Final

from baton.imports.model import Fact, by, parts
from baton.imports.readers.row import A_DATE, Row
from baton.working_time import day_window

_OLDEST: Final = 26
_SEX_KNOWN: Final = frozenset({"male", "female", "neither"})


def born_on(row: Row, column: str = "born") -> date | None:
    """The birth date; a day after the extract is an unborn child's expected date."""
    born = row.day(column, planned=True)
    if born and row.as_at.year - born.year > _OLDEST:
        row.remark(
            "over_25",
            f"born {born:%d/%m/%Y}, so over 25 on the extract's date",
            "Check the birth date, or close the record.",
            f"{born:%d/%m/%Y}",
        )
    return born


def birth_fact(row: Row, born: date | None) -> Fact | None:
    """The birth, or for a child not yet born the expected date."""
    if born is None:
        return None
    if born > row.as_at:
        says = f"the birth date {born:%d/%m/%Y} is after the extract: taken as the expected date of an unborn child"
        row.remark("unborn", says, "Enter the birth date when the child is born.", f"{born:%d/%m/%Y}")
        return Fact("expected_birth", "given", by(row.as_at), parts(day=born.isoformat()))
    return Fact("birth", "born", day_window(born))


def sex_fact(row: Row) -> Fact | None:
    """The sex recorded, where it is one."""
    code = row.code("sex", "sex")
    return Fact("sex", "given", by(row.as_at), parts(value=code.code)) if code and code.code in _SEX_KNOWN else None


def ethnicity_fact(row: Row) -> Fact | None:
    """The ethnicity code recorded."""
    code = row.code("ethnicity", "ethnicity")
    return Fact("ethnicity", "given", by(row.as_at), parts(value=code.code)) if code else None


def disability_fact(row: Row) -> Fact | None:
    """Yes: the spell has begun, no: it is over or never was, both not later than the extract. Unknown says nothing."""
    code = row.code("disability", "disabled")
    phase = {"yes": "started", "no": "ended"}.get(code.code) if code else None
    return Fact("disability", phase, by(row.as_at)) if phase else None


def observe_person(row: Row, prefix: str) -> None:
    """Adds what an Annex A row says of the child itself."""
    row.born = born_on(row)
    if not row.text("born") and "born" in row.headers:
        row.note(
            "no_birth_date", "The birth date is blank, so rules about age cannot be asked", f"Enter {A_DATE}.", few=20
        )
    facts = [birth_fact(row, row.born), sex_fact(row), ethnicity_fact(row), disability_fact(row)]
    row.observe(f"{prefix}/person", facts)


def check_born_before(row: Row, started: date | None, what: str) -> None:
    """A plan or period that begins before birth is possible for an unborn child, and rare: someone should look."""
    born = row.born
    if born and started and started < born:
        says = f"{what} began {started:%d/%m/%Y}, before the birth on {born:%d/%m/%Y}: taken as an unborn child's"
        row.remark("before_birth", says, "Check both dates.", f"{started:%d/%m/%Y}")
