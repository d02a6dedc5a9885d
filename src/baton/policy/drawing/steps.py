"""One matter's steps and gates, from its opening to its end: on the left what the sending side owes, on the right the
receiving side, in the middle the acts that wait for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from baton.policy import model as m
from baton.policy.check import applies, kinds_above
from baton.policy.drawing.brief import brief
from baton.policy.drawing.svg import LINE, Sheet, wrapped
from baton.policy.joining import walk
from baton.policy.labels import label, listing
from baton.policy.saying import say_condition, say_moment, say_who
from baton.policy.saying_acts import say_act, say_effect
from baton.policy.wording import duty_phrase

WIDTH: Final = 1000
_BOX: Final = 330
_LIFE: Final = ("propose", "list", "decide", "request", "agree", "accept", "allocate", "move", "close", "end")
_OF_ACT: Final = {
    "decision": "decide",
    "sitting": "decide",
    "cut_off": "list",
    "transfer_date": "move",
    "moved": "move",
}
_MARK: Final = {"refuse": "■", "ask_reason": "▲", "warn": "○", "count": "·"}
_LEGEND: Final = (
    "■ cannot be left out   ▲ a reason is asked   ○ shown as a breach if late or left out   · only counted.   "
    "A grey diamond is an act; it waits for what stands above it and has a ■."
)


class _Step(NamedTuple):
    """A duty and where it stands: before which act of the life of a matter (an index), on which side."""

    rule: m.Must
    at: float
    side: str


def steps_of(pack: m.Pack, matter: str) -> str:
    """The picture of a matter's steps, gates and moves, as SVG. Raises KeyError if the pack has no such matter."""
    kinds = kinds_above(pack, matter)
    if not kinds:
        raise KeyError(matter)
    rules = [rule for rule in pack.rules if applies(rule.head, kinds)]
    title = f"{pack.matters[matter].says}: steps and gates"
    steps = sorted((_step(rule) for rule in rules if isinstance(rule, m.Must)), key=lambda step: step.at)
    acts = _acts(rules)
    described = (
        f"{len(steps)} steps and {len(acts)} acts, in the order of a move; each with who, by when and its clause."
    )
    sheet = Sheet(title, described, WIDTH)
    y = sheet.text(0, 0, [title], "b") + 6
    y = sheet.text(0, y, wrapped(_LEGEND, WIDTH), "s") + 10
    y = sheet.text(0, y, ["Sending side"], "b") - LINE
    y = sheet.text(WIDTH - _BOX, y, ["Receiving side, forum and others"], "b") + 8
    for act in acts:
        here = [step for step in steps if step.at == _LIFE.index(act)]
        y = _side_by_side(sheet, here, y, pack)
        y = _gate(sheet, act, rules, y, pack)
        y = _side_by_side(sheet, [step for step in steps if step.at == _LIFE.index(act) + 0.5], y, pack)
    left = [step for step in steps if step.at not in {_LIFE.index(a) + d for a in acts for d in (0, 0.5)}]
    if left:
        y = sheet.text(0, y + 10, ["Through the whole matter, or at times of their own"], "b") + 8
        _side_by_side(sheet, left, y, pack)
    return sheet.svg()


def _acts(rules: Iterable[m.Rule]) -> list[str]:
    """The acts that wait for something, that only some may do, or that happen by themselves, in the order of life."""
    found: set[str] = set()
    for rule in rules:
        if isinstance(rule, m.May | m.Stop):
            found.update(act.split(" ")[0] for act in rule.acts)
        elif isinstance(rule, m.Must):
            found.update(act.split(" ")[0] for act in rule.before)
        elif isinstance(rule, m.Then):
            found.update(effect.kind for effect in rule.effects if effect.kind == "move")
    return [act for act in _LIFE if act in found]


def _step(rule: m.Must) -> _Step:
    side = "right" if "receiving" in str(rule.who) or not _mentions_sender(rule.who) else "left"
    gates = [_LIFE.index(act.split(" ")[0]) for act in rule.before if act.split(" ")[0] in _LIFE]
    if gates:
        return _Step(rule, min(gates), side)
    anchor, sign = _anchor(rule.by if rule.by is not None else rule.not_before)
    act = _OF_ACT.get(anchor, anchor)
    if act in _LIFE:
        return _Step(rule, _LIFE.index(act) + (0.5 if sign > 0 else 0), side)
    return _Step(rule, -1, side)


def _mentions_sender(who: m.Who) -> bool:
    return any(
        isinstance(part, m.OfficeOf) and (part.office in ("sending_worker", "holder") or "sending" in part.place)
        for part in walk(who)
    )


def _anchor(moment: m.MomentOf | None) -> tuple[str, int]:
    """The slot or act from which a limit counts, and whether it lies after it."""
    sign = 0
    for part in walk(moment) if moment is not None else ():
        if isinstance(part, m.Shifted):
            sign = sign or part.sign
        elif isinstance(part, m.EitherSide):
            sign = 1
        elif isinstance(part, m.SlotAt):
            return part.name, sign
        elif isinstance(part, m.ActAt):
            return part.verb, sign
    return "", sign


def _side_by_side(sheet: Sheet, steps: list[_Step], y: float, pack: m.Pack) -> float:
    bottoms = {"left": y, "right": y}
    for step in steps:
        x = 0 if step.side == "left" else WIDTH - _BOX
        bottoms[step.side] = _box(sheet, x, bottoms[step.side], step.rule, pack) + 10
    return max(bottoms.values())


def _box(sheet: Sheet, x: float, y: float, rule: m.Must, pack: m.Pack) -> float:
    what = duty_phrase(rule, pack)
    if rule.to:
        what += f" {'' if rule.verb in ('tell', 'invite') else 'to '}{_whom(rule, pack)}"
    head = wrapped(f"{_MARK[rule.strength]} {what[:1].upper()}{what[1:]}", _BOX - 20)
    small = wrapped(say_who(rule.who, pack), _BOX - 20, 12)
    if rule.head.when != m.Always():
        small += wrapped(f"when {say_condition(brief(rule.head.when), pack)}", _BOX - 20, 12)
    if rule.by is not None:
        small += wrapped(f"by {say_moment(rule.by, pack)}", _BOX - 20, 12)
    small += wrapped(", ".join(rule.head.clause), _BOX - 20, 12)
    height = (len(head) + len(small)) * LINE + 12
    sheet.box(x, y, _BOX, height)
    sheet.text(x + 10, sheet.text(x + 10, y + 6, head), small, "s")
    return y + height


def _whom(rule: m.Must, pack: m.Pack) -> str:
    return listing(label(one.people, pack) if one.who is None else say_who(one.who, pack) for one in rule.to)


def _gate(sheet: Sheet, act: str, rules: Iterable[m.Rule], y: float, pack: m.Pack) -> float:
    lines = _about_act(act, rules, pack)
    said = [line for text in lines for line in wrapped(text, WIDTH - 2 * _BOX - 40, 12)]
    sheet.path(f"M0 {y + 32}H{WIDTH}", "thin")
    sheet.diamond(WIDTH / 2, y + 32, 150, 30)
    sheet.text(WIDTH / 2, y + 32 - LINE / 2, [say_act(act, pack)], "b", "middle")
    return sheet.text(WIDTH / 2, y + 66, said, "s", "middle") + 10


def _about_act(act: str, rules: Iterable[m.Rule], pack: m.Pack) -> list[str]:
    found = []
    for rule in rules:
        clause = ", ".join(rule.head.clause)
        if isinstance(rule, m.May) and act in (one.split(" ")[0] for one in rule.acts):
            found.append(f"only {say_who(rule.who, pack)} ({clause})")
        elif isinstance(rule, m.Stop) and not rule.from_rule and act in (one.split(" ")[0] for one in rule.acts):
            condition = f"until {say_condition(brief(rule.until), pack)}" if rule.until is not None else ""
            if rule.while_ is not None:
                condition = f"not while {say_condition(brief(rule.while_), pack)}"
            found.append(f"{_MARK[rule.strength]} {condition} ({clause})")
        elif isinstance(rule, m.Then) and act == "move" and any(effect.kind == "move" for effect in rule.effects):
            effects = listing(say_effect(effect, pack) for effect in rule.effects)
            found.append(f"at {say_moment(rule.at, pack)}: {effects} ({clause})")
    return found
