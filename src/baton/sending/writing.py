"""What is due to be written now: notices, digests, invitations. Once each, however often it is asked."""

from __future__ import annotations

from dataclasses import dataclass

from baton.accounts.around import around
from baton.sending.carriers import Carriers
from baton.sending.inviting import write_invitations
from baton.sending.notices import write_digests, write_notices
from baton.store.hold import is_held
from baton.working_time import Moment


@dataclass(frozen=True, slots=True)
class Written:
    """How many of each."""

    notices: int = 0
    digests: int = 0
    invitations: int = 0


def write(authority: str, now: Moment, carriers: Carriers) -> Written:
    """Writes them into the outbox; nothing while the authority is in hold."""
    if is_held(authority):
        return Written()
    there = around(authority)
    return Written(
        write_notices(there, now, carriers),
        write_digests(there, now, carriers),
        write_invitations(there, now, carriers),
    )
