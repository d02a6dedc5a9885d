"""The service that a child belongs to by what it is, where an extract does not name a team that is known here."""

from __future__ import annotations

from baton.engine.assess import context_for
from baton.journal import File
from baton.policy.model import Packs
from baton.working_time import Moment


def service_for(packs: Packs, file: File, at: Moment) -> str:
    """The service whose remit the child is in at a moment; of several the last in the procedure's order of services.

    In none of them, it is the service at which work of this kind begins.
    """
    ctx = context_for(packs, file, at)
    found = ""
    for service, (fits, _clause) in ctx.pack.remits.items():
        if fits(ctx)[0] is True:
            found = service
    if found:
        return found
    opens = ctx.pack.pack.opens
    known = [service for word, service in opens.items() if word in ctx.facts.spells or word in ctx.facts.events]
    return next(iter(known), next(iter(opens.values()), ""))
