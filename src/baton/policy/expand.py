"""Short forms, each by its expansion: checklist lines, `before`, `after`, `opened_by`, `takes`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from baton.policy import model as m
from baton.policy.nodes import Fields, Node, clauses_of, first_clause, replaced
from baton.policy.reading import Reading
from baton.policy.shapes import CHECKLIST, TAKES
from baton.policy.source import RawRule

DONE = ("met", "excused")


def lines_of(raw: RawRule, r: Reading) -> list[tuple[RawRule, str]]:
    """A rule by itself, or the lines of a checklist as rules of their own, each with the key of its checklist.

    The head's keys are the lines' defaults. A line's `when` is joined to the head's: both must hold. The head's clause
    is cited beside the line's.
    """
    node = raw.node
    if node.get("checklist") is None:
        return [(raw, "")]
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, "A checklist")
        fields.only(CHECKLIST)
        lines, name = node.get("lines"), fields.key("checklist")
    if lines is None or lines.kind != "list":
        return []
    shared = {key: value for key, value in node.pairs() if key not in ("checklist", "lines", "clause", "when")}
    return [(RawRule(_line(node, line, shared), raw.for_), name) for line in lines.items if line.block is not None]


def _line(head: Node, line: Node, shared: dict[str, Node]) -> Node:
    block = {**shared, **(line.block or {})}
    whens = [when for when in (head.get("when"), line.get("when")) if when is not None]
    if len(whens) == 2:
        block["when"] = Node("block", whens[1].where, block={"all": Node("list", whens[1].where, items=tuple(whens))})
    elif whens:
        block["when"] = whens[0]
    clauses = [item for node in (line, head) for item in _items(node.get("clause"))]
    if clauses:
        block["clause"] = Node("list", clauses[0].where, items=tuple(clauses))
    return replaced(Node("block", line.where, block={}), **block)


def _items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if node.kind == "list" else (node,)


def opened_by_rules(matters: Iterable[m.Matter]) -> list[m.Rule]:
    """`opened_by: WHO` of a matter: these people may raise it."""
    found: list[m.Rule] = []
    for matter in matters:
        if isinstance(matter.opened_by, m.Who):
            head = m.Head(f"{matter.key}.opened_by", matter.clause, matter.about, where=matter.where)
            found.append(m.May(head, matter.opened_by, (f"raise {matter.key}",)))
    return found


def taken_rules(matter: str, node: Node, rules: list[m.Rule], r: Reading) -> list[m.Rule]:
    """`takes` of a matter: copies of those rules for it, under the same keys, citing both clauses."""
    takes = node.get("takes")
    found: list[m.Rule] = []
    for item in takes.items if takes is not None else ():
        with r.problems.under(first_clause(item)), r.at("takes"):
            fields = Fields(item, r.problems, 'A line of "takes"')
            fields.only(TAKES)
            clause = clauses_of(item, "clause", r.problems)
            keys = item.get("rules")
            for key in r.keys(keys, r.names.rule) if keys is not None else ():
                found += [
                    replace(rule, head=_for_matter(rule.head, matter, clause, fields.text("doubt")))
                    for rule in rules
                    if rule.head.key == key and not _applies_already(rule, matter, item, r)
                ]
    return found


def _applies_already(rule: m.Rule, matter: str, item: Node, r: Reading) -> bool:
    if rule.head.for_ in r.names.ancestors(matter):
        r.problems.add(item.where, f'"takes" names "{rule.head.key}", which is for {rule.head.for_} and so applies to '
                                   f'"{matter}" already.')  # fmt: skip
        return True
    return False


def _for_matter(head: m.Head, matter: str, clause: m.Clauses, doubt: str) -> m.Head:
    both = tuple(dict.fromkeys(head.clause + clause))
    return replace(head, for_=matter, clause=both, doubt=doubt or head.doubt)


def stops_of(rule: m.Rule) -> list[m.Rule]:
    """The stops that `before` and `after` of a duty stand for, after the exceptions are folded in."""
    if not isinstance(rule, m.Must):
        return []
    head, found = rule.head, []
    if rule.before:
        not_known = head.not_known if head.not_known is not None else "yes"
        own = replace(head, key=f"{head.key}.before", not_known=not_known)
        until = m.RuleIs(head.key, DONE)
        found.append(
            m.Stop(own, rule.before, until=until, strength=rule.strength, excuse=rule.excuse, from_rule=head.key)
        )
    if rule.after:
        waits = tuple(m.RuleIs(key, DONE) for key in rule.after)
        until_all: m.Condition = waits[0] if len(waits) == 1 else m.All(waits)
        own = replace(head, key=f"{head.key}.after")
        found.append(m.Stop(own, rules=(head.key,), until=until_all, strength="refuse", from_rule=head.key))
    return list(found)
