"""Giving and taking seats: for the command line, the demonstration world and Set up."""

from __future__ import annotations

from collections.abc import Iterable

from baton.accounts.models import Account, Seat


def give_seat(
    *, username: str, password: str, name: str, authority: str, person: str, duties: Iterable[str] = ()
) -> Account:
    """The account of this name, made if there is none, sits as this person in this authority. Safe to repeat: an
    account that exists keeps its password."""
    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        account = Account.objects.create_account(username, password, name)
    Seat.objects.update_or_create(
        account=account, authority=authority, person=person, defaults={"duties": sorted(set(duties))}
    )
    return account
