"""Who could work with a child."""

from __future__ import annotations

from ninja import Field, Schema


class AgainstOut(Schema):
    """One thing that stands against a choice: why, and by which clause. `child`: for whom, "" where it is for all."""

    child: str
    why: str
    clause: list[str]
    rule: str


class RecordOut(Schema):
    """What is on record of a worker that the procedure wants seen where one is chosen."""

    says: str
    value: str
    clause: list[str]


class CandidateOut(Schema):
    """One worker. Nobody is left out without the reason in `against` or `away`."""

    person: str
    name: str
    role: str
    may: bool = Field(description="Nothing forbids it, and the worker is not away now")
    children: int
    heavy: int = Field(description="Of these with a plan, an enquiry, an order or proceedings")
    new: int = Field(description="Of these taken on in the last seven days")
    coming: int = Field(description="Decided and not yet moved")
    away: list[str]
    away_now: bool
    tie: str = Field(description="now, sibling, knew: works with the child, with a brother or sister, or once did")
    knows: list[str]
    on_record: list[RecordOut]
    against: list[AgainstOut]
    asks: list[AgainstOut] = Field(description="What wants a reason: send the act with one")
    suggested: str = Field(description='Why this one is suggested; "" for all others. The person decides')


class CandidatesOut(Schema):
    """Everybody in post where the child goes, those first whom nothing stops and whom the family knows."""

    children: list[str]
    matter: str
    slot: str = Field(description="The value of the act `allocate` that takes the person")
    workers_so_far: dict[str, int]
    for_all: list[AgainstOut] = Field(description="What stands in the way whoever is chosen")
    items: list[CandidateOut]
