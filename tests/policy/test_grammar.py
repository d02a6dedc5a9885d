"""What phrases mean: the value each becomes, by the kind of its words."""

from __future__ import annotations

from datetime import date

import pytest
from tests.policy.small import PACK, WORDS, read

from baton.policy import model as m
from baton.policy.model import Must
from baton.working_time import Amount

ABOUT_WORKERS = """\
  court_training: {kind: spell, says: Trained for court, about: worker, silence: "no"}
  grade:
    kind: answer
    about: worker
    question: Which grade?
    answers: [social_worker, advanced, senior]
    silence: not known
    asked_of: team_manager
"""
FIRST_REVIEW = m.EventAt(m.EventRef("cla_review", "nth", 1, m.SpellEdge("start", "looked_after")))

MOMENTS = {
    "5 working days after transfer_date": m.Shifted(Amount(working_days=5), 1, m.SlotAt("transfer_date")),
    "5 calendar days before decision": m.Shifted(Amount(days=5), -1, m.SlotAt("decision")),
    "17 years 6 months after birth": m.Shifted(Amount(years=17, months=6), 1, m.SlotAt("birth")),
    "5 working days either side of transfer_date": m.EitherSide(Amount(working_days=5), m.SlotAt("transfer_date")),
    "first cla_review since start of looked_after": FIRST_REVIEW,
    "2 weeks after first cla_review since start of looked_after": m.Shifted(Amount(weeks=2), 1, FIRST_REVIEW),
    "last cla_review up to booked icpc": m.EventAt(
        m.EventRef("cla_review", "last", 0, None, m.EventAt(m.EventRef("icpc", "booked")))
    ),
    "last but one cla_review up to booked icpc": m.EventAt(
        m.EventRef("cla_review", "last", 1, None, m.EventAt(m.EventRef("icpc", "booked")))
    ),
    "first icpc with outcome plan_made attended by holder since birth": m.EventAt(
        m.EventRef("icpc", "nth", 1, m.SlotAt("birth"), None, (("outcome", ("plan_made",)),), m.OfficeOf("holder"))
    ),
    "8 weeks in total of looked_after with basis remand since 12th birthday": m.TotalReached(
        Amount(weeks=8), "looked_after", (("basis", ("remand",)),), m.Birthday(12)
    ),
    "4 office hours after decision": m.Shifted(Amount(hours=4), 1, m.SlotAt("decision"), (540, 1020)),
    "1 office hour before decision": m.Shifted(Amount(hours=1), -1, m.SlotAt("decision"), (540, 1020)),
    "received summary": m.DocumentAt("summary", "received"),
    "first icpc since case_opened": m.EventAt(m.EventRef("icpc", "nth", 1, m.SlotAt("case_opened"))),
    "{earliest: [decision, {when: has looked_after, at: accept}]}": m.Earliest(
        (m.SlotAt("decision"), m.Guarded(m.HasSpell("looked_after"), m.ActAt("accept")))
    ),
    "18th birthday": m.Birthday(18),
    "start of day of 18th birthday": m.EdgeOfDay("start", m.Birthday(18)),
    "12:00 on 1 working day before sitting": m.TimeOn(
        12, 0, m.Shifted(Amount(working_days=1), -1, m.SlotAt("sitting"))
    ),
    "end of looked_after with basis remand": m.SpellEdge("end", "looked_after", (("basis", ("remand",)),)),
    "consent": m.AnswerAt("consent"),
    "given consent": m.AnswerAt("consent", given=True),
    "summary": m.DocumentAt("summary"),
    "sent summary": m.DocumentAt("summary", "sent"),
    "accept": m.ActAt("accept"),
    "1 hour after rule moves": m.Shifted(Amount(hours=1), 1, m.RuleMet("moves")),
    "point of to_care": m.PointOf("to_care"),
    "next panel after end of looked_after": m.NextSitting("panel", m.SpellEdge("end", "looked_after")),
    "next 1 September after 4th birthday": m.NextDate(9, 1, m.Birthday(4)),
    "2018-09-02": m.Fixed(date(2018, 9, 2)),
    "{latest: [decision, accept]}": m.Latest((m.SlotAt("decision"), m.ActAt("accept"))),
    "{choose: [{when: has looked_after, at: decision}, {at: accept}]}": m.Choose(
        ((m.HasSpell("looked_after"), m.SlotAt("decision")), (m.Always(), m.ActAt("accept")))
    ),
}

CONDITIONS = {
    "has looked_after": m.HasSpell("looked_after"),
    "has had looked_after with basis section_20 or remand": m.HasSpell(
        "looked_after", True, (("basis", ("section_20", "remand")),)
    ),
    "consent is yes": m.WordIs("consent", ("yes",)),
    "decision is agreed or not_agreed": m.WordIs("decision", ("agreed", "not_agreed")),
    "home_team is care_1": m.WordIs("home_team", ("care_1",)),
    "holder is team_manager": m.WordIs("holder", ("team_manager",)),
    "route is to_care": m.WordIs("route", ("to_care",)),
    "consent is known": m.Known("consent"),
    "notes says the same as reason": m.SaysSame("notes", "reason"),
    "holder has court_training": m.HasSpell("court_training", of="holder"),
    "grade of candidate is advanced or senior": m.WordIs("grade", ("advanced", "senior"), "candidate"),
    "closed by care": m.ClosedBy("care"),
    "rung is 2": m.WordIs("rung", ("2",)),
    "at least 2 held or booked icpc with outcome plan_made attended by holder since birth up to decision": m.Count(
        "at least",
        2,
        "icpc",
        m.SlotAt("birth"),
        m.SlotAt("decision"),
        (("outcome", ("plan_made",)),),
        m.OfficeOf("holder"),
        True,
    ),
    "icpc is held with outcome plan_made": m.EventIs(m.EventRef("icpc"), "held", (("outcome", ("plan_made",)),)),
    "second cla_review since start of looked_after is booked": m.EventIs(
        m.EventRef("cla_review", "nth", 2, m.SpellEdge("start", "looked_after")), "booked"
    ),
    "summary is sent": m.DocumentIs("summary", "sent"),
    "file_copied is done": m.TaskDone("file_copied"),
    "held before by both": m.Held("both", before=True),
    "going to care": m.Going("to", "care"),
    "coming from mash": m.Going("from", "mash"),
    "12th birthday has come": m.HasCome(m.Birthday(12)),
    "summary is on or after 2 months before accept": m.Compare(
        m.DocumentAt("summary"), "on or after", m.Shifted(Amount(months=2), -1, m.ActAt("accept"))
    ),
    "rule moves is on or before decision": m.Compare(m.RuleMet("moves"), "on or before", m.SlotAt("decision")),
    "team_manager of receiving team attended icpc": m.Attended("team_manager", "receiving team", m.EventRef("icpc")),
    "family attended first icpc": m.Attended("family", "", m.EventRef("icpc", "nth", 1)),
    "team_manager of receiving team is available": m.Available("team_manager", "receiving team"),
    "at least 2 cla_review since start of looked_after": m.Count(
        "at least", 2, "cla_review", m.SpellEdge("start", "looked_after")
    ),
    "rule k is met or excused for the same person": m.RuleIs("k", ("met", "excused"), True),
    "matter urgent is settled": m.MatterIs("urgent", "settled"),
    "same former_worker": m.Same("former_worker"),
    "at_home": m.Named("at_home", ("NEW-0.1",), m.Not(m.HasSpell("looked_after"))),
    "{any: [has looked_after, {not: consent is yes}]}": m.Any_(
        (m.HasSpell("looked_after"), m.Not(m.WordIs("consent", ("yes",))))
    ),
    "{at: transfer_date, is: 10th birthday has come}": m.At(m.SlotAt("transfer_date"), m.HasCome(m.Birthday(10))),
    "{some: {of: siblings, is: {not: same allocated_worker}}}": m.OfPeople(
        "some", "siblings", m.Not(m.Same("allocated_worker"))
    ),
}

WHOS = {
    "team_manager": m.OfficeOf("team_manager"),
    "team_manager of sending team": m.OfficeOf("team_manager", "sending team"),
    "service_manager of each service": m.OfficeOf("service_manager", "each service"),
    "service_manager of service short of capacity": m.OfficeOf("service_manager", "service short of capacity"),
    "worker of care_1": m.OfficeOf("worker", "care_1"),
    "panel": m.OfficeOf("panel"),
    "{in_order: [sending_worker, team_manager]}": m.InOrder((m.OfficeOf("sending_worker"), m.OfficeOf("team_manager"))),
    "{each: [holder, {any: [team_manager, panel]}]}": m.EachOf(
        (m.OfficeOf("holder"), m.AnyOf((m.OfficeOf("team_manager"), m.OfficeOf("panel"))))
    ),
}


def the_rule(written: str, who: str = "team_manager", words: str = WORDS) -> Must:
    """The rule k with this behind its head."""
    rule = f'  - {{key: k, clause: "NEW-3", for: transfer, who: {who}, must: move, strength: warn{written}}}\n'
    result = read(rule, words=words + ABOUT_WORKERS, pack=PACK + "  office_hours: 09:00 to 17:00\n")
    assert result.errors == ()
    assert result.pack is not None
    found = next(rule for rule in result.pack.rules if rule.head.key == "k")
    assert isinstance(found, Must)
    return found


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_means(text: str) -> None:
    assert the_rule(f", by: {text}").by == MOMENTS[text]


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_means(text: str) -> None:
    assert the_rule(f", counts_if: {text}").counts_if == CONDITIONS[text]


@pytest.mark.parametrize("text", WHOS)
def test_a_who_means(text: str) -> None:
    assert the_rule("", text).who == WHOS[text]


def test_an_answer_named_like_a_phase_is_an_answer() -> None:
    words = WORDS + '  paper: {kind: answer, question: "Is it held?", answers: [held, lost], silence: "no"}\n'
    assert the_rule(", counts_if: paper is held", words=words).counts_if == m.WordIs("paper", ("held",))


def test_an_until_is_a_moment_or_a_condition() -> None:
    assert the_rule(", until: 18th birthday").until == m.Birthday(18)
    assert the_rule(", until: decision is agreed").until == m.WordIs("decision", ("agreed",))


def test_not_known_may_fall_from_a_moment_on() -> None:
    assert the_rule(", when: consent is yes, not_known: as no from first icpc").head.not_known == (
        "no",
        m.EventAt(m.EventRef("icpc", "nth", 1)),
    )


def test_recipients_are_people_or_offices_and_may_have_a_condition() -> None:
    to = "[family, team_manager of sending team, {people: siblings, when: 12th birthday has come}]"
    rule = f'  - {{key: k, clause: "NEW-3", for: transfer, who: panel, must: tell, to: {to}, strength: warn}}\n'
    pack = read(rule).pack
    assert pack is not None
    duty = next(rule for rule in pack.rules if rule.head.key == "k")
    assert isinstance(duty, Must)
    assert duty.to == (
        m.Recipient(None, "family"),
        m.Recipient(m.OfficeOf("team_manager", "sending team")),
        m.Recipient(None, "siblings", m.HasCome(m.Birthday(12))),
    )
