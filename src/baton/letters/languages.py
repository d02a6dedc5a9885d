"""How days and lists of names are written in the language of a letter; English ones as everywhere in Baton."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list

from baton.working_time import say_day_in_full


def day_in(language: str, day: date) -> str:
    """ "Friday 4 September 2026", in this language."""
    return say_day_in_full(day) if language == "en" else format_date(day, "full", locale=language)


def listed_in(language: str, names: Sequence[str]) -> str:
    """ "Ada, Ben and Cleo", in this language."""
    return format_list(list(names), locale="en_GB" if language == "en" else language)
