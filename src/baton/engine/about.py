"""Acts and records about a sitting, a worker, an office or the authority: one entry in its own journal."""

from __future__ import annotations

from baton.engine.assess import context_for, rules_for
from baton.engine.context import Ctx
from baton.engine.impossible import HAPPENED_ALREADY
from baton.engine.permission import permitted_by
from baton.engine.situation import Act, By, Done, InTheWay, Refusal
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.journal.vocabulary import nature_of
from baton.policy import model as m
from baton.policy.model import Packs
from baton.working_time import Moment, at


def attempt_about(packs: Packs, file: File, act: Act, by: By, now: Moment, number: str) -> Done | Refusal:
    """Returns the one entry for `act.subject`, or a Refusal. `file` is that subject's own File.

    A sitting's id is FORUM@YYYY-MM-DDTHH:MM, its planned moment in London time. Only those who run the forum act on its
    sittings, or for one act those whom a `may` of the pack names; what happened (held, who came) may be recorded by
    anybody who may see it. Whether an ended office or post would leave a child without a holder is judged by
    `left_without`, with each child's File before and after.
    """
    assert act.subject is not None
    item = _in_the_way(packs, file, act, by, now)
    if item is not None:
        return Refusal(act, (item,))
    body: dict[str, object] = {}
    if act.values:
        body["with"] = dict(act.values)
    for key, value in (("to", act.to), ("about", act.about), ("attended", act.attended)):
        if value:
            body[key] = list(value)
    if act.reason:
        body["reason"] = act.reason
    last = file.entries[-1].number if file.entries else 0
    entry = Entry(
        act.subject, last + 1, number, act.verb, act.word, act.happened or at(now), now, by.person,
        by.recorded_by or by.person, by.capacity, "person", "", act.corrects, body,  # type: ignore[arg-type]
    )  # fmt: skip
    return Done((entry,))


def _in_the_way(packs: Packs, file: File, act: Act, by: By, now: Moment) -> InTheWay | None:
    assert act.subject is not None
    if act.verb in HAPPENED_ALREADY and act.happened is not None and act.happened.lo > now:
        return InTheWay(act.subject.id, "", (), "impossible", says="this cannot have happened in the future")
    if act.subject.kind != "sitting" or nature_of(act.verb) != "act":
        return None
    ctx = context_for(packs, file, now)
    forum = ctx.pack.forums.get(act.subject.id.partition("@")[0])
    if forum is None:
        return InTheWay(act.subject.id, "", (), "impossible", says="there is no such forum")
    mays = _mays(ctx, file, act)
    if mays:
        return _barred(ctx, mays, act, by)
    runs = ctx.pack.persons(ctx, forum.key, "")
    if runs and by.person not in runs:
        return InTheWay(act.subject.id, forum.key, forum.clause, "not_yours", needs=runs)
    return None


def _mays(ctx: Ctx, file: File, act: Act) -> list[m.May]:
    """The pack's own word on who may do this at a sitting of this forum."""
    name = f"{act.verb} {act.word}".strip()
    mays = [may for may in rules_for(ctx, file).mays if not may.rules and (act.verb in may.acts or name in may.acts)]
    return [may for may in mays if ctx.pack.condition(may.head.when)(ctx)[0] is not False]


def _barred(ctx: Ctx, mays: list[m.May], act: Act, by: By) -> InTheWay | None:
    assert act.subject is not None
    name = f"{act.verb} {act.word}".strip()
    found = [one for may in mays for one in permitted_by(ctx, may, name)]
    persons = tuple(dict.fromkeys(one.person for one in found if one.person))
    if by.person in persons:
        return None
    head, holes = mays[0].head, tuple(dict.fromkeys(one.hole for one in found if one.hole))
    return InTheWay(act.subject.id, head.key, head.clause, "not_yours", missing=holes, needs=persons)
