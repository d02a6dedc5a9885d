"""What all conditions share: plain yes and no, and parts that fit."""

from __future__ import annotations

from baton.engine.context import Answer
from baton.working_time import END

YES: Answer = (True, END, ())
NO: Answer = (False, END, ())
Parts = tuple[tuple[str, tuple[str, ...]], ...]
