"""What all journeys of one made-up world share: its data, the procedure, the calendar, the staff, and its own now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baton.demo.world import World
from baton.journal import Organisation, Sitting
from baton.policy.model import Packs
from baton.working_time import Calendar, Moment, local_day


@dataclass(frozen=True, slots=True)
class Setting:
    """What all journeys of a world share: the data, the procedure, the calendar, the staff, and the world's now."""

    world: World
    packs: Packs
    calendar: Calendar
    organisation: Organisation
    now: Moment
    spoken: frozenset[str]  # the words on which something may hang
    sittings: tuple[Sitting, ...] = ()  # those of a forum whose dates are entered

    @property
    def today(self) -> date:
        """The London day of the world's now."""
        return local_day(self.now)


@dataclass(slots=True)
class Person:
    """A child of the made-up world."""

    id: str
    given: str
    family: str
    born: date | None


def spoken(packs: Packs) -> frozenset[str]:
    """The words that a rule, a term or a definition of any edition speaks of."""
    found: set[str] = set()
    for pack in packs.editions:
        said = repr((pack.rules, pack.terms, pack.matters, pack.places, pack.opens, pack.forums))
        found |= {word for word in pack.words if f"'{word}'" in said}
    return frozenset(found)
