"""An answer to one question about a service: sentences, a chart, its table, the filters, and the children behind each
figure. Each question is a function from a desk and the filters of the address to one of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.store.models import Child, Matter
from baton.working_time import Moment, at_time, local_day
from baton.workspace.saying import Say


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of the address: its name, its label, its choices (value and text) and what is chosen."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `figure` names what opens its children; the link stands in column `at`. `by`: for a column
    whose text does not sort (a date, a span) the number that does."""

    cells: tuple[Any, ...]
    figure: str = ""
    at: int = 0
    clause: tuple[str, ...] = ()
    by: Mapping[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Answer:
    """What the page shows. `behind`: for each figure its children, each with why, which `note` says in words: only for
    those that are shown. `file` gives headings and rows where the file is not the table."""

    said: list[str]
    headings: tuple[str, ...]
    rows: list[Row]
    svg: str = ""
    behind: Mapping[str, list[tuple[str, Any]]] = field(default_factory=dict)
    note: Callable[[Any], str] = str
    filters: list[Filter] = field(default_factory=list)
    empty: str = ""
    notes: list[str] = field(default_factory=list)
    named: Mapping[str, str] = field(default_factory=dict)  # what a figure is called above its children
    file: Callable[[], tuple[tuple[str, ...], list[tuple[Any, ...]]]] | None = None
    in_file: list[str] = field(default_factory=list)  # the children whom the file names


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, in whose words, with which filters."""

    desk: Desk
    say: Say
    given: Mapping[str, str]

    def get(self, name: str, choices: Iterable[str], default: str = "") -> str:
        """The value of a filter, if it is one of the choices."""
        value = self.given.get(name, default)
        return value if value in set(choices) else default

    def teams(self) -> list[str]:
        """The teams whose figures this post may ask for, by name."""
        known = self.desk.around.organisation.teams
        post = self.desk.post
        return sorted((t for t in known if post.all_ or t in post.teams), key=self.say.place)

    def team(self, all_: bool = True) -> tuple[str, Filter]:
        """The team chosen, "" for all, and its filter; with `all_` false always one."""
        teams = self.teams()
        chosen = self.get("team", teams, "" if all_ else (teams or [""])[0])
        first = [("", "All")] if all_ else []
        return chosen, Filter("team", "Team", (*first, *((t, self.say.place(t)) for t in teams)), chosen)

    def months(self, default: str = "12") -> tuple[int, Filter]:
        """How many months back, and its filter."""
        chosen = self.get("months", ("3", "6", "12", "24"), default)
        choices = tuple((n, f"last {n} months") for n in ("3", "6", "12", "24"))
        return int(chosen), Filter("months", "When", choices, chosen)

    def since(self, months: int) -> Moment:
        """The first moment of the month that lies so many months before this one."""
        year, month = month_before(self.desk.now, months)
        return at_time(local_day(self.desk.now).replace(year=year, month=month, day=1), 0, 0)

    def children(self, team: str = "") -> Any:
        """The open children whom this post reaches."""
        rows = Child.objects.filter(children_of(self.desk.post), authority=self.desk.authority).exclude(holder_kind="")
        return rows.filter(holder_team=team) if team else rows

    def matters(self, team: str = "") -> Q:
        """Matters that leave or reach the teams of this post; a matter counts for both its ends."""
        post = self.desk.post
        if not permissions.may_see_children(post):
            return Q(pk__in=[])
        if team:
            return Q(from_team=team) | Q(to_team=team)
        if post.all_:
            return Q()
        teams, services = list(post.teams), list(post.services)
        return Q(from_team__in=teams) | Q(to_team__in=teams) | Q(from_service__in=services) | Q(to_service__in=services)

    def moves(self, team: str, since: Moment, *columns: str) -> list[Any]:
        """These columns of the matters that moved from then to now, at the teams of this post."""
        moved = Matter.objects.filter(self.matters(team), authority=self.desk.authority, moved_at__gte=since)
        return list(moved.filter(moved_at__lte=self.desk.now).values_list(*columns))


def month_of(moment: Moment) -> tuple[int, int]:
    day = local_day(moment)
    return day.year, day.month


def month_before(now: Moment, months: int) -> tuple[int, int]:
    year, month = month_of(now)
    index = year * 12 + month - 1 - months
    return index // 12, index % 12 + 1


def months_from(first: Moment, now: Moment) -> list[tuple[int, int]]:
    """Every month from the one of `first` to the one of `now`."""
    (y, m), last = month_of(first), month_of(now)
    found = []
    while (y, m) <= last:
        found.append((y, m))
        y, m = (y, m + 1) if m < 12 else (y + 1, 1)
    return found


_SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def month_said(month: tuple[int, int]) -> str:
    """ "Sept 26"."""
    return f"{_SHORT[month[1] - 1]} {month[0] % 100:02}"


def share(part: int, whole: int) -> str:
    """A share in whole per cent; of few, the two figures themselves."""
    return f"{part} of {whole}" if whole < 20 else f"{round(100 * part / whole)}%"


def days(n: float) -> str:
    """A number of days, which may be a half."""
    text = f"{n:.1f}".removesuffix(".0")
    return f"{text} {'day' if n == 1 else 'days'}"
