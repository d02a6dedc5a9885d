"""Social worker episodes: who held each child by name, from which day to which, in the national form (SSDA903).

The return counts workers, not moves: while the same person holds the child on, whatever the team, it is one episode.
A spell within one day is none (the return's rule SW09). Where nobody held the child there is no row: the gap is left
and the findings say which fact of the record it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from baton.exports.reader import Reader
from baton.journal import Entry
from baton.store.models import Holding
from baton.working_time import BEGINNING, END, Moment, local_day, midnight

BY_NAME = ("worker", "office")


@dataclass(frozen=True, slots=True)
class Episode:
    """One worker's time with one child. `began` None: not known. `ended` None: goes on. `holdings`: what it is of."""

    child: str
    person: str
    began: date | None
    ended: date | None
    start: Moment
    end: Moment
    holdings: tuple[Holding, ...]
    seen_by: date | None = None  # where the start is known only as a window: its last day


def episodes_of(child: str, holdings: Iterable[Holding], last: date) -> tuple[list[Episode], list[Episode]]:
    """The episodes of one child up to the end of the day `last`, in order; and the spells within one day, left out."""
    found: list[Episode] = []
    over = midnight(last + timedelta(days=1))
    for h in holdings:
        if h.during.lower >= over or h.kind not in BY_NAME or not h.person:
            continue
        before = found[-1] if found else None
        if before is not None and before.person == h.person and before.end >= h.during.lower:
            found[-1] = _longer(before, h, over)
        else:
            found.append(_episode(child, h, over))
    short = [e for e in found if e.began is not None and e.ended == e.began]
    return _joined([e for e in found if e not in short], over), short


def _joined(episodes: Sequence[Episode], over: Moment) -> list[Episode]:
    """Without the spells within a day, one worker's time before and after such a spell is one again."""
    found: list[Episode] = []
    for e in episodes:
        before = found[-1] if found else None
        if before is not None and before.person == e.person and before.ended is not None and before.ended == e.began:
            found[-1] = replace(before, ended=e.ended, end=e.end, holdings=(*before.holdings, *e.holdings))
        else:
            found.append(e)
    return found


def _episode(child: str, h: Holding, over: Moment) -> Episode:
    start: Moment = h.during.lower
    lo, hi = h.start_from, h.start_to
    vague = lo is not None and hi is not None and local_day(lo) != local_day(hi - 1)
    unknown = start <= BEGINNING or vague
    seen = local_day(hi - 1) if vague and hi is not None and hi < END else None
    return Episode(
        child, h.person, None if unknown else local_day(start), _ended(h.during.upper, over), start, h.during.upper,
        (h,), seen,
    )  # fmt: skip


def _longer(e: Episode, h: Holding, over: Moment) -> Episode:
    return replace(e, ended=_ended(h.during.upper, over), end=h.during.upper, holdings=(*e.holdings, h))


def _ended(end: Moment, over: Moment) -> date | None:
    return local_day(end) if end < over else None


# --- why the worker changed ------------------------------------------------------------------------------------------

SPELLED = {  # what a person gave as the reason of a change, in the authority's words or the return's own codes
    "child_asked": "CHCHAN", "child_requested": "CHCHAN", "parent_asked": "PCCHAN", "carer_asked": "PCCHAN",
    "parent_requested": "PCCHAN", "carer_requested": "PCCHAN", "restructure": "ORGRST", "reorganisation": "ORGRST",
    "workload": "MANAGE", "caseload": "MANAGE", "absence": "ABSENC", "leaving": "LEFTRL", "left": "LEFTRL",
    "died": "SWDIED",
}  # fmt: skip
CODES = (
    "MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED", "OTHERS",
)  # fmt: skip
AROUND = timedelta(days=31)  # so near to a change of worker, an end of post or an absence is its reason


class Reasons:
    """Says for each episode which of the return's codes fits, by what the record holds about the change."""

    def __init__(self, reader: Reader) -> None:
        organisation = reader.around.organisation
        self._organisation = organisation
        self._transfers = _kinds_of(reader, "transfer")
        self._died = {
            s.id for s, entries in reader.around.journals.items() if s.kind == "worker"
            if any(e.verb == "died" for e in entries)
        }  # fmt: skip

    def reason(self, e: Episode, before: Episode | None, entries: Mapping[int, Entry], opened: Moment | None) -> str:
        """The code of one episode, "" where the record does not say; `opened`: when the present piece of work began."""
        made = self._made_by(e, entries)
        given = [_given(one) for one in made]
        if said := next((code for code in given if code), ""):
            return said
        if e.began is None:
            return ""  # when it came about is not known, so why is not either
        if before is None and (_opens(made) or (opened is not None and e.began <= local_day(opened))):
            return "FCONTA"
        if any(self._is_transfer(one) for one in made):
            return "TSPROC"
        if before is not None and before.ended is not None and e.began is not None and before.ended < e.began:
            return "FCONTA" if _opens(made) else "OTHERS"
        if before is not None and before.person in self._died:
            return "SWDIED"
        if before is not None and self._left(before.person, e.start):
            return "LEFTRL"
        if self._absence(before.person if before else "", e) or self._absence(e.person, e):
            return "ABSENC"
        if any(one.verb in ("allocate", "move") for one in made):
            return "MANAGE"
        return "OTHERS"

    def _made_by(self, e: Episode, entries: Mapping[int, Entry]) -> list[Entry]:
        """The entries from which the first holding of the episode follows."""
        numbers = [int(value) for kind, value in e.holdings[0].because if kind == "entry" and str(value).isdigit()]
        found = [entries[n] for n in numbers if n in entries]
        return found or [one for one in entries.values() if one.happened.lo == e.start and _holds(one, e.person)]

    def _is_transfer(self, e: Entry) -> bool:
        """Whether it belongs to a transfer, as the procedure has one: not to a change of worker within a team."""
        return e.matter.partition("-")[0] in self._transfers

    def _left(self, person: str, at: Moment) -> bool:
        """Whether their last post ended around the change."""
        near = int(AROUND.total_seconds())
        if abs(self._organisation.ended.get(person, END) - at) <= near:
            return True
        posts = [p for p in self._organisation.posts if p.person == person]
        return bool(posts) and all(p.end <= at + near for p in posts) and max(p.end for p in posts) >= at - near

    def _absence(self, person: str, e: Episode) -> bool:
        """Whether this person was away when the change came, or came back with it."""
        day = 24 * 3600
        return any(
            who == person and (start - day <= e.start < end or abs(end - e.start) <= 2 * day)
            for who, start, end in self._organisation.absences
        )


def _given(e: Entry) -> str:
    """A code that the entry itself carries: read from an extract, or given as the reason of the change."""
    for key in ("reason", "change_reason", "why_changed"):
        value = str(e.values.get(key) or "")
        if value.upper() in CODES:
            return value.upper()
        if value in SPELLED:
            return SPELLED[value]
    return ""


def _opens(made: Iterable[Entry]) -> bool:
    return any(e.verb in ("open", "opened", "reopen") or e.word == "referral" for e in made)


def _holds(e: Entry, person: str) -> bool:
    return person in (str(e.values.get(key) or "") for key in ("worker", "person", "receiving_worker", "to"))


def _kinds_of(reader: Reader, root: str) -> frozenset[str]:
    """The matters of the procedure that are a kind of `root`."""
    matters = reader.pack.matters
    found = set()
    for key in matters:
        one, seen = key, set()
        while one and one not in seen:
            seen.add(one)
            if one == root:
                found.add(key)
            one = matters[one].is_ if one in matters else ""
    return frozenset(found)
