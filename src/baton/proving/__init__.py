"""What can be proved of a pack before it goes into force: by its build, by reachability, by a solver, by the calendar,
and by the real engine. Each finding says proved, refuted or explored, within which bounds, by which rules."""

from baton.proving.findings import Finding, Proof
from baton.proving.prove import prove

__all__ = ["Finding", "Proof", "prove"]
