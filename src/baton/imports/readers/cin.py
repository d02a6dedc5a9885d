"""Reads the children in need census, as XML that need not keep to its schema. Knows no database and no pack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from baton.imports.cells import day_of
from baton.imports.model import CannotRead, Columns, NotUsed, Observation, Reading, Rejected, Remark, Source
from baton.imports.readers.cin_modules import MODULES, PLANS, details, person
from baton.imports.readers.row import Notes, Row
from baton.imports.readers.xml_files import elements, name_of, text_of

SOURCE: Final = "cin"
_INSIDE: Final = frozenset({"Reviews", "FactorsIdentifiedAtAssessment", "Disabilities"})


def reference_date(path: Path) -> date:
    """The day the census is of, from its header."""
    for element in elements(path, ["ReferenceDate", "Child"]):
        if isinstance(element, Rejected) or name_of(element) == "Child":
            break
        if day := day_of(text_of(element)):
            return day
    raise CannotRead(
        f"{path.name} does not say of which day it is: its header has no ReferenceDate that can be read.",
        "Give the day with --as-at, such as --as-at 2026-03-31.",
    )


@dataclass(slots=True)
class _File:
    name: str
    as_at: date
    notes: Notes = field(default_factory=Notes)
    seen: Counter[str] = field(default_factory=Counter)
    used: set[str] = field(default_factory=set)

    def row(self, element: Any, child: str, module: str, cells: dict[str, object]) -> Row:
        """One element as a row of fields."""
        at = Source(self.name, module, element.sourceline or 0)
        return Row(SOURCE, self.as_at, at, child, cells, {}, self.notes)


def read(path: Path, as_at: date) -> Iterator[Reading]:
    """Everything this census says, child by child."""
    file = _File(path.name, as_at)
    children = 0
    for element in elements(path, ["Child"]):
        if isinstance(element, Rejected):
            yield element
            continue
        children += 1
        yield from _child(file, element)
    if not children:
        reason, expected = "there is no child in this file", "a Message with Children and one Child element a child"
        yield Rejected(Source(path.name), reason, expected, "Check that this is the children in need census.", "")
    not_read = tuple(f"{name} ({file.seen[name]})" for name in sorted(file.seen.keys() - file.used))
    yield Columns(Source(path.name), tuple(sorted(file.used)), not_read)
    yield from file.notes.all()


def _child(file: _File, child: Any) -> Iterator[Reading]:
    cells = {**_cells(file, _first(child, "ChildIdentifiers")), **_cells(file, _first(child, "ChildCharacteristics"))}
    row = file.row(child, str(cells.get("LAchildID", "")), "Child", cells)
    yield from _stray_text(file, child, row.child)
    if not row.has_child("LAchildID"):
        yield from row.out
        yield from _all_unused(file, child, "its child has no identifier")
        return
    person(row)
    yield from _answer(row)
    for each in child:
        if name_of(each) == "CINdetails":
            yield from _details(file, each, row)
        elif name_of(each) not in {"ChildIdentifiers", "ChildCharacteristics", ""}:
            yield _unused(file, each, f"the element {name_of(each)} is not known here")
    _mark_used(file, row)


def _details(file: _File, element: Any, child: Row) -> Iterator[Reading]:
    """One referral episode: its own fields, then each of its modules."""
    modules = [each for each in element if name_of(each) in MODULES]
    rows = [file.row(each, child.child, name_of(each), _cells(file, each)) for each in modules]
    row = file.row(element, child.child, "CINdetails", _cells(file, element))
    plans = " ".join(str(each.cells.get("CPPstartDate", "")) for each in rows)
    for each in (row, *rows):
        each.born = child.born
        each.cells = {**each.cells, PLANS: plans}
    details(row, with_modules={each.at.sheet for each in rows})
    for module in rows:
        MODULES[module.at.sheet](module)
    for each in (row, *rows):
        yield from _answer(each)
        _mark_used(file, each)
    for other in element:
        if name_of(other) and len(other) and name_of(other) not in MODULES:
            yield _unused(file, other, f"the element {name_of(other)} is not known here")


def _answer(row: Row) -> Iterator[Reading]:
    yield from row.out
    if not any(isinstance(reading, Observation | Rejected) for reading in row.out):
        yield NotUsed(row.at, "nothing in this element that Baton uses")


def _first(element: Any, name: str) -> Any | None:
    return next((each for each in element if name_of(each) == name), None)


def _cells(file: _File, element: Any | None) -> dict[str, object]:
    """The fields of one element by name; repeated ones, and those one level further in, as one text with spaces."""
    cells: dict[str, object] = {}
    for each in element if element is not None else ():
        name = name_of(each)
        if name in _INSIDE:
            leaves = list(each)
        elif name and not len(each):
            leaves = [each]
        else:
            continue
        for leaf in leaves:
            key, text = name_of(leaf), text_of(leaf)
            if key:
                file.seen[key] += 1
                cells[key] = f"{cells[key]} {text}" if cells.get(key) else text
    return cells


_READ_BY: Final[dict[str, frozenset[str]]] = {
    "Child": frozenset(
        [
            "LAchildID",
            "UPN",
            "PersonBirthDate",
            "ExpectedPersonBirthDate",
            "PersonDeathDate",
            "Sex",
            "GenderCurrent",
            "Ethnicity",
            "Disability",
        ]
    ),
    "CINdetails": frozenset(
        [
            "CINreferralDate",
            "ReferralSource",
            "PrimaryNeedCode",
            "CINclosureDate",
            "ReasonForClosure",
            "DateOfInitialCPC",
            "ReferralNFA",
        ]
    ),
    "Assessments": frozenset({"AssessmentActualStartDate", "AssessmentAuthorisationDate", "AssessmentFactors"}),
    "CINPlanDates": frozenset({"CINPlanStartDate", "CINPlanEndDate"}),
    "Section47": frozenset({"S47ActualStartDate", "DateOfInitialCPC", "ICPCnotRequired"}),
    "ChildProtectionPlans": frozenset(
        ["CPPstartDate", "CPPendDate", "InitialCategoryOfAbuse", "LatestCategoryOfAbuse", "CPPreviewDate"]
    ),
    "PreProceedingsandFGDM": frozenset(
        ["PPStartDate", "InitialPPMeetingDate", "StepDecisionDate", "PPOutcome", "CourtAppDate"]
    ),
}


def _mark_used(file: _File, row: Row) -> None:
    file.used.update(row.cells.keys() & _READ_BY.get(row.at.sheet, frozenset()))


def _unused(file: _File, element: Any, reason: str) -> NotUsed:
    return NotUsed(Source(file.name, name_of(element), element.sourceline or 0), reason)


def _all_unused(file: _File, child: Any, reason: str) -> Iterator[NotUsed]:
    for element in child.iter():
        if name_of(element) == "CINdetails" or name_of(element) in MODULES:
            yield _unused(file, element, reason)


def _stray_text(file: _File, child: Any, identifier: str) -> Iterator[Remark]:
    for element in child.iter():
        if (element.tail or "").strip() and element is not child:
            says = f'stray text "{element.tail.strip()[:40]}" after {name_of(element)} was left out'
            at = Source(file.name, name_of(element), element.sourceline or 0)
            yield Remark(
                at, "stray_text", says, "Tell the supplier of the export.", element.tail.strip()[:40], identifier
            )
