"""Which procedure an authority works by: its packs and its calendar, read once a process and handed to the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from baton.journal import Entry
from baton.packs_on_disk import load_packs
from baton.policy.model import Packs
from baton.working_time import Calendar, calendar_from_bank_holidays


class Procedure(NamedTuple):
    """The packs of one authority and its holidays, without the closure days that its own journal adds."""

    packs: Packs
    holidays: Calendar


_given: dict[str, Procedure] = {}


def use(pack: str, procedure: Procedure) -> None:
    """Gives the procedure of a pack folder from elsewhere than the disk: a draft that is replayed, or a test."""
    _given[pack] = procedure
    procedure_of.cache_clear()


def forget() -> None:
    """The packs are read again at the next use: after a new build was approved."""
    _given.clear()
    procedure_of.cache_clear()


@lru_cache(maxsize=256)
def procedure_of(pack: str) -> Procedure:
    """The procedure in this folder under packs/."""
    if pack in _given:
        return _given[pack]
    root = Path(getattr(settings, "BATON_PACKS", "packs"))
    return Procedure(load_packs(root, pack), england())


@lru_cache(maxsize=1)
def england() -> Calendar:
    """The bank holidays of England and Wales as published (source: gov.uk/bank-holidays.json, kept in a package)."""
    text = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    return calendar_from_bank_holidays(json.loads(text))


def with_closures(calendar: Calendar, entries: Iterable[Entry]) -> Calendar:
    """The calendar with the days on which the authority itself is closed: entries with the word `closure_day`."""
    entries = [e for e in entries if e.word == "closure_day" or e.replaces is not None]
    replaced = {e.replaces for e in entries if e.replaces is not None}
    closed: set[date] = set()
    for e in entries:
        if e.word == "closure_day" and e.number not in replaced and not e.body.get("did_not_happen"):
            first, last = e.happened.first_day.toordinal(), e.happened.last_day.toordinal()
            closed |= {date.fromordinal(day) for day in range(first, last + 1)}
    if not closed:
        return calendar
    return replace(calendar, closures=calendar.closures | closed)
