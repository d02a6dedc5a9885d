"""That it left, in the journal of each child: to whom, when, how, and who had it sent. Once, by its act number.

A letter that leaves by e-mail is a letter (`channel`); that it went by e-mail is its `way`.
"""

from __future__ import annotations

from baton.engine.situation import Act, By, Refusal
from baton.sending.models import Message
from baton.store import acting
from baton.working_time import Moment, at


def record_sent(message: Message, now: Moment) -> str:
    """Adds the entry for a letter that has left; "" or what stood in the way. Other kinds have no entry of their own:
    a notice tells of one that is there already."""
    if message.kind != "letter" or not message.recorded_as:
        return ""
    given = message.recorded_as
    act = Act(
        "sent",
        message.word,
        tuple(message.children),
        at(message.left_at if message.left_at is not None else now),
        matter=message.matter,
        values={**given.get("values", {}), "channel": "letter", "way": message.way},
        to=(message.recipient,),
        reason=given.get("reason", ""),
    )
    by = By(message.queued_by, "", message.capacity)
    answer = acting.record(message.authority, act, by, now, number=message.act)
    if isinstance(answer, Refusal):
        return "; ".join(item.says or ", ".join(item.missing) for item in answer.items) or "It could not be recorded."
    return ""
