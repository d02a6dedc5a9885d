"""A rule that an exception splits under a condition: whichever copy applies is the one that is judged and shown."""

from dataclasses import replace

from baton.engine import Act, By, Done, assess, attempt
from baton.policy import model as m

from .small_pack import PACK, RULES, WORKER, Story, head, moment

AGREED = m.WordIs("decision", ("agreed",))


def copy(when: m.Condition, strength: str) -> m.Must:
    return m.Must(head("split", "move_between", when), WORKER, "write", ("summary",), strength=strength)  # type: ignore[arg-type]


SPLIT = m.Packs((replace(PACK, rules=(*RULES, copy(AGREED, "warn"), copy(m.Not(AGREED), "refuse"))),))


def test_the_second_copy_applies_where_the_first_does_not_and_stands_once() -> None:
    story = Story()
    story.add("started", "assessment", "2026-06-10")
    act = Act("ended", "assessment", (story.child,), values={"conclusion": "in_need"})
    for one, when in ((act, "2026-08-05 16:00"), (Act("propose", "", (story.child,)), "2026-08-05 16:10")):
        result = attempt(SPLIT, {story.child: story.file}, one, By("ann"), moment(when), when)
        assert isinstance(result, Done), result
        story.take(result.entries)
    found = [d for d in assess(SPLIT, story.file, moment("2026-08-06 09:00")).duties if d.rule == "split"]
    assert [(d.state, d.strength) for d in found] == [("open", "refuse")]
