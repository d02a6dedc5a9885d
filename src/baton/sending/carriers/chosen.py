"""Which carriers the settings name. None named: everything still works as print and on the pages."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from baton.sending.carriers.carrier import Carrier
from baton.sending.carriers.notify import Notify, Service
from baton.sending.carriers.smtp import Server, Smtp


class Carriers:
    """The carriers at hand, the first that knows a way is taken."""

    def __init__(self, found: Iterable[Carrier]) -> None:
        self._found = tuple(found)

    def for_(self, way: str, invitation: bool = False) -> Carrier | None:
        """Who takes it this way; None where nobody does. Invitations go by mail server only."""
        fit = [one for one in self._found if way in one.ways and not (invitation and one.name == "notify")]
        return fit[0] if fit else None

    def named(self, name: str) -> Carrier | None:
        """The carrier of this name, while it is at hand."""
        return next((one for one in self._found if one.name == name), None)

    def __bool__(self) -> bool:
        return bool(self._found)


def carriers() -> Carriers:
    """As the settings name them: Notify for letters and notices where both are named, SMTP for the rest."""
    found: list[Carrier] = []
    if service := getattr(settings, "BATON_NOTIFY", None):
        found.append(Notify(Service(**service)))
    if server := getattr(settings, "BATON_SMTP", None):
        found.append(Smtp(Server(**server)))
    return Carriers(found)
