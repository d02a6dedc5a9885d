"""The field's code sets and the spellings met for them, read from the tables beside this file.

A table is data: a code, what it says, what it means in the vocabulary, and (for Annex A) its canonical form. A new
code or spelling is a new line in `codes/`, never a change here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from baton.imports.cells import folded

_FOLDER: Final = Path(__file__).parent / "codes"
_LETTER_BEFORE: Final = re.compile(r"^\s*[a-z]{1,2}\d?(?:\)\s*|\.\s+)", re.IGNORECASE)
_SOURCE_BEFORE: Final = re.compile(r"^\s*\([A-Z]{2}\)\s*")


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code set."""

    code: str
    says: str
    annex_a: str
    means: Mapping[str, str]
    withdrawn: int | None


class Match(NamedTuple):
    """What a spelling was taken for, and how sure that is: its code or name, or words found in it."""

    code: Code
    how: Literal["code", "name", "words"]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def code_set(name: str) -> Mapping[str, Code]:
    """All codes of one set, by code."""
    return {
        row["code"]: Code(
            row["code"],
            row["says"],
            row["annex_a"],
            dict(pair.split("=", 1) for pair in row["means"].split(";") if pair),
            int(row["withdrawn"]) if row["withdrawn"] else None,
        )
        for row in _rows(name)
    }


class _Spelling(NamedTuple):
    how: str
    text: str
    code: str


@cache
def _spellings(name: str) -> tuple[_Spelling, ...]:
    return tuple(_Spelling(row["how"], row["text"], row["code"]) for row in _rows("spellings") if row["set"] == name)


@cache
def _names(name: str) -> Mapping[str, Code]:
    """Folded texts that mean exactly one code: what the code says and its canonical form in Annex A."""
    known: dict[str, Code | None] = {}
    for code in code_set(name).values():
        for text in {folded(code.says), folded(_LETTER_BEFORE.sub("", code.annex_a))}:
            known[text] = None if text in known else code
    return {text: code for text, code in known.items() if code and text}


@cache
def _code_pattern(name: str) -> re.Pattern[str]:
    codes = sorted((c.casefold() for c in code_set(name)), key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, codes)) + r")[a-z]?\b")


@lru_cache(maxsize=2**14)
def match(name: str, text: str, also: str = "") -> Match | None:
    """What a spelling says in one code set; `also` names a further set of spellings. None where nothing fits."""
    bare = folded(_SOURCE_BEFORE.sub("", _LETTER_BEFORE.sub("", text)))
    codes = code_set(name)
    spelled = _spellings(also) + _spellings(name) if also else _spellings(name)
    for spelling in spelled:
        if spelling.how == "is" and bare == spelling.text:
            return Match(codes[spelling.code], "name")
    if found := _by_code(name, bare):
        return Match(found, "code")
    if bare in _names(name):
        return Match(_names(name)[bare], "name")
    return _by_words(name, bare, spelled)


def _by_code(name: str, bare: str) -> Code | None:
    """The code that stands in the text; codes of figures alone count only at its beginning."""
    codes = code_set(name)
    if bare.upper() in codes:
        return codes[bare.upper()]
    for found in _code_pattern(name).finditer(bare):
        code = found[1].upper()
        at_beginning = found.start() == 0
        if code not in codes or (len(code) == 1 and not at_beginning):
            continue
        if code.isdecimal() and (not at_beginning or found[0] != found[1]):
            continue
        if code.isalpha() and not (at_beginning or bare.endswith(found[0])):
            continue
        return codes[code]
    return None


def _by_words(name: str, bare: str, spelled: tuple[_Spelling, ...]) -> Match | None:
    words = bare.split()
    many = {s.code for s in spelled if s.how == "many" and set(s.text.split("|")) & set(words)}
    codes = code_set(name)
    if many:
        return Match(codes[many.pop() if len(many) == 1 else "MUL"], "words")
    for spelling in spelled:
        if spelling.how == "has" and _all_in_order(spelling.text, words):
            return Match(codes[spelling.code], "words") if spelling.code else None
    return None


def _all_in_order(wanted: str, words: list[str]) -> bool:
    """Whether all wanted words come in this order; a star at the end of a word stands for any ending."""
    left = iter(words)
    return all(any(_fits(want, word) for word in left) for want in wanted.split())


def _fits(want: str, word: str) -> bool:
    return word.startswith(want[:-1]) if want.endswith("*") else word == want


@cache
def _nobody() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["how"], row["text"], row["because"]) for row in _rows("nobody"))


@lru_cache(maxsize=2**14)
def why_nobody(worker: str, teams: frozenset[str] = frozenset()) -> str | None:
    """Why this text in a worker's place names nobody (a team, a tray, a vacancy), or None where it names a person."""
    bare = folded(worker)
    if not bare:
        return "the cell is blank"
    if bare in teams:
        return "it is the name of a team"
    words = set(bare.split())
    for how, text, because in _nobody():
        if bare == text if how == "is" else text in words:
            return because
    return None
