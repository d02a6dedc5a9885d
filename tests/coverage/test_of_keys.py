"""Keys of rules that are changed by themselves: the excuse and its terms, what is named besides, how long it lasts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from baton.coverage.mutants import mutants_of
from baton.coverage.of_definitions import mutants_of_forum, mutants_of_matter
from baton.coverage.of_keys import changes_of_keys
from baton.packs_on_disk import load
from baton.policy import model as m
from baton.working_time import Amount

HEAD = m.Head("a_rule", ("TST-1",), "child")
MANAGER = m.OfficeOf("team_manager", "sending team")


def pack() -> m.Pack:
    found = load(Path(__file__).parents[1] / "small" / "packs" / "rochdale", cache=None).pack
    assert found is not None
    return found


def said(rule: m.Rule) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for operator, detail, changed in changes_of_keys(rule, pack()):
        assert changed != rule, f"{operator} {detail} changes nothing"
        found.setdefault(operator, []).append(detail)
    return found


def test_what_is_allowed_for_a_time_is_allowed_for_ever_once_more_and_once_less() -> None:
    rule = m.May(HEAD, MANAGER, ("authorise unallocated",), lasts=Amount.parse("4 weeks"), times=2)
    assert said(rule) == {"lasts": ["dropped"], "times": ["dropped", "2 → 3", "2 → 1"]}


def test_an_excuse_is_given_by_another_on_other_terms() -> None:
    excuse = m.Excuse(MANAGER, ("reason",), "follow-up", "child", True, lasts=Amount.parse("4 weeks"), times=1)
    found = said(m.Stop(HEAD, ("move",), until=m.Always(), excuse=excuse))
    assert found["amount"] == ["lasts 4 weeks → 3 weeks", "lasts 4 weeks → 5 weeks"]
    assert found["times"] == ["dropped", "1 → 2"]
    assert found["excuse"] == [
        "nothing to record", "as follow-up dropped", "for child only → for everybody", "still a breach → none",
    ]  # fmt: skip
    assert len(found["excuse who"]) == 1


def test_of_several_words_acts_rules_and_recipients_each_is_left_out() -> None:
    to = (m.Recipient(MANAGER), m.Recipient(None, "child"))
    told = m.Must(HEAD, MANAGER, "tell", to=to, only_to=True, channel="in writing")
    assert said(told) == {
        "only to": ["dropped"], "channel": ["dropped"], "to": ["team_manager left out", "child left out"],
    }  # fmt: skip
    assert said(replace(told, to=to[:1], only_to=False, channel="any")) == {}
    stop = m.Stop(HEAD, ("propose", "move"), ("one", "other"), while_=m.Always())
    assert said(stop) == {
        "acts": ["propose left out", "move left out"], "rules": ["one left out", "other left out"],
    }  # fmt: skip


def test_a_duty_stands_for_ever_and_may_be_done_at_any_time() -> None:
    at = m.SlotAt("opened")
    rule = m.Must(HEAD, MANAGER, "hold", ("icpc",), until=m.Always(), while_=m.Always(), not_before=at, prompt=at)
    assert sorted(said(rule)) == ["not before", "prompt", "until", "while"]


def test_a_route_goes_alone_and_on_the_day_itself() -> None:
    to = m.Destination("place", "assessment")
    rule = m.Goes(HEAD, "assessment", to, "between_services", None, Amount.parse("1 weeks"), together="siblings")
    assert sorted(said(rule)) == ["around", "together"]


def test_the_calendar_and_the_order_of_a_forum_are_changed() -> None:
    found = pack()
    august = (date(2026, 8, 3), date(2026, 8, 28))
    forum = m.Forum(
        "panel", "Panel", "authority", m.Cadence("weekly", 2), breaks=(august,), roll="back to working day",
        cut_off=m.SlotAt("sitting"), order=(m.Always(),), earliest_first=(m.SlotAt("opened"),),
    )  # fmt: skip
    names = {(one.operator, one.detail) for one in mutants_of_forum(found, forum)}
    assert ("breaks", "2026-08-03 to 2026-08-28 dropped") in names
    assert {"roll", "late items", "order"} <= {operator for operator, _detail in names}


def test_the_clock_of_a_rung_never_stands_still_and_no_rung_is_early() -> None:
    rung = m.Rung(MANAGER, paused_while=m.Always(), early="with reason")
    found = {one.operator for one in mutants_of_matter(pack(), m.Matter("dispute", "Dispute", rungs=(rung,)))}
    assert {"paused while", "early"} <= found


def test_no_two_changes_of_a_pack_have_one_name() -> None:
    names = [one.name for one in mutants_of(pack())]
    assert len(names) == len(set(names))
