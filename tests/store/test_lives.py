"""Random acts, records, corrections and late facts through the store's one door, against the rules that never bend.

The engine's own property test holds the answers; this one holds what is on disk: nothing acknowledged is lost or
changed, what is refused leaves nothing, every instant has one holder, and the tables are what the journals give.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.engine.test_properties import ACTS, PEOPLE, RECORDS, VALUES
from tests.store.cast import child, family
from tests.store.conftest import make_authority

from baton.engine import Done
from baton.engine.situation import Act, By
from baton.journal import Entry
from baton.platform.postgres import Server
from baton.store import acting
from baton.store.asking import journal
from baton.store.models import Child, Holding
from baton.store.rebuilding import rebuild
from baton.store.tenancy import in_authority
from baton.store.ticking import tick
from baton.store.verifying import verify
from baton.working_time import END, day_window, local_day, moment_of

HOUR, DAY = 3600, 86400
CHILDREN = ("amy", "bob", "cat")


class Lives(RuleBasedStateMachine):
    """Two siblings and a third child under the small procedure, on a real database."""

    def __init__(self) -> None:
        super().__init__()
        self.authority = make_authority()
        self.other = make_authority()
        for name in CHILDREN:
            child(self.authority, name)
        family(self.authority, "amy", "bob")
        self.now = moment_of("2026-08-06 10:00")
        self.acts = 0
        self.kept: dict[str, tuple[Entry, ...]] = {name: self.journal(name) for name in CHILDREN}

    def journal(self, name: str) -> tuple[Entry, ...]:
        return journal(self.authority, "child", name)

    def do(self, act: Act, by: str, number: str = "") -> Any:
        self.acts += 1
        number = number or f"n{self.acts}"
        before = {name: self.journal(name) for name in CHILDREN}
        answer = acting.act(self.authority, act, By(by), self.now, number=number)
        after = {name: self.journal(name) for name in CHILDREN}
        if isinstance(answer, Done):
            for entry in answer.entries:
                if entry.subject.kind == "child":
                    assert entry in after[entry.subject.id], "what was acknowledged is on disk"
            again = acting.act(self.authority, act, By(by), self.now, number=number)
            assert isinstance(again, Done) and {name: self.journal(name) for name in CHILDREN} == after
        else:
            assert before == after, "a refusal leaves nothing"
        return answer

    @rule(hours=st.integers(1, 300))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(
        act=st.sampled_from(ACTS), by=st.sampled_from(PEOPLE), pick=st.integers(0, 5),
        of=st.sampled_from((("amy",), ("bob",), ("cat",), ("amy", "bob"), CHILDREN)),
    )  # fmt: skip
    def somebody_acts(self, act: tuple[str, str], by: str, pick: int, of: tuple[str, ...]) -> None:
        choices = VALUES.get(act[0], [{}])
        to = ("cy",) if act[0] == "send" else ()
        self.do(Act(act[0], act[1], of, values=dict(choices[pick % len(choices)]), to=to), by)

    @rule(
        record=st.sampled_from(RECORDS), days_ago=st.integers(0, 40), by=st.sampled_from(PEOPLE),
        of=st.sampled_from((("amy",), ("cat",), ("amy", "bob"))),
    )  # fmt: skip
    def somebody_records(
        self, record: tuple[str, str, dict[str, object]], days_ago: int, by: str, of: tuple[str, ...]
    ) -> None:
        verb, word, values = record
        when = day_window(local_day(self.now - (-days_ago if verb == "booked" else days_ago) * DAY))
        self.do(Act(verb, word, of, when, values=dict(values), attended=("ann", "ben"), to=("family",)), by)

    @rule(pick=st.integers(0, 50), days_ago=st.integers(0, 40), name=st.sampled_from(CHILDREN), not_so=st.booleans())
    def somebody_corrects(self, pick: int, days_ago: int, name: str, not_so: bool) -> None:
        records = [e for e in self.journal(name) if e.verb in ("held", "ended", "started") and e.source == "person"]
        if records:
            old = records[pick % len(records)]
            when = day_window(local_day(self.now - days_ago * DAY))
            values = dict(old.values)
            one = Act(old.verb, old.word, (name,), when, values=values, corrects=old.number, did_not_happen=not_so)
            self.do(one, "ann")

    @rule()
    def the_clock_runs(self) -> None:
        tick(self.now, [self.authority])
        assert tick(self.now, [self.authority]).entries == 0

    @invariant()
    def nothing_that_was_written_changes(self) -> None:
        for name in CHILDREN:
            now = self.journal(name)
            assert now[: len(self.kept[name])] == self.kept[name]
            assert [e.number for e in now] == list(range(1, len(now) + 1))
            self.kept[name] = now

    @invariant()
    def the_chains_verify(self) -> None:
        assert verify(self.authority).broken == []

    @invariant()
    def the_tables_are_what_the_journals_give(self) -> None:
        assert rebuild(self.authority, self.now, check=True).different == []

    @invariant()
    def every_instant_has_one_holder_and_the_child_says_who(self) -> None:
        with in_authority(self.authority, CHILDREN):
            for name in CHILDREN:
                held = list(Holding.objects.filter(authority=self.authority, child=name).order_by("during"))
                assert held and held[-1].during.upper in (None, END)
                assert all(one.during.upper == following.during.lower for one, following in pairwise(held))
                assert all(bool(one.breach) or one.kind != "nobody" for one in held)
                assert Child.objects.get(authority=self.authority, child=name).holder_kind == held[-1].kind

    @invariant()
    def another_authority_sees_nothing(self) -> None:
        with in_authority(self.other, CHILDREN):
            assert not Child.objects.filter(authority=self.authority).exists()
            assert not Holding.objects.filter(authority=self.authority).exists()


def test_lives_through_the_store(postgres: Server) -> None:
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )  # fmt: skip
