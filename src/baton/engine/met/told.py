"""What was sent, told and offered to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from baton.engine.context import Ctx
from baton.engine.facts import Event
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import Moment

if TYPE_CHECKING:
    from baton.engine.ruled import CMust
from baton.engine.met.found import (
    UNMET,
    Met,
    anothers,
    lacking_parts,
    met_by,
    moment_of_record,
    overtaken,
    since_day,
    what_counts,
)

WAYS = {
    "spoken": frozenset({"spoken", "talking", "phone", "video"}),
    "in writing": frozenset({"in writing", "letter", "email"}),
}


def fits(channel: str, entry: Entry) -> bool:
    """Whether it went the way that the rule asks for; where nobody said how it went, it did."""
    given = entry.values.get("channel")
    if channel in ("any", "") or given is None:
        return True
    return given == channel or given in WAYS.get(channel, ())


def send(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    for word in r.rule.words:
        for entry in reversed(ctx.facts.sent[word]):
            if (
                (entry.happened.hi <= since_day(opened) and entry.happened.lo < since_day(opened))
                or not reaches(ctx, entry)
                or anothers(ctx, entry)
            ):
                continue
            lacking = (*overtaken(ctx, r, entry), *lacking_parts(ctx, entry))
            if not fits(r.rule.channel, entry):
                lacking += ("channel",)
            counts, absent = what_counts(ctx, r, None)
            if not counts:
                lacking += absent or r.rule.words
            if lacking:
                return Met(missing=lacking, does_not_count=entry.number)
            return met_by(entry)
    return Met(missing=r.rule.words)


def reaches(ctx: Ctx, entry: Entry) -> bool:
    """Whether an entry told, sent or invited the recipient in hand."""
    recipient = ctx.person
    if not recipient:
        return True
    to = entry.body.get("to")
    if not to:
        return False
    if recipient in to:
        return True
    key = ("reached by", recipient, ctx.matter)
    names = ctx.known.get(key)
    if names is None:
        names = ctx.known[key] = names_of_recipient(ctx, recipient)
    return not names.isdisjoint(to)


def names_of_recipient(ctx: Ctx, recipient: str) -> frozenset[str]:
    """Under which names a recipient may stand in an entry: itself, its office and who holds it, its groups, and where
    nobody is recorded by name the wider group that it belongs to."""
    label, _, place = recipient.partition(" of ")
    persons = ctx.pack.persons(ctx, label, place) if label in ctx.pack.offices else ()
    groups = ctx.known.get(("groups", recipient))
    if groups is None:
        groups = ctx.known["groups", recipient] = ctx.pack.groups_with(ctx, recipient)
    return frozenset((recipient, "everyone", label, *persons, *groups, *ctx.pack.wider_than(recipient)))


def tell(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    """The earliest telling that says all of it, or the one that adds the last piece to what earlier ones said."""
    told = ctx.facts.told
    if not told:
        return UNMET
    key = ("told", r, ctx.matter)
    fitting = ctx.known.get(key)
    if fitting is None:
        low = since_day(opened)
        fitting = ctx.known[key] = [
            e for e in told if (e.happened.lo >= low or e.happened.hi > low) and _tells(ctx, r, e)
        ]
        if len(fitting) > 1:
            fitting.sort(key=_told_at)
    if len(r.rule.about) > 1:
        return _piece_by_piece(ctx, r, fitting)
    for entry in fitting:
        if reaches(ctx, entry) and not overtaken(ctx, r, entry):
            return met_by(entry)
    return UNMET


def _tells(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    """Whether what was told is what this rule asks to tell, whoever was told."""
    rule = r.rule
    if anothers(ctx, entry) or (entry.word and rule.words and entry.word not in rule.words):
        return False
    about = entry.body.get("about")
    if about and rule.about and set(rule.about).isdisjoint(about):
        return False
    return fits(rule.channel, entry)


def _told_at(entry: Entry) -> Moment:
    return moment_of_record(entry.happened, entry.recorded_at)


def _piece_by_piece(ctx: Ctx, r: CMust, fitting: list[Entry]) -> Met:
    """What was told to the recipient, added up: met by the telling that brings the last of it; else what is missing."""
    about = r.rule.about
    left, last = set(about), 0
    for entry in fitting:
        said = entry.body.get("about") or about
        if left.isdisjoint(said) or not reaches(ctx, entry):
            continue
        changed = overtaken(ctx, r, entry)
        if all(word in about for word in changed):  # else it named something that is no longer so: it says nothing now
            left.difference_update(word for word in said if word not in changed)
        if not left:
            return met_by(entry)
        last = entry.number
    return Met(missing=tuple(one for one in about if one in left), does_not_count=last) if last else UNMET


def invite(ctx: Ctx, r: CMust, opened: Moment) -> Met:
    it = ctx.it if isinstance(ctx.it, Event) else None
    for entry in ctx.facts.invited:
        about = entry.body.get("about") or ((entry.word,) if entry.word else ())
        if it is not None and about and it.word not in about and it.id not in about:
            continue
        if it is None and r.rule.about and about and not set(about) & set(r.rule.about):
            continue
        if it is not None and it.held is not None and entry.happened.lo > it.held.hi:
            continue
        if overtaken(ctx, r, entry):
            continue
        if not r.rule.to or reaches(ctx, entry) or _reaches_one_in_order(ctx, r, entry):
            return met_by(entry)
    if it is not None and it.held is not None:
        return Met(broken=it.held, missing=("invitation",))
    return UNMET


def _reaches_one_in_order(ctx: Ctx, r: CMust, entry: Entry) -> bool:
    """For a notice to the first of several: whoever of them was reached then counts, whoever comes first now."""
    before = ctx.person
    try:
        for recipient, _name, _when in r.recipients:
            if isinstance(recipient.who, m.InOrder):
                for item in recipient.who.items:
                    if isinstance(item, m.OfficeOf):
                        ctx.person = f"{item.office} of {item.place}" if item.place else item.office
                        if reaches(ctx, entry):
                            return True
    finally:
        ctx.person = before
    return False
