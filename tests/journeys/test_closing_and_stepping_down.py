"""A closing with its chained clocks, the visit, the letters and the manager's audit; and a step down to a team around
the family, which waits for each person's own consent: in a browser, with the refusals on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.journeys.people import Person
from tests.journeys.test_a_contact_and_the_district_meeting import answer, clock, matter_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY = "wirral"
CLOSES = "D0032"  # told that the record is ready; the manager has not read it in five days
STEPS_DOWN = "D0046"  # Iris and her mother agreed; her father has not answered; the final meeting is on the 30th


def record(person: Person, child: str, verb: str, word: str, matter: str, day: str, **parts: str) -> str:
    """Records that something happened on this day; returns what stands in the way."""
    person.go(f"/do/{child}?verb={verb}&word={word}&matter={matter}")
    for name, value in parts.items():
        field = person.page.locator(f"[name={name}]").first
        if field.get_attribute("type") in ("radio", "checkbox"):
            person.page.locator(f"[name={name}][value='{value}']").first.check()
        else:
            field.fill(value)
    return person.date(day).save().problem


def sends(person: Person, child: str, word: str, matter: str, day: str, to: list[str], **parts: str) -> str:
    person.go(f"/do/{child}?verb=send&word={word}&matter={matter}")
    for one in to:
        person.page.locator(f"input[name=to][value='{one}']").first.check()
    for name, value in parts.items():
        person.page.locator(f"[name={name}]").first.fill(value)
    return person.date(day).save().problem


def test_closing_waits_for_the_manager_the_visit_the_letters_and_the_audit(
    chromium: Any, visit: Callable[[str], str], now: Any
) -> None:
    site = visit(AUTHORITY)
    tessa, salma = Person(chromium, site, "tessa.westall"), Person(chromium, site, "salma.westwork")
    closing = matter_of(tessa, CLOSES, "Closing")
    tessa.go(f"/transfers/{closing}")
    assert "Closing with no move to TAF: " in tessa.reads and "Put on the list" not in tessa.reads

    # The decision is the manager's, after reading; letters and visit come after it.
    assert "Ask Tessa Westall" in answer(salma, CLOSES, "managers_decision", "agreed", closing)
    assert "WIR-5aa" in answer(tessa, CLOSES, "managers_decision", "agreed", closing)
    assert "WIR-5bg" in sends(salma, CLOSES, "letter_intended", closing, "24 11 2026", ["professionals"])
    assert not record(tessa, CLOSES, "done", "record_read", closing, "24 11 2026")
    assert not answer(tessa, CLOSES, "managers_decision_rationale", "The school meets what is needed.", closing)
    assert not answer(tessa, CLOSES, "managers_decision", "agreed", closing)
    tessa.go(f"/transfers/{closing}")
    assert "by end of Tue 1 Dec 2026" in tessa.reads  # seven days for the visit, from the decision
    assert not sends(salma, CLOSES, "letter_intended", closing, "24 11 2026", ["professionals"])

    the_visit(salma, closing, now)
    the_record(salma, tessa, closing)

    # Nothing is closed before the manager's audit, and not by the worker.
    now("2026-11-27 10:00")
    assert "WIR-5ai" in closes(tessa, closing)
    assert "WIR-5ah" in answer(tessa, CLOSES, "closing_standard", "to_standard", closing)
    for task in ("summary_read", "audit_form_read"):
        assert not record(tessa, CLOSES, "done", task, closing, "27 11 2026")
    assert "WIR-5f" in answer(salma, CLOSES, "manager_rationale", "Fine.", closing)
    assert "WIR-5f" in answer(tessa, CLOSES, "manager_rationale", "the school meets what is needed", closing)
    assert not answer(tessa, CLOSES, "manager_rationale", "The school holds the plan.", closing)
    assert not answer(tessa, CLOSES, "closing_standard", "to_standard", closing), tessa.problem
    assert "Ask Tessa Westall" in closes(salma, closing)
    assert not closes(tessa, closing), tessa.problem
    tessa.go(f"/children/{CLOSES}/recorded")
    assert "losed" in tessa.reads


def the_visit(salma: Person, closing: str, now: Any) -> None:
    """A visit at which the child was not seen alone is kept and does not count."""
    now("2026-11-25 16:00")
    seen = {"parents_seen_and_spoken_to": "yes", "child_spoken_to_alone": "yes", "accommodation_seen": "yes"}
    assert not record(salma, CLOSES, "held", "closure_visit", closing, "25 11 2026", child_seen_alone="no", **seen)
    assert "does not count" in salma.page.locator("body").inner_text()
    assert not record(salma, CLOSES, "held", "closure_visit", closing, "25 11 2026", child_seen_alone="yes", **seen)
    assert "does not count" not in salma.page.locator("body").inner_text()
    assert not answer(salma, CLOSES, "view_of_closure", "They agree.", closing)
    for event in ("taf_considered_with_family", "taf_considered_with_agencies"):
        assert not record(salma, CLOSES, "held", event, closing, "25 11 2026")
    assert "chair" in record(salma, CLOSES, "held", "final_meeting", closing, "25 11 2026")
    assert not record(salma, CLOSES, "held", "final_meeting", closing, "25 11 2026", chair="social_worker")
    assert not record(salma, CLOSES, "written", "action_plan", closing, "25 11 2026")
    assert not answer(salma, CLOSES, "agency_for_each_task", "yes", closing)


def the_record(salma: Person, tessa: Person, closing: str) -> None:
    """The record is made good, the manager checks it, and five days run for the letters and the summary."""
    assert "WIR-5y" in answer(tessa, CLOSES, "evidence_checked", "yes", closing)
    for line in ("closing_chronology", "closing_core_details", "closing_whole_record"):
        assert not answer(salma, CLOSES, line, "yes", closing)
    assert not answer(salma, CLOSES, "disagreements_line", "none", closing)
    assert not answer(tessa, CLOSES, "evidence_checked", "yes", closing)
    tessa.go(f"/transfers/{closing}")
    assert "by end of Mon 30 Nov 2026" in tessa.reads
    everybody = ["child", "parents", "cypd_professionals"]
    assert not sends(salma, CLOSES, "letter_closure", closing, "25 11 2026", everybody)
    assert not record(salma, CLOSES, "done", "record_completed", closing, "25 11 2026")
    reasons = {"reasons_for_closing": "The school meets what is needed."}
    assert not record(salma, CLOSES, "written", "closing_summary", closing, "25 11 2026", **reasons)
    assert "WIR-5e" in sends_the_summary(salma, closing)
    assert not answer(salma, CLOSES, "why_not_taf", "One agency is enough.", closing)
    assert not sends_the_summary(salma, closing)


def sends_the_summary(salma: Person, closing: str) -> str:
    """Sends the closing summary to the manager, as the page of the closing offers it."""
    salma.go(f"/transfers/{closing}")
    salma.page.goto(str(salma.page.locator("a[href*='closing_summary_sent']").first.get_attribute("href")))
    salma.page.locator("input[name=to]").first.check()
    salma.page.locator("[name=reasons_for_closing]").fill("The school meets what is needed.")
    return salma.date("25 11 2026").save().problem


def closes(person: Person, closing: str) -> str:
    person.go(f"/do/{CLOSES}?verb=close&matter={closing}")
    for area in person.page.locator("main form[data-keep] textarea").all():
        area.fill("Needs are met.")
    return person.save().problem


def test_stepping_down_waits_for_the_consent_of_each(chromium: Any, visit: Callable[[str], str], now: Any) -> None:
    site = visit(AUTHORITY)
    rayan = Person(chromium, site, "rayan.westvisit")
    step_down = matter_of(rayan, STEPS_DOWN, "Step down")
    page = f"/transfers/{step_down}/answers"

    # Nothing is ticked beforehand; what was agreed before it was explained is refused; a refusal holds the way.
    rayan.go(page)
    assert not rayan.page.locator("main input[type=radio]:checked").count()
    assert "TAF model explained: Mon 9 Nov 2026" in rayan.reads
    says(rayan, "taf_consent-child-D0046", "yes", "3 11 2026")
    assert "WIR-5ao" in rayan.problem, rayan.problem
    says(rayan.go(page), "taf_consent-Mr_Testwood-", "no")
    assert "1 answer recorded" in rayan.page.locator("body").inner_text()
    tessa = Person(chromium, site, "tessa.westall")
    assert "WIR-5al" in answer(tessa, STEPS_DOWN, "closing_standard", "to_standard", step_down)
    assert not answer(rayan, STEPS_DOWN, "views_on_lead", "They like Fay.", step_down)
    assert "WIR-5ap" in answer(rayan, STEPS_DOWN, "lead_professional_named", "Fay Leadwell", step_down)

    # He agrees after all: now a Lead Professional can be named.
    says(rayan.go(page), "taf_consent-Mr_Testwood-", "yes")
    assert not rayan.problem
    assert not answer(rayan, STEPS_DOWN, "lead_professional_named", "Fay Leadwell", step_down)

    # On the day of the meeting each is asked again, and until all three have said yes TAF does not begin.
    clock(now, "2026-11-30 14:00")
    rayan.go(f"/do/{STEPS_DOWN}?verb=held&word=final_meeting&matter={step_down}")
    rayan.page.check("input[name=chair][value=social_worker]")
    for who in ("rayan.westvisit", "family", "professionals"):
        rayan.page.check(f"input[name=attended][value='{who}']")
    assert not rayan.date("30 11 2026").save().problem
    for who in ("child-D0046", "Ms_Testwood-"):
        says(rayan.go(page), f"consent_reconfirmed-{who}", "yes")
    says(rayan.go(page), "consent_reconfirmed-Mr_Testwood-", "no")
    assert "WIR-5ax" in answer(tessa, STEPS_DOWN, "closing_standard", "to_standard", step_down)
    says(rayan.go(page), "consent_reconfirmed-Mr_Testwood-", "yes")
    rayan.go(page)
    assert rayan.reads.count("Yes, Mon 30 Nov 2026, recorded by Rayan Westvisit") == 3
    rayan.go(f"{page}/sheet")
    assert "Mr Testwood" in rayan.reads and "Signed" in rayan.reads


def says(person: Person, name: str, value: str, day: str = "") -> Person:
    """Gives one person's answer on the page of each person's answers."""
    person.page.check(f"input[name='{name}'][value='{value}']")
    person.page.fill(f"input[name='{name}-day']", day)
    return person.press("Save the answers")
