"""A child whom the solver found, as a story: its cast, what was recorded when, what the procedure should have said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from baton.engine import assess
from baton.engine.situation import Situation
from baton.policy import model as m
from baton.proving.encoding import HOLDER, Encoding
from baton.proving.offices import services_of
from baton.stories.on_disk import england
from baton.stories.reader import read_story
from baton.stories.runner import Run, after_all, begin

NOW: Final = datetime(2026, 9, 2, 12, 0)  # a Wednesday in working hours
_CHILD: Final = "kim"
_UNSAID: Final = 20  # days before NOW at which something happened of which the solver says no date
LIVE: Final = ("due", "late")


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of the story: its verb and word, when it happened, and its parts."""

    when: datetime
    what: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Witness:
    """A child held by a service (or a team of it), with everything recorded by NOW."""

    pack: m.Pack
    service: str
    since: datetime
    born: datetime
    facts: tuple[Fact, ...]
    team: str = ""

    def held_by(self, service: str, since: datetime) -> Witness:
        """The same child, moved to another service."""
        return replace(self, service=service, since=since, team="")

    def story(self, routes: tuple[m.Goes, ...] = (), says: str = "One child, two routes at once") -> str:
        """The story's text. With routes, it expects the first alone to be due, and so fails when both are."""
        team = self.team or next(iter(self.pack.places[self.service].members), self.service)
        lines = [
            f"story: {says}, as the proof found it (made up)", f"pack: {self.pack.authority}",
            f"cites: [{', '.join(dict.fromkeys(f'{chr(34)}{c}{chr(34)}' for r in routes for c in r.head.clause))}]",
            "cast:", "  children:",
            f"    {_CHILD}: {{born: {self.born:%a} {self.born.day} {self.born:%b %Y}, "
            f"holder: social_worker_of_{team}, since: {_said(self.since)}}}",
            "lines:",
        ]  # fmt: skip
        for fact in sorted(self.facts, key=lambda one: one.when):
            parts = f", with: {{{', '.join(f'{k}: {_value(v)}' for k, v in fact.parts)}}}" if fact.parts else ""
            lines.append(
                f"  - {{at: {_said(fact.when)}, by: social_worker_of_{team}, record: {fact.what}, "
                f"for: {_CHILD}{parts}}}"
            )
        lines.append(f"  - look: {_said(NOW + timedelta(minutes=1))}")
        if not routes:
            lines.append(f"    expect: {{holds: [{{child: {_CHILD}}}]}}")
        else:
            wanted = f"due: [{{child: {_CHILD}, route: {routes[0].head.key}}}]"
            others = ", ".join(f"{{child: {_CHILD}, route: {route.head.key}}}" for route in routes[1:])
            lines.append(f"    expect: {{{wanted}, not_due: [{others}]}}")
        return "\n".join(lines) + "\n"

    def followed(self, route: m.Goes) -> bool:
        """Whether the engine says that the route is due, or has already moved the child along it."""
        found = self.situation()
        if found is None:
            return False
        if any(answer.route == route.head.key and answer.state in LIVE for answer in found.routes):
            return True
        return found.holder is not None and found.holder.service in services_of(route.to.place, self.pack)

    def routes(self) -> dict[str, str]:
        """The state of each route by the real engine at NOW; empty if the story cannot be told."""
        found = self.situation()
        return {answer.route: answer.state for answer in found.routes} if found is not None else {}

    def situation(self) -> Situation | None:
        """What follows for the child by the real engine at NOW; None if the story cannot be told."""
        result = read_story("witness.yaml", self.story())
        if result.story is None:
            return None
        run = Run(result.story)
        state = begin(result.story, m.Packs((self.pack,)), england(), lambda settings: self.pack, run)
        state = after_all(result.story, state, run)
        file = state.journals.files().get(_CHILD)
        return assess(state.packs, file, result.story.lines[-1].at) if file is not None else None


def try_two_routes(witness: Witness, routes: tuple[m.Goes, ...]) -> bool:
    """Whether the real engine says of all these routes that they are due for this child."""
    found = witness.routes()
    return all(found.get(route.head.key) in LIVE for route in routes)


def witness_of(encoding: Encoding, model: Any, service: str) -> Witness:
    """The child in a solver's answer."""
    times = {name: _when(encoding, model, name) for name in encoding.moments}
    pack = encoding.pack
    born = next((at for name, at in times.items() if name == "birth"), datetime(2015, 5, 5))
    facts = [*_spells(encoding, model, times), *_answers(encoding, model, times), *_events(encoding, model, times)]
    facts += _papers(encoding, model, times)
    seen = dict.fromkeys(facts)
    since = min((fact.when for fact in seen), default=NOW) - timedelta(days=5)
    starts = [at for name, at in times.items() if _is_of_baton(encoding.moments[name], pack)]
    return Witness(
        pack, service, max([since, *starts]) if starts else since, born, tuple(seen), _chosen(encoding, model, HOLDER)
    )


def _is_of_baton(moment: m.MomentOf, pack: m.Pack) -> bool:
    """Whether a moment is the start of being held, which nobody records."""
    if not isinstance(moment, m.SpellEdge) or moment.edge != "start":
        return False
    word = pack.words.get(moment.word)
    return moment.word == "service_involvement" or (word is not None and word.kind == "slot")


def _when(encoding: Encoding, model: Any, name: str) -> datetime:
    """A time of the model as a moment before or after NOW, to the minute; never nearer than the model has it."""
    ago = model.eval(encoding.now - encoding.vars[name], model_completion=True)
    days = float(ago.numerator_as_long()) / float(ago.denominator_as_long())
    return NOW - timedelta(minutes=round(max(min(days, 36000), -3600) * 1440))


def _true(encoding: Encoding, model: Any, name: str) -> bool:
    return (
        name in encoding.vars
        and bool(model.eval(encoding.vars[name], model_completion=False) is not None)
        and str(model.eval(encoding.vars[name], model_completion=True)) == "True"
    )


def _chosen(encoding: Encoding, model: Any, name: str) -> str:
    """The named value of a choice; "" if it is not known or none of the names."""
    if name not in encoding.vars:
        return ""
    index = model.eval(encoding.vars[name], model_completion=True).as_long()
    known = encoding.values[name]
    return known[index] if 1 < index < len(known) else ""


def _spells(encoding: Encoding, model: Any, times: dict[str, datetime]) -> Iterator[Fact]:
    for word in encoding.pack.words.values():
        if word.kind != "spell" or not _true(encoding, model, f"{word.key} ever"):
            continue
        now = _true(encoding, model, f"{word.key} now")
        starts = {moment.parts: times[name] for name, moment in encoding.moments.items()
                  if isinstance(moment, m.SpellEdge) and (moment.edge, moment.word) == ("start", word.key)
                  and _true(encoding, model, f"start of {word.key} {moment.parts!r}")}  # fmt: skip
        ends = {moment.parts: times[name] for name, moment in encoding.moments.items()
                if isinstance(moment, m.SpellEdge) and (moment.edge, moment.word) == ("end", word.key)
                and _true(encoding, model, f"end of {word.key} {moment.parts!r}")}  # fmt: skip
        for parts, at in ends.items():
            if parts or len(ends) == 1:
                yield Fact(at - timedelta(days=10), f"{word.key} started")
                yield Fact(at, f"{word.key} ended", _first(parts))
        if now:
            with_parts = _parts_now(encoding, model, word)
            for one in with_parts or [()]:
                mine = (at for parts, at in starts.items() if set(_first(parts)) <= set(one))
                at = next(mine, NOW - timedelta(days=_UNSAID))
                yield Fact(at, f"{word.key} started", one)


def _first(parts: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((name, values[0]) for name, values in parts)


def _parts_now(encoding: Encoding, model: Any, word: m.Word) -> list[tuple[tuple[str, str], ...]]:
    found: list[tuple[tuple[str, str], ...]] = []
    for name in encoding.vars:
        match = re.fullmatch(rf"{word.key} (?:now|ever) with (\w+)=(.+)", name)
        if match and " now " in name and _true(encoding, model, name):
            found.append(((match[1], match[2]),))
    return found


def _answers(encoding: Encoding, model: Any, times: dict[str, datetime]) -> Iterator[Fact]:
    at_of = {moment.word: times[name] for name, moment in encoding.moments.items() if isinstance(moment, m.AnswerAt)}
    for word in encoding.pack.words.values():
        value = _chosen(encoding, model, word.key) if word.kind == "answer" else ""
        if value:
            at = at_of.get(word.key, NOW - timedelta(days=_UNSAID))
            yield Fact(at, f"{word.key} given", ((word.key, value),))


def _events(encoding: Encoding, model: Any, times: dict[str, datetime]) -> Iterator[Fact]:
    at_of = {repr(moment.event): times[name] for name, moment in encoding.moments.items()
             if isinstance(moment, m.EventAt)}  # fmt: skip
    true = [name for name in encoding.vars if _true(encoding, model, name)]
    narrower = {name.split("'")[1] for name in true if name.startswith("EventRef(") and name not in _plain(name)}
    for name in list(encoding.vars):
        match = re.match(r"EventRef\(word='(\w+)'.* (held|booked|cancelled)$", name)
        if match is None or not _true(encoding, model, name):
            continue
        if match[1] in narrower and name in _plain(name):
            continue  # the narrower one is this one too
        parts = []
        for key in encoding.pack.words[match[1]].parts if match[1] in encoding.pack.words else ():
            value = _chosen(encoding, model, f"{name} {key}")
            if value:
                parts.append((key, value))
        default = NOW + timedelta(days=7) if match[2] == "booked" else NOW - timedelta(days=_UNSAID)
        at = at_of.get(name.removesuffix(f" {match[2]}"), default)
        if match[2] == "booked" or at <= NOW:
            yield Fact(min(at, NOW), f"{match[1]} {match[2]}", tuple(parts))


def _plain(name: str) -> tuple[str, ...]:
    """The names that an event without an order or a span would have, in each phase."""
    event = m.EventRef(name.split("'")[1])
    return tuple(f"{event!r} {phase}" for phase in ("held", "booked", "cancelled"))


def _papers(encoding: Encoding, model: Any, times: dict[str, datetime]) -> Iterator[Fact]:
    for name in list(encoding.vars):
        match = re.fullmatch(r"(DocumentIs|TaskDone)\(word='(\w+)'(?:, phase='(\w+)')?\)", name)
        if match is not None and _true(encoding, model, name):
            yield Fact(NOW - timedelta(days=_UNSAID), f"{match[2]} {match[3] or 'done'}")


def _said(when: datetime) -> str:
    return f"{when:%a} {when.day} {when:%b %Y %H:%M}"


def _value(value: str) -> str:
    return f'"{value}"' if value in ("yes", "no") or not re.fullmatch(r"[a-z]\w*", value) else value
