"""A letter's sentences in its writer's own words: what may be written anew, and what came of it. Opens nothing.

An edit belongs to one paragraph of one template, known by its wording. Where the template or the facts make another
paragraph of it, the edit does not fit any more, and nobody may believe that it is in the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from baton.letters.facts_in_text import filled, named_in, with_names
from baton.letters.rendering import Letter, Part

MAY_BE_EDITED = ("subject", "text", "list")


@dataclass(frozen=True, slots=True)
class Edit:
    """One paragraph written anew: of which template, in the place of which wording, what stands there ("" nothing), and
    by whom and when. `why` is needed where the procedure wants the paragraph by `clause`."""

    template: str
    instead_of: str
    says: str
    why: str = ""
    clause: tuple[str, ...] = ()
    by: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Edited:
    """The letter with the edits that fit, what was taken out of it, and the edits that do not fit."""

    letter: Letter
    left_out: tuple[Part, ...] = ()
    misfits: tuple[Edit, ...] = ()


def edited(letter: Letter, template: str, edits: Iterable[Edit], facts: Mapping[str, str]) -> Edited:
    """Puts each edit in its place. One of another template, or of a paragraph that is no more, is a misfit."""
    waiting = list(edits)
    parts, left_out = [], []
    for part in letter.parts:
        edit = next((e for e in waiting if e.template == template and e.instead_of == part.wording), None)
        if edit is None or part.kind not in MAY_BE_EDITED:
            parts.append(part)
            continue
        try:
            lines = tuple(line for line in filled(edit.says, facts).split("\n") if line)
        except KeyError:
            parts.append(part)
            continue
        waiting.remove(edit)
        if lines:
            parts.append(replace(part, lines=lines, wording=edit.says, was=part.lines))
        else:
            left_out.append(part)
    return Edited(replace(letter, parts=tuple(parts)), tuple(left_out), tuple(waiting))


def wording_of(typed: str, part: Part, facts: Mapping[str, str]) -> str:
    """What somebody wrote for a paragraph, as it is kept: a line each, spaces put right, facts by name."""
    lines = (" ".join(line.split()).removeprefix("- ") for line in typed.split("\n"))
    return with_names("\n".join(line for line in lines if line), facts, named_in(part.wording))


def names_of(letter: Letter) -> frozenset[str]:
    """The facts that the letter names in the end."""
    return frozenset(name for part in letter.parts for name in named_in(part.wording))


def lost(part: Part, says: str, wanted: Iterable[str], elsewhere: frozenset[str]) -> tuple[str, ...]:
    """The facts the procedure wants in the letter that would no longer be in it, were the part to say this."""
    gone = set(named_in(part.wording)) - set(named_in(says)) - elsewhere
    return tuple(name for name in wanted if name in gone)


def wants_reason(part: Part, says: str, lost_names: tuple[str, ...]) -> bool:
    """Whether such a change needs its reason: a paragraph that a clause wants, or a fact that the letter must name."""
    return says != part.wording and bool(part.clause or lost_names)
