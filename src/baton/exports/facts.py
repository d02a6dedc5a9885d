"""What a record says of one child on a day, for lists that ask for single values: from the entries that stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from baton.imports.codes import code_set
from baton.journal import Entry
from baton.journal.standing import standing_in
from baton.store.models import Child, Holding, Status
from baton.working_time import BEGINNING, END, Moment, age_on, local_day, midnight_after

YES, NO = "a) Yes", "b) No"
_GIVEN: Final = frozenset({"given", "answer", "observed"})
# The legal status of the return for each basis on which a child may be looked after.
_BY_BASIS: Final = {
    code.means["basis"]: code.code
    for code in reversed(list(code_set("legal_status").values()))
    if "basis" in code.means and not code.withdrawn and "short_breaks" not in code.means
}


class Facts:
    """One child's record as it stood at the end of a day."""

    def __init__(self, child: Child, entries: Iterable[Entry], statuses: Sequence[Status],
                 holdings: Sequence[Holding], day: date) -> None:  # fmt: skip
        self.child, self.day, self.over = child, day, midnight_after(day)
        self.holdings = [h for h in holdings if h.during.lower < self.over]
        self.statuses = [s for s in statuses if s.start_from < self.over]
        self.entries = [
            e for e in standing_in(entries) if e.happened.lo < self.over and e.values.get("stands") is not False
        ]

    def spells(self, word: str, since: Moment = BEGINNING) -> list[Status]:
        """The spells of a word that were going on at some moment after `since`."""
        return [s for s in self.statuses if s.word == word and (s.end_to is None or s.end_to > since)]

    def has(self, word: str) -> bool:
        """Whether a word was so at the end of the day."""
        return bool(self.spells(word, self.over))

    def events(self, word: str, since: Moment = BEGINNING) -> list[Entry]:
        """The meetings or referrals of a word that were held, the latest last."""
        return [e for e in self.entries if e.word == word and e.verb == "held" and e.happened.lo >= since]

    def latest(self, *words: str) -> str:
        """The day on which one of these was last held."""
        days = [e.happened.lo for e in self.entries if e.verb == "held" and e.word in words]
        return say(local_day(max(days))) if days else ""

    def last_seen(self) -> str:
        """The day of the last visit of whatever kind the procedure names."""
        words = {e.word for e in self.entries if e.word == "visit" or e.word.endswith("_visit")}
        return self.latest(*words)

    def given(self, word: str, *keys: str) -> str:
        """The value last given for a word, by the first of these keys that it has."""
        for e in reversed(self.entries):
            if e.word == word and e.verb in _GIVEN:
                for key in (*keys, word, "value"):
                    if e.values.get(key) not in (None, ""):
                        return str(e.values[key])
        return ""

    def given_part(self, word: str, name: str) -> str:
        """What was last given for a word under this name alone; a question of the same word has answers of its own."""
        given = (e.values.get(name) for e in reversed(self.entries) if e.word == word and e.verb in _GIVEN)
        return str(next((one for one in given if one not in (None, "")), ""))

    def part(self, spell: Status | None, name: str) -> str:
        """A part of a spell, as last said."""
        return str((spell.parts or {}).get(name) or "") if spell is not None else ""

    def said(self, spell: Status, name: str) -> str:
        """What the entry that began a spell says besides."""
        begun = next((e for e in self.entries if e.number == spell.entry), None)
        return str(begun.values.get(name) or "") if begun is not None else ""

    # --- the child ------------------------------------------------------------------------------------------------

    def age(self) -> str:
        born = self.child.born
        return str(age_on(born, self.day)[0]) if born is not None and born <= self.day else ""

    def disabled(self) -> str:
        if self.has("disability"):
            return YES
        return NO if any(e.word == "disability" and e.verb == "ended" for e in self.entries) else ""

    def case_status(self) -> str:
        if self.child.closed is not None and self.child.closed < self.over:
            return coded("case_status", "closed")
        for word in ("looked_after", "cp_plan", "child_in_need", "assessment"):
            if self.has(word):
                return coded("case_status", word)
        return ""

    def holder(self) -> tuple[str, str, Entry | None]:
        """(team, person) at the end of the day, or the last there was, "" for nobody; and the extract's line that says
        so, where one does."""
        if not self.holdings:
            return "", "", None
        h = self.holdings[-1]
        numbers = {int(value) for kind, value in h.because if kind == "entry" and str(value).isdigit()}
        said = next((e for e in self.entries if e.number in numbers and e.verb == "observed"), None)
        return h.team or h.service, h.person, said

    def legal_status(self) -> tuple[str, str]:
        """(code, the day it began) of the legal status that is current."""
        told = [e for e in self.entries if (e.verb, e.word) == ("started", "looked_after")]
        for e in reversed(told):
            code = str(e.values.get("legal_status") or _BY_BASIS.get(str(e.values.get("basis") or ""), ""))
            if code:
                return code, "" if e.happened.is_vague else say(local_day(e.happened.lo))
        return "", ""

    def started(self, word: str) -> list[Entry]:
        """Every start of a word, the latest last."""
        return [e for e in self.entries if (e.verb, e.word) == ("started", word)]


def say(day: date | None) -> str:
    """A day as the lists write it."""
    return f"{day:%d/%m/%Y}" if day is not None else ""


def start_of(s: Status) -> str:
    """The day on which a spell began; "" where only a window is known."""
    vague = s.start_from <= BEGINNING or local_day(s.start_from) != local_day(max(s.start_to - 1, s.start_from))
    return "" if vague else say(local_day(s.start_from))


def end_of(s: Status) -> str:
    """The day on which a spell ended; "" while it goes on or where only a window is known."""
    lo, hi = s.end_from, s.end_to
    if lo is None or hi is None or hi >= END or lo <= BEGINNING or local_day(lo) != local_day(max(hi - 1, lo)):
        return ""
    return say(local_day(lo))


def coded(of: str, code: str) -> str:
    """A value in the list's own form, where that form means this code and no other; else the code."""
    codes = code_set(of)
    known = codes.get(code)
    if known is None or not known.annex_a or known.annex_a.startswith("zz"):
        return code
    same = [c for c in codes.values() if c.annex_a == known.annex_a]
    return known.annex_a if len(same) == 1 else code
