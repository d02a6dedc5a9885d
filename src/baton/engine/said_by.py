"""Answers that each person gives for themselves (a word with `each_person`): whose they are, and which stand."""

from __future__ import annotations

from baton.engine.context import Ctx
from baton.journal.entry import Entry


def said_by(ctx: Ctx, word: str, person: str) -> Entry | None:
    """What this person last said, under their own name or a group's that they belong to; None if nothing stands."""
    names = {person, *ctx.pack.groups_with(ctx, person), *ctx.pack.wider_than(person)}
    for entry in reversed(ctx.facts.answers.get(word, ())):
        if not _here(ctx, entry):
            continue
        of = entry.body.get("to") or ()
        if names.isdisjoint(of) and (of or entry.verb != "withdrawn"):
            continue
        return None if entry.verb == "withdrawn" else entry
    return None


def said(ctx: Ctx, word: str) -> list[Entry]:
    """The answer that stands of each person who gave one, in the order of recording."""
    stand: dict[str, Entry] = {}
    for entry in ctx.facts.answers.get(word, ()):
        if not _here(ctx, entry):
            continue
        of = entry.body.get("to") or ()
        if entry.verb != "withdrawn":
            stand |= dict.fromkeys(of, entry)
        elif not of:
            stand.clear()
        else:
            for name in of:
                stand.pop(name, None)
    by_number = {e.number: e for e in stand.values()}
    return [by_number[n] for n in sorted(by_number)]


def _here(ctx: Ctx, entry: Entry) -> bool:
    """Whether the answer was given by now, and of the matter in hand or of the child."""
    return entry.happened.lo <= ctx.now and (ctx.matter is None or entry.matter in ("", ctx.matter.id))
