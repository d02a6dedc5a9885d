"""Transfers, disputes, duties, sittings."""

from __future__ import annotations

from ninja import Field, Schema

from baton.api.shapes.children import DutyOut, MatterOut


class Family(Schema):
    """One transfer or dispute: siblings share it, each with their own state and dates."""

    matter: str
    kind: str
    says: str
    children: list[MatterOut]
    steps: list[DutyOut] = Field(description="What must be done for it, the soonest first, done or not")


class Families(Schema):
    """A page of transfers or disputes. `steps` is empty in lists."""

    items: list[Family]
    next: str | None


class Duties(Schema):
    """A page of work, the soonest first."""

    items: list[DutyOut]
    next: str | None


class SittingRow(Schema):
    """One sitting of a forum, with the moment at which its list closes."""

    sitting: str
    forum: str
    says: str
    at: str | None
    cut_off: str | None
    cancelled: bool
    held: bool
    moved_because: str


class SittingOut(SittingRow):
    """A sitting with its agenda: what is listed, decided or not. Families that the post does not reach are counted."""

    attended: list[str]
    items: list[Family]
    hidden: int
    outcomes: list[str] = Field(description="What the forum may decide")
