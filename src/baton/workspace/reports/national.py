"""Figures of England that stand beside one's own. Each with where it is from; they are never a target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class National:
    """A share in per cent, of whom, and its source."""

    per_cent: int
    of: str
    source: str

    @property
    def short(self) -> str:
        """ "England 24% (DfE 2025)"."""
        return f"England {self.per_cent}% ({self.source})"

    @property
    def said(self) -> str:
        return f"In England it was {self.per_cent}% of {self.of} ({self.source})."

    def note(self, same: bool) -> str:
        """Whether the two may be set side by side."""
        if same:
            return f"The national figure is of {self.of} too."
        return f"The national figure is of {self.of}: choose that status to compare like with like."


THREE_OR_MORE = National(24, "looked-after children", "DfE 2025")
