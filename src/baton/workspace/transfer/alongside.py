"""What stands beside the steps of a transfer: what the family has seen, its clocks, what else changes for them that
week, and what was excused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE
from baton.journal import Entry
from baton.journal.standing import standing_in
from baton.policy.model import All, Attended
from baton.store.models import Child, Matter, WorkItem
from baton.working_time import END, Moment, local_day
from baton.workspace import words
from baton.workspace.saying import Say
from baton.workspace.words import Tag
from baton.workspace.work import tag_of, when_of

WEEK = 7 * words.DAY


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that the family sees of the transfer, with its date or limit."""

    what: str
    when: str
    tag: Tag | None
    done: bool
    at: Moment


def seen(desk: Desk, say: Say, items: Iterable[WorkItem], lead: Matter) -> list[Seen]:
    """What reached the family, and what will, in the order of time: talks, letters, meetings, and the move itself."""
    family = _family(say)
    found: dict[tuple[str, str, bool], Seen] = {}
    for item in items:
        to_them = item.recipient in family and item.verb in ("tell", "send", "invite")
        with_them = item.verb == "hold" and _with_family(say, item, family)
        if not (to_them or with_them) or item.state not in (*NOT_DONE, "met"):
            continue
        when, _left = when_of(item, desk)
        at = item.met_at if item.state == "met" and item.met_at is not None else item.act_by_at
        one = Seen(say.duty(item), when, tag_of(item, desk), item.state == "met", at)
        found.setdefault((one.what, when, one.done), one)
    dated = {what for what, when, done in found if when and not done}
    found = {k: one for k, one in found.items() if one.done or one.when or one.what not in dated}
    if lead.moved_at is not None:
        found["moves", "", True] = Seen("Responsibility moved", words.since(lead.moved_at), None, True, lead.moved_at)
    elif lead.date_from is not None:
        when = words.window(lead.date_from, lead.date_to)
        found["moves", "", False] = Seen("Moves", when, words.Tag("Waiting", "light-blue"), False, lead.date_from)
    return sorted(found.values(), key=lambda s: (s.at, s.what)) if len(found) > 1 or not lead.moved_at else []


def _family(say: Say) -> set[str]:
    """The child, and every people word that the family's own word includes, all the way down."""
    found, left = {"child", "family"}, ["family", "child"]
    while left:
        word = say.pack.words.get(left.pop())
        more = set(word.includes) - found if word is not None else set()
        found |= more
        left += more
    return found


def _with_family(say: Say, item: WorkItem, family: set[str]) -> bool:
    """Whether the event counts only when somebody of the family is there, or its own word says family or child."""
    rule = say.rule_of(item.rule, item.matter)
    counts = getattr(rule, "counts_if", None)
    parts = counts.items if isinstance(counts, All) else (counts,)
    there = any(isinstance(p, Attended) and p.who in family for p in parts)
    return there or any("family" in word or "visit" in word for word in item.words)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running limit: its window as a drawing has it (0 to 100), and in words."""

    what: str
    start: str
    end: str
    left: str
    x: float
    width: float
    late: bool


@dataclass(slots=True)
class Clocks:
    """The running clocks with today and the agreed date on the same scale (0 to 100, None where off it)."""

    rows: list[Clock] = field(default_factory=list)
    today: float | None = None
    moves: float | None = None
    first: str = ""
    last: str = ""


MOST_CLOCKS = 8


def clocks(desk: Desk, say: Say, steps: Iterable[Any], lead: Matter) -> Clocks:
    """The limits that run now, the earliest end first; nothing where none runs."""
    running = {s.what: s for s in steps if s.state in ("open", "late") and s.row is not None and _ends(s.row)}
    found = sorted(running.values(), key=lambda s: int(s.row.by_to))[:MOST_CLOCKS]
    if not found:
        return Clocks()
    spans = [(_starts(s.row, lead), int(s.row.by_to)) for s in found]
    lo, hi = min([desk.now, *(a for a, _ in spans)]), max([desk.now, *(b for _, b in spans)])
    scale = 100 / max(1, hi - lo)
    made = Clocks([], round((desk.now - lo) * scale, 1), None, words.day(lo), words.day(hi - 1))
    if lead.date_from is not None and lo <= lead.date_from <= hi:
        made.moves = round((lead.date_from - lo) * scale, 1)
    for step, (start, end) in zip(found, spans, strict=True):
        x, width = round((start - lo) * scale, 1), round(max(0.5, (end - start) * scale), 1)
        made.rows.append(
            Clock(step.what, words.day(start), words.day(end - 1), step.left, x, width, step.state == "late")
        )
    return made


def _ends(row: Any) -> bool:
    return row.by_to is not None and row.by_to < END


def _starts(row: Any, lead: Matter) -> int:
    start = row.earliest if row.earliest is not None else lead.opened
    return int(min(start, row.by_to))


def that_week(
    desk: Desk, say: Say, lead: Matter, children: Mapping[str, Child], entries: Mapping[str, Mapping[int, Entry]]
) -> list[str]:
    """What else is booked or changes for these children within a week of the move: meetings, birthdays, other moves,
    and workers who are away."""
    centre = lead.moved_at if lead.moved_at is not None else lead.date_from
    if centre is None:
        return []
    lines: dict[tuple[Moment, str], list[str]] = {}
    for child, row in children.items():
        for at, text in _of_child(desk, say, lead, row, entries.get(child, {}).values(), centre):
            lines.setdefault((at, text), []).append(row.name.split(" ")[0] or row.reference)
    for person, start, end in desk.around.organisation.absences:
        if person in (lead.receiving_worker, *(c.holder_person for c in children.values())) and person:
            if start < centre + WEEK and end > centre - WEEK:
                back = words.day(end - 1) if end < END else "no return date"
                lines[start, f"{say.person(person)} is away, {words.day(start)} to {back}"] = []
    return [f"{words.joined(who)}: {text}" if who else text for (_at, text), who in sorted(lines.items())]


def _of_child(
    desk: Desk, say: Say, lead: Matter, child: Child, entries: Iterable[Entry], centre: Moment
) -> Iterator[tuple[Moment, str]]:
    last: dict[str, Entry] = {}
    for e in sorted(standing_in(list(entries)), key=lambda e: e.number):
        if e.verb in ("booked", "moved", "cancelled", "held") and e.word:
            last[e.word] = e
    for word, e in last.items():
        at = e.happened.lo
        if e.verb in ("booked", "moved") and abs(at - centre) <= WEEK and not e.matter.startswith(lead.kind):
            yield at, f"{say.word(word)}, {say.happened(e)}"
    if child.born is not None:
        for year in (local_day(centre).year, local_day(centre).year + 1):
            day = words.birthday(child.born, year)
            if abs((day - local_day(centre)).days) <= 7:
                yield centre, f"turns {year - child.born.year}, {words.day(day)}"
    others = Matter.objects.filter(authority=desk.authority, child=child.child, state__in=("open", "decided"))
    for m in others.exclude(key=lead.key):
        if m.date_from is not None and abs(m.date_from - centre) <= WEEK:
            yield m.date_from, f"{m.says or say.word(m.kind)}, {words.window(m.date_from, m.date_to)}"


def excused(say: Say, items: Iterable[WorkItem], entries: Mapping[str, Mapping[int, Entry]]) -> list[dict[str, Any]]:
    """The lines that were set aside: which, by whom, when and why."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        if item.state != "excused" or item.rule in found:
            continue
        mine = entries.get(item.subject_id, {}).values()
        by = [e for e in mine if e.verb == "excuse" and item.rule in (e.body.get("excuses"), e.word)]
        last = max(by, key=lambda e: e.number, default=None)
        found[item.rule] = {
            "what": say.duty(item),
            "clause": tuple(item.clause),
            "by": f"{say.person(last.done_by)}, {words.day(last.happened.lo)}" if last is not None else "",
            "why": str(last.body.get("reason") or "") if last is not None else "by the procedure itself",
        }
    return list(found.values())
