"""Are families told first? Of the moves of each month, how many whose family was told before responsibility moved."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from baton.store.models import Entry
from baton.workspace import words
from baton.workspace.charts import Bar, bars
from baton.workspace.reports.answers import (
    Answer,
    Asking,
    Filter,
    Row,
    month_of,
    month_said,
    months_from,
    share,
)

TOLD = ("told", "tell", "sent", "send")


def telling(asking: Asking) -> Answer:
    """By audience, a group of people in the pack's words: told in advance, told later, not recorded as told."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    many, by_months = asking.months()
    first = asking.since(many - 1)
    moved = asking.moves(team, first, "child", "key", "opened", "moved_at")
    groups = _groups(asking)
    when = _told(desk.authority, moved, groups)
    audiences = sorted({to for to, *_ in when}, key=say.who)
    chosen = asking.get("audience", audiences, audiences[0] if audiences else "")
    by: dict[tuple[int, int], dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for child, key, _opened, at in moved:
        told = when.get((chosen, child, key))
        kind = "never" if told is None else "first" if told < at else "later"
        note = "no telling recorded" if told is None else f"told {words.day(told)}, moved {words.day(at)}"
        by[month_of(at)][kind].append((child, note))
    rows, behind, called, bars_ = [], {}, {}, []
    for month in months_from(first, desk.now):
        mine = by.get(month, {})
        total = sum(map(len, mine.values()))
        if not total:
            continue
        counts = {k: len(mine.get(k, [])) for k in ("first", "later", "never")}
        key = f"{month[0]}-{month[1]:02}"
        rows.append(Row((month_said(month), total, counts["first"], counts["later"], counts["never"],
                         share(counts["first"], total)), key, 1))  # fmt: skip
        behind[key] = [one for k in ("never", "later", "first") for one in mine.get(k, [])]
        called[key] = f"Moved in {month_said(month)}"
        part = 100 * counts["first"] / total
        bars_.append(Bar(month_said(month), part, said=f"{round(part)}%: {counts['first']} of {total}"))
    early = sum(len(m["first"]) for m in by.values())
    who = say.who(chosen) if chosen else "the family"
    choices = tuple((a, words.initial_capital(say.who(a))) for a in audiences)
    return Answer(
        [f"Told in advance, {who}: {early} of {words.plural(len(moved), 'move')} ({share(early, len(moved))})."]
        if moved else [],
        ("Month", "Moved", "Told in advance", "Told later", "Not recorded", "Share told in advance"), rows,
        bars("Share of moves told in advance, by month", "One bar a month, of a hundred per cent.", bars_, top=100)
        if bars_ else "",
        behind,
        str,
        [by_team, by_months, *([Filter("audience", "Who", choices, chosen)] if choices else [])],
        "No child moved in this time.", ["In advance: before the moment at which responsibility moved."], called,
    )  # fmt: skip


def _groups(asking: Asking) -> dict[str, tuple[str, ...]]:
    """The groups of people that can be told, each with those it includes: neither persons nor offices."""
    words_ = asking.desk.pack.words.values()
    return {w.key: w.includes for w in words_ if w.kind == "people"}


def _told(
    authority: str, moved: list[tuple[str, str, int, int]], groups: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, str, str], int]:
    """The first moment at which each group was told in each matter of each child, corrections left out. Who told a
    group told those it includes. What was told without saying in which matter counts from when the matter was opened.
    """
    matters: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for child, key, opened, _at in moved:
        matters[child].append((key, opened))
    found = list(
        Entry.objects.filter(
            authority=authority, kind="child", verb__in=TOLD, subject_id__in=list(matters)
        ).values_list("subject_id", "number", "matter", "happened_from", "replaces", "body")
    )
    gone = {(child, replaces) for child, _, _, _, replaces, _ in found if replaces is not None}
    when: dict[tuple[str, str, str], int] = {}
    for child, number, matter, at, _, written in found:
        body = json.loads(written) if isinstance(written, str) else written
        if (child, number) in gone or not body or body.get("did_not_happen"):
            continue
        reached = {one for to in map(str, body.get("to") or ()) if to in groups for one in (to, *groups[to])}
        for key, opened in matters[child]:
            if matter == key or (not matter and at >= opened):
                for one in reached:
                    when[one, child, key] = min(at, when.get((one, child, key), at))
    return when
