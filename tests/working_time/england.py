"""The calendar these tests count by: England and Wales, holidays of 2025 to 2028 as GOV.UK published them."""

from __future__ import annotations

from datetime import date
from typing import Any

from baton.working_time import calendar_from_bank_holidays

HOLIDAYS = """
2025-01-01 New Year's Day
2025-04-18 Good Friday
2025-04-21 Easter Monday
2025-05-05 Early May bank holiday
2025-05-26 Spring bank holiday
2025-08-25 Summer bank holiday
2025-12-25 Christmas Day
2025-12-26 Boxing Day
2026-01-01 New Year's Day
2026-04-03 Good Friday
2026-04-06 Easter Monday
2026-05-04 Early May bank holiday
2026-05-25 Spring bank holiday
2026-08-31 Summer bank holiday
2026-12-25 Christmas Day
2026-12-28 Boxing Day
2027-01-01 New Year's Day
2027-03-26 Good Friday
2027-03-29 Easter Monday
2027-05-03 Early May bank holiday
2027-05-31 Spring bank holiday
2027-08-30 Summer bank holiday
2027-12-27 Christmas Day
2027-12-28 Boxing Day
2028-01-03 New Year's Day
2028-04-14 Good Friday
2028-04-17 Easter Monday
2028-05-01 Early May bank holiday
2028-05-29 Spring bank holiday
2028-08-28 Summer bank holiday
2028-12-25 Christmas Day
2028-12-26 Boxing Day
"""


def bank_holidays() -> dict[str, Any]:
    """The list in the shape of https://www.gov.uk/bank-holidays.json."""
    lines = [line.split(" ", 1) for line in HOLIDAYS.strip().splitlines()]
    events = [{"title": title, "date": day, "notes": "", "bunting": True} for day, title in lines]
    return {"england-and-wales": {"division": "england-and-wales", "events": events}}


ENGLAND = calendar_from_bank_holidays(bank_holidays())
CLOSED_AT_CHRISTMAS = calendar_from_bank_holidays(
    bank_holidays(), closures=[date(2026, 12, day) for day in (24, 29, 30, 31)]
)
