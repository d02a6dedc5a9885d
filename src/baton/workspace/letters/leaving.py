"""A letter by e-mail, or printed and posted by a carrier: only to the address on record, and only where it may."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from baton.accounts.desk import Desk
from baton.engine.situation import By, Refusal
from baton.journal import act_number
from baton.letters.pdf import pdf_of
from baton.letters.variants import NOT_IN_PDF
from baton.sending import outbox
from baton.sending.carriers import carriers
from baton.sending.models import Message
from baton.sending.overtaken import named_by
from baton.store import asking
from baton.store.models import Matter
from baton.workspace.letters.kept import message_of
from baton.workspace.letters.making import Made, sheet_of
from baton.workspace.letters.owed import Owed
from baton.workspace.letters.recording import act_of, content_of

TEXT = (
    "{authority} has written to you. The letter is attached.\n\n"
    "If it is not for you, please tell us and delete this message. If it is not safe for us to write to this address, "
    "please tell us: you do not have to say why.\n"
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a letter to leave by itself: `why_not` says what is in the way, "" where nothing is."""

    key: str
    button: str
    why_not: str = ""


def ways(owed: Owed, one: Made) -> list[Way]:
    """E-mail and post by a carrier, where a carrier is set up; none where there is none: then it is printed."""
    at_hand, contact = carriers(), owed.contact()
    script = "The PDF has no letters for this language: print it from Word." if one.language in NOT_IN_PDF else ""
    found = []
    if at_hand.for_("email") is not None:
        may = owed.word.by_email or getattr(settings, "BATON_LETTERS_BY_EMAIL", False)
        why_not = script or ("" if contact.email else "No e-mail address is on record.")
        if may:
            found.append(Way("email", "Send by e-mail", why_not))
    if at_hand.for_("post") is not None and not owed.for_reading_aloud:
        found.append(Way("post", "Have it posted", script or ("" if contact.address else "No address is on record.")))
    return found


def judged(desk: Desk, owed: Owed, one: Made, typed: Mapping[str, str]) -> Refusal | None:
    """What the procedure has against sending it now. Judged as the act would be; nothing is written yet."""
    by = By(desk.post.person, "", desk.post.capacity)
    answer = desk.ask(asking.would, act_of(owed, one, typed), by, desk.now)
    return answer if isinstance(answer, Refusal) else None


def queue(desk: Desk, owed: Owed, one: Made, typed: Mapping[str, str], way: str) -> bool:
    """Puts it in the outbox as it is now. False where it is on its way already."""
    act = act_of(owed, one, typed)
    row = message_of(desk, owed)
    row.way, row.act, row.own_words = way, act_number(), dict(typed)
    row.to = owed.contact().email if way == "email" else ""
    row.subject = f"A letter from {desk.arrival.authority_name}"
    letter = base64.b64encode(pdf_of([sheet_of(owed, one)], "Letter")).decode()
    row.content = content_of(one) | {"text": TEXT.format(authority=desk.arrival.authority_name), "letter": letter}
    row.named = _named(desk, owed)
    row.recorded_as = {"values": dict(act.values), "reason": act.reason}
    return outbox.queue(row, desk.now, desk.post.person)


def _named(desk: Desk, owed: Owed) -> dict[str, dict[str, object]]:
    """The facts that it names, child by child: it does not leave once one of them is another."""
    names = (*owed.word.contents, "receiving_worker", "receiving_team", "transfer_date")
    rows = Matter.objects.filter(
        authority=desk.authority, key=owed.matter.key, child__in=[c.child for c in owed.children]
    )
    return {m.child: named_by(m, names) for m in rows}


STATES = {
    "queued": "Waits to leave",
    "leaving": "Is leaving",
    "in_doubt": "In doubt",
    "undeliverable": "Not delivered",
    "overtaken": "No longer true",
    "stopped": "Stopped",
    "printed": "Printed",
}


def state_said(row: Message | None) -> str:
    """Where a letter is on its way out; "" where it is not."""
    return STATES.get(row.state, "") if row is not None else ""
