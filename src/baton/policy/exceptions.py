"""`except` folded into its targets: the rule splits into "when the exception is yes", changed or gone, and "otherwise".

The changed copy keeps the target's key and cites both clauses. An exception for a kind of matter narrows the target to
the other kinds; one with a condition guards both copies with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from baton.policy import model as m
from baton.policy.joining import asked_words, both, opposite, taken
from baton.policy.nodes import Fields, Node
from baton.policy.problems import listed
from baton.policy.reading import Reading
from baton.policy.rule_parts import excuse
from baton.policy.rule_values import acts_in
from baton.policy.rules import Exception_
from baton.policy.shapes import CHANGE, CHOICES

_MAY_CHANGE: Final[dict[type, tuple[str, ...]]] = {
    m.Must: ("who", "to", "not_before", "by", "before", "counts_if", "strength", "excuse", "prompt", "until"),
    m.Stop: ("until", "while", "strength", "excuse"),
    m.Then: ("at",),
    m.Goes: ("at",),
    m.May: ("who",),
    m.Show: (),
}


def fold(rules: Iterable[m.Rule], exceptions: Iterable[Exception_], r: Reading) -> list[m.Rule]:
    """The rules with every exception folded in."""
    found = list(rules)
    ordered = _in_order(list(exceptions), r)
    for exception in ordered:
        with r.problems.under("".join(exception.head.clause[:1])):
            _left_open(exception.head, r)
            for key in exception.targets:
                found = _fold_one(found, exception, key, r)
    return found


def _left_open(head: m.Head, r: Reading) -> None:
    words = asked_words(head.when, r.names.words)
    if words and head.not_known is None:
        say = 'say which way it falls, "not_known: ask", "as yes", "as no" or "as no from MOMENT".'
        uses = f'The exception\'s "when" uses {listed(words, "and")}'
        r.problems.add(head.where, f"{uses}, which may be not known: {say}")


def _in_order(exceptions: list[Exception_], r: Reading) -> list[Exception_]:
    """Those that stand over others come after them; two that could change one key need `over`."""
    for index, one in enumerate(exceptions):
        for other in exceptions[index + 1 :]:
            shared = [key for key in one.targets if key in other.targets]
            related = _related(one.head.for_, other.head.for_, r)
            declared = other.head.key in one.over or one.head.key in other.over
            if shared and related and not declared and _clash(one, other):
                say = f'The exceptions "{one.head.key}" and "{other.head.key}" could both change "{shared[0]}"'
                with r.problems.under("".join(other.head.clause[:1])):
                    r.problems.add(other.head.where, f'{say}: one of them needs "over".')
    done: list[Exception_] = []
    waiting = list(exceptions)
    while waiting:
        keys = {e.head.key for e in waiting}
        ready = [e for e in waiting if not keys & (set(e.over) - {e.head.key})] or waiting[:1]
        done += ready
        waiting = [e for e in waiting if e not in ready]
    return done


def _clash(one: Exception_, other: Exception_) -> bool:
    if one.change is None or other.change is None:
        return True
    return bool(set(one.change.block or ()) & set(other.change.block or ()))


def _related(one: str, other: str, r: Reading) -> bool:
    return one == other or one in r.names.ancestors(other) or other in r.names.ancestors(one)


def _fold_one(rules: list[m.Rule], exception: Exception_, key: str, r: Reading) -> list[m.Rule]:
    targets = [rule for rule in rules if rule.head.key == key]
    for_ = exception.head.for_
    if targets and not any(_reaches(rule.head, for_, r) for rule in targets):
        is_for = " and ".join(sorted({rule.head.for_ for rule in targets}))
        wider = any(for_ in r.names.ancestors(rule.head.for_) for rule in targets)
        why = "it would be wider than its rule" if wider else "it can never apply"
        r.problems.add(exception.head.where, f'The exception is for {for_}, but "{key}" is for {is_for}: {why}.')
        return rules
    found: list[m.Rule] = []
    for rule in rules:
        if rule.head.key == key and _reaches(rule.head, for_, r):
            found += _split(rule, exception, r)
        else:
            found.append(rule)
    return found


def _reaches(head: m.Head, for_: str, r: Reading) -> bool:
    """Whether something that the exception is about can be something that the rule is about."""
    above = r.names.ancestors(for_) if for_ in r.names.matters else (for_,)
    if head.for_ not in above:
        return False
    return not set(head.not_for) & set(above[: above.index(head.for_)])


def _split(rule: m.Rule, exception: Exception_, r: Reading) -> list[m.Rule]:
    own, cited = rule.head, exception.head.clause
    condition = taken(exception.head.when, exception.head.not_known)
    narrower = exception.head.for_ != own.for_
    inside = tuple(key for key in own.not_for if exception.head.for_ in r.names.ancestors(key))
    here = replace(own, for_=exception.head.for_, not_for=inside) if narrower else own
    falls = own.not_known or ("ask" if exception.head.not_known == "ask" else None)
    found: list[m.Rule] = []
    if exception.change is not None:
        head = replace(
            here,
            clause=_together(own.clause, cited),
            when=both(own.when, condition),
            not_known=falls,
            settings=_together(own.settings, exception.head.settings),
            doubt=exception.head.doubt or own.doubt,
            reading=exception.head.reading or own.reading,
            note=exception.head.note or own.note,
        )
        found.append(_changed(replace(rule, head=head), exception, r))
    if condition != m.Always():
        guarded = replace(
            here, when=both(own.when, opposite(condition)), not_known=falls, cites=_together(own.cites, cited)
        )
        found.append(replace(rule, head=guarded))
    if narrower:
        rest = replace(own, not_for=(*own.not_for, exception.head.for_), cites=_together(own.cites, cited))
        found.append(replace(rule, head=rest))
    elif condition == m.Always() and exception.change is None:
        r.problems.add(exception.head.where, f'The exception drops "{own.key}" whole: take the rule out instead.')
    return found


def _together(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


def _changed(rule: m.Rule, exception: Exception_, r: Reading) -> m.Rule:
    node = exception.change
    assert node is not None
    fields = Fields(node, r.problems, '"change"')
    fields.only(CHANGE)
    allowed = _MAY_CHANGE[type(rule)]
    r.used.clear()
    r.clause = exception.head.clause
    changes: dict[str, Any] = {}
    for key, value in node.pairs():
        if key not in CHANGE:
            continue
        if key not in allowed:
            can = listed(allowed, "and") or "nothing"
            r.problems.add(value.where, f'"change" says "{key}", but of "{rule.head.key}" can change: {can}.')
            continue
        with r.at(key):
            changes["while_" if key == "while" else key] = _value(key, value, fields, r)
    settings = _together(rule.head.settings, tuple(r.used))
    return replace(rule, head=replace(rule.head, settings=settings), **changes)


def _value(key: str, node: Node, fields: Fields, r: Reading) -> Any:
    nothing = node.kind == "text" and node.text == "nothing"
    if key == "before":
        return () if nothing else acts_in(node, key, r)
    if key == "to":
        return () if nothing else r.recipients(node)
    if nothing:
        return None
    if key in ("who",):
        return r.who(node)
    if key == "by":
        return r.moment(node)
    if key in ("not_before", "prompt", "at"):
        return r.plain_moment(key, node)
    if key == "strength":
        return r.choice(node, CHOICES["strength"])
    if key == "excuse":
        return excuse(node, r)
    return r.condition(node)
