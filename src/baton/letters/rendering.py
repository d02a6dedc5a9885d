"""A template and facts to the parts of a page. A fact that is not known stops the whole letter and is named.

Which facts a letter can do without, its template says: what stands in an `if` that is not so is not needed. The text is
the plain part of Markdown: "# " a heading, "**…**" alone the subject, "- " a list, a backslash at the end of a line a
new line, and what comes after "---" the foot. A first line "§ BEX-2.7c" says by which clause a part must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NoReturn

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

from baton.letters.facts_in_text import bare, named, tokens, written

Kind = Literal["heading", "subject", "text", "list", "foot"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: the lines of a paragraph, or the items of a list.

    `wording` is the same with the names of the facts in the place of what they are now ("" where a part is no
    template's); `clause` by which it must be there; `was` what the template says where somebody wrote it anew.
    """

    kind: Kind
    lines: tuple[str, ...]
    wording: str = field(default="", compare=False)
    clause: tuple[str, ...] = field(default=(), compare=False)
    was: tuple[str, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter; there is no other kind."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Lacks:
    """There is no letter: these facts are not known."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """There is no letter: the template itself cannot be used."""

    says: str


class _NotKnown:
    """Stands for a fact that is not known: silent in an `if`, noted wherever it would be written."""

    def __init__(self, name: str, noted: list[str]) -> None:
        self._name, self._noted = name, noted

    def _note(self) -> str:
        if self._name not in self._noted:
            self._noted.append(self._name)
        return ""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return self._note()

    def __iter__(self) -> Iterator[NoReturn]:
        self._note()
        return iter(())


def _environment() -> SandboxedEnvironment:
    # Plain text comes out; the page that shows it escapes it.
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=written)


@lru_cache(maxsize=512)
def _template(text: str) -> Template:
    """A template ready to be filled: the same few are, for every letter of a list. Raises TemplateError."""
    return _environment().from_string(text)


@lru_cache(maxsize=512)
def names_in(text: str) -> frozenset[str]:
    """The facts that a template speaks of; none where it cannot be read."""
    environment = _environment()
    try:
        return frozenset(meta.find_undeclared_variables(environment.parse(text)))
    except TemplateError:
        return frozenset()


def render(text: str, facts: Mapping[str, object], contents: Iterable[str] = ()) -> Letter | Lacks | Mistake:
    """The letter, or why there is none. `contents`: what it must name, whatever its template says."""
    lacking = [name for name in contents if not facts.get(name)]
    known = {name: named(value, name) for name, value in facts.items() if value}
    absent = {name: _NotKnown(name, lacking) for name in names_in(text) - set(known)}
    try:
        made = _template(text).render({**known, **absent})
    except TemplateError as error:
        return Mistake(error.message or type(error).__name__)
    return Lacks(tuple(dict.fromkeys(lacking))) if lacking else Letter(tuple(_parts(made)))


def _parts(made: str) -> Iterator[Part]:
    foot = False
    for block in _blocks(made):
        if block == ["---"]:
            foot = True
            continue
        clause: tuple[str, ...] = ()
        if block[0].startswith("§ "):
            clause, block = tuple(block[0][2:].replace(",", " ").split()), block[1:]
        if block:
            kind, lines = _read(block, foot)
            yield Part(kind, tuple(bare(line) for line in lines), "\n".join(tokens(line) for line in lines), clause)


def _read(block: list[str], foot: bool) -> tuple[Kind, tuple[str, ...]]:
    if foot:
        return "foot", _lines(block)
    if block[0].startswith("# "):
        return "heading", (block[0][2:].strip(),)
    if len(block) == 1 and len(block[0]) > 4 and block[0].startswith("**") and block[0].endswith("**"):
        return "subject", (block[0][2:-2],)
    if block[0].startswith("- "):
        return "list", tuple(line.removeprefix("- ").strip() for line in block)
    return "text", _lines(block)


def _blocks(made: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*made.splitlines(), ""]:
        line = line.strip()
        if line not in ("", "---"):
            block.append(line)
            continue
        if block:
            yield block
        if line:
            yield [line]
        block = []


def _lines(block: list[str]) -> tuple[str, ...]:
    """The lines of a paragraph: a line goes on in the next one unless it ends in a backslash."""
    lines = [""]
    for line in block:
        lines[-1] = f"{lines[-1]} {line.removesuffix(chr(92))}".strip()
        if line.endswith("\\"):
            lines.append("")
    return tuple(line for line in lines if line)
