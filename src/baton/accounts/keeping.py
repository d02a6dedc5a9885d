"""Keeping the accounts of an authority: who gets one, for which person, with which duties; a new password; the end.

Whoever keeps them never learns a password: they hand on one that is good for a single sign-in. Everything is kept as a
line of its own with who, when and why.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from baton.accounts.clock import now
from baton.accounts.models import Account, AccountChange, Seat
from baton.accounts.posts import DUTIES
from baton.accounts.tokens import revoke_all

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9.@_-]{2,79}")


class CannotBeKept(ValueError):
    """What is wrong, for the person who asked; `field` is the answer it is about."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


def new_account(
    authority: str, username: str, name: str, person: str, duties: Iterable[str], by: str, reason: str
) -> str:
    """A new account that sits as this person here, or an account that there is, which gets this seat as well.

    Returns the password for the first sign-in, "" where the account had one. Raises CannotBeKept.
    """
    username, duties = username.strip().lower(), tuple(duties)
    if not _USERNAME.fullmatch(username):
        raise CannotBeKept("Use 3 to 80 letters, figures, dots, dashes or an e-mail address", "username")
    _known(duties)
    if not name.strip() or not person:
        raise CannotBeKept("Give a name, and say which person this is", "name")
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(username=username).first()
        if account is not None and Seat.objects.filter(account=account, authority=authority).exists():
            raise CannotBeKept(f"There is an account {username} here already", "username")
        password = ""
        if account is None:
            password = one_time_password()
            account = Account.objects.create_account(username, password, name.strip())
            account.must_change = True
            account.save(update_fields=["must_change"])
        Seat.objects.create(account=account, authority=authority, person=person, duties=sorted(set(duties)))
        _keep(authority, username, f"opened for {person}{_said(duties)}", by, reason)
    return password


def change_duties(authority: str, seat: Seat, duties: Iterable[str], by: str, reason: str) -> None:
    """Other duties for a seat. The last who may set up an authority stays. Raises CannotBeKept."""
    duties = tuple(duties)
    _known(duties)
    with transaction.atomic():
        if "set up" in seat.duties and "set up" not in duties:
            _not_the_last(authority, seat)
        seat.duties = sorted(set(duties))
        seat.save(update_fields=["duties"])
        _keep(authority, seat.account.username, f"duties{_said(duties) or ': none'}", by, reason)


def new_password(authority: str, seat: Seat, by: str, reason: str) -> str:
    """A password for one sign-in in the place of a forgotten one. Raises CannotBeKept for an account that works for
    another authority too: nobody here may open the way in there."""
    if seat.account.seats.exclude(authority=authority).exists():
        raise CannotBeKept("This account works in another authority too. The IT team gives it a new password")
    return new_password_everywhere(seat.account, by, reason)


def new_password_everywhere(account: Account, by: str, reason: str) -> str:
    """The same for the IT team, whatever authorities the account works for; each of them keeps the line."""
    password = one_time_password()
    with transaction.atomic():
        account.set_password(password)
        account.must_change = True
        account.save(update_fields=["password", "must_change"])
        for seat in account.seats.all():
            _keep(seat.authority, account.username, "new password for one sign-in", by, reason)
    return password


def close_seat(authority: str, seat: Seat, by: str, reason: str) -> None:
    """The account no longer reaches this authority, from its next page on; what it did stays. Raises CannotBeKept."""
    with transaction.atomic():
        if "set up" in seat.duties:
            _not_the_last(authority, seat)
        revoked = revoke_all(seat.account, authority, seat.person, by, now(), f"The account was closed: {reason}")
        seat.delete()
        ended = f", with {revoked} token{'' if revoked == 1 else 's'} of programs" if revoked else ""
        _keep(authority, seat.account.username, f"closed{ended}", by, reason)


def choose_password(account: Account, now: str, new: str, again: str) -> None:
    """The person's own password, in the place of the one they came with. Raises CannotBeKept."""
    if not account.check_password(now):
        raise CannotBeKept("This is not the password you have now", "now")
    if new != again:
        raise CannotBeKept("The two new passwords are not the same", "again")
    if new == now:
        raise CannotBeKept("Choose another one than the one you have now", "new")
    try:
        validate_password(new, account)
    except ValidationError as problem:
        raise CannotBeKept(" ".join(problem.messages), "new") from problem
    account.set_password(new)
    account.must_change = False
    account.save(update_fields=["password", "must_change"])


def one_time_password() -> str:
    """Four groups of four, to be read out or written down: 78 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _known(duties: Iterable[str]) -> None:
    unknown = [d for d in duties if d not in DUTIES]
    if unknown:
        raise CannotBeKept(f"There is no duty {', '.join(unknown)}: choose of {', '.join(DUTIES)}", "duties")


def _not_the_last(authority: str, seat: Seat) -> None:
    others = Seat.objects.filter(authority=authority, duties__contains=["set up"], account__is_active=True)
    if not others.exclude(pk=seat.pk).exists():
        raise CannotBeKept("Nobody else could set up this authority. Give that duty to another account first")


def _said(duties: tuple[str, ...]) -> str:
    return f": {', '.join(DUTIES[d].lower() for d in duties)}" if duties else ""


def _keep(authority: str, username: str, what: str, by: str, reason: str) -> None:
    if not reason.strip():
        raise CannotBeKept("Write why", "reason")
    AccountChange.objects.create(authority=authority, username=username, what=what, by=by, reason=reason.strip())
