"""What happens at an occasion, answered in the procedure's own words by whoever is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from baton.demo.play import Play
from baton.engine import who_may
from baton.engine.assess import context_for
from baton.engine.who import resolve


def occasion(play: Play, name: str, *, by: str = "", children: Iterable[str] | None = None, **fill: str) -> None:
    """Answers everything that the world says is answered then: one act for each person asked."""
    chosen = tuple(children) if children is not None else play.children
    answers = {
        word: value.format(**fill) if fill else value for word, value in play.setting.world.occasions[name].items()
    }
    groups: dict[str, dict[str, str]] = {}
    for word, value in answers.items():
        person = by or asked(play, chosen[0], word) or play.holder(chosen[0])
        groups.setdefault(person, {})[word] = value
    for person, values in groups.items():
        play.act("answer", next(iter(values)), by=person, children=chosen, values=dict(values))


def asked(play: Play, child: str, word: str) -> str:
    """The person who is asked for this word about the child now, or "": who may answer it, else whom the word names."""
    pack = play.setting.packs.on(play.day)
    question = next((q for q in play.see(child).questions if q.word == word and q.of), None)
    if question is not None:
        return question.of[0]
    may = who_may(play.setting.packs, play.file(child), play.now, "answer", word)
    for one in may:
        if one.person:
            return one.person
    definition = pack.words.get(word)
    if definition is None or definition.asked_of is None:
        return ""
    found = resolve(context_for(play.setting.packs, play.file(child), play.now), definition.asked_of)
    return found.persons[0] if found.persons else ""


def knows(play: Play, words: Mapping[str, str] | str) -> bool:
    """Whether the procedure has this word (or all of these)."""
    pack = play.setting.packs.on(play.day)
    wanted = (words,) if isinstance(words, str) else tuple(words)
    return all(word in pack.words for word in wanted)
