"""A template and facts to the parts of a page. A fact that is not known stops the whole letter and is named.

Which facts a letter can do without, its template says: what stands in an `if` that is not so is not needed. The text is
the plain part of Markdown: "# " a heading, "**…**" alone the subject, "- " a list, a backslash at the end of a line a
new line, and what comes after "---" the foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from jinja2 import StrictUndefined, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

Kind = Literal["heading", "subject", "text", "list", "foot"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: the lines of a paragraph, or the items of a list."""

    kind: Kind
    lines: tuple[str, ...]


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
    return SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


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
    known = {name: _clean(value) for name, value in facts.items() if value}
    absent = {name: _NotKnown(name, lacking) for name in names_in(text) - set(known)}
    try:
        written = _environment().from_string(text).render({**known, **absent})
    except TemplateError as error:
        return Mistake(error.message or type(error).__name__)
    return Lacks(tuple(dict.fromkeys(lacking))) if lacking else Letter(tuple(_parts(written)))


def _clean(value: object) -> object:
    """A fact stays on its line: what somebody typed never makes a paragraph of its own."""
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return " ".join(str(value).split())


def _parts(written: str) -> Iterator[Part]:
    foot = False
    for block in _blocks(written):
        if block == ["---"]:
            foot = True
        elif foot:
            yield Part("foot", _lines(block))
        elif block[0].startswith("# "):
            yield Part("heading", (block[0][2:].strip(),))
        elif len(block) == 1 and len(block[0]) > 4 and block[0].startswith("**") and block[0].endswith("**"):
            yield Part("subject", (block[0][2:-2],))
        elif block[0].startswith("- "):
            yield Part("list", tuple(line.removeprefix("- ").strip() for line in block))
        else:
            yield Part("text", _lines(block))


def _blocks(written: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*written.splitlines(), ""]:
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
