"""What somebody typed to find a child, taken apart: a birth date in any of the ways people write one, and words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from baton.store.names import folded

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_NAMED = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<y>(?:19|20)?\d\d)"
# In the order in which they are tried; day before month, as it is written here.
_SHAPES = tuple(
    re.compile(rf"(?<![\w/.-]){shape}(?![\w/.-])", re.IGNORECASE)
    for shape in (
        r"(?P<y>(?:19|20)\d\d)[-/. ](?P<m>\d\d?)[-/. ](?P<d>\d\d?)",
        rf"(?P<d>\d\d?)[-/. ](?P<m>\d\d?)[-/. ]{_YEAR}",
        rf"(?P<d>\d\d?)(?:st|nd|rd|th)?[-/. ]?(?:of )?(?P<n>{_NAMED})[-/.,]?[ ]?{_YEAR}",
        rf"(?P<n>{_NAMED})[-/. ](?P<d>\d\d?)(?:st|nd|rd|th)?,?[-/. ](?P<y>(?:19|20)\d\d)",
        rf"(?P<n>{_NAMED})[-/. ](?P<y>(?:19|20)\d\d)",
        r"(?P<m>\d\d?)[-/.](?P<y>(?:19|20)\d\d)",
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)",
        r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)",
        r"(?P<d>[0-3]\d)(?P<m>[01]\d)(?P<y>\d\d)",
    )
)


@dataclass(frozen=True, slots=True)
class Typed:
    """`born`: the first and the last day that were meant, or None; `words`, folded, are all the rest. `number`: the
    figures of a date typed without any sign, which may be an identifier as well."""

    born: tuple[date, date] | None
    words: tuple[str, ...]
    number: str = ""

    def readings(self) -> Iterator[tuple[str, ...]]:
        """The words as they stand, then with each two neighbours as one: "mc donald" is "mcdonald"."""
        yield self.words
        for i in range(len(self.words) - 1):
            yield (*self.words[:i], self.words[i] + self.words[i + 1], *self.words[i + 2 :])


def typed(text: str, today: date) -> Typed:
    """Reads what was typed. A number that can be no date stays a word, so that identifiers are found too."""
    for shape in _SHAPES:
        for match in shape.finditer(text):
            born = _days(match.groupdict(), today)
            if born is not None:
                rest = f"{text[: match.start()]} {text[match.end() :]}"
                number = match[0] if match[0].isdigit() else ""
                return Typed(born, tuple(w for w in folded(rest).split() if w not in ("born", "dob")), number)
    return Typed(None, tuple(folded(text).split()))


def _days(parts: dict[str, str | None], today: date) -> tuple[date, date] | None:
    """The day, or the days of the month where no day was given; not in the future by more than a pregnancy."""
    month = _MONTHS[str(parts["n"]).casefold()] if parts.get("n") else int(parts["m"] or 0)
    year = int(parts["y"] or 0)
    if year < 100:
        year += 2000 if 2000 + year <= today.year + 1 else 1900
    try:
        first = date(year, month, int(parts.get("d") or 1))
    except ValueError:
        return None
    if first > today + timedelta(days=300):
        return None
    last = first if parts.get("d") else first.replace(day=calendar.monthrange(year, month)[1])
    return first, last
