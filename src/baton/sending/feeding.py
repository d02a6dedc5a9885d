"""A calendar feed for each person who wants one, at an address that nobody guesses and that they can renew.

Only the digest of the secret is kept: who reads the database cannot read the feed. It shows initials and references.
"""

from __future__ import annotations

import hashlib
import secrets

from baton.accounts.around import around, authority_named
from baton.accounts.models import Seat
from baton.calendars import feed
from baton.sending.models import Wishes
from baton.sending.occasions import occasions
from baton.sending.staff import is_staff
from baton.store.tenancy import as_program, in_authority
from baton.working_time import Moment


def renew(authority: str, person: str) -> str:
    """A new secret; the one before is worth nothing from then on. For a transaction of this authority."""
    token = secrets.token_urlsafe(24)
    Wishes.objects.update_or_create(authority=authority, person=person, defaults={"feed": _digest(token)})
    return token


def address_of(authority: str, token: str) -> str:
    """Where the feed lies."""
    return f"/calendar/{authority}/{token}.ics"


def feed_of(authority: str, token: str, now: Moment) -> bytes | None:
    """The feed, None for an address that leads nowhere: never made, renewed since, or of somebody who has left."""
    if authority_named(authority) is None:
        return None
    with in_authority(authority):
        wish = Wishes.objects.filter(authority=authority, feed=_digest(token)).first()
    if wish is None:
        return None
    there = around(authority)
    if not is_staff(there, wish.person, now) or not _may_sign_in(authority, wish.person):
        return None
    with as_program(authority):
        mine = occasions(there, now, wish.person).values()
    return feed(mine, "Baton", now)


def _may_sign_in(authority: str, person: str) -> bool:
    return Seat.objects.filter(authority=authority, person=person, account__is_active=True).exists()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
