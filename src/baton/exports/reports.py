"""The weekly report and timeliness by team and clause, made from the record: nothing in them is typed in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from django.db.models import Q

from baton.exports.model import Export, Row, Sheet
from baton.exports.reader import Reader
from baton.policy.wording import sentences
from baton.store.models import Breach, Holding, Matter, WorkItem
from baton.working_time import BEGINNING, END, Moment, Window, last_moment, local_day, midnight

DAY = 24 * 3600


def last_week(day: date) -> tuple[date, date]:
    """The last whole week, Monday to Sunday."""
    sunday = day - timedelta(days=day.isoweekday() % 7)
    return sunday - timedelta(days=6), sunday


def last_quarter(day: date) -> tuple[date, date]:
    """The thirteen weeks that end today."""
    return day - timedelta(days=90), day


def weekly(reader: Reader, first: date, last: date) -> Export:
    """What each team held, took in and gave away, and who has no worker by name, from the first day to the last."""
    made = Export("weekly", "Weekly report", first, last)
    lo, hi = midnight(first), midnight(last + timedelta(days=1))
    children = reader.children(Q(opened__isnull=False) & (Q(closed__isnull=True) | Q(closed__gt=lo)))
    ids = [c.child for c in children]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    without: list[Row] = []
    by_id = {c.child: c for c in children}
    for child, held in reader.holdings(ids).items():
        _count(counts, held, lo, hi)
        now = next((h for h in held if h.during.lower < hi <= h.during.upper), None)
        if now is not None and now.kind in ("nobody", "office"):
            since = now.during.lower if now.during.lower > BEGINNING else None
            without.append((
                by_id[child].reference or child, reader.place(now.team or now.service), now.kind,
                f"{local_day(since):%d/%m/%Y}" if since is not None else "not known",
                str((hi - since) // DAY) if since is not None else "", now.flag,
            ))  # fmt: skip
    _matters(counts, reader, ids, lo, hi)
    fields = ("held", "without", "arrived", "left", "proposed", "decided", "moved", "broken")
    rows = tuple((reader.place(t), *(str(counts[t][f]) for f in fields)) for t in sorted(counts) if t)
    made.sheets = [
        Sheet(f"weekly_{last}", (
            "Team", "Children held", "Without a worker by name", "Arrived", "Left", "Transfers proposed", "Decided",
            "Moved", "Rules broken in the week"), rows),
        Sheet(f"weekly_{last}_without_a_worker", (
            "Child", "Team", "Held by", "Since", "Days", "Authorised as"), tuple(sorted(without, key=_longest))),
    ]  # fmt: skip
    made.children = ids
    return made


def _longest(row: Row) -> tuple[int, str]:
    return -int(row[4] or 10**6), row[0]


def _count(counts: dict[str, Counter[str]], held: Iterable[Holding], lo: Moment, hi: Moment) -> None:
    before = ""
    for h in held:
        team = h.team or h.service
        if h.during.lower < hi <= h.during.upper:
            counts[team]["held"] += 1
            counts[team]["without"] += h.kind in ("nobody", "office")
        if lo <= h.during.lower < hi and team != before:
            counts[team]["arrived"] += 1
            counts[before]["left"] += 1
        if h.during.upper < END and lo <= h.during.upper < hi:
            before = team
        else:
            before = team if h.during.upper < END else ""


def _matters(counts: dict[str, Counter[str]], reader: Reader, ids: list[str], lo: Moment, hi: Moment) -> None:
    for n in range(0, len(ids), 500):
        some = ids[n : n + 500]
        for m in Matter.objects.filter(authority=reader.authority, child__in=some):
            team = m.from_team or m.from_service
            for name, at in (("proposed", m.opened), ("decided", m.decided_at), ("moved", m.moved_at)):
                counts[team][name] += at is not None and lo <= at < hi
        broken = Breach.objects.filter(authority=reader.authority, kind="child", subject_id__in=some)
        for team in broken.filter(since__gte=lo, since__lt=hi).values_list("holder_team", flat=True):
            counts[team]["broken"] += 1


def timeliness(reader: Reader, first: date, last: date) -> Export:
    """By team and clause: how much of what was due in the period was done in time, how much late, how much not yet."""
    made = Export("timeliness", "Timeliness by team and clause", first, last)
    lo, hi = midnight(first), midnight(last + timedelta(days=1))
    children = reader.children(Q(opened__isnull=False) & (Q(closed__isnull=True) | Q(closed__gt=lo)))
    ids = [c.child for c in children]
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    late: dict[tuple[str, str], list[float]] = defaultdict(list)
    clauses: dict[str, str] = {}
    for n in range(0, len(ids), 500):
        due = WorkItem.objects.filter(
            authority=reader.authority, kind="child", subject_id__in=ids[n : n + 500], by_to__gte=lo, by_to__lt=hi
        )
        for item in due.filter(state__in=("met", "late")).iterator():
            place = (item.holder_team, item.rule)
            clauses[item.rule] = ", ".join(item.clause)
            done = item.met_at if item.state == "met" else None
            limit = last_moment(Window(item.by_from or item.by_to or 0, item.by_to or 0))
            if done is not None and done <= limit:
                counts[place]["in time"] += 1
            else:
                counts[place]["late" if item.state == "met" else "open"] += 1
                late[place].append(((done if done is not None else reader.now) - limit) / DAY)
    rows = [_timely(reader, place, counts[place], late[place], clauses) for place in sorted(counts)]
    made.sheets = [Sheet(f"timeliness_{last}", (
        "Team", "Clause", "Rule", "Due", "In time", "Late", "Not yet done", "In time, per cent", "Days late, median"),
        tuple(rows))]  # fmt: skip
    made.children = ids
    return made


def _timely(
    reader: Reader, place: tuple[str, str], counts: Counter[str], late: list[float], clauses: dict[str, str]
) -> Row:
    team, rule = place
    due = counts["in time"] + counts["late"] + counts["open"]
    says = next(iter(sentences(rule, reader.pack)), rule)
    return (
        reader.place(team), clauses[rule], says, str(due), str(counts["in time"]), str(counts["late"]),
        str(counts["open"]), f"{100 * counts['in time'] / due:.0f}", f"{median(late):.1f}" if late else "",
    )  # fmt: skip
