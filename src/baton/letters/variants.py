"""The forms in which one letter can be had: in plain words, in another language, in large print.

A form has a template of its own beside the standard one: `family.plain.md`, `family.pl.md`, `family.plain.pl.md`. Where
there is none the nearest one is taken, and `fell_back` says so: nobody posts English believing it to be Polish.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

Template = TypeVar("Template")

# By their codes (ISO 639-1). The order is that of the list on the page.
LANGUAGES = {
    "en": "English", "ar": "Arabic", "bn": "Bengali", "zh": "Chinese", "cs": "Czech", "fa": "Farsi or Dari",
    "fr": "French", "gu": "Gujarati", "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ku": "Kurdish",
    "lv": "Latvian", "lt": "Lithuanian", "ps": "Pashto", "pl": "Polish", "pt": "Portuguese", "pa": "Punjabi",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "so": "Somali", "es": "Spanish", "ta": "Tamil",
    "ti": "Tigrinya", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "cy": "Welsh",
}  # fmt: skip
# Written in letters for which the PDF has no font: these are printed from Word, or from the page.
NOT_IN_PDF = frozenset(("zh", "gu", "pa", "ti"))
RIGHT_TO_LEFT = frozenset(("ar", "fa", "ps", "ur"))


@dataclass(frozen=True, slots=True)
class Form:
    """How a letter is wanted."""

    plain: bool = False
    language: str = "en"
    large: bool = False


USUAL = Form()
_TO_BE_CHECKED = re.compile(r"\{#\s*(needs checking.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found(Generic[Template]):
    """The template that is there, the language it is in, and what was wanted and is not there."""

    template: Template
    language: str = "en"
    fell_back: str = ""


def paths(standard: str, form: Form) -> Iterator[tuple[str, bool, str]]:
    """Where to look for the template of a form, the nearest first, each with whether it is plain and its language."""
    path = PurePosixPath(standard)
    tried = [(form.plain, form.language), (False, form.language), (form.plain, "en"), (False, "en")]
    for plain, language in dict.fromkeys(tried):
        ends = [end for end, wanted in (("plain", plain), (language, language != "en")) if wanted]
        yield str(path.with_name(".".join((path.stem, *ends)) + path.suffix)), plain, language


def find(standard: str, form: Form, read: Callable[[str], Template | None]) -> Found[Template] | None:
    """The nearest template that is there. None where not even the standard one is."""
    for path, plain, language in paths(standard, form):
        template = read(path)
        if template is not None:
            return Found(template, language, _said(form, plain, language))
    return None


def _said(form: Form, plain: bool, language: str) -> str:
    lacking = []
    if language != form.language:
        lacking.append(f"in {LANGUAGES.get(form.language, form.language)}")
    if plain != form.plain:
        lacking.append("in plain words")
    if not lacking:
        return ""
    here = "the English one" if language != form.language else "the usual one"
    return f"The procedure has no template of this letter {' or '.join(lacking)}: this is {here}."


def needs_checking(text: str) -> str:
    """What a template says of itself in a comment that begins "needs checking": nobody has checked it yet. "" else."""
    found = _TO_BE_CHECKED.search(text)
    return " ".join(found[1].split()) if found is not None else ""
