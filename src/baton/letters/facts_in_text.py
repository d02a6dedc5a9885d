"""Which words of a letter are facts: each knows its name, so that a sentence written anew keeps naming the fact.

While a letter is made a fact stands between marks that no keyboard has. What is kept of a sentence has the fact's name
in the place of its value, as in "From ⟦transfer_date⟧": if the date moves, the sentence says the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BEGIN, _MIDDLE, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_BEGIN}([^{_MIDDLE}]*){_MIDDLE}([^{_END}]*){_END}")
_TOKEN = re.compile("⟦([^⟦⟧]+)⟧")


class Fact(str):
    """A fact's value, which knows its name."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, value: str, name: str) -> Fact:
        """The value without anything that could be taken for a mark."""
        made = super().__new__(cls, re.sub("[\ue000-\ue002⟦⟧]", "", value))
        made.name = name
        return made


def written(value: object) -> object:
    """How the template's engine writes a value: a fact between its marks."""
    return f"{_BEGIN}{value.name}{_MIDDLE}{value}{_END}" if isinstance(value, Fact) else value


def bare(line: str) -> str:
    """A line as it is read."""
    return _MARKED.sub(lambda found: found[2], line)


def tokens(line: str) -> str:
    """A line with the names of its facts in their place."""
    return _MARKED.sub(lambda found: f"⟦{found[1]}⟧", line)


def named_in(wording: str) -> tuple[str, ...]:
    """The facts that a wording names, each once, in order."""
    return tuple(dict.fromkeys(_TOKEN.findall(wording)))


def filled(wording: str, facts: Mapping[str, str]) -> str:
    """A wording with what the facts are now. Raises KeyError with the name of one that is not known."""
    return _TOKEN.sub(lambda found: facts[found[1]], wording)


def readable(wording: str) -> str:
    """A wording for people who ask what was changed: "From [transfer date]"."""
    return _TOKEN.sub(lambda found: f"[{found[1].split('/')[0].replace('_', ' ')}]", wording)


def with_names(text: str, facts: Mapping[str, str], first: tuple[str, ...] = ()) -> str:
    """What somebody wrote, with the facts in it by name; of two facts of one value, one of `first` before others."""
    text = re.sub("[\ue000-\ue002⟦⟧]", "", text)
    names = sorted(facts, key=lambda name: (-len(facts[name]), name not in first, name))
    for name in names:
        if len(facts[name]) > 1:
            pieces = re.split("(⟦[^⟦⟧]+⟧)", text)
            wanted = re.compile(rf"(?<!\w){re.escape(facts[name])}(?!\w)")
            text = "".join(p if p.startswith("⟦") else wanted.sub(f"⟦{name}⟧", p) for p in pieces)
    return text


def named(value: object, name: str) -> object:
    """A fact by its name, those within it by longer ones ("what_happens_next/1/on"). A fact stays on its line: what
    somebody typed never makes a paragraph of its own."""
    if isinstance(value, Mapping):
        return {key: named(one, f"{name}/{key}") for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [named(one, f"{name}/{number}") for number, one in enumerate(value, 1)]
    return Fact("" if value is None else " ".join(str(value).split()), name)


def flat(facts: Mapping[str, object]) -> dict[str, str]:
    """Every single value among the facts that are known, by the name under which a wording has it."""
    return {fact.name: str(fact) for name, value in facts.items() if value for fact in _each(named(value, name))}


def _each(value: object) -> Iterator[Fact]:
    if isinstance(value, Fact):
        if value:
            yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _each(one)
