"""Plain words: a measure of reading age, and the letters of the packs held to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baton.letters.plain import plainness

PACKS = Path(__file__).parents[2] / "packs"
LETTERS = sorted(PACKS.glob("*/letters/*.md"))
OLDEST = {"child.md": 8, "young_person.md": 9, "family.plain.md": 7}  # years of age; other letters 10
LONGEST = 32  # words in a sentence


def test_short_words_in_short_sentences_are_read_young() -> None:
    easy = plainness("The cat sat on the mat. The dog ran to the door.")
    hard = plainness("Notwithstanding administrative considerations, responsibility transfers automatically.")
    assert easy is not None and hard is not None and easy.age == 5 and hard.age > 20
    assert plainness("# Only a heading") is None


def test_the_longest_sentence_is_named_with_its_words() -> None:
    found = plainness("Short one. This sentence is the longer one of the two here. End.")
    assert found is not None and (found.words, found.longest[:4]) == (10, "This")


@pytest.mark.parametrize("path", LETTERS, ids=lambda p: f"{p.parts[-3]}-{p.name}")
def test_a_letter_is_read_with_ease_by_whom_it_is_for(path: Path) -> None:
    text = re.sub(r"{%.*?%}", "", re.sub(r"{{.*?}}", "Sam", path.read_text(encoding="utf-8")))
    found = plainness(text)
    assert found is not None
    assert found.age <= OLDEST.get(path.name, 10), f"read with ease from {found.age}"
    assert found.words <= LONGEST, found.longest
