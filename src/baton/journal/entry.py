"""One entry of a journal: what was done or what happened, when, who says so and in what capacity.

An entry never changes. A correction is a further entry that names the one it replaces (`replaces`) and gives its
whole new content. This module must not know what any pack makes of an entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from baton.journal.cheap import cheap
from baton.working_time import Moment, Window

SubjectKind = Literal["child", "family", "contact", "worker", "team", "office", "sitting", "authority"]
Capacity = Literal["own office", "cover", "deputy", "representative", "delegate", "senior above"]
Source = Literal["person", "import", "clock"]


class Subject(NamedTuple):
    """Whatever has a history of its own: its kind and its id, unique within one authority."""

    kind: SubjectKind
    id: str


@cheap
@dataclass(frozen=True, slots=True)
class Entry:
    """One line of one subject's journal.

    `verb` is an act ("decide", "allocate", "send") or the phase of a record ("held", "started", "given", "done");
    `vocabulary.nature_of` says which, never both. `word` is what it is about: a word of the pack's language
    ("icpc", "transfer_summary") or, for acts without one, "". `happened` is a window of London time in UTC seconds;
    `recorded_at` a moment. `matter` is the id of the transfer, dispute or other matter it belongs to, or "".

    `body` holds the rest, JSON values only, by these keys (all optional):
      with       mapping of slots and parts: {"transfer_date": "2026-08-27", "outcome": "plan_made"}
      to         list of recipients: a person's id, an office key, or a people word ("family", "child")
      attended   list of person ids, office keys or people words who were there
      about      list of words or ids it speaks of (told about, invited to, agreed about)
      reason     free text; never changes behaviour
      excuses    key of the rule this entry excuses
      key        for source "clock": [rule, subject id, instant]: written once, however often the clock runs
      at         for source "import": {"system", "file", "sheet", "row", "as_at", "group"}
      left       for the end of a matter: what it left: rules, breaches of what was met late, since when it was ready
                 to move, routes it answered
      did_not_happen / wrong_child   true, for a correction that takes the replaced entry away
    """

    subject: Subject
    number: int
    act: str
    verb: str
    word: str
    happened: Window
    recorded_at: Moment
    done_by: str = ""
    recorded_by: str = ""
    capacity: Capacity = "own office"
    source: Source = "person"
    matter: str = ""
    replaces: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[str, Any]:
        """The slots and parts given with the entry: {"transfer_date": "2026-08-27"}."""
        given: Mapping[str, Any] = self.body.get("with") or {}
        return given


def act_number() -> str:
    """A new act number: entries that share one were done together and commit together."""
    return uuid4().hex
