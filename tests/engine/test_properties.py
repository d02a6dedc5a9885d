"""Random acts, records, corrections and late facts, held to the rules that never bend and to `next_change`."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from baton.engine import Act, By, Done, Situation, assess, attempt, tick
from baton.working_time import END, day_window, local_day

from .small_pack import PACKS, Story, moment

HOUR, DAY = 3600, 86400
PEOPLE = ("ann", "ben", "nora", "sid", "cy", "hal")
VALUES: dict[str, list[dict[str, object]]] = {
    "decide": [
        {"decision": "agreed", "transfer_date": "2026-08-27", "receiving_worker": "ben"},
        {"decision": "agreed"},
        {"decision": "not_agreed"},
    ],
    "answer": [{"record_current": "yes"}, {"record_current": "no"}],
    "allocate": [{"person": "ben"}, {"person": "ann"}],
}
ACTS = (("list", ""), ("send", "summary"), ("decide", ""), ("answer", "record_current"), ("allocate", ""))
RECORDS = (
    ("started", "assessment", {}),
    ("ended", "assessment", {"conclusion": "in_need"}),
    ("held", "family_handover", {}),
    ("booked", "family_handover", {}),
    ("told", "", {}),
)


class Transfers(RuleBasedStateMachine):
    """One child under the small procedure, with time that only goes forward and facts that may be learnt late."""

    packs = PACKS

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.now = moment("2026-08-03 09:00")
        self.acts = 0

    @initialize(assessed=st.booleans())
    def begin(self, assessed: bool) -> None:
        if assessed:
            self.story.add("started", "assessment", "2026-06-10")
            self.story.add("ended", "assessment", "2026-08-03", conclusion="in_need")

    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(act=st.sampled_from(ACTS), by=st.sampled_from(PEOPLE), pick=st.integers(0, 5))
    def somebody_acts(self, act: tuple[str, str], by: str, pick: int) -> None:
        choices = VALUES.get(act[0], [{}])
        to = ("cy",) if act[0] == "send" else ()
        self.do(Act(act[0], act[1], ("amy",), values=dict(choices[pick % len(choices)]), to=to), by)

    @rule(record=st.sampled_from(RECORDS), days_ago=st.integers(0, 40), by=st.sampled_from(PEOPLE))
    def somebody_records(self, record: tuple[str, str, dict[str, object]], days_ago: int, by: str) -> None:
        verb, word, values = record
        ago = -days_ago if verb == "booked" else days_ago
        when = day_window(local_day(self.now - ago * DAY))
        self.do(Act(verb, word, ("amy",), when, values=dict(values), attended=("ann", "ben"), to=("family",)), by)

    @rule(pick=st.integers(0, 50), days_ago=st.integers(0, 40))
    def somebody_corrects(self, pick: int, days_ago: int) -> None:
        records = [e for e in self.story.entries if e.verb in ("held", "ended", "started") and e.source == "person"]
        if records:
            old = records[pick % len(records)]
            when = day_window(local_day(self.now - days_ago * DAY))
            self.do(Act(old.verb, old.word, ("amy",), when, values=dict(old.values), corrects=old.number), "ann")

    @rule()
    def the_clock_runs(self) -> None:
        self.story.take(tick(self.packs, self.story.file, self.now, f"t{self.now}"))
        assert tick(self.packs, self.story.file, self.now, "again") == ()

    def do(self, act: Act, by: str) -> None:
        self.acts += 1
        result = attempt(self.packs, {"amy": self.story.file}, act, By(by), self.now, f"n{self.acts}")
        if isinstance(result, Done):
            assert [e.number for e in result.entries] == list(
                range(len(self.story.entries) + 1, len(self.story.entries) + 1 + len(result.entries))
            )
            self.story.take(result.entries)
            for situation in result.situations.values():
                assert situation == assess(self.packs, self.story.file, self.now, whole=False)

    @invariant()
    def exactly_one_holder_at_every_instant(self) -> None:
        holdings = assess(self.packs, self.story.file, self.now).timeline.holdings
        assert holdings[-1].end == END
        for one, following in pairwise(holdings):
            assert one.end == following.start
            assert one.start < one.end
        for holding in holdings:
            assert (holding.kind == "nobody") <= bool(holding.breach)

    @invariant()
    def the_answer_stays_the_same_up_to_next_change(self) -> None:
        situation = assess(self.packs, self.story.file, self.now)
        until = min(situation.next_change, self.now + 400 * DAY)
        assert until > self.now
        for between in (self.now + 1, (self.now + until) // 2, until - 1):
            if self.now < between < until:
                assert answers(assess(self.packs, self.story.file, between)) == answers(situation), between

    @invariant()
    def no_breach_ends_before_it_began(self) -> None:
        for breach in assess(self.packs, self.story.file, self.now).breaches:
            assert breach.since <= self.now and (breach.ended is None or breach.ended >= breach.since)

    @invariant()
    def assessing_twice_gives_the_same(self) -> None:
        assert assess(self.packs, self.story.file, self.now) == assess(self.packs, self.story.file, self.now)


def answers(situation: Situation) -> Situation:
    """The situation without the moment it was asked for."""
    questions = tuple(q._replace(since=0) for q in situation.questions)
    return replace(situation, now=0, questions=questions)


TestTransfers = Transfers.TestCase
TestTransfers.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
