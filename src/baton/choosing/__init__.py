"""A suggestion of workers for a whole list of children: an assignment worked out by a solver, each with its reason.

Pure: what may not be is told by the caller (the procedure says it, by clause), and a person decides.
"""

from baton.choosing.assigning import assign
from baton.choosing.model import AWAY, FEWEST, KNEW, NOBODY, NOW, SIBLING, Suggested, Together, Worker

__all__ = ["AWAY", "FEWEST", "KNEW", "NOBODY", "NOW", "SIBLING", "Suggested", "Together", "Worker", "assign"]
