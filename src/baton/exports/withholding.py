"""The redaction pass over a child's record: what a person withholds and on which ground, kept; and what to look at.

Proposals are only hints: an entry that names another child, or whose words name somebody else. A person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from baton.exports.models import Redaction
from baton.journal import Entry
from baton.store.models import Child
from baton.working_time import Moment

# The grounds on which a record of social work may be withheld in part (Data Protection Act 2018).
GROUNDS: Final[dict[str, str]] = {
    "others": "It is another person's information, and it is not right to give it without them (Schedule 2, para 16)",
    "harm": "Giving it would be likely to cause serious harm to somebody (Schedule 3, Part 3)",
    "privilege": "It is legal advice, or was made for a court case (Schedule 2, para 19)",
    "crime": "Giving it would hinder the prevention or the finding out of a crime (Schedule 2, para 2)",
    "court": "Court or adoption law forbids giving it (Schedule 3, Part 3, and Schedule 4)",
}


class Withheld(NamedTuple):
    """A part that is withheld now."""

    entry: int
    part: str
    ground: str
    says: str
    by: str
    at: Moment


def withheld(authority: str, child: str) -> dict[tuple[int, str], Withheld]:
    """What is withheld of this child's record now, by entry and part."""
    rows = Redaction.objects.filter(authority=authority, child=child, taken_back_at=None).order_by("at")
    return {(r.entry, r.part): Withheld(r.entry, r.part, r.ground, r.says, r.by, r.at) for r in rows}


def withhold(
    authority: str, child: str, wanted: Mapping[tuple[int, str], tuple[str, str]], by: str, now: Moment
) -> tuple[int, int]:
    """Makes what is withheld exactly this: ground and words by entry and part. Returns how many were added and how many
    taken back. Raises ValueError for a ground that is none. In a transaction of the authority."""
    before = withheld(authority, child)
    added = 0
    for (entry, part), (ground, says) in wanted.items():
        if ground not in GROUNDS:
            raise ValueError(f'"{ground}" is no ground. There are: {", ".join(GROUNDS)}.')
        old = before.get((entry, part))
        if old is not None and (old.ground, old.says) == (ground, says):
            continue
        if old is not None:
            _take_back(authority, child, entry, part, by, now)
        Redaction.objects.create(
            authority=authority, child=child, entry=entry, part=part, ground=ground, says=says, by=by,
            at=_after(old, now),
        )  # fmt: skip
        added += 1
    gone = [place for place in before if place not in wanted]
    for entry, part in gone:
        _take_back(authority, child, entry, part, by, now)
    return added, len(gone)


def _after(old: Withheld | None, now: Moment) -> Moment:
    return max(now, old.at + 1) if old is not None else now


def _take_back(authority: str, child: str, entry: int, part: str, by: str, now: Moment) -> None:
    Redaction.objects.filter(
        authority=authority, child=child, entry=entry, part=part, taken_back_at=None
    ).update(taken_back_at=now, taken_back_by=by)  # fmt: skip


def proposals(child: Child, entries: Iterable[Entry], others: Iterable[Child]) -> dict[tuple[int, str], str]:
    """Parts that a person should look at, each with why. `others`: the brothers and sisters on the record."""
    names = {part: o for o in others for part in (o.child, *_names(o)) if part}
    own = set(_names(child))
    found: dict[tuple[int, str], str] = {}
    for e in entries:
        for key, value in texts_of(e):
            named = sorted({n for n in names if n not in own and n.casefold() in value.casefold()})
            if named:
                found[e.number, key] = "it names a brother or sister"
            elif (key.startswith("referr") or key == "source") and value:
                found[e.number, key] = "it may say who referred the child"
    return found


def _names(child: Child) -> tuple[str, ...]:
    given = child.name.rsplit(" ", 1)[0]
    return (given,) if len(given) > 2 else ()


def texts_of(e: Entry) -> list[tuple[str, str]]:
    """The parts of an entry that say something, by key."""
    found = [(str(key), _text(value)) for key, value in e.values.items()]
    if e.body.get("reason"):
        found.append(("reason", str(e.body["reason"])))
    for key in ("to", "attended", "about"):
        if e.body.get(key):
            found.append((key, _text(e.body[key])))
    return found


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{k}: {_text(v)}" for k, v in value.items())
    return "" if value is None else str(value)
