"""Calendars: an occasion to an iCalendar file (RFC 5545), as an invitation or in a feed. Opens nothing, asks no clock.

An occasion carries initials and references, never a child's name: whoever makes one sees to that. Moments are written
in UTC, which is exact in the hour that London has twice in October; programs show them in the reader's own time.
"""

from baton.calendars.files import cancelling, feed, inviting
from baton.calendars.occasion import Occasion

__all__ = ["Occasion", "cancelling", "feed", "inviting"]
