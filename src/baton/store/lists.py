"""Work lists in the order of the page, fifty rows at a time, each one index scan that stops; for a page's transaction.

The rows are what a page shows and no more, with the child's name, reference, birth date and worker beside them, so that
no further query is needed.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, NamedTuple

from baton.store.models.work import OPEN_STATES
from baton.store.statements import Rows, Statement, Together
from baton.store.tenancy import driver
from baton.working_time import Moment

After = tuple[Moment, str, str]  # act_by_at, subject_id and `place` of the last row of the page before


class Work(NamedTuple):
    """A duty as a list shows it: the columns of `WorkItem`, its place in the list, and the child beside it."""

    key: str
    kind: str
    subject_id: str
    rule: str
    verb: str
    words: list[str]
    state: str
    strength: str
    matter: str
    element: str
    recipient: str
    by_from: Moment | None
    by_to: Moment | None
    earliest: Moment | None
    since: Moment | None
    known: Moment | None
    act_by_from: Moment | None
    act_by_to: Moment | None
    act_by_at: Moment
    met_at: Moment | None
    stops: list[str]
    missing: list[str]
    waits_for: list[str]
    asks: list[str]
    follow_up: bool
    clause: list[str]
    because: list[Any]
    who: list[str]
    offices: list[str]
    family: str
    place: str
    child_name: str | None
    child_reference: str | None
    child_worker: str | None
    child_born: date | None

    @property
    def after(self) -> After:
        """Where the page after the one that ends with this row begins."""
        return self.act_by_at, self.subject_id, self.place


_OWN = Work._fields[: Work._fields.index("place")]
_BECAUSE = Work._fields.index("because")
ITEM = ", ".join(f'w."{name}"' for name in _OWN)
CHILD = "c.name, c.reference, c.holder_person, c.born"
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)

# The limit stands inside, before the join: the planner takes the four columns of the key for independent, expects one
# row of the join, and would otherwise read a person's whole list to sort it.
PAGE_OF_PERSON = """(
  SELECT kind, subject_id, item, act_by_at, key FROM work_item_person
  WHERE authority = %(authority)s AND person = %(who)s
    AND (act_by_at, subject_id, key) > (%(at)s, %(subject)s, %(place)s)
  ORDER BY act_by_at, subject_id, key LIMIT %(limit)s
) p"""

OF_PERSON = f"""SELECT {ITEM}, p.key, {CHILD} FROM {PAGE_OF_PERSON}
JOIN work_item w ON w.authority = %(authority)s AND w.kind = p.kind AND w.subject_id = p.subject_id AND w.key = p.item
LEFT JOIN child c ON c.authority = %(authority)s AND c.child = p.subject_id AND c.key = ''
ORDER BY p.act_by_at, p.subject_id, p.key"""

OF_TEAM = f"""SELECT {ITEM}, w.key, {CHILD} FROM (
  SELECT * FROM work_item
  WHERE authority = %(authority)s AND holder_team = %(who)s AND state IN ({_OPEN})
    AND (act_by_at, subject_id, key) > (%(at)s, %(subject)s, %(place)s)
  ORDER BY act_by_at, subject_id, key LIMIT %(limit)s
) w
LEFT JOIN child c ON c.authority = %(authority)s AND c.child = w.subject_id AND c.key = ''
ORDER BY w.act_by_at, w.subject_id, w.key"""

FIRST: After = (-(2**63), "", "")
PAGE = 50

WORK_OF_PERSON = Statement("work_of_person", OF_PERSON)
WORK_OF_TEAM = Statement("work_of_team", OF_TEAM)


def work_of_person(authority: str, person: str, after: After = FIRST, limit: int = PAGE) -> list[Work]:
    """What this person must or may do, soonest first."""
    return _list(WORK_OF_PERSON, place_in(authority, person, after, limit))


def work_of_team(authority: str, team: str, after: After = FIRST, limit: int = PAGE) -> list[Work]:
    """What is open for the children that this team holds, whoever must do it, soonest first."""
    return _list(WORK_OF_TEAM, place_in(authority, team, after, limit))


def place_in(authority: str, who: str, after: After, limit: int) -> dict[str, object]:
    """The values of a list's statement."""
    at, subject, place = after
    return {"authority": authority, "who": who, "at": at, "subject": subject, "place": place, "limit": limit}


def _list(statement: Statement, given: dict[str, object]) -> list[Work]:
    together = Together(driver())
    together.add(statement, given)
    return rows_of_work(together.run()[0])


def rows_of_work(rows: Rows) -> list[Work]:
    """Rows of the statements above as work."""
    return [Work._make((*row[:_BECAUSE], json.loads(row[_BECAUSE]), *row[_BECAUSE + 1 :])) for row in rows]
