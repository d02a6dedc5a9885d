"""Who: offices of places, and sets of them; the recipients of a notice."""

from __future__ import annotations

from dataclasses import dataclass

from baton.policy.model.conditions import ALWAYS, Condition


@dataclass(frozen=True, slots=True)
class OfficeOf:
    """An office, a slot office (holder, sending_worker, receiving_worker, former_worker, presenter) or a forum, and the
    place it is of: "" (the office's own), "sending team", "receiving service", "holding team", "closing team",
    "each service", "service short of capacity", or the key of a place."""

    office: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class AnyOf:
    items: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class EachOf:
    items: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    items: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of them, whoever: two of three agencies."""

    n: int
    items: tuple[Who, ...]


Who = OfficeOf | AnyOf | EachOf | InOrder | AtLeast


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of a notice's recipients: a who, or a people word; with its own condition ("child, when 12 or over")."""

    who: Who | None
    people: str = ""
    when: Condition = ALWAYS
