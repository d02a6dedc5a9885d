"""Awkward cases of early help: needs that grow, harm this week, step-downs that lack an agreement."""

from __future__ import annotations

from baton.demo.asking import occasion
from baton.demo.awkward import case
from baton.demo.early import begin_early_help, early_help_manager
from baton.demo.going_live import known_before
from baton.demo.moving import list_it, make_ready, propose
from baton.demo.play import Play
from baton.demo.stage import ago, to_the_end
from baton.demo.supporting import meet


def _helped_since(play: Play, working_days_ago: int) -> None:
    play.go_to(ago(play, working_days_ago), 9)
    begin_early_help(play)
    meet(play, "cin_meeting", 20)


def alert(play: Play, answer: str) -> None:
    """The key worker is worried and says so; the manager sees the alert and decides."""
    worker = play.holder(play.children[0])
    occasion(play, "worry", by=worker)
    kind = play.setting.world.matters.get("alert", "")
    if kind:
        for child in play.children:
            play.act("raise", kind, by=worker, children=[child])
    play.later(0)
    for child in play.children:
        for duty in play.see(child).duties:
            if duty.verb == "do" and duty.state in ("open", "late") and duty.who:
                play.act("done", duty.words[0], by=duty.who[0], children=[child], matter=duty.matter)
    if answer:
        manager = early_help_manager(play)
        occasion(play, answer, by=manager)
        for child in play.children:
            for matter in play.see(child).matters:
                if matter.kind == kind and matter.state == "open":
                    play.act("end", by=manager, children=[child], matter=matter.id)


@case("alert_today", 5.6)
def alert_today(play: Play) -> None:
    """The key worker raised the alert this morning; the manager has not decided."""
    _helped_since(play, 60)
    play.go_to(ago(play, 1), 16)
    alert(play, "")
    to_the_end(play)


@case("step_up", 9.3, 6.6)
def step_up(play: Play) -> None:
    """In need by the manager's decision; listed for the panel, still with early help."""
    _helped_since(play, 70)
    play.go_to(ago(play, 4), 10)
    alert(play, "step_up")
    play.later(1)
    propose(play)
    make_ready(play)
    list_it(play)
    to_the_end(play)


@case("significant_harm", 7.8, 5.5, 1.9)
def significant_harm(play: Play) -> None:
    """Significant harm two days ago: moved at once; the manager missed the strategy meeting; the rest is late."""
    _helped_since(play, 80)
    play.go_to(ago(play, 2), 14)
    alert(play, "significant_harm")
    play.later(0)
    worker = play.holder(play.children[0])
    play.act("propose", by=early_help_manager(play))
    play.later(0)
    duty = play.holder(play.children[0])
    play.record("held", "strategy_meeting", by=duty, attended=(duty, worker, "police"), reason="Not to be reached.")
    to_the_end(play)


def _stepping_down(play: Play, said: str) -> None:
    known_before(play)
    play.go_to(ago(play, 12), 10)
    worker = play.holder(play.children[0])
    occasion(play, "step_down_proposed", by=worker)
    play.later(3)
    if said:
        occasion(play, said, by=worker)


@case("step_down_agreement_missing", 11.4)
def step_down_agreement_missing(play: Play) -> None:
    """A step-down is proposed; whether the family agrees is not known."""
    _stepping_down(play, "")
    to_the_end(play)


@case("step_down_refused", 8.8)
def step_down_refused(play: Play) -> None:
    """A step-down was proposed; the family does not want it: the child stays, closing is offered."""
    _stepping_down(play, "step_down_refused")
    to_the_end(play)


@case("step_down_agreed", 13.5, 10.2)
def step_down_agreed(play: Play) -> None:
    """A step-down that the family wants: listed for the next sitting."""
    _stepping_down(play, "step_down_agreed")
    play.later(1)
    propose(play)
    make_ready(play)
    list_it(play)
    to_the_end(play)
