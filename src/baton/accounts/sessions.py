"""Sessions kept in the database as Django keeps them; only the reading is ours, by a prepared statement."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from baton.accounts.arriving import session_data


class SessionStore(db.SessionStore):
    """Django's own store in everything but the reading."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key either, where it is not kept or its time is over."""
        kept = session_data(self.session_key)
        if kept is None:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(kept)
        return found
