"""An `all` of several rules, a checklist, is worked out once and kept; never while one of its own rules is in hand."""

from dataclasses import replace

from baton.engine import Act, By, Done, assess, attempt
from baton.policy import model as m

from .small_pack import PACK, RULES, WORKER, Story, head, moment

WRITTEN = ("first", "second")
ALL_THREE = m.All(tuple(m.RuleIs(key, ("met", "excused")) for key in (*WRITTEN, "asks_for_itself")))


def must(key: str, verb: str, when: m.Condition | None = None) -> m.Must:
    return m.Must(head(key, "move_between", when), WORKER, verb, ("summary",))


def states(*rules: m.Must) -> dict[str, str]:
    """The states of these rules for a child whose move is proposed and whose summary is written and was not sent."""
    packs = m.Packs((replace(PACK, rules=(*RULES, *rules)),))
    story = Story()
    story.add("started", "assessment", "2026-06-10")
    ended = Act("ended", "assessment", (story.child,), values={"conclusion": "in_need"})
    for act, when in (
        (ended, "2026-08-05 16:00"),
        (Act("propose", "", (story.child,)), "2026-08-05 16:10"),
        (Act("written", "summary", (story.child,)), "2026-08-05 16:20"),
    ):
        result = attempt(packs, {story.child: story.file}, act, By("ann"), moment(when), when)
        assert isinstance(result, Done), result
        story.take(result.entries)
    return {d.rule: d.state for d in assess(packs, story.file, moment("2026-08-06 09:00")).duties}


def test_a_rule_that_asks_for_itself_leaves_no_answer_for_those_who_ask_later() -> None:
    """In hand it finds nothing of its own, so that it applies; it is not met, so whoever waits for all three waits."""
    found = states(
        must("first", "write"), must("second", "write"), must("asks_for_itself", "send", ALL_THREE),
        must("waits_for_all", "send", ALL_THREE),
    )  # fmt: skip
    assert {key: found[key] for key in WRITTEN} == dict.fromkeys(WRITTEN, "met")
    assert (found["asks_for_itself"], found["waits_for_all"]) == ("open", "does_not_apply")


def test_who_waits_for_a_checklist_that_is_done_waits_no_longer() -> None:
    found = states(
        must("first", "write"), must("second", "write"), must("asks_for_itself", "write"),
        must("waits_for_all", "send", ALL_THREE), must("waits_too", "send", ALL_THREE),
    )  # fmt: skip
    assert (found["waits_for_all"], found["waits_too"]) == ("open", "open")
