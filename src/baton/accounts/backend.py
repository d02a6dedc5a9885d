"""How a session finds its account, and a password its owner. Local accounts; another provider would stand beside it."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from baton.accounts.arriving import account_of
from baton.accounts.models import Account


class AccountBackend:
    """Accounts by username and argon2 password."""

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "") -> Account | None:
        """The account, or None; a name that does not exist takes as long as a wrong password."""
        account = Account.objects.filter(username=username.strip().lower()).first()
        if account is None:
            make_password(password)
            return None
        return account if account.is_active and account.check_password(password) else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, while it is active."""
        return account_of(user_id)
