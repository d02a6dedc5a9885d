"""Acts done once more: the later part of a journal as the acts and records it came from, for the store's one door.

The entries were made by the engine from acts of people. Each act is had back from its entries, so that what is measured
is what people do, in their order, at their moments; what the clock adds of itself is left to the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baton.engine import Act, By
from baton.journal import Entry
from baton.working_time import Moment, Window


@dataclass(frozen=True, slots=True)
class Again:
    """An act to do, by whom, when, under the number that it had."""

    act: Act
    by: By
    now: Moment
    number: str


def split(journals: Sequence[Sequence[Entry]], after: int) -> tuple[list[Entry], list[Again]]:
    """The journals of one family up to an act, and the acts from there on; the cut falls after so many entries."""
    longest = max(journals, key=len)
    if len(longest) <= after:
        return [e for journal in journals for e in journal], []
    begins = longest[after].recorded_at
    before = [e for journal in journals for e in journal if e.recorded_at < begins]
    later = [e for journal in journals for e in journal if e.recorded_at >= begins]
    return before, acts_of(later)


def acts_of(entries: Iterable[Entry]) -> list[Again]:
    """The acts of people that these entries came from, in the order of time."""
    by_number: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        if entry.source == "person" and entry.subject.kind == "child":
            by_number.setdefault(entry.act, {}).setdefault(entry.subject.id, entry)
    found = [_act(list(those.values())) for those in by_number.values()]
    return sorted((one for one in found if one is not None), key=lambda one: one.now)


def _act(entries: Sequence[Entry]) -> Again | None:
    e = entries[0]
    body = e.body
    if e.replaces is not None:
        return None
    happened = None if e.happened == Window(e.recorded_at, e.recorded_at) else e.happened
    opens = bool(body.get("opens"))
    each = {one.subject.id: dict(one.values) for one in entries if one.values}
    act = Act(
        e.verb, e.word, tuple(one.subject.id for one in entries), happened, "" if opens else e.matter, {}, each,
        tuple(body.get("to") or ()), tuple(body.get("about") or ()), tuple(body.get("attended") or ()),
        str(body.get("reason") or ""), str(body.get("excuses") or ""),
    )  # fmt: skip
    return Again(act, By(e.done_by, e.recorded_by, e.capacity), e.recorded_at, e.act)
