"""The tables, one noun a file. Reading them with the ORM is fine; writing is for the services of this room only.

Moments are whole seconds UTC as in `baton.working_time` (BEGINNING and END for the open ends), never timestamps.
Every table but `authority` has `authority` first in its key and is under row-level security.
"""

from baton.store.models.answers import Block, Contradiction, Difference, DoesNotCount, Question, QuestionPerson, Shown
from baton.store.models.authority import Authority, SettingValue
from baton.store.models.breach import Breach
from baton.store.models.child import Child, ChildName, ReliesOn, Status
from baton.store.models.disposal import Disposal, LegalHold
from baton.store.models.holding import Holding, OpenSpell
from baton.store.models.imports import Extract, Observation
from baton.store.models.journal import Entry, Subject
from baton.store.models.matter import Matter, RouteRow
from baton.store.models.people import Draft, ReadLog, SavedView
from baton.store.models.work import NoticeOwed, WorkItem, WorkItemPerson

__all__ = [
    "Authority",
    "Block",
    "Breach",
    "Child",
    "ChildName",
    "Contradiction",
    "Difference",
    "Disposal",
    "DoesNotCount",
    "Draft",
    "Entry",
    "Extract",
    "Holding",
    "LegalHold",
    "Matter",
    "NoticeOwed",
    "Observation",
    "OpenSpell",
    "Question",
    "QuestionPerson",
    "ReadLog",
    "ReliesOn",
    "RouteRow",
    "SavedView",
    "SettingValue",
    "Shown",
    "Status",
    "Subject",
    "WorkItem",
    "WorkItemPerson",
]
