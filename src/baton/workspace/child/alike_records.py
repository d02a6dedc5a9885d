"""Records that may be of one child, as the database finds them: by name, birth date, number. A person decides."""

from __future__ import annotations

import json
from collections import defaultdict

from baton.accounts.desk import Desk
from baton.accounts.permissions import reach_of
from baton.store.finding import Part, having
from baton.store.models import Child, ChildName, Entry
from baton.store.names import folded, sounds_of
from baton.workspace.child.likeness import Likeness, likeness

WORD = "same_child"
MOST = 100


def records_like(desk: Desk, row: Child, mine: set[str]) -> list[Likeness]:
    """Records whose birth date, names or numbers are those of this child, or nearly; the likeliest first. `mine` are
    the child's own search keys; the child may be in no record yet."""
    reach = reach_of(desk.post).filter(same_as="").exclude(child=row.child)
    found: dict[str, Child] = {}
    if row.born is not None:
        found |= {c.child: c for c in reach.filter(born=row.born)[:500]}
    names = [Part(word, tuple(sounds_of(word))) for word in folded(row.name).split() if len(word) > 2]
    if len(names) > 1:
        found |= {c.child: c for c in reach.filter(child__in=having(desk.authority, [names]))[:500]}
    for number in [k for k in mine if any(c.isdigit() for c in k) and len(k) > 3 and k[0] not in "@~"][:5]:
        found |= {c.child: c for c in reach.filter(child__in=having(desk.authority, [[Part(number)]]))[:20]}
    keys = keys_of(desk, found) | {row.child: mine}
    apart = parted(desk, found | {row.child: row})
    like = [likeness(row, c, keys) for c in found.values() if frozenset((row.child, c.child)) not in apart]
    return sorted((one for one in like if one.possible), key=lambda one: -one.strength)[:MOST]


def keys_of(desk: Desk, rows: dict[str, Child]) -> dict[str, set[str]]:
    """The search keys of each of these."""
    found: dict[str, set[str]] = defaultdict(set)
    for child, part in ChildName.objects.filter(authority=desk.authority, child__in=list(rows)).values_list(
        "child", "part"
    ):
        found[child].add(part)
    return found


def parted(desk: Desk, rows: dict[str, Child]) -> set[frozenset[str]]:
    """The pairs of which somebody has said that they are two children, and nobody has corrected it."""
    said = Entry.objects.filter(
        authority=desk.authority, kind="child", word=WORD, verb="given", subject_id__in=list(rows)
    )
    found = set()
    for child, number, written in said.values_list("subject_id", "number", "body"):
        body = json.loads(written) if isinstance(written, str) else written
        gone = Entry.objects.filter(authority=desk.authority, kind="child", subject_id=child, replaces=number)
        if body and not gone.exists():
            found.add(frozenset((child, str((body.get("with") or {}).get("other", "")))))
    return found
