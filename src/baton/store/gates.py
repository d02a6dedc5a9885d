"""What would refuse the acts that a person's duties ask for, now: the gates before them, and whose each of them is."""

from __future__ import annotations

from typing import NamedTuple

from baton.store.lists import FIRST, PAGE, PAGE_OF_PERSON, After, place_in
from baton.store.statements import Statement, Together
from baton.store.tenancy import driver


class Gate(NamedTuple):
    """A gate before an act about a child; `matter` is "" where it is about the child itself, `who` whose it is."""

    subject_id: str
    act: str
    rule: str
    matter: str
    who: list[str]


BEFORE_PERSON = Statement(
    "gates_before_person",
    f"""SELECT DISTINCT b.subject_id, b.act, b.rule, b.matter, coalesce((
      SELECT o.who FROM work_item o WHERE o.authority = %(authority)s AND o.kind = 'child'
        AND o.subject_id = b.subject_id AND o.rule IN (b.rule, split_part(b.rule, '.', 1)) AND o.matter = b.matter
      ORDER BY o.key LIMIT 1), '{{}}')
    FROM {PAGE_OF_PERSON}
    JOIN work_item w
      ON w.authority = %(authority)s AND w.kind = p.kind AND w.subject_id = p.subject_id AND w.key = p.item
    JOIN block b ON b.authority = %(authority)s AND b.kind = p.kind AND b.subject_id = p.subject_id
    WHERE p.kind = 'child' AND b.strength = 'refuse'
      AND b.matter IN ('', w.matter) AND split_part(b.act, ' ', 1) = w.verb
    ORDER BY 1, 2, 3, 4""",
)


def gates_before(authority: str, person: str, after: After = FIRST, limit: int = PAGE) -> list[Gate]:
    """The gates before the acts of this person's duties, those of one page of the list."""
    together = Together(driver())
    together.add(BEFORE_PERSON, place_in(authority, person, after, limit))
    return [Gate._make(row) for row in together.run()[0]]
