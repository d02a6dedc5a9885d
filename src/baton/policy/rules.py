"""The rules of a pack, verb by verb, from nodes to values of the model. Exceptions stay apart until they are folded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from baton.policy import acts
from baton.policy import model as m
from baton.policy.every import every
from baton.policy.measures import measure
from baton.policy.names import Names
from baton.policy.nodes import Fields, Node, first_clause
from baton.policy.phrases import amount_text
from baton.policy.problems import Misread, listed, nearest
from baton.policy.reading import NO_MOMENT, NO_WHO, Reading
from baton.policy.rule_parts import effects, excuse, head, how_often, lasting
from baton.policy.rule_values import acts_of, maybe, rule_keys, strength, text_of, until_of
from baton.policy.shapes import CHOICES, GOES_INNER, PAGES, VERBS, rule_shape, verb_of
from baton.working_time import Amount

_NO_DUTY: Final[tuple[str, tuple[str, ...]]] = ("do", ())


@dataclass(frozen=True, slots=True)
class Exception_:
    """An `except`: the rules it changes, and the change as a node to be read for each of them; None drops them."""

    head: m.Head
    targets: tuple[str, ...]
    change: Node | None
    over: tuple[str, ...] = ()


def read_rule(node: Node, default_for: str, r: Reading) -> m.Rule | Exception_ | None:
    """One rule; None if it has no one verb."""
    with r.problems.under(first_clause(node)):
        verb = verb_of(node.block or {})
        if not verb:
            _no_verb(node, r)
            return None
        fields = Fields(node, r.problems, f'A rule that says "{verb}"')
        fields.only(rule_shape(verb))
        for key, value in node.pairs():  # an empty "before" says something: this line of a checklist holds nothing up
            if key in ("clause", "to") and value.kind == "list" and not value.items:
                r.problems.add(value.where, f'"{key}" is an empty list: give it a value or leave the key out.')
        r.used.clear()
        r.clause = fields.clauses()
        return _READERS[verb](head(fields, default_for, r), fields, r)


def _no_verb(node: Node, r: Reading) -> None:
    keys = list(node.block or {})
    verbs = [key for key in keys if key in VERBS]
    if verbs:
        r.problems.add(node.where, f"A rule has exactly one verb; found {listed(verbs, 'and')}.")
        return
    near = next((n for n in (nearest(key, VERBS) for key in keys if key not in ("key", "for", "to")) if n), "")
    r.problems.add(node.where, f"A rule needs one verb: {', '.join(VERBS)}.{near}")


def finished(own: m.Head, r: Reading) -> m.Head:
    """The head with the settings that its rule met."""
    return replace(own, settings=tuple(dict.fromkeys(r.used)))


def _goes(own: m.Head, fields: Fields, r: Reading) -> m.Goes:
    inner = Fields(fields.get("goes") or fields.node, r.problems, '"goes"')
    inner.only(GOES_INNER)
    names = r.names
    return m.Goes(
        head=finished(own, r),
        from_=text_of(inner, "from", r, names.place, ""),
        to=_by_address(text_of(inner, "to", r, lambda t: acts.destination(t, names), m.Destination("nobody")), r),
        as_=text_of(inner, "as", r, names.matter, ""),
        at=r.plain_moment("at", fields.get("at")),
        around=maybe(fields, "around", r, lambda n: r.value(n, _around(r), None), None),
        becomes="offered" if fields.choice("becomes", CHOICES["becomes"], "due") == "offered" else "due",
        over=maybe(fields, "over", r, lambda n: r.keys(n, lambda k: names.rule(k, "goes")), ()),
        together=text_of(inner, "together", r, lambda t: names.word(t, "people").key, ""),
    )


def _by_address(to: m.Destination, r: Reading) -> m.Destination:
    """A service that says by which answer its team is found is no destination itself: that team is."""
    node = r.place_nodes[to.place].get("by_address") if to.kind == "place" and to.place in r.place_nodes else None
    return m.Destination("team for", to.place, node.text) if node is not None else to


def _around(r: Reading) -> Callable[[Node], m.EitherSide | Amount | None]:
    def read(node: Node) -> m.EitherSide | Amount:
        if node.kind == "text" and "either side of" in node.text:
            found = r.moment(node)
            if isinstance(found, m.EitherSide):
                return found
        return amount_text(node.text)

    return read


_COUNTS_ANYHOW = frozenset(("tell", "invite", "keep"))  # what was said counts by to whom, of what and how


def _must(own: m.Head, fields: Fields, r: Reading) -> m.Must:
    names = r.names
    verb, words = text_of(fields, "must", r, lambda t: acts.duty(t, names), _NO_DUTY)
    condition = fields.get("counts_if")
    if condition is not None and verb in _COUNTS_ANYHOW:
        instead = 'say "while" or "when", or stop the act that comes too early.'
        r.problems.add(condition.where, f'"counts_if" has no meaning for "must: {verb}": {instead}')
    return m.Must(
        who=maybe(fields, "who", r, r.who, NO_WHO),
        verb=verb,
        words=words,
        to=maybe(fields, "to", r, r.recipients, ()),
        only_to=bool(fields.flag("only_to")),
        about=fields.texts("about"),
        channel=fields.choice("channel", (*CHOICES["channel"], *_channels(names)), "any"),
        counts_if=maybe(fields, "counts_if", r, r.condition, None),
        after=maybe(fields, "after", r, lambda n: r.keys(n, names.rule), ()),
        not_before=r.plain_moment("not_before", fields.get("not_before")),
        by=maybe(fields, "by", r, r.moment, None),
        before=acts_of(fields, "before", r),
        every=text_of(fields, "every", r, lambda t: every(t, names), None),
        each=text_of(fields, "each", r, lambda t: acts.each(t, names), None),
        while_=maybe(fields, "while", r, r.condition, None),
        until=maybe(fields, "until", r, lambda n: until_of(n, r), None),
        prompt=r.plain_moment("prompt", fields.get("prompt")),
        strength=strength(fields, r, "warn"),
        excuse=maybe(fields, "excuse", r, lambda n: excuse(n, r), None),
        late=maybe(fields, "late", r, lambda n: effects(n, r), ()),
        again_if=_again(fields, r),
        roll=fields.choice("roll", CHOICES["roll"], "none"),
        paused_while=maybe(fields, "paused_while", r, r.condition, None),
        stand_in=fields.choice("stand_in", CHOICES["stand in"]),
        not_same_person_as=maybe(fields, "not_same_person_as", r, lambda n: r.keys(n, names.rule), ()),
        different_people=bool(fields.flag("different_people")),
        prepared_by=maybe(fields, "prepared_by", r, r.who, None),
        head=finished(own, r),
    )


def _channels(names: Names) -> tuple[str, ...]:
    """The channels that a pack adds to those that everybody has: the values of its slot `channel`."""
    word = names.words.get("channel")
    return word.parts.get("value", ()) if word is not None else ()


def _again(fields: Fields, r: Reading) -> tuple[str, ...]:
    def check(key: str) -> None:
        if key not in r.names.words and key not in r.names.offices:
            raise Misread(f'names "{key}", {r.names.what(key)}')

    return maybe(fields, "again_if", r, lambda n: r.keys(n, check), ())


def _may(own: m.Head, fields: Fields, r: Reading) -> m.May:
    return m.May(
        who=maybe(fields, "who", r, r.who, NO_WHO),
        acts=acts_of(fields, "may", r),
        stand_in=fields.choice("stand_in", CHOICES["stand in"]),
        not_same_person_as=maybe(fields, "not_same_person_as", r, lambda n: r.keys(n, r.names.rule), ()),
        prepared_by=maybe(fields, "prepared_by", r, r.who, None),
        rules=maybe(fields, "rules", r, lambda n: r.keys(n, r.names.rule), ()),
        record=maybe(fields, "record", r, r.keys, ()),
        lasts=lasting(fields, r),
        times=how_often(fields, r),
        head=finished(own, r),
    )


def _stop(own: m.Head, fields: Fields, r: Reading) -> m.Stop:
    node = fields.get("stop")
    stopped: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    if node is not None and node.block is not None:
        inner = Fields(node, r.problems, '"stop"')
        inner.only({"acts": "texts", "rules": "keys"})
        stopped = acts_of(inner, "acts", r)
        waiting = maybe(inner, "rules", r, lambda n: r.keys(n, r.names.rule), ())
    else:
        stopped = acts_of(fields, "stop", r)
    if (fields.get("until") is None) is (fields.get("while") is None):
        r.problems.add(fields.node.where, 'A rule that says "stop" needs exactly one of "until" and "while".')
    return m.Stop(
        acts=stopped,
        rules=waiting,
        until=maybe(fields, "until", r, r.condition, None),
        while_=maybe(fields, "while", r, r.condition, None),
        strength=strength(fields, r, "refuse"),
        excuse=maybe(fields, "excuse", r, lambda n: excuse(n, r), None),
        instead=text_of(fields, "instead", r, lambda t: acts.instead(t, r.names), ""),
        each=text_of(fields, "each", r, lambda t: acts.each(t, r.names), None),
        head=finished(own, r),
    )


def _then(own: m.Head, fields: Fields, r: Reading) -> m.Then:
    return m.Then(
        at=r.plain_moment("at", fields.get("at")) or NO_MOMENT,
        effects=maybe(fields, "then", r, lambda n: effects(n, r), ()),
        default_for=text_of(fields, "default_for", r, r.names.rule, ""),
        lapses=r.plain_moment("lapses", fields.get("lapses")),
        head=finished(own, r),
    )


def _show(own: m.Head, fields: Fields, r: Reading) -> m.Show:
    measures, reads = [], []
    with r.at("show"):
        for item in fields.each("show"):
            with r.caught(item):
                reads.append(measure(item.text, r.names))
                measures.append(item.text)
    for node in fields.each("where"):
        if node.text not in PAGES:
            say = f'"where" is {listed(PAGES)}; found "{node.text}".{nearest(node.text, PAGES)}'
            r.problems.add(node.where, say)
    return m.Show(finished(own, r), tuple(measures), fields.texts("where"), tuple(reads))


def _except(own: m.Head, fields: Fields, r: Reading) -> Exception_:
    targets = rule_keys(fields, "except", r)
    over = rule_keys(fields, "over", r)
    change = fields.get("change")
    if change is not None and change.kind == "text":
        if change.text != "drop":
            r.problems.add(change.where, f'"change" is drop, or the keys that change; found "{change.text}".')
        change = None
    return Exception_(finished(own, r), targets, change, over)


_READERS: Final[dict[str, Callable[[m.Head, Fields, Reading], m.Rule | Exception_]]] = {
    "goes": _goes, "must": _must, "may": _may, "stop": _stop, "then": _then, "show": _show, "except": _except,
}  # fmt: skip
