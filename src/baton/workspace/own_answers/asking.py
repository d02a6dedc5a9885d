"""Which answers of their own a procedure wants of each person in a matter: consent, whether telling them would harm.

Only the pack is looked at; nothing here knows what the answers are about.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from baton.policy.joining import leaves, walk
from baton.policy.model import Must, Pack, Stop, WordIs
from baton.policy.model.moments import EventRef


class OwnWord(NamedTuple):
    """One such question: its word, the duties whose recipients are asked it, and what has to happen first."""

    word: str
    rules: tuple[str, ...]
    sends: tuple[str, ...] = ()  # for an answer that no duty asks for: the documents that it holds back
    first: tuple[str, ...] = ()  # events that the answer must not come before


def own_words(pack: Pack, kind: str) -> tuple[OwnWord, ...]:
    """The questions that each person answers for themselves in matters of this kind, in the order of the pack."""
    if not any(word.each_person for word in pack.words.values()):
        return ()
    kinds: list[str] = []
    while kind and kind in pack.matters and kind not in kinds:
        kinds.append(kind)
        kind = pack.matters[kind].is_
    return (*_of_duties(pack, tuple(kinds)), *_of_stops(pack, tuple(kinds)))


def _of_duties(pack: Pack, kinds: tuple[str, ...]) -> Iterator[OwnWord]:
    found: dict[str, list[Must]] = {}
    for rule in pack.rules:
        if isinstance(rule, Must) and rule.head.for_ in kinds and rule.verb == "answer" and rule.to:
            for word in rule.words:
                if pack.words[word].each_person:
                    found.setdefault(word, []).append(rule)
    for word, rules in found.items():
        first = [one.word for r in rules for one in walk(r.counts_if) if isinstance(one, EventRef)]
        yield OwnWord(word, tuple(dict.fromkeys(r.head.key for r in rules)), (), tuple(dict.fromkeys(first)))


def _of_stops(pack: Pack, kinds: tuple[str, ...]) -> Iterator[OwnWord]:
    """Answers that hold a letter back from whoever it would harm, and that are no duty of anybody."""
    for rule in pack.rules:
        if not isinstance(rule, Stop) or rule.head.for_ not in kinds or rule.each is None:
            continue
        sends = tuple(act.partition(" ")[2] for act in rule.acts if act.startswith("send "))
        looked = [one.word for c in (rule.while_, rule.until) if c for one in leaves(c) if isinstance(one, WordIs)]
        for word in dict.fromkeys(looked):
            if sends and pack.words[word].each_person:
                yield OwnWord(word, (rule.head.key,), sends)
