"""Comparing two windows: True, False, or None where the windows leave it open.

None is an answer ("not known"), never an error. True and False are given only where every second that the two windows
allow gives the same answer.
"""

from __future__ import annotations

from baton.working_time.moments import Window


def before(a: Window, b: Window) -> bool | None:
    """Whether a came strictly before b. Two things on one day, at least one by date only: None."""
    if a.last < b.lo:
        return True
    return False if a.lo >= b.last else None


def after(a: Window, b: Window) -> bool | None:
    """Whether a came strictly after b. Two things on one day, at least one by date only: None."""
    return before(b, a)


def on_or_before(a: Window, b: Window) -> bool | None:
    """Whether a came on or before b. Where either is a date only, London days are compared: the same day is True."""
    if a.last <= b.lo:
        return True
    if a.lo > b.last:
        return False
    if a.is_day or b.is_day:
        if a.last_day <= b.first_day:
            return True
        if a.first_day > b.last_day:
            return False
    return None


def on_or_after(a: Window, b: Window) -> bool | None:
    """Whether a came on or after b. Where either is a date only, London days are compared: the same day is True."""
    return on_or_before(b, a)
