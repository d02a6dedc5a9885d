"""Acts and records about a sitting, a worker, an office or the authority: one entry in its own journal."""

from __future__ import annotations

from baton.engine.assess import context_for
from baton.engine.context import Ctx
from baton.engine.impossible import HAPPENED_ALREADY
from baton.engine.situation import Act, By, Done, InTheWay, Refusal
from baton.journal.entry import Entry
from baton.journal.file import File
from baton.journal.vocabulary import nature_of
from baton.policy.model import Packs
from baton.working_time import Moment, at


def attempt_about(packs: Packs, file: File, act: Act, by: By, now: Moment, number: str) -> Done | Refusal:
    """Returns the one entry for `act.subject`, or a Refusal. `file` is that subject's own File.

    A sitting's id is FORUM@YYYY-MM-DDTHH:MM, its planned moment in London time. Only those who run the forum act on its
    sittings; what happened (held, who came) may be recorded by anybody who may see it. Whether an ended office or post
    would leave a child without a holder is judged by `left_without`, with each child's File before and after.
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
    runs = _who_runs(ctx, forum.key, forum.administrator)
    if runs and by.person not in runs:
        return InTheWay(act.subject.id, forum.key, forum.clause, "not_yours", needs=runs)
    return None


def _who_runs(ctx: Ctx, forum: str, administrator: str) -> tuple[str, ...]:
    seats = ctx.pack.persons(ctx, forum, "")
    clerks = tuple(p for p, _capacity in ctx.people.in_office(administrator, "", ctx.now)) if administrator else ()
    return tuple(dict.fromkeys((*clerks, *seats)))
