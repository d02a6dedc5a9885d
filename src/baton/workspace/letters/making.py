"""One letter made: its template with the facts as they are now, marked where it takes the place of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from baton.accounts.desk import Desk
from baton.letters import Lacks, Letter, Mistake, Part, render
from baton.letters.editing import Edit, edited, names_of
from baton.letters.facts_in_text import flat
from baton.letters.pdf import Sheet
from baton.letters.variants import LANGUAGES, USUAL, Form
from baton.packs_on_disk import LetterTemplate
from baton.workspace import words
from baton.workspace.letters.facts import NAMES_TOO, facts_of
from baton.workspace.letters.kept import edits_in
from baton.workspace.letters.owed import Owed
from baton.workspace.saying import Say


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making one: the letter or why there is none, by which template, in which language and form."""

    outcome: Letter | Lacks | Mistake | None  # None: the pack has no template
    template: LetterTemplate | None = None
    form: Form = USUAL
    language: str = "en"
    fell_back: str = ""
    usual: Letter | None = None  # as the template has it, before anybody wrote in it
    edits: tuple[Edit, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)  # what a sentence may name, each by its name
    left_out: tuple[Part, ...] = ()  # paragraphs of the template that somebody took out
    misfits: tuple[Edit, ...] = ()  # paragraphs written anew that are not in it: the template or a fact is another

    @property
    def changes(self) -> tuple[Edit, ...]:
        """What somebody wrote anew and stands in it."""
        return tuple(e for e in self.edits if e not in self.misfits)

    @property
    def letter(self) -> Letter | None:
        return self.outcome if isinstance(self.outcome, Letter) else None

    @property
    def lacks(self) -> Lacks | None:
        return self.outcome if isinstance(self.outcome, Lacks) else None


def form_of(owed: Owed, typed: Mapping[str, str]) -> Form:
    """As its writer chose it, else as its recipient wants to be written to."""
    usual = owed.contact().form
    language = typed.get("language") or usual.language
    return Form(
        typed["plain"] == "yes" if "plain" in typed else usual.plain,
        language if language in LANGUAGES else "en",
        typed["large_print"] == "yes" if "large_print" in typed else usual.large,
    )


def made(desk: Desk, say: Say, owed: Owed, typed: Mapping[str, str]) -> Made:
    """The letter, what it lacks, or what is wrong with its template."""
    form = form_of(owed, typed)
    found = owed.forms(form)
    if found is None:
        return Made(None, form=form)
    facts = facts_of(desk, say, owed, typed, found.language)
    facts |= {"template_name": found.template.name, "template_version": found.template.version}
    outcome = render(found.template.text, facts, owed.word.contents)
    one = Made(outcome, found.template, form, found.language, found.fell_back)
    return _written_in(owed, one, typed, facts) if isinstance(outcome, Letter) else one


def _written_in(owed: Owed, one: Made, typed: Mapping[str, str], facts: Mapping[str, Any]) -> Made:
    """The letter with what people wrote into it, marked where it takes the place of another."""
    assert one.letter is not None and one.template is not None
    known, edits = flat(facts), tuple(edits_in(typed))
    after = edited(one.letter, one.template.name, edits, known)
    letter = corrected(owed, with_own_words(after.letter, typed.get("own_words", "")))
    return replace(
        one, outcome=letter, usual=one.letter, facts=known, edits=edits, left_out=after.left_out, misfits=after.misfits
    )


def no_longer_named(owed: Owed, one: Made) -> tuple[str, ...]:
    """What the procedure wants the letter to name, its template names, and nobody reads in it any more."""
    if one.usual is None or one.letter is None:
        return ()
    was, now = named(one.usual), named(one.letter)
    return tuple(name for name in owed.word.contents if name in was and name not in now)


def named(letter: Letter) -> frozenset[str]:
    """The facts that a letter names; a first name or a weekday names the worker or the day too."""
    found = names_of(letter)
    return found | {NAMES_TOO[name] for name in found if name in NAMES_TOO}


def with_own_words(letter: Letter, text: str) -> Letter:
    """What its writer adds stands before the last part of the text: the greeting. Facts are not changed by it."""
    added = tuple(Part("text", (line,)) for line in (" ".join(one.split()) for one in text.split("\n")) if line)
    if not added:
        return letter
    places = [n for n, part in enumerate(letter.parts) if part.kind == "text"]
    at = places[-1] if len(places) > 1 else len(letter.parts)
    return replace(letter, parts=(*letter.parts[:at], *added, *letter.parts[at:]))


def corrected(owed: Owed, letter: Letter) -> Letter:
    """A letter that takes the place of one sent before says so, below its first line; the sent text never changes."""
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    if last is None or owed.is_done:
        return letter
    said = f"This takes the place of our letter of {words.day_in_full(last.happened.lo)}: something in it has changed."
    return replace(letter, parts=(*letter.parts[:1], Part("text", (said,)), *letter.parts[1:]))


def sheet_of(owed: Owed, one: Made) -> Sheet:
    """A letter as it is printed."""
    assert one.letter is not None
    is_large = one.form.large or owed.for_reading_aloud
    return Sheet(one.letter, owed.contact().address, is_large, one.language)
