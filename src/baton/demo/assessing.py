"""From the first worker to the end of the assessment, and what it concludes."""

from __future__ import annotations

from collections.abc import Iterable

from baton.demo.asking import knows, occasion
from baton.demo.doing import do_duties
from baton.demo.people import somewhere_in
from baton.demo.play import Play

CONCLUSIONS = ("in_need",) * 9 + ("early_help",) * 4 + ("no_further_action",) * 3 + ("disability",)


def assess_them(play: Play, *, working_days: int = 0) -> None:
    """The assessment is worked on up to its last day; nothing is concluded yet."""
    play.later(working_days or play.chance.randint(18, 44))


def conclude(play: Play, conclusion: str = "", *, children: Iterable[str] | None = None, locality: str = "") -> str:
    """The assessment ends for these children with this conclusion; where the family lives is written down with it."""
    chosen = tuple(children) if children is not None else play.children
    worker = play.holder(chosen[0])
    conclusion = conclusion or play.chance.choice(CONCLUSIONS)
    at_home(play, worker, children=chosen, locality=locality)
    play.record("ended", "assessment", by=worker, children=chosen, conclusion=conclusion)
    if conclusion == "in_need":
        play.record("started", "child_in_need", by=worker, children=chosen)
    if conclusion == "disability":
        play.record("started", "disability", by=worker, children=chosen)
        play.record("started", "child_in_need", by=worker, children=chosen)
    return conclusion


def at_home(play: Play, by: str, *, children: Iterable[str] | None = None, locality: str = "") -> None:
    """Where the children live, if this procedure asks for it; a locality by chance unless one is named."""
    if "home" in play.setting.world.occasions:
        occasion(play, "home", by=by, children=children, locality=locality or somewhere_in(play, "support"))


def enquire(play: Play, *, children: Iterable[str] | None = None, plan: bool = True) -> None:
    """A strategy meeting, an enquiry and the first conference, with or without a plan."""
    chosen = tuple(children) if children is not None else play.children
    worker = play.holder(chosen[0])
    there = (worker, "police", "Example School")
    play.record("held", "strategy_meeting", by=worker, children=chosen, attended=there)
    play.record("started", "cp_enquiry", by=worker, children=chosen)
    play.later(10)
    worker = play.holder(chosen[0])
    play.record("held", "icpc", by=worker, children=chosen, attended=(*there, "parents"),
                outcome="plan_made" if plan else "no_plan")  # fmt: skip
    play.record("ended", "cp_enquiry", by=worker, children=chosen)
    if plan:
        play.record("started", "cp_plan", by=worker, children=chosen)


def close_it(play: Play, *, children: Iterable[str] | None = None) -> None:
    """The work ends: what is owed first is done, then whoever may closes it."""
    chosen = tuple(children) if children is not None else play.children
    do_duties(play, lambda d: "close" in d.stops, children=chosen, slowly=True)
    for paper in {p for child in chosen for p in _papers_first(play, child)}:
        play.act("written", paper, by=play.holder(chosen[0]), children=chosen)
    reason = "The help that was needed has been given." if knows(play, "reason") else ""
    play.act("close", by=play.holder(chosen[0]), children=chosen, reason=reason)


def _papers_first(play: Play, child: str) -> Iterable[str]:
    """The papers that the procedure wants before the child's work can be closed."""
    for block in play.see(child).blocks:
        verb, _, word = block.instead.partition(" ")
        if block.act == "close" and block.strength == "refuse" and verb in ("send", "write"):
            yield word
