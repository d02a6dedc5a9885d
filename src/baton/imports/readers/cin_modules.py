"""What each module of the children in need census says of a child."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final

from baton.imports.cells import clean, day_of
from baton.imports.codes import code_set
from baton.imports.model import Fact, by, parts
from baton.imports.readers.facts import ended, held, started, within
from baton.imports.readers.person import birth_fact, born_on, check_born_before, sex_fact
from baton.imports.readers.row import Row
from baton.imports.readers.ssda903_files import identifier
from baton.working_time import day_window

Module = Callable[[Row], None]
PLANS: Final = "starts of the protection plans of this episode"
_YES: Final = frozenset({"1", "true", "yes", "y"})
_LONGEST_BEFORE_BIRTH: Final = 40 * 7


def _yes(row: Row, name: str) -> bool | None:
    text = row.text(name).casefold()
    return None if not text else text in _YES


def person(row: Row) -> None:
    """ChildIdentifiers and ChildCharacteristics."""
    row.cells = {**row.cells, "sex": row.cells.get("Sex") or row.cells.get("GenderCurrent")}
    row.headers = {"sex": "Sex" if row.cells.get("Sex") else "GenderCurrent"}
    born = row.born = born_on(row, "PersonBirthDate")
    ethnic = row.exact("Ethnicity", "ethnicity", "a code such as WBRI")
    died = row.end_after(born, "PersonDeathDate")
    facts: list[Fact | None] = [
        birth_fact(row, born) or _expected(row),
        sex_fact(row),
        Fact("ethnicity", "given", by(row.as_at), parts(value=ethnic.code)) if ethnic else None,
        _disability(row),
        Fact("death", "died", day_window(died)) if died else None,
    ]
    row.observe("person", facts)
    identifier(row, "UPN", "person")


def _expected(row: Row) -> Fact | None:
    day = row.day("ExpectedPersonBirthDate", planned=True)
    return Fact("expected_birth", "given", by(row.as_at), parts(day=day.isoformat())) if day else None


def _disability(row: Row) -> Fact | None:
    codes: list[str] = []
    for text in row.text("Disability").upper().split():
        if text in code_set("disability"):
            codes.append(text)
        else:
            row.reject("Disability", f"{text} is not a code of Disability", ", ".join(code_set("disability")))
    if not codes:
        return None
    some = sorted(code for code in codes if code != "NONE")
    return Fact("disability", "started" if some else "ended", by(row.as_at), parts(codes=" ".join(some) or None))


def details(row: Row, *, with_modules: Collection[str]) -> None:
    """The referral, its closing and its conference."""
    day = row.day("CINreferralDate")
    row.missing("CINreferralDate")
    source = row.exact("ReferralSource", "referral_source", "1A to 10")
    need = row.exact("PrimaryNeedCode", "need", "N0 to N9")
    nfa = _yes(row, "ReferralNFA")
    if day:
        values = parts(
            source=source.means.get("source") if source else None,
            source_code=source.code if source else None,
            need=need.code if need else None,
            no_further_action=None if nfa is None else "yes" if nfa else "no",
        )
        row.observe(f"referral/{day}", [Fact("referral", "held", day_window(day), values)])
        if row.born and (row.born - day).days > _LONGEST_BEFORE_BIRTH:
            says = f"the referral of {day:%d/%m/%Y} is more than 40 weeks before the birth (rule 8606)"
            row.remark("before_birth", says, "Check both dates.", f"{day:%d/%m/%Y}")
    _closing(row, day)
    _conference(row)
    if nfa and with_modules:
        says = "the referral says no further action, and yet there are assessments, enquiries or plans"
        row.note("no_further_action", says, "Correct ReferralNFA.", few=20)


def _closing(row: Row, referred: date | None) -> None:
    closed = row.end_after(referred, "CINclosureDate")
    reason = row.exact("ReasonForClosure", "closure", "RC1 to RC9")
    if closed:
        why = parts(reason=reason.means.get("reason"), code=reason.code) if reason else ()
        row.observe(f"closing/{referred or closed}", [Fact("closing", "closed", day_window(closed), why)])
        if not row.text("ReasonForClosure"):
            row.remark(
                "closing_without_reason", "there is a closing date and no reason (rule 8805)", "Give the reason."
            )
    elif reason and not row.text("CINclosureDate"):
        row.remark("reason_without_closing", "there is a reason for closing and no date (rule 8810)", "Give the date.")


def _conference(row: Row) -> None:
    """An initial conference; that it made a plan is known where a plan starts the same day."""
    planned = {day_of(text) for text in clean(row.cells.get(PLANS)).split()}
    first = day_of(clean(row.cells.get("DateOfInitialCPC")))
    outcome = "plan_made" if first and first in planned else None
    day, fact = held(row, "icpc", "DateOfInitialCPC", outcome=outcome)
    if day:
        row.observe(f"icpc/{day}", [fact])


def assessment(row: Row) -> None:
    """An assessment: it ends when it is authorised."""
    begun = row.day("AssessmentActualStartDate")
    row.missing("AssessmentActualStartDate")
    over = row.end_after(begun, "AssessmentAuthorisationDate")
    factors = " ".join(row.text("AssessmentFactors").upper().split()) or None
    if begun:
        row.observe(f"assessment/{begun}", [started("assessment", begun, factors=factors), ended("assessment", over)])


def in_need_plan(row: Row) -> None:
    """A child in need plan."""
    begun = row.day("CINPlanStartDate")
    row.missing("CINPlanStartDate")
    over = row.end_after(begun, "CINPlanEndDate")
    if begun:
        row.observe(f"cin_plan/{begun}", [started("child_in_need", begun), ended("child_in_need", over)])


def enquiry(row: Row) -> None:
    """A section 47 enquiry; it is over by its conference, or by the census where none was required."""
    begun = row.day("S47ActualStartDate")
    row.missing("S47ActualStartDate")
    _conference(row)
    met = day_of(clean(row.cells.get("DateOfInitialCPC")))
    if begun is None:
        return
    over = met if met and begun <= met <= row.as_at else row.as_at if _yes(row, "ICPCnotRequired") else None
    end = Fact("cp_enquiry", "ended", within(begun, over)) if over else None
    row.observe(f"cp_enquiry/{begun}", [started("cp_enquiry", begun), end])


def protection_plan(row: Row) -> None:
    """A child protection plan and its reviews."""
    begun = row.day("CPPstartDate")
    row.missing("CPPstartDate")
    over = row.end_after(begun, "CPPendDate")
    first = row.exact("InitialCategoryOfAbuse", "abuse", "NEG, PHY, SAB, EMO or MUL")
    latest = row.exact("LatestCategoryOfAbuse", "abuse", "NEG, PHY, SAB, EMO or MUL") or first
    check_born_before(row, begun, "the protection plan")
    if begun:
        category, initial = latest.code if latest else None, first.code if first else None
        plan = started("cp_plan", begun, category=category, first_category=initial)
        row.observe(f"cp_plan/{begun}", [plan, ended("cp_plan", over)])
    every = row.text("CPPreviewDate").split()
    for text in every:
        row.cells = {**row.cells, "CPPreviewDate": text}
        day, fact = held(row, "cp_conference", "CPPreviewDate", kind="review")
        if day:
            row.observe(f"cp_conference/{day}", [fact])


def pre_proceedings(row: Row) -> None:
    """Pre-proceedings (from 2026-27). The meaning of its dates is taken from their names: no code set is public."""
    begun, stepped = row.day("PPStartDate"), row.day("StepDecisionDate")
    court = row.day("CourtAppDate")
    row.missing("PPStartDate")
    over = min((day for day in (stepped, court) if day), default=None)
    if begun:
        outcome = row.text("PPOutcome") or None
        end = ended("pre_proceedings", over if over and over >= begun else None, outcome=outcome)
        row.observe(f"pre_proceedings/{begun}", [started("pre_proceedings", begun), end])
    day, fact = held(row, "plo_meeting", "InitialPPMeetingDate")
    if day:
        row.observe(f"plo_meeting/{day}", [fact])
    if court:
        row.observe(f"care_proceedings/{court}", [started("care_proceedings", court)])


MODULES: Final[Mapping[str, Module]] = {
    "Assessments": assessment,
    "CINPlanDates": in_need_plan,
    "Section47": enquiry,
    "ChildProtectionPlans": protection_plan,
    "PreProceedingsandFGDM": pre_proceedings,
}
