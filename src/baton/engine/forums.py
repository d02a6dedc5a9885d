"""What a forum asks of the acts done at it: the list's cut-off, the quorum, the outcomes and what each must carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.engine.moments import window_of_text
from baton.engine.sittings import current_sitting, cut_off_of
from baton.engine.situation import Act, InTheWay
from baton.engine.who import sets_of
from baton.journal.file import Sitting
from baton.policy import model as m

if TYPE_CHECKING:
    from baton.engine.rulebook import Rules


def forum_of(ctx: Ctx, act: Act) -> m.Forum | None:
    """The forum at which this act is done: the one named, else the one that decides the matter in hand."""
    if act.word in ctx.pack.forums:
        return ctx.pack.forums[act.word]
    return ctx.pack.forums.get(deciding_forum(ctx, ctx.pack.rules_here(ctx)))


def deciding_forum(ctx: Ctx, rules: Rules) -> str:
    """The forum that may or must decide by these rules; "" if none does."""
    who = [may.who for may in rules.mays if "decide" in may.acts]
    who += [must.rule.who for must in rules.musts if must.rule.verb == "decide"]
    offices = (one.office for one in who if isinstance(one, m.OfficeOf))
    return next((office for office in offices if office in ctx.pack.forums), "")


def in_the_way(ctx: Ctx, act: Act, child: str) -> Iterator[InTheWay]:
    """What the forum's own rules put in the way of listing or deciding this child."""
    if act.verb not in ("list", "decide"):
        return
    forum = forum_of(ctx, act)
    if forum is None:
        return
    if act.verb == "list":
        yield from _listing(ctx, forum, act, child)
    else:
        yield from _deciding(ctx, forum, act, child)


def _listing(ctx: Ctx, forum: m.Forum, act: Act, child: str) -> Iterator[InTheWay]:
    sitting = sitting_of(ctx, forum)
    if sitting is None or ctx.now <= cut_off_of(forum, sitting, ctx.file.calendar):
        return
    late = forum.clause_late or forum.clause
    if forum.late_items == "ask_reason":
        if not act.reason:
            yield InTheWay(child, f"{forum.key}.cut_off", late, "ask_reason", needs=("reason",),
                           says="the list is closed")  # fmt: skip
    else:
        yield InTheWay(child, f"{forum.key}.cut_off", late, "refuse", says="the list is closed",
                       instead="list for the next sitting")  # fmt: skip


def _deciding(ctx: Ctx, forum: m.Forum, act: Act, child: str) -> Iterator[InTheWay]:
    decision = str(act.each.get(child, {}).get("decision") or act.values.get("decision") or "")
    outcomes = {o.key: o for o in forum.outcomes}
    if outcomes and decision not in outcomes:
        yield InTheWay(child, f"{forum.key}.outcomes", forum.clause, "refuse", missing=("decision",),
                       needs=tuple(outcomes))  # fmt: skip
        return
    needs = outcomes[decision].needs if decision in outcomes else ()
    missing = tuple(w for w in needs if not _given(ctx, act, child, w))
    if missing:
        yield InTheWay(child, f"{forum.key}.outcomes", forum.clause, "refuse", missing=missing)
    sitting = sitting_of(ctx, forum)
    attended = set(act.attended) | set(sitting.attended if sitting is not None else ())
    if forum.quorum is None or not attended:
        return
    for offices, persons in _absent(ctx, forum.quorum, attended):
        yield InTheWay(child, f"{forum.key}.quorum", forum.clause, "refuse", missing=offices, needs=persons)


def _given(ctx: Ctx, act: Act, child: str, word: str) -> bool:
    """Whether an outcome has what it must carry. Why something was decided is said anew: what an earlier act gave as
    its reason (the late listing, the meeting before) is none."""
    if word == "reason":
        return bool(act.reason or act.each.get(child, {}).get("reason") or act.values.get("reason"))
    return bool(ctx.slot(word))


def _absent(ctx: Ctx, who: m.Who, attended: set[str]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of a quorum, the offices that were not there with the persons who hold them; [] where there were enough."""
    if isinstance(who, m.EachOf):
        return [one for item in who.items for one in _absent(ctx, item, attended)]
    if isinstance(who, m.AtLeast):
        away = [_absent(ctx, item, attended) for item in who.items]
        enough = sum(1 for one in away if not one) >= who.n
        return [] if enough else [one for each in away for one in each]
    found = []
    for one in sets_of(ctx, who):
        names = set(one.offices) | {o.partition(" of ")[0] for o in one.offices if " of " not in o}
        if not attended & set(one.persons) and not attended & names:
            found.append((one.offices, one.persons))
    return found


def sitting_of(ctx: Ctx, forum: m.Forum) -> Sitting | None:
    """The sitting for which the matter in hand is listed, as it stands now (it may have moved); None if not listed."""
    text = ctx.slot("sitting")
    if not text:
        return None
    return current_sitting(forum, ctx.file, window_of_text(str(text)).lo, str(ctx.slot("sitting_id") or ""))
