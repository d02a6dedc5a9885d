"""Matters that are open when a story begins, and the entries by which the rules under `done` are met.

What meets a rule is worked out from the rule itself: the record or act that it asks for, by those whose duty it is,
with the values its condition wants. Whether it then is met is asked of the engine; where it is not, the story says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.engine import assess
from baton.journal import Entry, Subject
from baton.policy import model as m
from baton.stories.journals import Journals
from baton.stories.model import OpenMatter
from baton.stories.world import World
from baton.working_time import Moment, Window, at, local_day

# A record of the phase on the right meets a duty to do what stands on the left.
_PHASES = {"hold": "held", "attend": "held", "write": "written", "read": "done", "do": "done", "begin": "started"}
_ACTS = {"book": "booked"}
EVERYBODY = ("sending_worker", "receiving_worker", "family", "child", "parents")


def open_matter(packs: m.Packs, pack: m.Pack, journals: Journals, world: World, opened: OpenMatter) -> Iterator[str]:
    """Adds a matter and what is done of it to the journals. Yields what could not be done, as sentences."""
    when = opened.opened or at(world.begins)
    kind = pack.matters.get(opened.matter)
    if kind is None:
        yield f'There is no matter "{opened.matter}" in this pack.'
        return
    for child in opened.children:
        one = _Opening(packs, pack, journals, opened, child, when)
        journals.add([one.proposal(world)])
        for rule in opened.done:
            yield from one.do(rule)


class _Opening:
    def __init__(
        self, packs: m.Packs, pack: m.Pack, journals: Journals, opened: OpenMatter, child: str, when: Window
    ) -> None:
        self.packs, self.pack, self.journals, self.opened = packs, pack, journals, opened
        self.child = Subject("child", child)
        self.when = when
        self.moment: Moment = when.last if not when.is_moment else when.lo
        self.matter = f"{opened.matter}-{opened.children[0]}"
        self.clock = when.lo

    def proposal(self, world: World) -> Entry:
        holding = assess(self.packs, self.journals.file(self.child), self.when.lo).holder
        sent = self.opened.sent or (holding.team if holding is not None else "")
        receiver = self.opened.receiver
        opens: dict[str, Any] = {
            "kind": self.opened.matter, "route": self.opened.route, "from_team": sent,
            "from_service": world.teams.get(sent, sent), "to_team": receiver,
            "to_service": world.teams.get(receiver, receiver),
            "sending_worker": holding.person if holding is not None else "",
            "edition": self.opened.edition or self.pack.edition.name,
        }  # fmt: skip
        if receiver in self.pack.places and self.pack.places[receiver].members:
            opens["to_team"] = ""
        return self._entry("propose", "", dict(self.opened.values), by=opens["sending_worker"], opens=opens)

    def do(self, key: str) -> Iterator[str]:
        """Adds what meets one rule."""
        rules = [r for r in self.pack.rules if r.head.key == key]
        if not rules:
            yield f'"done" names "{key}", which is no rule of this pack.'
            return
        for rule in rules:
            if isinstance(rule, m.Must):
                self.journals.add(self._meeting(rule))
            elif isinstance(rule, m.Stop) and not rule.from_rule and rule.until is not None:
                self.journals.add(self._fulfilling(rule.until))
        if not self._stands(key):
            yield f'"done" names "{key}", and nothing that the world can supply meets it: write it as a line.'

    def _stands(self, key: str) -> bool:
        situation = assess(self.packs, self.journals.file(self.child), self.clock)
        mine = [d for d in situation.duties if d.rule == key and d.matter in (self.matter, "")]
        if any(b.rule == key and b.matter == self.matter for b in situation.blocks):
            return False
        return all(d.state in ("met", "excused", "does_not_apply", "lapsed") for d in mine)

    def _persons(self, rule: str) -> tuple[str, ...]:
        situation = assess(self.packs, self.journals.file(self.child), self.clock)
        for duty in situation.duties:
            if duty.rule == rule and duty.matter in (self.matter, "") and duty.who:
                return duty.who
        return ("",)

    def _meeting(self, rule: m.Must) -> list[Entry]:
        persons = self._persons(rule.head.key)
        each = isinstance(rule.who, m.EachOf) and rule.verb not in ("hold", "attend")
        found = []
        for person in persons if each else persons[:1]:
            found.append(self._one(rule, person, persons))
        return found

    def _one(self, rule: m.Must, person: str, persons: tuple[str, ...]) -> Entry:
        verb, word = rule.verb, rule.words[0] if rule.words else ""
        values = dict(self._values(rule.counts_if)) if rule.counts_if is not None else {}
        if verb == "answer":
            for one in rule.words:
                values.setdefault(one, self._value(one))
        definition = self.pack.words.get(word)
        for part in definition.contents if definition is not None and verb in ("write", "send") else ():
            values.setdefault(part, True)
        extra: dict[str, Any] = {}
        if verb in ("hold", "attend"):
            extra["attended"] = list(dict.fromkeys((*persons, *EVERYBODY, *_offices(rule.who))))
        if rule.to and verb in ("tell", "send", "invite", "request"):
            extra["to"] = ["everyone"]
        if verb == "tell" and rule.about:
            extra["about"] = list(rule.about)
        return self._entry(_PHASES.get(verb, _ACTS.get(verb, verb)), word, values, person, **extra)

    def _fulfilling(self, condition: m.Condition) -> list[Entry]:
        match condition:
            case m.Any_(items):
                return self._fulfilling(items[0])
            case m.All(items):
                return [e for item in items for e in self._fulfilling(item)]
            case m.WordIs("decision", values):
                return [self._entry("decide", "", {"decision": values[0]})]
            case m.WordIs(word, values):
                return [self._entry("given", word, {word: values[0]})]
            case m.EventIs(event, "held", parts):
                return [self._entry("held", event.word, {k: v[0] for k, v in parts}, attended=list(EVERYBODY))]
            case m.DocumentIs(word, _):
                return [self._entry("written", word, {})]
            case m.RuleIs(key, _):
                found = [r for r in self.pack.rules if r.head.key == key and isinstance(r, m.Must)]
                return [e for r in found for e in self._meeting(r)]
            case m.Named(_, _, item):
                return self._fulfilling(item)
        return []

    def _values(self, condition: m.Condition) -> Iterator[tuple[str, Any]]:
        match condition:
            case m.WordIs(word, values):
                yield word, values[0]
            case m.All(items):
                for item in items:
                    yield from self._values(item)
            case m.Named(_, _, item):
                yield from self._values(item)

    def _value(self, word: str) -> Any:
        definition = self.pack.words.get(word)
        if word in self.opened.values:
            return self.opened.values[word]
        closed = definition.answers if definition is not None else ()
        if closed == ("date",):
            return local_day(self.clock).isoformat()
        return closed[0] if len(closed) > 1 else "done before the story"

    def _entry(self, verb: str, word: str, values: dict[str, Any], by: str = "", **body: Any) -> Entry:
        whole = {key: value for key, value in body.items() if value}
        if values:
            whole["with"] = values
        return Entry(
            self.child, 0, "world", verb, word, self.when, self.when.lo, by, by or "world", matter=self.matter,
            body=whole,
        )  # fmt: skip


def _offices(who: m.Who) -> list[str]:
    if isinstance(who, m.OfficeOf):
        return [who.office, f"{who.office} of {who.place}" if who.place else who.office]
    return [office for item in who.items for office in _offices(item)]
