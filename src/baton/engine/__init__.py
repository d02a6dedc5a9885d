"""The engine: two front doors, `assess` and `attempt`, and `tick`. Pure: no clock, no web, no database, no authority.

assess(packs, file, now)              -> Situation
attempt(packs, files, act, by, now)   -> Done (entries for all the children named), or a Refusal
foreseen(...)                         -> the answer that an act would have, and the changes that it would make
who_may(packs, file, now, verb)       -> persons with capacities, or a named hole
tick(packs, file, now, number)        -> the entries that the clock owes
as_seen(answer, hidden_from(...))     -> the answer as somebody without clearance for a sibling may see it
"""

from baton.engine.about import attempt_about
from baton.engine.assess import assess
from baton.engine.attempt import attempt
from baton.engine.consequences import tick
from baton.engine.leaving import left_without
from baton.engine.permission import Permitted, who_may
from baton.engine.preview import Change, foreseen
from baton.engine.situation import Act, By, Done, InTheWay, Refusal, Situation
from baton.engine.viewing import as_seen, hidden_from

__all__ = [
    "Act",
    "By",
    "Change",
    "Done",
    "InTheWay",
    "Permitted",
    "Refusal",
    "Situation",
    "as_seen",
    "assess",
    "attempt",
    "attempt_about",
    "foreseen",
    "hidden_from",
    "left_without",
    "tick",
    "who_may",
]  # fmt: skip
