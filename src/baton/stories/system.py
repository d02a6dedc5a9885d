"""The program as a story sees it: running, or on hold after a restore, and how many notices have gone out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baton.journal import Entry
from baton.working_time import Moment, at


@dataclass
class System:
    """`state` is "running" or "hold"; on hold nothing goes out until a person releases it."""

    state: str = "running"
    missing_from: Moment | None = None

    def restored(self, to: Moment) -> None:
        """A copy was restored: what came after it is missing, and everything waits."""
        self.state, self.missing_from = "hold", to

    def released(self) -> None:
        """A person said that it may go on."""
        self.state = "running"


def seen_of(system: System, standing: Iterable[Entry], owed: Iterable[Entry]) -> dict[str, object]:
    """The system's answer: its state, what is missing, what it has sent and what it would send now."""
    return {
        "state": system.state,
        "missing_from": at(system.missing_from) if system.missing_from is not None else None,
        "sent": sum(1 for e in standing if is_notice(e)),
        "would_send": sum(1 for e in owed if is_notice(e)),
    }


def is_notice(entry: Entry) -> bool:
    """Whether the clock told somebody something by this entry."""
    return entry.source == "clock" and entry.verb == "told"
