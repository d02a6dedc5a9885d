"""The words that every page shares: one tag a fact, dates, times and spans, as the brief's section 4 has them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from baton.working_time import (
    BEGINNING,
    END,
    Calendar,
    CalendarEnded,
    Moment,
    Window,
    age_on,
    local_day,
    midnight,
    say_day,
    say_day_in_full,
    say_time,
    say_window,
    wall_time,
)

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON_DAYS = 3  # working days
DAYS_ON_RECORD = 36_500  # more than that is no count: it was so when records here begin
WARN_MINUTES = 5  # before a session ends


class Tag(NamedTuple):
    """A short adjective in a colour of the design system; "" is plain text, which is how done things are said."""

    text: str
    colour: str = ""


COMPLETED = Tag("Completed")
DOES_NOT_APPLY = Tag("Does not apply")
TO_DO = Tag("To do", "blue")
BOOKED = Tag("Booked", "light-blue")
CANNOT_START = Tag("Cannot start yet", "none")
DUE_SOON = Tag("Due soon", "yellow")
LATE = Tag("Late", "red")
PAST_ITS_DATE = Tag("Past its date", "red")
LATE_LEARNT = Tag("Late-learnt", "orange")
DUE_IF = Tag("Due if", "purple")
FORESEEN = Tag("Foreseen", "grey")
NOT_KNOWN = Tag("Not known", "purple")
AGAINST_RULE = Tag("Done against the rule", "orange")
CONTRADICTED = Tag("Contradicted", "pink")
OVERTAKEN = Tag("Overtaken", "grey")
KEPT = Tag("Kept, does not count", "grey")
IN_PART = Tag("Told in part", "grey")
PROVISIONAL = Tag("Provisional worker", "turquoise")
MANAGER_HOLDING = Tag("Manager holding", "turquoise")
COVER = Tag("Cover", "light-blue")
CO_WORKER = Tag("Co-worker", "light-blue")
ELSEWHERE = Tag("Held by another authority", "light-blue")
NOBODY = Tag("Nobody named", "red")
CLOSED_TEAM = "The team that the move goes to has closed. To which team does it go now?"
MUST_HAVE_WORKER = Tag("Must have a worker", "red")
UNALLOCATED = Tag("Unallocated, authorised", "orange")
NOT_AUTHORISED = Tag("Unallocated, not authorised", "red")
IN_DISPUTE = Tag("In dispute", "orange")
EXCUSED = Tag("Excused", "grey")
BELOW_STANDARD = Tag("Below standard", "yellow")
RESTRICTED = Tag("Restricted", "grey")
DRAFT = Tag("Draft", "grey")
NEW = Tag("New", "blue")
OUTCOMES = {
    "agreed": Tag("Agreed, waiting", "green"),
    "part_agreed": Tag("Part agreed", "yellow"),
    "deferred": Tag("Deferred", "yellow"),
    "not_agreed": Tag("Not agreed", "orange"),
    "sent_back": Tag("Sent back", "orange"),
}


def waiting_for(name: str) -> Tag:
    """Somebody else's turn."""
    return Tag(f"Waiting for {name}", "light-blue")


def outcome(key: str) -> Tag:
    """The outcome of a forum, in its own colour where the brief gives one."""
    return OUTCOMES.get(key, Tag(key.replace("_", " ").capitalize(), "light-blue"))


# --- Dates and times -------------------------------------------------------------------------------------------------


def day(when: date | Moment | None) -> str:
    """ "Fri 4 Sept 2026", for tables."""
    if when is None:
        return ""
    if isinstance(when, int) and not BEGINNING < when < END:
        return "before records here begin" if when <= BEGINNING else "no end"
    return say_day(when if isinstance(when, date) else local_day(when))


def day_typed(day_: str, month: str, year: str) -> str:
    """ "24", "11", "2026" as "Tue 24 Nov 2026"; as it was typed where it is no date."""
    try:
        return day(date(int(year), int(month), int(day_)))
    except (ValueError, OverflowError):
        return " ".join((day_, month, year)).strip()


def day_in_full(when: date | Moment) -> str:
    """ "Friday 4 September 2026", for headings and letters."""
    return say_day_in_full(when if isinstance(when, date) else local_day(when))


def short_day(when: date | Moment) -> str:
    """ "4 Sept", where the year stands beside it."""
    return say_day(when if isinstance(when, date) else local_day(when)).split(" ", 1)[1].rsplit(" ", 1)[0]


def moment(when: Moment | None) -> str:
    """ "Fri 4 Sept 2026, 10am"."""
    if when is None or not BEGINNING < when < END:
        return day(when)
    return f"{day(when)}, {say_time(when)}"


def since(when: Moment | None) -> str:
    """Since when: a boundary at midnight is the day itself."""
    if when is None or not BEGINNING < when < END:
        return day(when)
    return day(when) if when == midnight(local_day(when)) else moment(when)


def due_since(lo: Moment | None, hi: Moment | None, now: Moment) -> str:
    """Since when something is due, "due from" while that is still to come; as exactly as it is known."""
    when = since(lo) if lo == hi else window(lo, hi)
    return f"due {'from' if lo is not None and lo > now else 'since'} {when}"


def stamp(when: Moment) -> str:
    """A moment as an address has it, and as it is read back: "2026-09-04 10:00:30"."""
    return f"{wall_time(when):%Y-%m-%d %H:%M:%S}"


def clock(when: Moment) -> str:
    """The time of day alone: "4:15pm"."""
    return say_time(when)


def when_seen(when: Moment, now: Moment) -> str:
    """A moment as seen today: "today 11:42am", "Fri 4 Sept 2026, 10am"."""
    return f"today {say_time(when)}" if local_day(when) == local_day(now) else since(when)


def window(lo: Moment | None, hi: Moment | None) -> str:
    """When something happened, as exactly as it is known."""
    if lo is None:
        return ""
    return moment(lo) if hi is None or lo == hi else say_window(Window(lo, hi))


def limit(lo: Moment | None, hi: Moment | None) -> str:
    """A limit: a day lasts to its end, a moment is that moment."""
    if hi is None or hi >= END:
        return ""
    if lo == hi:
        return f"by {moment(hi)}"
    return f"by end of {day(hi - 1)}"


def span(seconds: int) -> str:
    """ "1 hour 27 minutes", "7 hours 55 minutes", "2 days"."""
    minutes = max(0, seconds) // MINUTE
    if minutes >= 2 * 24 * 60:
        return plural(minutes // (24 * 60), "day")
    hours, minutes = divmod(minutes, 60)
    parts = [plural(hours, "hour")] if hours else []
    if minutes or not parts:
        parts.append(plural(minutes, "minute"))
    return " ".join(parts)


def left(hi: Moment, now: Moment, calendar: Calendar | None) -> str:
    """How long is left to a limit, in words: hours within two days, else working days."""
    if hi - now < 0:
        return ""
    if hi - now <= 2 * DAY:
        return f"{span(hi - now)} left"
    days = working_days(local_day(now), local_day(hi - 1), calendar)
    return f"{plural(days, 'working day')} left" if days is not None else f"{(hi - now) // DAY} days left"


def ago(when: Moment, now: Moment, calendar: Calendar | None) -> str:
    """How long ago, in working days: "2 working days ago", "today"."""
    if local_day(when) >= local_day(now):
        return "today"
    days = working_days(local_day(when), local_day(now), calendar)
    if days is None:
        return f"{plural((now - when) // DAY, 'day')} ago"
    return f"{plural(days, 'working day')} ago"


def working_days(first: date, last: date, calendar: Calendar | None) -> int | None:
    """Working days after `first` up to `last`; None past the known holidays."""
    if calendar is None:
        return None
    try:
        return calendar.working_days_between(first, last)
    except (CalendarEnded, LookupError, ValueError):
        return None


def plural(n: int, noun: str, many: str = "") -> str:
    """ "1 child", "3 children"."""
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def children(n: int) -> str:
    return plural(n, "child", "children")


def age(born: date | None, on: Moment, expected: date | None = None) -> str:
    """ "6 years old", "17 years 6 months" within the months when that matters, "unborn, expected …"."""
    if born is None:
        return f"not yet born, expected {day(expected)}" if expected else "birth date not known"
    today = local_day(on)
    if today < born:
        return f"not yet born, expected {day(born)}"
    years, months = age_on(born, today)
    if years < 2:
        return plural(years * 12 + months, "month") + " old"
    return f"{years} years {months} months" if years >= 16 and months else f"{years} years old"


def years_old(born: date | None, on: Moment) -> str:
    """The age as a bare number, for "Ada, 13"."""
    if born is None:
        return ""
    today = local_day(on)
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


def birthday(born: date, year: int) -> date:
    """The birthday in a year; of 29 February, 1 March in a year without one."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def joined(parts: list[str] | tuple[str, ...], last: str = "and") -> str:
    """ "Ada, Ben and Cleo"."""
    parts = [p for p in parts if p]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def initial_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
