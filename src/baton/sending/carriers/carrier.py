"""What a carrier is given and what it answers. It must not know what a message is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message as it leaves. `key` is the same each time it is tried: whoever gets it twice can tell."""

    key: str
    to: str  # an e-mail address; "" where a carrier prints and posts
    subject: str
    text: str
    letter: bytes = b""  # a PDF, attached or posted
    calendar: bytes = b""  # an iCalendar file
    method: str = ""  # REQUEST or CANCEL, with `calendar`


class Later(Exception):
    """It was certainly not taken, and may be taken later. The message says what is wrong and what to do."""


class Never(Exception):
    """It was refused for good: trying again changes nothing. The message says what is wrong and what to do."""


class Carrier(Protocol):
    """Takes parcels to where they go."""

    name: str
    ways: frozenset[str]  # "email", "post"

    def hand_over(self, parcel: Parcel, about_to: Callable[[], None]) -> str:
        """Hands it over and returns what the carrier calls it. `about_to` is called once, at the last moment at which
        it has certainly not been taken. Raises Later or Never; any other exception after `about_to` leaves it open
        whether it was taken."""
        ...

    def taken(self, key: str) -> str | None:
        """What the carrier calls a parcel of this key that it took, "" if it took none, None if it cannot say."""
        ...

    def became(self, reference: str) -> str:
        """What became of a parcel: "delivered", "failed: …", or "" where that is not known yet or never will be."""
        ...
