"""How plain a text is: the age at which it is read with ease, and its longest sentence.

The Flesch–Kincaid grade (J. P. Kincaid and others, 1975) with syllables as a word is hyphenated; a grade and five years
is an age. A measure, no judge: short words can be hard and a name can be long.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pyphen

_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)|\n{2,}|\n[-*] ")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_MARKS = re.compile(r"^#+.*$|[*_>`]|\[|\]\([^)]*\)", re.MULTILINE)


class Plainness(NamedTuple):
    """The reading age in years, and the longest sentence with its number of words."""

    age: float
    longest: str
    words: int


def plainness(text: str) -> Plainness | None:
    """How plain a letter is; headings are left out. None where there is no sentence."""
    sentences = [s.strip() for s in _SENTENCE.split(_MARKS.sub("", text)) if len(_WORD.findall(s)) > 1]
    words = [w for s in sentences for w in _WORD.findall(s)]
    if not words:
        return None
    syllables = sum(_syllables(w) for w in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    longest = max(sentences, key=lambda s: len(_WORD.findall(s)))
    return Plainness(round(max(grade, 0) + 5, 1), " ".join(longest.split()), len(_WORD.findall(longest)))


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


@cache
def _syllables(word: str) -> int:
    return len(_hyphens().inserted(word.lower()).split("-"))
