"""What each of the Annex A lists says of a child, row by row. Lists are a snapshot: often only the latest is known.

Each function adds observations to its row and gives the day by which rows of the same child in the same list are
ordered, so that the latest says who holds the child now; or None where this row does not say it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from baton.imports.cells import day_of
from baton.imports.codes import Code
from baton.imports.model import Fact, by, parts
from baton.imports.readers.facts import basis_of, ended, held, observe_latest, order_facts, started, within
from baton.imports.readers.person import check_born_before
from baton.imports.readers.row import Row
from baton.working_time import birthday, day_window

NOT_USED: Final[Mapping[int, str]] = {
    1: "a contact is not yet a child's record: list 1 is not taken in",
    11: "an adopter is not a child: list 11 is not taken in",
}
_ADULT: Final = 18
_LIST_OF: Final = {"cp_plan": 7, "looked_after": 8}


def _yes(code: Code | None) -> bool | None:
    return {"yes": True, "no": False}.get(code.code) if code else None


def _last(row: Row, *, closed: bool) -> dict[str, str | None]:
    """A closed row does not say who holds the child now, only who did last."""
    return {"last_team": row.text("team"), "last_worker": row.text("worker")} if closed else {}


def early_help(row: Row) -> date | None:
    """List 2. The end of an early help assessment is not the end of early help, which no list gives."""
    begun = row.day("started")
    row.missing("started")
    done = row.end_after(begun, "ended")
    completed = done.isoformat() if done else None
    organisation = row.text("organisation") or None
    if begun:
        fact = started("early_help", begun, organisation=organisation, assessment_completed=completed)
        row.observe(f"list_2/early_help/{begun}", [fact])
    return None


def referral(row: Row) -> date | None:
    """List 3."""
    day = row.day("referred")
    row.missing("referred")
    source = row.code("referral_source", "referral_source")
    nfa = row.code("nfa", "yes_no", also="nfa")
    if day is None:
        return None
    values = parts(
        source=source.means.get("source") if source else None,
        source_code=source.code if source else None,
        no_further_action=nfa.code if nfa else None,
    )
    row.observe(f"list_3/referral/{day}", [Fact("referral", "held", day_window(day), values)])
    return None if _yes(nfa) else day


def assessment(row: Row) -> date | None:
    """List 4. The assessment ends when it is authorised."""
    begun = row.day("started")
    row.missing("started")
    done = row.end_after(begun, "ended")
    need = _yes(row.code("in_need", "yes_no"))
    if begun is None:
        return None
    conclusion = {True: "in_need", False: "no_further_action"}.get(need) if need is not None else None
    facts = [started("assessment", begun), ended("assessment", done, conclusion=conclusion)]
    row.observe(f"list_4/assessment/{begun}", facts)
    return None if done and need is False else begun


def enquiry(row: Row) -> date | None:
    """List 5. That an enquiry is over is known from its conference, or from none being needed."""
    begun = row.day("started")
    planned = _yes(row.code("planned", "yes_no"))
    unnecessary = _yes(row.code("unnecessary", "yes_no"))
    outcome = {True: "plan_made", False: "no_plan"}.get(planned) if planned is not None else None
    day, fact = held(row, "icpc", "icpc_on", outcome=outcome)
    if day:
        row.observe(f"list_5/icpc/{day}", [fact])
    else:
        row.missing("started")
    if begun:
        over = day if day and begun <= day <= row.as_at else row.as_at if unnecessary else None
        end = Fact("cp_enquiry", "ended", within(begun, over)) if over else None
        row.observe(f"list_5/cp_enquiry/{begun}", [started("cp_enquiry", begun), end])
    return begun or (day if day and day <= row.as_at else None)


def in_need(row: Row) -> date | None:
    """List 6. The case status says which of several things this row is about; CIN Start Date alone does not."""
    begun = row.day("started")
    done = row.end_after(begun, "ended")
    status = row.code("status", "case_status")
    need = row.code("need", "need")
    reason = row.code("reason", "closure")
    closed = bool(done) or bool(status and status.code == "closed")
    values = {"need": need.code if need else None}
    if status:
        row.observe("list_6/case_status", _case_status(row, status, begun))
    elif not closed:
        row.remark("no_case_status", "the case status is blank: taken as a child in need", "Enter the case status.")
    check_born_before(row, begun, "the period of need")
    if begun and (status is None or status.code in {"child_in_need", "closed"}):
        end = ended("child_in_need", done)
        row.observe(f"list_6/child_in_need/{begun}", [started("child_in_need", begun, **values), end])
    elif status and status.code == "child_in_need":
        row.missing("started")
    if closed:
        why = parts(reason=reason.means.get("reason"), code=reason.code) if reason else ()
        last = parts(**_last(row, closed=True))
        when = day_window(done) if done else by(row.as_at)
        row.observe(f"list_6/closing/{begun or done or ''}", [Fact("closing", "closed", when, why + last)])
    elif reason:
        row.remark("reason_without_closing", "there is a reason for closure and no closure date", "Enter the date.")
    observe_latest(row, "list_6", "visit", "seen_on")
    return None if closed else begun or date.min


def _case_status(row: Row, status: Code, begun: date | None) -> list[Fact | None]:
    """The status; and where no dated list of this extract shows it going on, that it began by the extract's date."""
    since = begun.isoformat() if begun else None
    seen = Fact("case_status", "observed", by(row.as_at), parts(value=status.code, in_need_since=since))
    if status.code in {"closed", "child_in_need"} or status.code in row.dated:
        return [seen]
    if status.code in _LIST_OF:
        says = f"list 6 says {status.says.casefold()}, and list {_LIST_OF[status.code]} does not show it going on"
        row.note("not_in_its_list", says, "Add the list, or correct the status.", status.says, few=20)
    return [seen, Fact(status.code, "started", by(row.as_at))]


def protection_plan(row: Row) -> date | None:
    """List 7."""
    begun = row.day("started")
    row.missing("started")
    done = row.end_after(begun, "ended")
    first, latest = row.code("first_category", "abuse"), row.code("category", "abuse")
    check_born_before(row, begun, "the protection plan")
    if begun:
        category = latest or first
        values = {
            "category": category.code if category else None,
            "first_category": first.code if first else None,
        }
        end = ended("cp_plan", done, **_last(row, closed=True))
        row.observe(f"list_7/cp_plan/{begun}", [started("cp_plan", begun, **values), end])
    observe_latest(row, "list_7", "visit", "seen_on", kind="statutory")
    observe_latest(row, "list_7", "cp_conference", "reviewed_on", kind="review")
    return None if done else begun


def looked_after(row: Row) -> date | None:
    """List 8. Only the present legal status, placement and latest review are in it; what came before is not known."""
    begun = row.day("started")
    row.missing("started")
    done = row.end_after(begun, "ended")
    why = row.code("ceased", "ceased")
    need = row.code("need", "need")
    status = row.code("legal_status", "legal_status")
    check_born_before(row, begun, "the period of being looked after")
    if begun:
        last = _last(row, closed=True)
        code = why.code if why else None
        facts = [
            started("looked_after", begun, need=need.code if need else None, **_basis_from_start(row, begun, status)),
            ended("looked_after", done, reason=code, **last),
        ]
        if why and done and "order" in why.means:
            facts.append(started("order", done, type=why.means["order"]))
        row.observe(f"list_8/looked_after/{begun}", facts)
    elif done:
        row.observe("list_8/looked_after/", [ended("looked_after", done, reason=why.code if why else None)])
    _legal_status(row, begun, status)
    _placement(row, done)
    _permanence(row)
    if _yes(row.code("uasc", "yes_no", also="uasc")):
        row.observe("list_8/unaccompanied", [Fact("unaccompanied", "started", by(row.as_at))])
    observe_latest(row, "list_8", "cla_review", "reviewed_on", known="latest")
    observe_latest(row, "list_8", "visit", "seen_on")
    return None if done else begun or date.min


def _basis_from_start(row: Row, begun: date, status: Code | None) -> dict[str, str | None]:
    """The basis on which care began, where the present legal status is still the first."""
    day = day_of(row.cells.get("legal_on"))
    return basis_of(row, status) if day and day <= begun else {}


def _legal_status(row: Row, begun: date | None, code: Code | None) -> None:
    """The present legal status: its order, and its basis where it is not the one on which care began."""
    day = row.day("legal_on")
    if code is None:
        return
    facts: list[Fact | None] = []
    if day and begun and day < begun:
        says = f"the legal status began {day:%d/%m/%Y}, before the child was looked after ({begun:%d/%m/%Y})"
        row.remark("status_before_start", f"{says}: its basis counts from the later day", "Check both dates.")
    if day is None or begun is None or day > begun:
        when = day_window(day) if day else by(row.as_at)
        facts.append(Fact("looked_after", "started", when, parts(**basis_of(row, code))))
    row.observe(f"list_8/legal_status/{day or ''}", [*facts, *order_facts(code, day)])


def _placement(row: Row, done: date | None) -> None:
    day = row.day("placed_on")
    place, provider = row.code("place", "place"), row.code("provider", "provider")
    if day is None:
        return
    values = {"place": place.code if place else None, "provider": provider.code if provider else None}
    end = ended("placement", done if done and done >= day else None)
    row.observe(f"list_8/placement/{day}", [started("placement", day, **values), end])


def _permanence(row: Row) -> None:
    plan = row.code("permanence", "permanence")
    if plan:
        fact = Fact("permanency_plan", "given", by(row.as_at), parts(permanency_plan="yes", plan=plan.code))
        row.observe("list_8/permanency_plan", [fact])


def care_leaver(row: Row) -> date | None:
    """List 9. An eligible child is still looked after, so the category is seen and no care leaver's spell begun."""
    category = row.code("eligibility", "eligibility")
    leaver = category is None or category.code in {"relevant", "former_relevant", "qualifying"}
    values = parts(
        eligibility=category.code if category else None,
        in_touch=row.text("in_touch") or None,
        accommodation=row.text("accommodation") or None,
        suitability=row.text("suitability") or None,
        activity=row.text("activity") or None,
    )
    row.observe("list_9/care_leaver", [Fact("care_leaver", "started" if leaver else "observed", by(row.as_at), values)])
    if adviser := row.text("adviser"):
        row.observe(
            "list_9/personal_adviser", [Fact("personal_adviser", "given", by(row.as_at), parts(adviser=adviser))]
        )
    else:
        row.note("no_personal_adviser", "No personal adviser is named", "Name one.", few=20)
    if _yes(row.code("uasc", "yes_no", also="uasc")):
        of_age = birthday(row.born, _ADULT) if row.born else None
        end = ended("unaccompanied", of_age if of_age and of_age <= row.as_at else None)
        row.observe("list_9/unaccompanied", [Fact("unaccompanied", "started", by(of_age or row.as_at)), end])
    return row.as_at


def adoption(row: Row) -> date | None:
    """List 10: orders and placement for adoption."""
    care, order = row.day("care_on"), row.day("placement_order_on")
    placed, adopted = row.day("placed_on"), row.day("adopted_on")
    if care:
        row.observe(f"list_10/looked_after/{care}", [started("looked_after", care)])
    if order:
        row.observe(f"list_10/order_placement/{order}", [started("order", order, type="placement")])
    if placed:
        row.observe(f"list_10/placement/{placed}", [started("placement", placed, kind="adoption")])
    if adopted:
        facts = [started("order", adopted, type="adoption"), ended("looked_after", adopted, reason="adopted")]
        row.observe(f"list_10/order_adoption/{adopted}", facts)
    return None


LISTS: Final[Mapping[int, Callable[[Row], date | None]]] = {
    2: early_help,
    3: referral,
    4: assessment,
    5: enquiry,
    6: in_need,
    7: protection_plan,
    8: looked_after,
    9: care_leaver,
    10: adoption,
}
