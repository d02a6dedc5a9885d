"""What was over when a matter ended stays over, and opens again when something about that time is learnt."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from baton.engine import Act, By, Done, Situation, assess, attempt, tick
from baton.journal import Entry
from baton.policy import model as m
from baton.working_time import Amount, moment_of, parse_when

from .small_pack import PACK, Story, head
from .test_properties import Transfers

ENDS = m.Then(
    head("ends", "move_between", m.WordIs("decision", ("agreed",))),
    m.Shifted(Amount.parse("2 days"), 1, m.SlotAt("moved")),
    (m.Effect("end"),),
)
LATER = m.Must(
    head("closing_letter", "move_between"), m.OfficeOf("team_manager", "sending team"), "write", ("summary",),
    by=m.Shifted(Amount.parse("1 days"), 1, m.SlotAt("moved")),
)  # fmt: skip
TOLD = m.Must(
    head("clerk_told", "move_between"), m.OfficeOf("receiving_worker"), "tell", to=(m.Recipient(m.OfficeOf("clerk")),),
    by=m.Shifted(Amount.parse("1 days"), 1, m.SlotAt("moved")),
)  # fmt: skip
ENDING = m.Packs((replace(PACK, build="", rules=(*PACK.rules, ENDS, LATER, TOLD)),))


def lived(packs: m.Packs = ENDING, told: str = "2026-08-05 11:00") -> Story:
    """Amy's move from its proposal to its end, everything done in time but the handover, which was never held."""
    story = Story()
    story.add("started", "assessment", "2026-06-10")
    story.add("ended", "assessment", "2026-08-03", conclusion="in_need")

    def does(when: str, by: str, verb: str, word: str = "", to: tuple[str, ...] = (), **values: object) -> None:
        act = Act(verb, word, ("amy",), parse_when(when), values=dict(values), to=to)
        done = attempt(packs, {"amy": story.file}, act, By(by), moment_of(when), f"{verb} {when}")
        assert isinstance(done, Done), done
        story.take(done.entries)

    does("2026-08-04 09:00", "ann", "send", "summary", ("cy",))
    does("2026-08-04 09:10", "cy", "list")
    does("2026-08-04 09:20", "nora", "answer", "record_current", record_current="yes")
    does("2026-08-05 10:30", "nora", "decide", decision="agreed", transfer_date="2026-08-06", receiving_worker="ben")
    does(told, "ann", "told", "", ("family",))
    for day in range(6, 12):
        story.take(tick(packs, story.file, moment_of(f"2026-08-{day:02} 08:00"), f"tick {day}"))
    return story


def end_of(story: Story) -> Entry:
    return next(e for e in story.entries if e.verb == "end")


def states(situation: Situation) -> dict[str, tuple[str, int | None]]:
    return {d.rule: (d.state, d.since) for d in situation.duties if d.matter}


def counting(situation: Situation) -> dict[str, object]:
    """All that gets a row or may change, without the duties that were over."""
    same = {f: getattr(situation, f) for f in situation.__slots__ if f not in ("duties", "relies_on")}
    living = ("open", "late", "may_apply")
    return same | {"open": [d for d in situation.duties if d.state in living], "relies_on": set(situation.relies_on)}


def test_an_end_writes_down_what_it_leaves() -> None:
    story = lived()
    assert end_of(story).body["left"] == {
        "rules": ["clerk_told", "handover"], "ready": moment_of("2026-08-04 09:20"), "routes": ["north_to_south"],
        "shown": [], "late": [],
    }  # fmt: skip
    now = moment_of("2026-09-20 10:00")
    whole, short = assess(ENDING, story.file, now), assess(ENDING, story.file, now, whole=False)
    assert {b.rule for b in whole.breaches} == {"clerk_told", "handover"} and counting(whole) == counting(short)
    assert {d.rule for d in short.duties if d.matter} == {"clerk_told", "handover"}
    assert {"send_summary", "record_check", "told_before"} < set(states(whole))
    assert whole.matters == short.matters and whole.matters[0].ready_at == moment_of("2026-08-04 09:20")


def test_what_is_left_is_judged_today() -> None:
    story = lived()
    act = Act("told", "", ("amy",), parse_when("2026-09-21"), to=("clerk",))
    now = moment_of("2026-09-22 10:00")
    done = attempt(ENDING, {"amy": story.file}, act, By("ben"), now, "told")
    assert isinstance(done, Done) and done.counts
    story.take(done.entries)
    short = assess(ENDING, story.file, now, whole=False)
    ended = {b.rule: b.ended for b in short.breaches}
    assert ended == {"handover": None, "clerk_told": moment_of("2026-09-22 00:00")}


def test_what_was_met_late_leaves_its_breach_and_is_not_judged_again() -> None:
    story = lived(told="2026-08-07 11:00")
    left = end_of(story).body["left"]
    assert left["rules"] == ["clerk_told", "handover"] and [late["rule"] for late in left["late"]] == ["told_before"]
    now = moment_of("2026-09-20 10:00")
    whole, short = assess(ENDING, story.file, now), assess(ENDING, story.file, now, whole=False)
    assert "told_before" in states(whole) and "told_before" not in states(short)
    assert counting(whole) == counting(short)
    (breach,) = [b for b in short.breaches if b.rule == "told_before"]
    (duty,) = [d for d in whole.duties if d.rule == "told_before"]
    assert (breach.since, breach.known, breach.ended) == (duty.since, duty.known, duty.ended)
    assert breach.ended == moment_of("2026-08-07 11:00") and breach.because == duty.because


def test_a_later_version_of_a_document_makes_nothing_late() -> None:
    story = lived()
    story.add("written", "summary", "2026-11-02", recorded="2026-11-02 10:00")
    now = moment_of("2026-11-03 10:00")
    for whole in (True, False):
        assert {b.rule for b in assess(ENDING, story.file, now, whole).breaches} == {"clerk_told", "handover"}
    assert states(assess(ENDING, story.file, now))["closing_letter"] == ("met", None)


def test_a_fact_of_that_time_learnt_later_opens_everything_again() -> None:
    story = lived()
    before = assess(ENDING, story.file, moment_of("2026-09-20 10:00"), whole=False)
    story.add("written", "summary", "2026-08-05", recorded="2026-09-21 10:00")
    after = assess(ENDING, story.file, moment_of("2026-09-22 10:00"), whole=False)
    assert "send_summary" not in states(before) and "send_summary" in states(after)


def test_a_correction_opens_everything_again() -> None:
    story = lived()
    told = next(e for e in story.entries if e.verb == "told" and e.source == "person")
    act = Act("told", "", ("amy",), corrects=told.number, did_not_happen=True)
    now = moment_of("2026-09-22 10:00")
    done = attempt(ENDING, {"amy": story.file}, act, By("ann"), now, "wrong")
    assert isinstance(done, Done)
    story.take(done.entries)
    assert {b.rule for b in assess(ENDING, story.file, now, whole=False).breaches} == {
        "clerk_told",
        "handover",
        "told_before",
    }


def test_a_record_of_a_word_that_no_rule_of_the_matter_speaks_of_opens_nothing() -> None:
    story = lived()
    story.add("held", "some_review", "2026-08-05", recorded="2026-09-21 10:00")
    short = assess(ENDING, story.file, moment_of("2026-09-22 10:00"), whole=False)
    assert {d.rule for d in short.duties if d.matter} == {"clerk_told", "handover"}


def test_the_page_of_an_earlier_day_is_judged_as_that_day() -> None:
    story = lived()
    then = assess(ENDING, story.file, moment_of("2026-08-07 08:00"), whole=False)
    assert {"send_summary", "record_check", "told_before", "clerk_told"} < set(states(then))


class EndingTransfers(Transfers):
    """The same where a transfer ends two days after the move: judging what was over or not, what counts is the same."""

    packs = ENDING

    @invariant()
    def what_was_over_changes_nothing_that_counts(self) -> None:
        whole = assess(self.packs, self.story.file, self.now)
        assert counting(whole) == counting(assess(self.packs, self.story.file, self.now, whole=False))

    @invariant()
    def what_was_over_when_a_matter_ended_is_no_breach_of_today(self) -> None:
        for e in self.story.entries:
            if e.verb == "end" and self.story.entries[-1] is e:
                left = {*e.body["left"]["rules"], *(late["rule"] for late in e.body["left"]["late"])}
                assert {b.rule for b in assess(self.packs, self.story.file, self.now).breaches if b.matter} <= left


TestEndingTransfers = EndingTransfers.TestCase
TestEndingTransfers.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
