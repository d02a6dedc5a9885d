"""One occasion: a sitting, a handover meeting, a joint visit. What it is, when, and about whom by initials."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from baton.working_time import Moment


@dataclass(frozen=True, slots=True)
class Occasion:
    """`uid` stays the same when it moves. `ends` is `starts` for a moment; `whole_days` where only the day is known."""

    uid: str
    title: str
    starts: Moment
    ends: Moment
    whole_days: bool = False
    about: tuple[str, ...] = ()  # "AF, 1234": initials and reference
    where: str = ""
    href: str = ""

    def as_json(self) -> dict[str, Any]:
        """To be kept, and to be compared with what it is now."""
        return {**asdict(self), "about": list(self.about)}

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Occasion:
        """The occasion that was kept."""
        return Occasion(**{**kept, "about": tuple(kept["about"])})
