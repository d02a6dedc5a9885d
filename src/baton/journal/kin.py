"""Brothers and sisters of one child, folded from the journals of the families that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from baton.journal.entry import Entry
from baton.journal.file import File, Kin
from baton.journal.standing import standing_in
from baton.working_time import END, Moment


def kin_from(
    entries: Iterable[Entry], child: str, files: Mapping[str, File], known_at: Moment = END,
    restricted: frozenset[str] = frozenset(),
) -> tuple[Kin, ...]:  # fmt: skip
    """The siblings of one child by the journals of its families. `files` are the children's own Files, without kin.

    A pair is the record `linked` (or `in`) word `sibling` with {a, b} or about [a, b]; `unlinked` takes it away.
    """
    found: dict[str, Kin] = {}
    for e in standing_in(entries, known_at):
        pair = _pair(e)
        if e.subject.kind != "family" or pair is None or child not in pair:
            continue
        other = pair[1] if pair[0] == child else pair[0]
        if e.verb in ("unlinked", "out"):
            found.pop(other, None)
            continue
        household = e.values.get("same_household")
        same = None if household in (None, "", "not known") else household in (True, "yes", "true")
        relation = str(e.values.get("relation") or "full")
        found[other] = Kin(other, relation, same, other in restricted, files.get(other))
    return tuple(found[key] for key in sorted(found))


def _pair(e: Entry) -> tuple[str, str] | None:
    about = tuple(str(one) for one in e.body.get("about") or ())
    if e.values.get("a") and e.values.get("b"):
        about = (str(e.values["a"]), str(e.values["b"]))
    return (about[0], about[1]) if len(about) == 2 else None
