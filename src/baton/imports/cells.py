"""One cell of an extract, cleaned: text, identifiers, dates, numbers. Knows no list and no code set."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

_SPACES: Final = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_QUOTES: Final = str.maketrans(
    {"‘": "'", "’": "'", "´": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)
# A curly apostrophe read once or twice with the wrong encoding.
_MANGLED: Final = re.compile("Ã¢â‚¬â„¢|â€™|â€˜")
_EXCEL_ERRORS: Final = frozenset({"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#getting_data"})
_BLANKS: Final = frozenset({"", "null", "none", "nan", "nat", "n/a", "-", "--"})
_EXCEL_BEGINS: Final = date(1899, 12, 30)
_EXCEL_DAYS: Final = range(7_306, 73_051)  # 1 January 1920 to 1 January 2100
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_WRITTEN: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})[ \-,]+(\d{4})")
_TIME_AFTER: Final = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?(z|[+-]\d{2}:?\d{2})?$")
LONGEST_ID: Final = 20


def clean(value: object) -> str:
    """The cell as text: non-breaking and doubled spaces made single, whole numbers without their ".0"."""
    if isinstance(value, str):
        return _SPACES.sub(" ", value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_blank(text: str) -> bool:
    """Whether a cleaned cell says nothing: empty, a dash, NULL, or an error of the spreadsheet such as #N/A."""
    folded = text.casefold()
    return folded in _BLANKS or folded in _EXCEL_ERRORS


def is_excel_error(text: str) -> bool:
    """Whether a cleaned cell is an error of the spreadsheet, such as #N/A."""
    return text.casefold() in _EXCEL_ERRORS


@lru_cache(maxsize=2**15)
def folded(text: str) -> str:
    """The text for comparing: case, accents, quotes, punctuation and doubled spaces made one."""
    text = _MANGLED.sub("'", text).translate(_QUOTES)
    text = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("&", " and ")
    return " ".join(re.sub(r"[^0-9a-z]+", " ", text).split())


def names_a_child(text: str) -> bool:
    """Whether this can be a child's identifier at all: one letter or figure is in it."""
    return any(letter.isalnum() for letter in text)


def day_of(value: object) -> date | None:
    """The day a cell says, or None where it is not a date. A blank cell must be asked about first."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _EXCEL_BEGINS + timedelta(days=int(value)) if int(value) in _EXCEL_DAYS else None
    return _day_of_text(clean(value))


@lru_cache(maxsize=2**16)
def _day_of_text(text: str) -> date | None:
    text = _TIME_AFTER.sub("", text.casefold())
    try:
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _WRITTEN.fullmatch(text)) and found[2][:3] in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2][:3]) + 1, int(found[1]))
    except ValueError:
        return None
    return None


_IN_NAME: Final = (
    (re.compile(r"(?<!\d)(20\d{2})[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-_. ](0?[1-9]|1[0-2])[-_. ](20\d{2})(?!\d)"), (3, 2, 1)),
    (re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(20\d{2})(?!\d)"), (3, 2, 1)),
)
_WRITTEN_IN_NAME: Final = re.compile(r"(?<!\d)(\d{1,2})[-_. ]?([a-z]{3,9})[-_. ]?(20\d{2})(?!\d)")


def day_in_name(name: str) -> date | None:
    """The whole date that a file's name gives ("lists 2026-07-31.xlsx"); a month alone is not a date."""
    for pattern, (year, month, day) in _IN_NAME:
        if found := pattern.search(name):
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                continue
    found = _WRITTEN_IN_NAME.search(name.casefold())
    return _day_of_text(f"{found[1]} {found[2]} {found[3]}") if found else None


# UPN: check letter over characters 2 to 13 (DfE guide to unique pupil numbers). The authority part is not checked.
_UPN: Final = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
_UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn_is_valid(text: str) -> bool:
    """Whether this is a unique pupil number with the right check letter (temporary ones end in a letter)."""
    if not _UPN.fullmatch(text):
        return False
    figures = [_UPN_LETTERS.index(c) if c.isalpha() else int(c) for c in text[1:]]
    return _UPN_LETTERS[sum(weight * figure for weight, figure in enumerate(figures, 2)) % 23] == text[0]
