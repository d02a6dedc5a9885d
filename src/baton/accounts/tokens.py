"""Issuing, finding and revoking tokens. What a program sends is shown once and kept nowhere; its digest is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from django.db import transaction

from baton.accounts.models import Account, AccountChange, Seat, Token
from baton.accounts.posts import Post, posts_of_seat
from baton.working_time import Moment

SCOPES = {
    "read": "lists and records of the children that the post reaches, transfers, sittings, staff",
    "act": "acts, records and corrections, as the post may do them",
    "export": "returns, lists and records as files",
    "events": "the feed of what was recorded, and webhooks",
}
DAY = 24 * 3600
LONGEST = 366  # days
START = "baton_"


class CannotIssue(ValueError):
    """Why no token can be issued, and what to do; `field` is the answer it is about."""

    def __init__(self, text: str, field: str = "post") -> None:
        super().__init__(text)
        self.field = field


def issue(
    authority: str,
    person: str,
    post: str,
    scopes: Iterable[str],
    name: str,
    days: int,
    by: str,
    now: Moment,
    reason: str = "from the command line",
) -> tuple[str, Token]:
    """A new token for this person in the post whose key is `post`, or whose title begins with it (the only one, if
    there is but one). That it was made, for what and why, is a line of the account.

    Returns what the program sends, which nobody can be told again, and the row. Raises CannotIssue.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        raise CannotIssue(f"Scopes are {', '.join(SCOPES)}: give at least one of them.", "scopes")
    if not 1 <= days <= LONGEST:
        raise CannotIssue(f"A token lasts from 1 to {LONGEST} days.", "days")
    if not name.strip():
        raise CannotIssue("Say what the token is for: its name is what people know it by.", "name")
    if not reason.strip():
        raise CannotIssue("Write why.", "reason")
    account, chosen = _post(authority, person, post, now)
    plain = START + secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Token.objects.create(
            digest=digest_of(plain), hint=plain[: len(START) + 6], name=name.strip(), account=account,
            authority=authority, post=chosen.key, scopes=wanted, issued_at=now, issued_by=by,
            expires_at=now + days * DAY,
        )  # fmt: skip
        _keep(row, f"token made for {row.name}: {', '.join(wanted)}, {days} days", by, reason)
    return plain, row


def _post(authority: str, person: str, title: str, now: Moment) -> tuple[Account, Post]:
    seat = Seat.objects.filter(authority=authority, person=person).select_related("account").first()
    if seat is None:
        raise CannotIssue(f'Nobody signs in as "{person}" in {authority}.')
    posts = posts_of_seat(seat, now)
    found = [p for p in posts if title and p.key == title]
    found = found or [p for p in posts if p.title.casefold().startswith(title.casefold())]
    if len(found) != 1:
        names = "; ".join(p.title for p in posts) or "none now"
        raise CannotIssue(f'"{title}" is not one post of {person}. Posts: {names}.')
    return seat.account, found[0]


def digest_of(plain: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(plain.encode()).hexdigest()


def live(plain: str, now: Moment) -> Token | None:
    """The token that a program sent, while it is neither expired nor revoked and its account is active."""
    if not plain.startswith(START) or len(plain) > 100:
        return None
    found = Token.objects.select_related("account").filter(digest=digest_of(plain)).first()
    if found is None or found.revoked_at is not None or found.expires_at <= now or not found.account.is_active:
        return None
    return found


def used(token: Token, now: Moment) -> None:
    """That it was used now."""
    Token.objects.filter(pk=token.pk).update(last_used_at=now)


def revoke(token: Token, by: str, now: Moment, reason: str = "from the command line") -> None:
    """From now on it opens nothing, and its webhooks are sent nothing. One that is over stays as it is."""
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
            _keep(token, f"token revoked: {token.name}", by, reason)


def revoke_all(account: Account, authority: str, person: str, by: str, now: Moment, reason: str) -> int:
    """Every token of this person's posts here; how many there were. A new account opens none of them again."""
    found = Token.objects.filter(account=account, authority=authority, revoked_at=None, expires_at__gt=now)
    mine = [token for token in found if token.post.split("|")[1] == person]
    for token in mine:
        revoke(token, by, now, reason)
    return len(mine)


def _keep(token: Token, what: str, by: str, reason: str) -> None:
    AccountChange.objects.create(
        authority=token.authority, username=token.account.username, what=what, by=by, reason=reason.strip()
    )
