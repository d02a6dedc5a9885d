"""Work lists in the order of the page, fifty rows at a time, each one index scan that stops; for a page's transaction.

The rows are `WorkItem`s with the child's name, reference and worker beside them, so that no further query is needed.
"""

from __future__ import annotations

import json

from baton.store.models import WorkItem
from baton.store.models.work import OPEN_STATES
from baton.store.tenancy import cursor_of, driver
from baton.working_time import Moment

After = tuple[Moment, str, str]  # act_by_at, subject_id and `place` of the last row of the page before

_FIELDS = [f.attname for f in WorkItem._meta.concrete_fields]
_BECAUSE = _FIELDS.index("because")
_BESIDE = ("place", "child_name", "child_reference", "child_worker")  # attributes beside the row's own
_ITEM = ", ".join(f'w."{name}"' for name in _FIELDS)
_CHILD = "c.name, c.reference, c.holder_person"
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)

# The limit stands inside, before the join: the planner takes the four columns of the key for independent, expects one
# row of the join, and would otherwise read a person's whole list to sort it.
OF_PERSON = f"""SELECT {_ITEM}, p.key, {_CHILD} FROM (
  SELECT kind, subject_id, item, act_by_at, key FROM work_item_person
  WHERE authority = %(authority)s AND person = %(who)s
    AND (act_by_at, subject_id, key) > (%(at)s, %(subject)s, %(place)s)
  ORDER BY act_by_at, subject_id, key LIMIT %(limit)s
) p
JOIN work_item w ON w.authority = %(authority)s AND w.kind = p.kind AND w.subject_id = p.subject_id AND w.key = p.item
LEFT JOIN child c ON c.authority = %(authority)s AND c.child = p.subject_id AND c.key = ''
ORDER BY p.act_by_at, p.subject_id, p.key"""

OF_TEAM = f"""SELECT {_ITEM}, w.key, {_CHILD} FROM (
  SELECT * FROM work_item
  WHERE authority = %(authority)s AND holder_team = %(who)s AND state IN ({_OPEN})
    AND (act_by_at, subject_id, key) > (%(at)s, %(subject)s, %(place)s)
  ORDER BY act_by_at, subject_id, key LIMIT %(limit)s
) w
LEFT JOIN child c ON c.authority = %(authority)s AND c.child = w.subject_id AND c.key = ''
ORDER BY w.act_by_at, w.subject_id, w.key"""

FIRST: After = (-(2**63), "", "")


def work_of_person(authority: str, person: str, after: After = FIRST, limit: int = 50) -> list[WorkItem]:
    """What this person must or may do, soonest first."""
    return _list(OF_PERSON, authority, person, after, limit)


def work_of_team(authority: str, team: str, after: After = FIRST, limit: int = 50) -> list[WorkItem]:
    """What is open for the children that this team holds, whoever must do it, soonest first."""
    return _list(OF_TEAM, authority, team, after, limit)


def _list(query: str, authority: str, who: str, after: After, limit: int) -> list[WorkItem]:
    at, subject, place = after
    given = {"authority": authority, "who": who, "at": at, "subject": subject, "place": place, "limit": limit}
    found = []
    for row in cursor_of(driver()).execute(query, given):
        values = list(row[: len(_FIELDS)])
        values[_BECAUSE] = json.loads(values[_BECAUSE])
        item = WorkItem.from_db("default", _FIELDS, values)
        for name, value in zip(_BESIDE, row[len(_FIELDS) :], strict=True):
            setattr(item, name, value)
        found.append(item)
    return found
