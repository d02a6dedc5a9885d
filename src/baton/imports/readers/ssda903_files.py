"""What each file of the SSDA903 says of a child. Episodes and workers are read child by child, in order of time.

An episode says `looked_after started` with its basis on the day it began (a start while looked after is a change of
its parts), and `ended` on its last day only where care did end there: not where the next begins the same day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from baton.imports.cells import upn_is_valid
from baton.imports.codes import Code, code_set
from baton.imports.model import Fact, by, parts
from baton.imports.readers.facts import basis_of, ended, observe_latest, order_facts, started
from baton.imports.readers.person import birth_fact, born_on, sex_fact
from baton.imports.readers.row import A_DATE, Row
from baton.working_time import day_window

EPISODES: Final = "episodes"
SOCIAL_WORKER: Final = "social_worker"
_LASTS_BESIDE: Final = {"C2": "E1"}  # a care order is not ended by a placement order
_PLACEMENT_CHANGES: Final = frozenset({"S", "P", "T", "B", "U"})


def header(row: Row) -> None:
    """The child itself, with the pupil number that may join it to other extracts."""
    row.cells = {**row.cells, "born": row.cells.get("DOB"), "sex": row.cells.get("SEX")}
    row.headers = {"born": "DOB", "sex": "SEX"}
    ethnic = row.exact("ETHNIC", "ethnicity", "a code such as WBRI")
    row.observe(
        "header",
        [
            birth_fact(row, born_on(row)),
            sex_fact(row),
            Fact("ethnicity", "given", by(row.as_at), parts(value=ethnic.code)) if ethnic else None,
        ],
    )
    identifier(row, "UPN", "header")


def identifier(row: Row, column: str, prefix: str) -> None:
    """A pupil number with the right check letter; others are noted and join nothing."""
    upn = row.text(column).upper()
    if not upn or upn.startswith("UN"):
        return
    if not upn_is_valid(upn):
        says = "The pupil number is not valid, so it is not used to find the same child in other extracts"
        row.note("upn_not_valid", says, "Check the pupil number.", upn)
        return
    row.observe(f"{prefix}/upn", [Fact("identifier", "given", by(row.as_at), parts(system="upn", value=upn))])


def review(row: Row) -> None:
    """A review of a looked-after child; one dated after the extract is booked."""
    if not row.text("REVIEW"):
        row.reject_row("REVIEW", "the date of the review is blank", A_DATE)
        return
    code = row.exact("REVIEW_CODE", "review", "a code from PN0 to PN7")
    observe_latest(row, "reviews", "cla_review", "REVIEW", participation=code.code if code else None)


def uasc(row: Row) -> None:
    """Unaccompanied, not later than the extract; DUC is the day it ceased, often the 18th birthday to come."""
    ceased = row.day("DUC", planned=True)
    over = ceased if ceased and ceased <= row.as_at else None
    expected = ceased.isoformat() if ceased and not over else None
    begun = Fact("unaccompanied", "started", by(over or row.as_at), parts(expected_end=expected))
    row.observe("uasc", [begun, ended("unaccompanied", over)])


def care_leaver(row: Row) -> None:
    """A former looked-after child of 17 to 21 in the return."""
    values = parts(
        in_touch=row.text("IN_TOUCH") or None,
        activity=row.text("ACTIV") or None,
        accommodation=row.text("ACCOM") or None,
    )
    row.observe("oc3", [Fact("care_leaver", "started", by(row.as_at), values)])


SINGLE_ROWS: Final[Mapping[str, Callable[[Row], None]]] = {
    "header": header,
    "reviews": review,
    "uasc": uasc,
    "oc3": care_leaver,
}


def _in_order(rows: Sequence[Row], begins: str, ends: str) -> list[tuple[Row, date, date | None]]:
    """The rows of one child by start; a row without a start is left out whole."""
    dated: list[tuple[Row, date, date | None]] = []
    for row in rows:
        begun = row.day(begins)
        if begun is not None:
            dated.append((row, begun, row.end_after(begun, ends)))
        elif not row.text(begins):
            row.reject_row(begins, f"{begins} is blank, so the row has no place in time", A_DATE)
    return sorted(dated, key=lambda each: (each[1], each[2] or date.max, each[0].at))


def episodes_of(rows: Sequence[Row]) -> None:
    """All episodes of one child in one year's file."""
    dated = _in_order(rows, "DECOM", "DEC")
    before: Code | None = None
    for index, (row, begun, over) in enumerate(dated):
        next_begun = dated[index + 1][1] if index + 1 < len(dated) else None
        joined = index > 0 and dated[index - 1][2] == begun
        status = _episode(row, begun, over, next_begun, before if joined else None)
        before = status


def _episode(row: Row, begun: date, over: date | None, next_begun: date | None, before: Code | None) -> Code | None:
    status = row.exact("LS", "legal_status", "a legal status code, such as C2 or V2")
    reason = row.exact("REC", "ceased", "a code, such as X1 or E4A")
    new = row.exact("RNE", "new_episode", "S, L, P, T, B or U")
    need = row.exact("CIN", "need", "N1 to N8")
    if over == begun:
        row.remark("same_day", "the episode starts and ends on one day, which the return does not allow", "Check both.")
    values: dict[str, str | None] = {**basis_of(row, status), "need": need.code if need else None}
    facts: list[Fact | None] = [started("looked_after", begun, **values)]
    facts += _orders(status, before, begun)
    if over and _care_ended(row, over, next_begun, reason):
        facts.append(ended("looked_after", over, reason=reason.code if reason else None))
        if reason and "order" in reason.means:
            facts.append(started("order", over, type=reason.means["order"]))
        if reason and "died" in reason.means:
            facts.append(Fact("death", "died", day_window(over)))
    elif over is None:
        _check_open(row, next_begun)
    row.observe(f"episodes/{begun}", facts)
    _placement(row, begun, over, new, next_begun)
    return status


def _orders(status: Code | None, before: Code | None, begun: date) -> list[Fact | None]:
    """The order that begins with this episode, and the one it replaces."""
    if status is None or (before is not None and before.code == status.code):
        return []
    facts = order_facts(status, begun)
    if before is not None and "order" in before.means and _LASTS_BESIDE.get(before.code) != status.code:
        facts.append(ended("order", begun, type=before.means["order"]))
    if before is not None and "proceedings" in before.means and status.code in {"C2", "E1"}:
        facts.append(ended("care_proceedings", begun, inferred_from=status.code))
    return facts


def _care_ended(row: Row, over: date, next_begun: date | None, reason: Code | None) -> bool:
    """Whether care ended with this episode. Where the file contradicts itself, the child stays looked after."""
    if next_begun == over:
        return False
    goes_on = reason is not None and reason.code == "X1"
    if next_begun is not None and next_begun < over:
        says = f"the next episode begins {next_begun:%d/%m/%Y}, before this one ends: taken as one period of care"
        row.remark("episodes_overlap", says, "Correct the dates.", f"{over:%d/%m/%Y}")
        return False
    if goes_on:
        next_one = f"the next begins {next_begun:%d/%m/%Y}" if next_begun else "no further episode is in the file"
        says = f"X1 says that care goes on the same day, {over:%d/%m/%Y}, but {next_one}: care is not taken as ended"
        row.remark("not_back_to_back", says, "Correct the dates, or give the reason care ended.", f"{over:%d/%m/%Y}")
        return False
    return True


def _check_open(row: Row, next_begun: date | None) -> None:
    if row.text("DEC"):
        return  # a date that was rejected is not a blank one
    if next_begun is not None:
        says = f"this episode has no end, but another begins {next_begun:%d/%m/%Y}: taken as one period of care"
        row.remark("later_than_open", says, "Give the end of this episode.")
    if row.text("REC"):
        says = "there is a reason why the episode ceased (REC) and no date (DEC): care is not taken as ended"
        row.note("reason_without_end", says, "Give the date, or take the reason out.", row.text("REC"), few=20)


def _placement(row: Row, begun: date, over: date | None, new: Code | None, next_begun: date | None) -> None:
    place = row.exact("PLACE", "place", "a placement code, such as U6")
    provider = row.exact("PLACE_PROVIDER", "provider", "PR0 to PR5")
    change = row.exact("REASON_PLACE_CHANGE", "place_change", "a code, such as CARPL")
    facts: list[Fact | None] = []
    if place and (new is None or new.code in _PLACEMENT_CHANGES):
        facts.append(started("placement", begun, place=place.code, provider=provider.code if provider else None))
    elif place:
        facts.append(Fact("placement", "observed", day_window(begun), parts(place=place.code)))
    if over and (change or next_begun is None or next_begun > over):
        facts.append(ended("placement", over, reason=change.code if change else None))
    row.observe(f"episodes/placement/{begun}", facts)


def workers_of(rows: Sequence[Row]) -> None:
    """All social workers of one child: the one national record of who held a child, from when, and why it changed."""
    dated = _in_order(rows, "SW_DECOM", "SW_DEC")
    for index, (row, begun, over) in enumerate(dated):
        next_begun = dated[index + 1][1] if index + 1 < len(dated) else None
        worker = row.text("SW_ID")
        reason = row.exact("SW_REASON", "worker_change", "one of " + ", ".join(code_set("worker_change")))
        why = reason.code if reason else None
        if not worker:
            row.reject("SW_ID", "no social worker is named", "a number that begins SW or XX")
            continue
        if not worker.upper().startswith(("SW", "XX")):
            row.remark(
                "worker_number", f"{worker} does not begin with SW or XX (rule SW02)", "Check the number.", worker
            )
        if over and next_begun and next_begun > over:
            says = f"nobody is named from {over:%d/%m/%Y} to {next_begun:%d/%m/%Y} (rule SW11)"
            row.remark("gap_between_workers", says, "Name who held the child then.", worker)
        given = Fact("allocated_worker", "observed", day_window(begun), parts(worker=worker, reason=why))
        end = ended("allocated_worker", over, worker=worker) if next_begun != over else None
        row.observe(f"social_worker/{begun}", [given, end])
