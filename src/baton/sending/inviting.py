"""Invitations follow what is booked: sent, changed in place when it moves, taken back when it does not take place.

Compared with what each person holds already, so that the same again sends nothing.
"""

from __future__ import annotations

from django.conf import settings

from baton.calendars import Occasion, cancelling, inviting
from baton.sending import outbox
from baton.sending.carriers import Carriers
from baton.sending.models import Invitation, Message
from baton.sending.occasions import occasions
from baton.sending.outbox import key_of
from baton.sending.staff import email_of, wishes_of
from baton.store.surroundings import Surroundings
from baton.store.tenancy import as_program
from baton.working_time import Moment, say_moment

TEXTS = {
    "REQUEST": "{title}, {when}.\nYour calendar takes it in. Open it in Baton: {href}\n",
    "CANCEL": "{title}, {when}: it does not take place, or you are not needed. Your calendar takes it out.\n",
}


def write_invitations(around: Surroundings, now: Moment, carriers: Carriers) -> int:
    """Queues what is new, changed or off; returns how many. Nothing without a carrier that takes invitations."""
    if carriers.for_("email", invitation=True) is None:
        return 0
    with as_program(around.authority):
        wanted = _wanted(around, now)
        kept = {(i.uid, i.person): i for i in Invitation.objects.filter(authority=around.authority, starts_at__gte=now)}
        written = 0
        for (uid, person), (one, to) in sorted(wanted.items(), key=lambda pair: pair[0]):
            written += _invite(around.authority, kept.get((uid, person)), one, person, to, now)
        for key, invitation in sorted(kept.items()):
            if key not in wanted and not invitation.cancelled:
                written += _cancel(invitation, now)
    return written


def _wanted(around: Surroundings, now: Moment) -> dict[tuple[str, str], tuple[Occasion, str]]:
    """Who is to hold which invitation, at which address; nobody who has none or wants none."""
    wishes, found = wishes_of(around.authority), {}
    for (uid, person), one in occasions(around, now).items():
        wish = wishes.get(person)
        to = email_of(around, person) if wish is None or wish.invitations else ""
        if to and one.starts >= now:
            found[uid, person] = one, to
    return found


def _invite(authority: str, held: Invitation | None, one: Occasion, person: str, to: str, now: Moment) -> int:
    if held is not None and not held.cancelled and held.occasion == one.as_json() and held.to == to:
        return 0
    row = held or Invitation(authority=authority, uid=one.uid, person=person, sequence=-1)
    row.sequence, row.cancelled, row.to = row.sequence + 1, False, to
    row.starts_at, row.occasion = one.starts, one.as_json()
    row.save(force_insert=held is None)
    _queue(row, one, "REQUEST", now)
    return 1


def _cancel(row: Invitation, now: Moment) -> int:
    row.sequence, row.cancelled = row.sequence + 1, True
    row.save()
    _queue(row, Occasion.from_json(row.occasion), "CANCEL", now)
    return 1


def _queue(row: Invitation, one: Occasion, method: str, now: Moment) -> None:
    make = inviting if method == "REQUEST" else cancelling
    organiser = (getattr(settings, "BATON_SMTP", None) or {}).get("sender", "baton@localhost")
    title = ": ".join(part for part in (one.title, "; ".join(one.about)) if part)
    text = TEXTS[method].format(title=title, when=say_moment(one.starts), href=one.href)
    content = {"text": text, "calendar": make(one, row.sequence, organiser, row.to, now).decode(), "method": method}
    message = Message(
        authority=row.authority,
        key=key_of("invitation", row.authority, row.uid, row.person, str(row.sequence)),
        kind="invitation",
        person=row.person,
        way="email",
        to=row.to,
        subject=title if method == "REQUEST" else f"Off: {title}",
        content=content,
    )
    outbox.queue(message, now, "")
