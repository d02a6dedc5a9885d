"""Who was on the list of a sitting and is now on a later one: its minutes keep them, with what was said there."""

from __future__ import annotations

from collections.abc import Iterable

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry
from baton.journal.standing import standing_in
from baton.store.models import Child, Matter
from baton.working_time import moment_of
from baton.workspace import words
from baton.workspace.journal import entries_of_each
from baton.workspace.saying import Say
from baton.workspace.sitting.listing import Row, given_name, row_of
from baton.workspace.sitting.planned import Planned
from baton.workspace.words import Tag

LISTED = frozenset({"list", "carry_over"})


def carried_over(desk: Desk, say: Say, one: Planned, after: int) -> list[Row]:
    """A row for each matter that left this sitting for a later one, numbered on from `after`."""
    later = Matter.objects.filter(
        authority=desk.authority, sitting__gt=max(one.sitting.at, one.sitting.nominal), opened__lte=one.sitting.at
    ).order_by("opened", "key", "child")
    reached = Child.objects.filter(children_of(desk.post), authority=desk.authority, child__in=later.values("child"))
    children = {c.child: c for c in reached}
    journals = entries_of_each(desk.authority, children)
    groups: dict[str, list[Matter]] = {}
    outcomes: dict[str, list[tuple[str, Tag, str]]] = {}
    for m in later:
        said = _left(say, journals.get(m.child, ()), m.key, one.subject.id)
        if said is not None:
            groups.setdefault(m.key, []).append(m)
            outcomes.setdefault(m.key, []).append((given_name(children[m.child]), *said))
    rows = []
    for number, (key, matters) in enumerate(groups.items(), after + 1):
        row = row_of(desk, say, number, key, matters, children)
        row.outcomes = outcomes[key]
        rows.append(row)
    return rows


def _left(say: Say, entries: Iterable[Entry], matter: str, sitting: str) -> tuple[Tag, str] | None:
    """What the sitting said of the matter and whereto it went; None where it was never on this list or stays on it."""
    here, decided, said = False, "", ""
    for e in standing_in(entries):
        if e.matter != matter:
            continue
        values = e.body.get("with") or {}
        if e.verb in LISTED:
            if values.get("sitting_id") == sitting:
                here, decided, said = True, "", ""
            elif here:
                why = str(e.body.get("reason") or values.get("reason") or "")
                day = words.day(moment_of(str(values["sitting"])))
                tag = words.outcome(decided) if decided else Tag("Carried over", "light-blue")
                to = f"to {day}" + (f", reason: {why}" if why else "")
                return tag, f"{said}stays on the list, now that of {to.removeprefix('to ')}" if decided else to
        elif e.verb == "decide" and here:
            decided, said = str(values.get("decision") or ""), _decided(say, e)
    return None


def _decided(say: Say, e: Entry) -> str:
    """With what it was decided: the worker, the day and the reason, so that the minutes say why."""
    worker, day = str(e.values.get("receiving_worker") or ""), str(e.values.get("transfer_date") or "")
    why = str(e.body.get("reason") or e.values.get("reason") or "").rstrip(".")
    found = [f"for {say.value('transfer_date', day)}" if day else "", f"to {say.person(worker)}" if worker else ""]
    said = ", ".join(part for part in (*found, f"reason: {why}" if why else "") if part)
    return f"{said}; " if said else ""
