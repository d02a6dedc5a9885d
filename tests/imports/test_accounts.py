"""One account of a child from several sources: each thing once, the book of record first, in doubt it goes on."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from baton.imports import Fact, Observation, Source, compare, read
from baton.imports.entries import nobody_named
from baton.imports.folding import Account, account_of
from baton.imports.model import by
from baton.imports.previous import Memory, from_json, remember, to_json
from baton.imports.sources import Sources
from baton.working_time import day_window, say_window

JUNE, JULY, AUGUST, SEPTEMBER = (date(2026, month, day) for month, day in ((6, 30), (7, 31), (8, 31), (9, 30)))
MARCH = date(2026, 3, 31)


def said(source: str, day: date, group: str, *facts: Fact, child: str = "hal") -> Observation:
    return Observation(source, day, child, group, facts, Source(f"{source} {day}"))


def dated(word: str, phase: str, day: date, **parts: str) -> Fact:
    return Fact(word, phase, day_window(day), tuple(parts.items()))


def seen(word: str, phase: str, day: date, **parts: str) -> Fact:
    return Fact(word, phase, by(day), tuple(parts.items()))


def works(list_name: str, worker: str, day: date, team: str = "North") -> Observation:
    fact = Fact("allocated_worker", "observed", by(day), (("worker", worker), ("team", team), ("list", list_name)))
    return said("annex_a", day, f"{list_name}/allocated_worker", fact)


def heard(*extracts: list[Observation], complete: tuple[str, ...] = ()) -> Memory:
    """The memory after these extracts were loaded one after the other."""
    memories: dict[str, Memory] = {}
    for observations in extracts:
        known = {key: digest for m in memories.values() for key, digest in m.digests()}
        remember(memories, compare(known, observations, complete=complete))
    return memories["hal"]


def account(*extracts: list[Observation], complete: tuple[str, ...] = ()) -> Account:
    return account_of(heard(*extracts, complete=complete), Sources())


def tell(found: Account) -> list[str]:
    """The account as sentences."""
    return [
        f"{c.fact.word} {c.fact.phase} {say_window(c.fact.happened)}"
        + "".join(f" {name}={value}" for name, value in c.fact.parts)
        for c in found.claims
    ]


def held(found: Account) -> list[str]:
    """Who held, as sentences, of the lists that stand."""
    return [f"{h.worker or 'nobody'} {say_window(h.when)}" for h in found.holders if h.stands]


# --- two sources of one thing ----------------------------------------------------------------------------------------


def care(source: str, day: date, start: date, end: date | None = None, **parts: str) -> Observation:
    facts = [dated("looked_after", "started", start, **parts)]
    if end is not None:
        facts.append(dated("looked_after", "ended", end))
    group = f"list_8/looked_after/{start}" if source == "annex_a" else f"episodes/{start}"
    return said(source, day, group, *facts)


def test_what_two_sources_say_is_said_once() -> None:
    start = date(2026, 1, 20)
    assert tell(account([care("annex_a", JULY, start)], [care("ssda903", MARCH, start, basis="section_20")])) == [
        "looked_after started Tue 20 Jan 2026 basis=section_20"
    ]


def test_the_book_of_record_stands_where_starts_differ_and_a_person_is_told() -> None:
    found = account([care("annex_a", JULY, date(2026, 1, 22))], [care("ssda903", MARCH, date(2026, 1, 20))])
    assert tell(found) == ["looked_after started Tue 20 Jan 2026"]
    assert [d.says for d in found.doubts] == [
        "ssda903 says it began Tue 20 Jan 2026, annex_a Thu 22 Jan 2026: the first stands"
    ]


def test_an_authority_may_name_another_book_of_record() -> None:
    memory = heard([care("annex_a", JULY, date(2026, 1, 22))], [care("ssda903", MARCH, date(2026, 1, 20))])
    found = account_of(memory, Sources(first={"looked_after": ("annex_a", "ssda903")}))
    assert tell(found) == ["looked_after started Thu 22 Jan 2026"]


def test_a_later_extract_of_another_source_knows_the_end() -> None:
    start = date(2026, 1, 20)
    found = account([care("annex_a", JULY, start, date(2026, 6, 1))], [care("ssda903", MARCH, start)])
    assert tell(found) == ["looked_after started Tue 20 Jan 2026", "looked_after ended Mon 1 June 2026"]


def test_a_later_extract_that_says_it_goes_on_keeps_it_going() -> None:
    start = date(2026, 1, 20)
    found = account([care("annex_a", JULY, start)], [care("ssda903", MARCH, start, date(2026, 2, 20))])
    assert tell(found) == ["looked_after started Tue 20 Jan 2026"]
    assert "a later extract that it goes on" in found.doubts[0].says


def test_an_earlier_extract_without_the_end_does_not_undo_it() -> None:
    start = date(2026, 1, 20)
    found = account([care("annex_a", date(2026, 1, 31), start)], [care("ssda903", MARCH, start, date(2026, 2, 20))])
    assert tell(found)[-1] == "looked_after ended Fri 20 Feb 2026"


def test_a_spell_that_only_one_source_shows_is_kept() -> None:
    found = account(
        [care("annex_a", JULY, date(2026, 6, 15))], [care("ssda903", MARCH, date(2020, 1, 1), date(2021, 1, 1))]
    )  # fmt: skip
    assert [line for line in tell(found) if "started" in line] == [
        "looked_after started Wed 1 Jan 2020", "looked_after started Mon 15 June 2026",
    ]  # fmt: skip


def test_orders_of_two_kinds_run_side_by_side_and_end_with_care() -> None:
    start, end = date(2025, 4, 1), date(2026, 6, 1)
    orders = said(
        "ssda903", MARCH, "episodes/2025-04-01",
        dated("looked_after", "started", start), dated("order", "started", start, type="care"),
        dated("order", "started", start, type="supervision"), dated("looked_after", "ended", end),
    )  # fmt: skip
    assert [line for line in tell(account([orders])) if line.startswith("order ended")] == [
        "order ended Mon 1 June 2026 inferred_from=looked_after type=care"
    ]


def test_a_review_that_two_sources_know_is_one_and_no_longer_the_latest_only() -> None:
    day = date(2026, 2, 12)
    latest = said("annex_a", JULY, f"list_8/cla_review/{day}", dated("cla_review", "held", day, known="latest"))
    every = said("ssda903", MARCH, f"reviews/cla_review/{day}", dated("cla_review", "held", day, participation="PN1"))
    assert tell(account([latest])) == ["cla_review held Thu 12 Feb 2026 known=latest"]
    assert tell(account([latest], [every])) == ["cla_review held Thu 12 Feb 2026 participation=PN1"]


def test_yes_in_one_list_stands_against_no_in_another_of_the_same_day() -> None:
    yes = said("annex_a", JULY, "list_8/person", seen("disability", "started", JULY))
    no = said("annex_a", JULY, "list_6/person", seen("disability", "ended", JULY))
    found = account([yes, no])
    assert tell(found) == ["disability started not later than 31 July 2026"]
    assert len(found.doubts) == 1


def test_a_status_that_the_next_extract_no_longer_gives_has_ended_between_them() -> None:
    def status(day: date, value: str) -> Observation:
        facts = [seen("case_status", "observed", day, value=value)]
        if value == "looked_after":
            facts.append(seen("looked_after", "started", day))
        return said("annex_a", day, "list_6/case_status", *facts)

    found = account([status(JULY, "looked_after")], [status(AUGUST, "child_in_need")])
    assert [line for line in tell(found) if line.startswith("looked_after")] == [
        "looked_after started not later than 31 July 2026", "looked_after ended between 1 and 31 Aug 2026",
    ]  # fmt: skip


# --- closing, being open, nobody -------------------------------------------------------------------------------------


def closing(day: date) -> Observation:
    return said("annex_a", JULY, f"list_6/closing/{day}", dated("closing", "closed", day, reason="closed"))


def test_the_end_of_work_in_need_does_not_close_a_child_in_care() -> None:
    found = account([care("annex_a", JULY, date(2026, 1, 20)), closing(date(2026, 6, 1))])
    assert [c.fact.phase for c in found.claims if c.fact.word == "closing"] == ["observed"]
    assert "not taken as closed" in found.doubts[0].says
    assert found.open_since is not None


def test_a_case_closed_after_everything_is_not_open() -> None:
    need = said("annex_a", JULY, "list_6/child_in_need/x", dated("child_in_need", "started", date(2026, 1, 5)))
    found = account([need, closing(date(2026, 6, 1))])
    assert found.open_since is None and nobody_named(found) is None


def test_a_referral_after_the_closing_opens_the_case_again() -> None:
    again = said("cin", JULY, "referral/x", dated("referral", "held", date(2026, 7, 1), no_further_action="no"))
    found = account([closing(date(2026, 6, 1)), again])
    nobody = nobody_named(found)
    assert nobody is not None and say_window(nobody.when) == "between 1 and 31 July 2026"


def test_a_closing_without_a_date_is_of_the_extracts_day() -> None:
    vague = said("annex_a", JULY, "list_6/closing/", seen("closing", "closed", JULY))
    assert tell(account([vague])) == ["closing closed Fri 31 July 2026"]


def test_a_new_worker_after_a_closing_began_after_it() -> None:
    found = account([closing(date(2026, 6, 1)), works("list_6", "Ann", JULY)])
    assert held(found) == ["Ann between 2 June and 31 July 2026"]


# --- who holds -------------------------------------------------------------------------------------------------------


def test_a_new_worker_came_between_two_extracts() -> None:
    assert held(account([works("list_6", "Ann", JULY)], [works("list_6", "Ben", AUGUST)])) == [
        "Ann not later than 31 July 2026", "Ben between 1 and 31 Aug 2026",
    ]  # fmt: skip


def test_the_same_worker_in_a_later_extract_adds_nothing() -> None:
    assert held(account([works("list_6", "Ann", JULY)], [works("list_6", "Ann", AUGUST)])) == [
        "Ann not later than 31 July 2026"
    ]


def test_a_worker_who_came_back_is_there_twice_whatever_was_loaded_last() -> None:
    extracts = [[works("list_6", "Ann", JULY)], [works("list_6", "Ben", AUGUST)], [works("list_6", "Ann", SEPTEMBER)]]
    for order in permutations(extracts):
        assert held(account(*order)) == [
            "Ann not later than 31 July 2026", "Ben between 1 and 31 Aug 2026", "Ann between 1 and 30 Sept 2026",
        ]  # fmt: skip


def test_the_list_that_stands_follows_the_childs_status() -> None:
    lists = [works("list_6", "Ann", JULY), works("list_8", "Ben", JULY)]
    assert held(account(lists)) == ["Ann not later than 31 July 2026"]
    assert held(account([*lists, care("annex_a", JULY, date(2026, 1, 20))])) == ["Ben not later than 31 July 2026"]


def test_where_one_list_changes_all_lists_of_the_extract_are_told() -> None:
    found = account(
        [works("list_6", "Ann", JULY), works("list_8", "Ann", JULY)],
        [works("list_6", "Ann", AUGUST), works("list_8", "Ben", AUGUST)],
    )
    assert [(h.list_name, h.worker, h.day) for h in found.holders] == [
        ("list_6", "Ann", JULY), ("list_8", "Ann", JULY), ("list_6", "Ann", AUGUST), ("list_8", "Ben", AUGUST),
    ]  # fmt: skip


def test_a_child_gone_from_the_complete_list_has_nobody_until_somebody_says() -> None:
    other = works("list_6", "Cy", AUGUST)
    gone = account(
        [works("list_6", "Ann", JULY)],
        [Observation("annex_a", AUGUST, "other", other.group, other.facts, other.at)],
        complete=("list_6",),
    )
    assert held(gone) == ["Ann not later than 31 July 2026", "nobody between 1 and 31 Aug 2026"]


def test_a_gap_in_the_return_between_two_workers_is_nobody() -> None:
    def worker(start: date, name: str, end: date | None = None) -> Observation:
        facts = [dated("allocated_worker", "observed", start, worker=name)]
        if end is not None:
            facts.append(dated("allocated_worker", "ended", end, worker=name))
        return said("ssda903", MARCH, f"social_worker/{start}", *facts)

    found = account([worker(date(2025, 4, 1), "SW1", date(2025, 6, 1)), worker(date(2025, 6, 5), "SW2")])
    assert held(found) == ["SW1 Tue 1 Apr 2025", "nobody Sun 1 June 2025", "SW2 Thu 5 June 2025"]


# --- in any order, and as it is kept ---------------------------------------------------------------------------------

DAYS = st.sampled_from([JUNE, JULY, AUGUST, SEPTEMBER])
STARTS = st.dates(date(2025, 1, 1), date(2026, 6, 1))


@st.composite
def extracts(draw: st.DrawFn) -> list[list[Observation]]:
    """Some extracts of several sources and days, each with a few things said of one child."""
    found: list[list[Observation]] = []
    for source, day in sorted(
        draw(st.sets(st.tuples(st.sampled_from(["annex_a", "ssda903", "cin"]), DAYS), max_size=5))
    ):
        lines: dict[str, Observation] = {}
        for start in draw(st.lists(STARTS, max_size=2)):
            end = draw(st.none() | st.just(start + timedelta(days=draw(st.integers(0, 20)))))
            one = care("ssda903" if source == "ssda903" else "annex_a", day, start, end)
            lines[one.group] = Observation(source, day, "hal", one.group, one.facts, one.at)
        if source == "annex_a":
            for name in draw(st.sets(st.sampled_from(["list_6", "list_8"]))):
                one = works(name, draw(st.sampled_from(["", "Ann", "Ben"])), day)
                lines[one.group] = one
            lines["list_6/person"] = said(
                "annex_a", day, "list_6/person", seen("disability", draw(st.sampled_from(["started", "ended"])), day)
            )
        if lines:
            found.append(list(lines.values()))
    return found


@given(extracts(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_account_is_the_same_in_whatever_order_extracts_are_loaded(
    loads: list[list[Observation]], chance: random.Random
) -> None:
    if not loads:
        return
    first = account(*loads)
    chance.shuffle(loads)
    other = account(*loads)
    assert tell(other) == tell(first)
    assert [(h.list_name, h.worker, h.when, h.stands) for h in other.holders] == [
        (h.list_name, h.worker, h.when, h.stands) for h in first.holders
    ]


def ends_what_goes_on(found: Account, word: str) -> bool:
    """Whether every end but the first stands after a start: spells of one word never overlap."""
    going: bool | None = None
    for claim in found.claims:
        if claim.fact.word == word and claim.fact.phase in ("started", "ended"):
            if claim.fact.phase == "ended" and going is False:
                return False
            going = claim.fact.phase == "started"
    return True


@given(extracts())
@settings(max_examples=60, deadline=None)
def test_spells_of_one_word_never_overlap(loads: list[list[Observation]]) -> None:
    if loads:
        assert ends_what_goes_on(account(*loads), "looked_after")


@given(extracts())
@settings(max_examples=60, deadline=None)
def test_a_memory_comes_back_from_json_as_it_was(loads: list[list[Observation]]) -> None:
    if loads:
        memory = heard(*loads)
        assert from_json("hal", json.loads(json.dumps(to_json(memory)))).says == memory.says


def test_every_child_of_the_samples_has_an_account_without_overlap(sample: Callable[[str], Path]) -> None:
    files = [sample(f"ssda903/{name}.csv") for name in ("header", "episodes", "reviews", "uasc", "oc3")]
    memories: dict[str, Memory] = {}
    remember(memories, compare({}, read("ssda903", files).observations))
    assert len(memories) == 2675
    for memory in memories.values():
        found = account_of(memory, Sources())
        assert ends_what_goes_on(found, "looked_after") and ends_what_goes_on(found, "placement")
