"""A person's day in one message: their work, the children they hold, what others do for those, what comes, what was
recorded, what is asked. For a page's transaction; each statement is by key or one index scan that stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from baton.journal import Entry, Subject
from baton.store.gates import BEFORE_PERSON, Gate
from baton.store.lists import CHILD, ITEM, PAGE, WORK_OF_PERSON, After, Work, place_in, rows_of_work
from baton.store.statements import Statement, Together
from baton.store.tenancy import driver
from baton.store.viewing import add_hidden
from baton.working_time import Moment, Window

DAY = 86400
OTHERS, MOVES, CHANGES, QUESTIONS = 10, 20, 12, 100  # rows of each section; the rest is counted


class Held(NamedTuple):
    """A child whom the person holds."""

    child: str
    reference: str
    name: str
    born: date | None
    family: str
    statuses: list[str]
    holder_since: Moment
    workers: int


class Move(NamedTuple):
    """A move that is due, may be due or is foreseen for one of them."""

    child: str
    child_name: str
    state: str
    from_place: str
    to_place: str
    at_from: Moment | None
    at_to: Moment | None
    asks: list[str]
    clause: list[str]


class Booking(NamedTuple):
    """What was said of a booked occasion of a child: booked, moved, cancelled or held."""

    child: str
    number: int
    verb: str
    word: str
    happened_from: Moment
    happened_to: Moment
    replaces: int | None
    undone: bool


class Asked(NamedTuple):
    """A question on the person's list."""

    subject_id: str
    word: str
    since: Moment
    waits: list[str]
    of: list[str]
    office: str
    child_name: str | None
    child_reference: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """What the first page of a person shows. Each list is as long as the page shows; beside it, how many there are."""

    work: list[Work]
    work_in_all: int
    notices_new: int
    children: list[Held]
    others: list[Work]
    others_in_all: int
    moves: list[Move]
    changes: list[Entry]
    names: dict[str, str]  # of the children whom `changes` are about
    last_look: Moment | None
    questions: list[Asked]
    bookings: list[Booking]  # of the children whom the work is about
    gates: list[Gate]  # before the acts of the work
    hidden: dict[str, str]  # as `viewing.hidden`


_HELD = "SELECT child FROM child WHERE authority = %(authority)s AND holder_person = %(who)s AND holder_kind <> ''"

_COUNT = Statement(
    "waits_in_all",
    """SELECT
      (SELECT count(*) FROM work_item_person WHERE authority = %(authority)s AND person = %(who)s),
      (SELECT count(*) FROM message WHERE authority = %(authority)s AND person = %(who)s AND kind = 'notice'
        AND written_at > coalesce(
          (SELECT notices_at FROM last_look WHERE authority = %(authority)s AND person = %(who)s), 0))""",
)
_CHILDREN = Statement(
    "children_of",
    f"SELECT {', '.join(Held._fields)} FROM child"
    " WHERE authority = %(authority)s AND holder_person = %(who)s AND holder_kind <> ''"
    " ORDER BY name_key, child LIMIT %(limit)s OFFSET %(skip)s",
)
_OTHERS = Statement(
    "work_of_others",
    f"""SELECT {ITEM}, w.key, {CHILD}, w.in_all FROM (
      SELECT *, count(*) OVER () AS in_all FROM work_item
      WHERE authority = %(authority)s AND kind = 'child' AND subject_id = ANY(ARRAY({_HELD}))
        AND state IN ('open', 'late') AND NOT %(who)s = ANY(who)
      ORDER BY act_by_at, subject_id, key LIMIT {OTHERS}
    ) w
    LEFT JOIN child c ON c.authority = %(authority)s AND c.child = w.subject_id AND c.key = ''
    ORDER BY w.act_by_at, w.subject_id, w.key""",
)
_MOVES = Statement(
    "moves_of",
    f"""SELECT r.child, c.name, r.state, r.from_place, r.to_place, r.at_from, r.at_to, r.asks, r.clause
    FROM route_row r JOIN child c ON c.authority = r.authority AND c.child = r.child AND c.key = ''
    WHERE r.authority = %(authority)s AND r.child = ANY(ARRAY({_HELD})) ORDER BY r.sort_at, r.child LIMIT {MOVES}""",
)
# The last entries of each child whose last one is new, from the end of its journal: those recorded since are among them
# or there are more than the page shows.
_CHANGES = Statement(
    "changes_of",
    f"""SELECT e.*, c.name FROM unnest(ARRAY({_HELD})) AS h (child)
    JOIN LATERAL (
      SELECT * FROM (
        SELECT subject_id, number, act, verb, word, happened_from, happened_to, recorded_at, done_by, recorded_by,
          capacity, source, matter, replaces, body
        FROM entry WHERE authority = %(authority)s AND kind = 'child' AND subject_id = h.child
        ORDER BY number DESC LIMIT {CHANGES + 1}
      ) last WHERE recorded_at > %(since)s AND done_by <> %(who)s
        AND NOT (source = 'import' AND word IN ('name', 'identifier'))
    ) e ON %(since)s < (
      SELECT recorded_at FROM entry WHERE authority = %(authority)s AND kind = 'child' AND subject_id = h.child
      ORDER BY number DESC LIMIT 1
    )
    JOIN child c ON c.authority = %(authority)s AND c.child = h.child AND c.key = ''
    ORDER BY e.recorded_at DESC, e.subject_id, e.number LIMIT {CHANGES + 1}""",
)
_QUESTIONS = Statement(
    "questions_of",
    f"""SELECT p.subject_id, q.word, q.since, q.waits, q.of, q.office, c.name, c.reference FROM (
      SELECT kind, subject_id, item FROM question_person
      WHERE authority = %(authority)s AND person = %(who)s ORDER BY since, subject_id LIMIT {QUESTIONS}
    ) p
    JOIN question q
      ON q.authority = %(authority)s AND q.kind = p.kind AND q.subject_id = p.subject_id AND q.key = p.item
    LEFT JOIN child c ON c.authority = %(authority)s AND c.child = p.subject_id AND c.key = ''
    ORDER BY q.since, p.subject_id""",
)

_BOOKINGS = Statement(
    "bookings_of",
    """SELECT e.subject_id, e.number, e.verb, e.word, e.happened_from, e.happened_to, e.replaces,
      coalesce((e.body ->> 'did_not_happen')::boolean, false) FROM unnest(ARRAY(
        SELECT DISTINCT subject_id FROM (
          SELECT subject_id FROM work_item_person
          WHERE authority = %(authority)s AND person = %(who)s AND kind = 'child' ORDER BY act_by_at LIMIT 60
        ) w
    )) AS c (child)
    JOIN entry e ON e.authority = %(authority)s AND e.kind = 'child' AND e.subject_id = c.child
    WHERE e.verb IN ('booked', 'moved', 'cancelled', 'held') ORDER BY e.subject_id, e.number""",
)


def day_of(
    authority: str,
    person: str,
    now: Moment,
    after: After,
    skip: int,
    since: Moment | None,
    cleared: tuple[str, ...] = (),
) -> Day:
    """The day of a person. `after`: where the page of their work begins; `skip`: how many of their children come before
    the page's; `since`: when they last said that they had seen everything, None where never (then seven days);
    `cleared`: the restricted children whom they may see."""
    given = place_in(authority, person, after, PAGE + 1)
    given |= {"skip": skip, "since": since if since is not None else now - 7 * DAY}
    together = Together(driver())
    for statement in (
        WORK_OF_PERSON,
        _COUNT,
        _CHILDREN,
        _OTHERS,
        _MOVES,
        _CHANGES,
        _QUESTIONS,
        _BOOKINGS,
        BEFORE_PERSON,
    ):
        together.add(statement, given)
    unseen = add_hidden(together, authority, cleared)
    results = together.run()
    work, count, children, others, moves, changes, questions, bookings, gates = results[:9]
    return Day(
        rows_of_work(work),
        count[0][0],
        count[0][1],
        [Held._make(row) for row in children],
        rows_of_work([row[:-1] for row in others]),
        others[0][-1] if others else 0,
        [Move._make(row) for row in moves],
        [_entry(row) for row in changes],
        {row[0]: row[-1] for row in changes},
        since,
        [Asked._make(row) for row in questions],
        [Booking._make(row) for row in bookings],
        [Gate._make(row) for row in gates],
        dict(results[unseen]),
    )


class Waits(NamedTuple):
    """What waits for a person: how many duties are on their list, how many notices they have not read."""

    work: int = 0
    notices: int = 0


def waits_in_all(authority: str, person: str) -> Waits:
    """How much waits for a person."""
    together = Together(driver())
    together.add(_COUNT, {"authority": authority, "who": person})
    return Waits._make(together.run()[0][0])


def _entry(row: tuple[Any, ...]) -> Entry:
    subject_id, number, act, verb, word, lo, hi, recorded, done, typed, capacity, source, matter, replaces, body, _ = (
        row
    )
    kept = body if isinstance(body, dict) else {"disposed": True}
    return Entry(
        Subject("child", subject_id), number, act, verb, word, Window(lo, hi), recorded, done, typed, capacity, source,
        matter, replaces, kept,
    )  # fmt: skip
