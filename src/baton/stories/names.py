"""Names of a story that its pack or its world does not know, each with the nearest known one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from baton.engine.disputes import ladder_rules
from baton.policy import model as m
from baton.policy.model import Where
from baton.policy.names import a
from baton.policy.problems import nearest
from baton.stories.compare import Failure
from baton.stories.model import Line, Story
from baton.stories.world import PRACTITIONER, World

# Words that the journal itself knows, whatever the pack.
_OWN_WORDS = frozenset({"", "office", "post", "worker", "worker_absence", "birth", "restricted"})
# What an entry may hold that the engine itself reads, whatever the pack.
_READ = """
to_team to_service from_team from_service person worker team role place route about channel told_by
sitting sitting_id forum
until from to of cover cover_for capacity acts starts successor last_day then_held_by already_sent
receiving_worker receiving_team sending_worker transfer_date decision reason cause home_address given
family name relation child same_household expected_birth hold also a b type system restricted former_worker
"""
_OWN_KEYS = frozenset(_READ.split())


def unknown_names(story: Story, pack: m.Pack, world: World) -> Iterator[Failure]:
    """One failure for each name that nothing bears."""
    check = _Names(story, pack, world)
    yield from check.cast()
    for line in story.all_lines():
        for one in (line, *line.race):
            yield from check.line(one)


class _Names:
    def __init__(self, story: Story, pack: m.Pack, world: World) -> None:
        self.story, self.pack = story, pack
        self.people = set(world.people) | {"world"}
        self.rules = {r.head.key for r in (*pack.rules, *ladder_rules(pack))} | {
            r.head.key.partition(".")[0] for r in pack.rules
        }
        self.rules |= set(pack.forums) | {
            f"{key}.{part}" for key in pack.forums for part in ("cut_off", "quorum", "outcomes")
        }
        self.rules |= set(pack.matters) | {
            "allocate",
            "reverse",
            "observed",
            "opens",
            "remit",
            "never_without_a_worker",
        }
        self.routes = {r.head.key for r in pack.rules if isinstance(r, m.Goes)}
        self.given = {*pack.words, *pack.places, *pack.offices, *pack.forums, *pack.matters, *_OWN_KEYS}
        self.given |= {key for w in pack.words.values() for key in (*w.parts, *w.contents)}
        self.words = {*pack.words, *pack.forums, *pack.matters, *_OWN_WORDS}

    def cast(self) -> Iterator[Failure]:
        places = set(self.pack.places) | {t for p in self.pack.places.values() for t in p.members}
        for person in self.story.cast.people.values():
            for role in person.roles:
                if role.joined == "of" or role.office != PRACTITIONER:
                    yield from self._known(role.office, self.pack.offices, "office", person.where)
                yield from self._known(role.place, places, "place", person.where)
        for child in self.story.cast.children.values():
            if child.holder:
                yield from self._known(child.holder, self.people, "person", child.where)
            for has in child.has:
                yield from self._known(has.word, self.pack.words, "word", child.where)
        for opened in self.story.cast.open:
            for route in opened.route.split():
                yield from self._known(route, self.routes, "route", opened.where)
            for place in filter(None, (opened.sent, opened.receiver)):
                yield from self._known(place, places, "place", opened.where)

    def line(self, line: Line) -> Iterator[Failure]:
        for person in filter(None, (line.by, line.seen_by, line.approved_by)):
            yield from self._known(person, self.people, "person", line.where, line.label)
        if line.kind == "record":
            word = line.word if line.verb != "done" else ""
            yield from self._known(word, self.words, "word", line.where, line.label)
        yield from self._values(line)
        for items in line.expect.lists.values() if line.expect is not None else ():
            for item in items:
                if item.values.get("rule"):
                    yield from self._known(item.values["rule"], self.rules, "rule", item.where, line.label)
                for route in item.values.get("route") or ():
                    yield from self._known(route, self.routes, "route", item.where, line.label)

    def _values(self, line: Line) -> Iterator[Failure]:
        """What a line gives with it: words of the pack, parts and contents of a word, and what the engine reads."""
        word = self.pack.words.get(line.word)
        own = {*word.parts, *word.contents} if word is not None else set()
        by_child = {key for one in line.each.values() if isinstance(one, dict) for key in one}
        for key in (*line.values, *sorted(by_child - set(line.values))):
            if key not in self.given:
                near = nearest(key, own or self.given).strip() or nearest(key, self.given).strip()
                what = f"a word of this pack, or a part of {line.word}" if own else "a word of this pack"
                yield Failure(line.where, line.label, "with", what, f'"{key}"', nearest=near)

    def _known(self, name: str, known: Iterable[str], what: str, where: Where, label: str = "0") -> Iterator[Failure]:
        known = list(known)
        if name not in known:
            near = nearest(name, known).strip()
            yield Failure(where, label, what, f"{a(what)} of this pack or story", f'"{name}"', nearest=near)
