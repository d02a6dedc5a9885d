"""Dates and moments in, dates and moments out: days, working days, ages, sittings. It must not know who asks.

Everything is a pure function of its arguments: no clock is read, holidays are handed in, and no pack, child or
authority is known here. A `Moment` is whole seconds since 1970-01-01 UTC; a `Window` is when something happened, as
exactly as that is known; days are London days. An answer the windows leave open is None; an answer that needs holidays
nobody has published yet raises `CalendarEnded`.
"""

from baton.working_time.ages import (
    LeapBirthday,
    age_on,
    age_point,
    birthday,
    next_1_september,
    school_year_start,
)
from baton.working_time.amounts import Amount
from baton.working_time.calendars import (
    Calendar,
    CalendarEnded,
    CalendarNotBegun,
    calendar_from_bank_holidays,
)
from baton.working_time.comparing import after, before, on_or_after, on_or_before
from baton.working_time.moments import (
    BEGINNING,
    END,
    LONDON,
    Moment,
    Window,
    at,
    at_time,
    day_window,
    end_of_day,
    last_moment,
    late_since,
    local_day,
    midnight,
    midnight_after,
    moment_of,
    start_of_day,
    wall_time,
)
from baton.working_time.shifting import Direction, Roll, add_months, roll, shift, shift_day, shift_in_office
from baton.working_time.sittings import (
    Cadence,
    ClosedDay,
    Fortnightly,
    Monthly,
    Sitting,
    Weekly,
    next_sitting,
    next_weekly,
    sittings,
)
from baton.working_time.words import (
    parse_when,
    say_day,
    say_day_in_full,
    say_moment,
    say_time,
    say_window,
)

__all__ = [
    "BEGINNING",
    "END",
    "LONDON",
    "Amount",
    "Cadence",
    "Calendar",
    "CalendarEnded",
    "CalendarNotBegun",
    "ClosedDay",
    "Direction",
    "Fortnightly",
    "LeapBirthday",
    "Moment",
    "Monthly",
    "Roll",
    "Sitting",
    "Weekly",
    "Window",
    "add_months",
    "after",
    "age_on",
    "age_point",
    "at",
    "at_time",
    "before",
    "birthday",
    "calendar_from_bank_holidays",
    "day_window",
    "end_of_day",
    "last_moment",
    "late_since",
    "local_day",
    "midnight",
    "midnight_after",
    "moment_of",
    "next_1_september",
    "next_sitting",
    "next_weekly",
    "on_or_after",
    "on_or_before",
    "parse_when",
    "roll",
    "say_day",
    "say_day_in_full",
    "say_moment",
    "say_time",
    "say_window",
    "school_year_start",
    "shift",
    "shift_day",
    "shift_in_office",
    "sittings",
    "start_of_day",
    "wall_time",
]
