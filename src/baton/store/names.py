"""How a name is written, how it sounds, what it is called for short: the keys by which people are found.

Keys are plain text, worked out when a name is written and compared byte by byte: the operators of pg_trgm and
fuzzystrmatch may not look at rows before a row policy has (they are not leakproof), so under row policies their indexes
are never used. See docs/decisions/0042-finding.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii
from jellyfish import damerau_levenshtein_distance, metaphone, nysiis
from nicknames import NickNamer

SOUND, PLACE = "~", "@"  # begin the keys of a sound and of a word of an address; no folded word begins so
_LEAST = 3  # letters: shorter words sound like everything


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Small Latin letters and figures without accents and signs, words apart: what a search compares."""
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(text).casefold().replace("'", "")))


@lru_cache(maxsize=65536)
def words_of(name: str) -> frozenset[str]:
    """The words under which a name is looked up: each part, parts joined by a hyphen as one, O'Brien as Brien too."""
    found: set[str] = set()
    for one in name.split():
        parts = folded(one).split()
        found.update(parts)
        if len(parts) > 1:
            found.add("".join(parts))
        found.update(tail for tail in folded(anyascii(one).replace("'", " ")).split()[1:] if len(tail) >= _LEAST)
    return frozenset(found)


def joined(name: str) -> str:
    """A name of several words as one: "van der Berg" as "vanderberg"; "" where it has one word."""
    parts = folded(name).split()
    return "".join(parts) if len(parts) > 1 else ""


@lru_cache(maxsize=65536)
def sounds_of(word: str) -> frozenset[str]:
    """The keys of how a folded word sounds: by Metaphone and by NYSIIS, which err on different names. None for words
    with figures and for very short ones."""
    if len(word) < _LEAST or not word.isalpha():
        return frozenset()
    return frozenset(f"{SOUND}{made}" for made in (f"m{metaphone(word)}", f"n{nysiis(word)}") if len(made) > 2)


@lru_cache(maxsize=4096)
def called(word: str) -> frozenset[str]:
    """Keys of other given names that the same person may go by: for "kate" the word "katherine" and how it sounds."""
    namer = _namer()
    whole = {folded(one) for one in namer.canonicals_of(word)}
    short = {folded(one) for one in namer.nicknames_of(word)}
    return frozenset((whole | short | {sound for one in whole for sound in sounds_of(one)}) - {word})


@lru_cache(maxsize=1)
def _namer() -> NickNamer:
    return NickNamer()


def spelt_alike(word: str, others: Iterable[str]) -> list[str]:
    """Those of the others that differ by one letter more, less, other or changed about; by two in long words."""
    allowed = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    return [
        one
        for one in others
        if one != word and abs(len(one) - len(word)) <= allowed and damerau_levenshtein_distance(word, one) <= allowed
    ]
