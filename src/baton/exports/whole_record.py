"""A child's whole record, for the person whom it is about: every entry in plain words, with what was withheld and why.

Nothing is left out silently. A withheld part reads "[withheld]", and the list of what was withheld gives its place and
ground, never its content. What was corrected is given too, with what stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from baton.exports.model import CannotExport, Export, Row, Sheet
from baton.exports.reader import Reader, number_of
from baton.exports.withholding import GROUNDS, Withheld, texts_of, withheld
from baton.journal import Entry
from baton.store.models import Child, Holding, Matter, ReadLog, Status
from baton.working_time import BEGINNING, END, Moment, local_day, say_window

HIDDEN: Final = "[withheld]"
_DOES: Final = {
    "started": "began", "ended": "ended", "held": "held", "booked": "booked", "moved": "moved to another time",
    "cancelled": "cancelled", "given": "answered", "answer": "answered", "written": "written", "send": "sent",
    "sent": "sent", "tell": "told", "told": "told", "allocate": "worker named", "move": "responsibility moved",
    "propose": "transfer proposed", "list": "put on the list", "decide": "decided", "accept": "accepted",
    "close": "closed", "opened": "opened", "open": "opened", "observed": "as another system says", "born": "born",
    "done": "done", "in": "part of", "invite": "invited", "invited": "invited",
}  # fmt: skip


def export(reader: Reader, first: date, last: date) -> Export:
    """Everything on record about `reader.child` that was recorded from the first day to the last."""
    found = reader.children_named(reader.child)
    if found is None:
        raise CannotExport(f'There is no child "{reader.child}" here, or this post does not reach the record.')
    made = Export("child-record", f"The whole record of child {number_of(found)}", first, last)
    hidden = withheld(reader.authority, found.child)
    entries = [e for e in reader.entries(found.child) if first <= local_day(e.recorded_at) <= last]
    told = _Told(reader, hidden)
    made.sheets = [
        Sheet("1_about", ("What", "As recorded"), tuple(_about(reader, found))),
        Sheet("2_everything_recorded", _Told.HEADINGS, tuple(told.row(e) for e in entries)),
        Sheet("3_who_was_responsible", ("From", "To", "Who", "Team"), tuple(_holders(reader, found.child))),
        Sheet("4_what_was_so", ("What", "From", "To", "Details"), tuple(_statuses(reader, found.child))),
        Sheet("5_transfers", ("What", "Opened", "State", "From", "To", "Moved"), tuple(_matters(reader, found.child))),
        Sheet("6_who_read_it", ("When", "Page"), tuple(_reads(reader, found.child))),
        Sheet("7_withheld", ("Line", "Part", "Ground"), tuple(_grounds(hidden, {e.number for e in entries}))),
    ]
    made.children = [found.child]
    counted = len(made.sheets[-1].rows)
    made.notes.append(f"{counted} parts are withheld; the last table says of each where it stands and on which ground.")
    made.notes.append("Documents themselves (letters, reports, plans) are kept in the case system, and not here.")
    return made


def _about(reader: Reader, child: Child) -> Iterator[Row]:
    yield "Name", child.name
    yield "Number", number_of(child)
    yield "Born", f"{child.born:%d/%m/%Y}" if child.born else "not known"
    yield "Authority", reader.authority
    holder = reader.person(child.holder_person) if child.holder_person else child.holder_kind or "nobody here"
    yield "Responsible now", holder


class _Told:
    """An entry as a line that can be read."""

    HEADINGS = ("Line", "When", "What", "Details", "Recorded", "By", "Stands")

    def __init__(self, reader: Reader, hidden: Mapping[tuple[int, str], Withheld]) -> None:
        self._reader, self._hidden = reader, hidden

    def row(self, e: Entry) -> Row:
        recorded = f"{local_day(e.recorded_at):%d/%m/%Y}"
        by = self._reader.person(e.done_by) if e.done_by else e.source
        if (e.number, "") in self._hidden:
            return (str(e.number), HIDDEN, HIDDEN, HIDDEN, recorded, HIDDEN, "")
        stands = f"in the place of line {e.replaces}" if e.replaces is not None else ""
        if e.body.get("disposed"):
            stands = "its content was lawfully disposed of"
        return (str(e.number), say_window(e.happened), self._what(e), self._details(e), recorded, by, stands)

    def _what(self, e: Entry) -> str:
        pack = self._reader.pack
        found = pack.words.get(e.word) or pack.matters.get(e.word) or pack.forums.get(e.word)
        word = found.says if found is not None and found.says else e.word.replace("_", " ")
        does = _DOES.get(e.verb, e.verb.replace("_", " "))
        return f"{word}: {does}" if word else does[:1].upper() + does[1:]

    def _details(self, e: Entry) -> str:
        parts = []
        for key, value in texts_of(e):
            said = HIDDEN if (e.number, key) in self._hidden else self._said(value)
            if said:
                parts.append(f"{key.replace('_', ' ')}: {said}")
        return "; ".join(parts)

    def _said(self, value: str) -> str:
        named = self._reader.around.organisation.names
        return ", ".join(named.get(one, one) for one in value.split(", ")).replace("_", " ")


def _holders(reader: Reader, child: str) -> Iterator[Row]:
    held: list[Holding] = reader.holdings([child]).get(child, [])
    for h in held:
        who = reader.person(h.person) if h.person else "nobody" if h.kind == "nobody" else h.office.replace("_", " ")
        yield _day(h.during.lower), _day(h.during.upper), who, reader.place(h.team or h.service)


def _statuses(reader: Reader, child: str) -> Iterator[Row]:
    spells: list[Status] = reader.statuses([child]).get(child, [])
    for s in spells:
        word = reader.pack.words.get(s.word)
        details = "; ".join(f"{k}: {v}" for k, v in s.parts.items() if v)
        name = word.says if word and word.says else s.word.replace("_", " ")
        yield name, _day(s.start_from), _day(s.end_from), details


def _matters(reader: Reader, child: str) -> Iterator[Row]:
    for m in Matter.objects.filter(authority=reader.authority, child=child).order_by("opened"):
        known = reader.pack.matters.get(m.kind)
        says = m.says or (known.says if known else m.kind)
        to = reader.place(m.to_team or m.to_service) if m.to_team or m.to_service else ""
        yield says, _day(m.opened), m.state, reader.place(m.from_team or m.from_service), to, _day(m.moved_at)


def _reads(reader: Reader, child: str) -> Iterator[Row]:
    """When it was read and on which page; who read it is the authority's to say, case by case."""
    for r in ReadLog.objects.filter(authority=reader.authority, child=child).order_by("read_at"):
        yield f"{r.read_at:%d/%m/%Y %H:%M}", r.page


def _grounds(hidden: Mapping[tuple[int, str], Withheld], shown: set[int]) -> Iterator[Row]:
    for (entry, part), one in sorted(hidden.items()):
        if entry in shown:
            yield str(entry), part.replace("_", " ") or "the whole line", GROUNDS[one.ground]


def _day(moment: Moment | None) -> str:
    return f"{local_day(moment):%d/%m/%Y}" if moment is not None and BEGINNING < moment < END else ""


def whole_life(day: date) -> tuple[date, date]:
    """From the beginning until today."""
    return date(1990, 1, 1), day
