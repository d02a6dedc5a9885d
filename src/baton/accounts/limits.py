"""How often somebody may try to sign in: a few times by name, more by address, then a pause."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from baton.accounts.models import SignInTry

PAUSE = timedelta(minutes=15)
BY_NAME, BY_ADDRESS = 5, 30


def too_many(username: str, address: str) -> bool:
    """Whether this name or this address has to wait before it may try again."""
    since = timezone.now() - PAUSE
    pairs = ((_name(username), BY_NAME), (_address(address), BY_ADDRESS))
    return any(SignInTry.objects.filter(key=key, at__gte=since).count() >= limit for key, limit in pairs)


def failed(username: str, address: str) -> None:
    """Counts a try that did not succeed, and forgets those that no longer matter."""
    SignInTry.objects.filter(at__lt=timezone.now() - PAUSE * 4).delete()
    SignInTry.objects.bulk_create([SignInTry(key=_name(username)), SignInTry(key=_address(address))])


def succeeded(username: str) -> None:
    """The name may begin to count anew."""
    SignInTry.objects.filter(key=_name(username)).delete()


def _name(username: str) -> str:
    return f"name:{username.strip().lower()[:200]}"


def _address(address: str) -> str:
    return f"address:{address[:100]}"
