"""The verbs of the journal: each is an act, which may be refused, or the phase of a record, which may not. Never both.

An act is done by means of Baton. A record says what happened in the world. An act that was in fact done elsewhere is
recorded with the phase "done" and the act's name as its word.
"""

from __future__ import annotations

from typing import Literal

ACTS: frozenset[str] = frozenset(
    [
        "propose",
        "withdraw",
        "list",
        "carry_over",
        "decide",
        "agree",
        "disagree",
        "request",
        "accept",
        "decline",
        "send_back",
        "allocate",
        "move",
        "raise",
        "refer",
        "authorise",
        "settle",
        "open",
        "close",
        "reopen",
        "answer",
        "send",
        "tell",
        "invite",
        "book_sitting",
        "excuse",
        "choose_route",
        "change_date",
        "change_edition",
        "end_allocation",
        "end_office",
        "end_post",
        "begin",
        "end",
        "confirm",
        "reverse",
        "release",
        "keep",
        "file",
        "name_holder",
        "propose_unallocated",
        "start_co_working",
        "end_co_working",
        "cover",
        "delegate",
        "put_in_force",
        "seal",
    ]
)

PHASES: frozenset[str] = frozenset(
    [
        "started",
        "ended",
        "booked",
        "moved",
        "cancelled",
        "held",
        "given",
        "withdrawn",
        "written",
        "sent",
        "read",
        "received",
        "out_of_date",
        "done",
        "told",
        "invited",
        "in",
        "out",
        "born",
        "died",
        "opened",
        "closed",
        "linked",
        "unlinked",
        "observed",
        "asked",
    ]
)

# The act on the left leaves the same fact as the record's phase on the right.
ACT_AS_PHASE: dict[str, str] = {
    "answer": "given",
    "send": "sent",
    "tell": "told",
    "invite": "invited",
}


def nature_of(verb: str) -> Literal["act", "record"]:
    """Returns whether `verb` is an act or a record's phase. Raises KeyError for a verb that is neither."""
    if verb in ACTS:
        return "act"
    if verb in PHASES:
        return "record"
    raise KeyError(verb)
