"""Matters and terms of a pack: what opens a matter, its rungs, what it borrows; conditions and moments with a name."""

from __future__ import annotations

import re

from baton.policy import model as m
from baton.policy.definitions import in_words
from baton.policy.names import SUBJECTS
from baton.policy.nodes import Fields, Node, bare, first_clause
from baton.policy.problems import nearest
from baton.policy.reading import Reading
from baton.policy.rule_parts import effects
from baton.policy.shapes import CHOICES, MATTER, RUNG, TERM


def read_matter(key: str, node: Node, r: Reading) -> m.Matter:
    """A matter, whole, save what it takes from others."""
    with r.problems.under(first_clause(node)):
        r.clause = Fields(node, r.problems, "A matter").clauses()
        fields = Fields(node, r.problems, f'The matter "{key}"')
        fields.only(MATTER)
        meanwhile = fields.get("meanwhile")
        with r.at("meanwhile"):
            waits = r.choice(meanwhile, CHOICES["meanwhile"]) if meanwhile is not None else ""
        with r.at("is"):
            is_ = _known(fields, "is", list(r.names.matters), r)
        return m.Matter(
            key=key,
            says=fields.text("says") or in_words(key),
            is_=is_,
            about=_known(fields, "about", [*SUBJECTS, *r.names.matters], r) or _about(key, r),
            opened_by=_opened_by(fields.get("opened_by"), r),
            ends=r.plain_moment("ends", fields.get("ends")),
            rungs=_rungs(fields.get("rungs"), r),
            meanwhile=waits,  # type: ignore[arg-type]
            never_stops=_never_stops(fields.get("never_stops"), r),
            clause=tuple(dict.fromkeys(fields.clauses() + fields.clauses("clause_meanwhile"))),
            where=node.where,
        )


def _known(fields: Fields, key: str, known: list[str], r: Reading) -> str:
    name, node = fields.key(key), fields.get(key)
    if name and node is not None and name not in known:
        r.problems.add(node.where, f'"{key}" names "{name}", which is no matter of this pack.{nearest(name, known)}')
        return ""
    return name


def _about(key: str, r: Reading) -> str:
    for above in r.names.ancestors(key):
        node = r.matter_nodes[above].get("about") if above in r.matter_nodes else None
        if node is not None:
            return node.text
    return "child"


def _never_stops(node: Node | None, r: Reading) -> tuple[str, ...]:
    if node is None:
        return ()
    with r.at("never_stops"):
        return r.keys(node, r.names.matter)


def _opened_by(node: Node | None, r: Reading) -> m.Who | m.MomentOf | None:
    if node is None:
        return None
    value = bare(node)
    first = value.text.split(" ")[0]
    sets = value.block is not None and set(value.block) & {"any", "each", "in_order"}
    if sets or first in r.names.offices or first in r.names.forums:
        with r.at("opened_by"):
            return r.who(node)
    return r.plain_moment("opened_by", node)


def _rungs(node: Node | None, r: Reading) -> tuple[m.Rung, ...]:
    return tuple(_rung(item, r) for item in node.items) if node is not None else ()


def _rung(node: Node, r: Reading) -> m.Rung:
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, "A rung")
        fields.only(RUNG)
        r.clause = fields.clauses()
        who, late, paused = fields.get("who"), fields.get("late"), fields.get("paused_while")
        with r.at("paused_while"):
            stands = r.condition(paused) if paused is not None else None
        with r.at("who"):
            decides = r.who(who) if who is not None else m.OfficeOf("")
        with r.at("late"):
            follows = effects(late, r) if late is not None else ()
        return m.Rung(
            who=decides,
            within=r.plain_moment("within", fields.get("within")),
            final=bool(fields.flag("final")),
            early=fields.choice("early", CHOICES["early"]),  # type: ignore[arg-type]
            late=follows,
            clause=fields.clauses(),
            prompt=r.plain_moment("prompt", fields.get("prompt")),
            paused_while=stands,
        )


def read_terms(r: Reading) -> dict[str, m.Named | m.MomentOf]:
    """All terms, each after those it names; reports a circle once."""
    nodes = r.names.terms
    uses = {key: [k for k in re.findall(r"[a-z][a-z0-9_]*", _body(node)) if k in nodes] for key, node in nodes.items()}
    state: dict[str, str] = {}

    def visit(key: str, path: tuple[str, ...]) -> None:
        if state.get(key) == "done":
            return
        if state.get(key) == "begun":
            circle = " → ".join((*path[path.index(key) :], key))
            r.problems.add(nodes[key].where, f'The term "{key}" leads back to itself: {circle}.')
            r.names.read_terms[key] = m.Named(key, (), m.Always())
            return
        state[key] = "begun"
        for other in uses[key]:
            visit(other, (*path, key))
        state[key] = "done"
        _read_term(key, nodes[key], r)

    for key in nodes:
        visit(key, ())
    return r.names.read_terms


def _body(node: Node) -> str:
    return " ".join(value.flow for key, value in node.pairs() if key in ("is", "at"))


def _read_term(key: str, node: Node, r: Reading) -> None:
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, f'The term "{key}"')
        fields.only(TERM)
        r.clause = fields.clauses()
        is_, at = fields.get("is"), fields.get("at")
        if (is_ is None) is (at is None):
            r.problems.add(node.where, f'The term "{key}" needs exactly one of "is" (a condition) and "at" (a moment).')
        elif is_ is not None:
            with r.at("is"):
                r.names.read_terms[key] = m.Named(key, fields.clauses(), r.condition(is_))
        else:
            found = r.plain_moment("at", at)
            if found is not None:
                r.names.read_terms[key] = found
