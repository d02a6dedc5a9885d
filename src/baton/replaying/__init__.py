"""A draft procedure run on real journals: who would be due, blocked, late or elsewhere, and the load of each team.

Nothing is written. Both answers are worked out now, from the same File, by the procedure in force and by the draft.
"""

from baton.replaying.differences import Different, Kind, differences
from baton.replaying.judging import Replayed, TeamLoad, replay, with_draft

__all__ = ["Different", "Kind", "Replayed", "TeamLoad", "differences", "replay", "with_draft"]
