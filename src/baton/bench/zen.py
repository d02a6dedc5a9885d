"""The peer of `assess`: zen-engine evaluating so many predicates of one case, in each of the ways it can be asked.

The predicates are of one term each over 40 facts (a word, a number, a yes or no), simpler than any leaf of a procedure.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

from baton.bench.report import best_of, cpu_seconds

FACTS = 40
CALLS = 50
ONE_CALL_EACH = "a compiled expression, one call each"
ONE_GRAPH = "a decision graph with all of them in one node"
ONE_ARRAY = "all of them in one array expression, without names"


def rates(predicates: int, rounds: int, only: str = "") -> dict[str, float]:
    """Cases a second, by the way of asking (or in one way only). Raises ImportError where zen-engine is not
    installed."""
    import zen

    facts = _facts()
    texts = [_predicate(n) for n in range(predicates)]
    each = [zen.compile_expression(text) for text in texts]
    array = zen.compile_expression(f"[{', '.join(texts)}]")
    graph = zen.ZenEngine().create_decision(json.dumps(_graph(texts)))
    asked: dict[str, Callable[[], Any]] = {
        ONE_CALL_EACH: lambda: [one.evaluate(facts) for one in each],
        ONE_GRAPH: lambda: graph.evaluate(facts),
        ONE_ARRAY: lambda: array.evaluate(facts),
    }
    if len(asked[ONE_ARRAY]()) != predicates or asked[ONE_ARRAY]() != asked[ONE_CALL_EACH]():
        raise AssertionError("zen-engine does not answer every predicate")
    return {what: CALLS / best_of(rounds, lambda ask=ask: cpu_seconds(lambda: [ask() for _ in range(CALLS)]))  # type: ignore[misc]
            for what, ask in asked.items() if only in ("", what)}  # fmt: skip


def _facts() -> dict[str, object]:
    chance = Random("zen")
    made: list[Callable[[], object]] = [
        lambda: chance.choice(("a", "b", "c")), lambda: chance.randint(0, 10**9), lambda: chance.random() < 0.5,
    ]  # fmt: skip
    return {f"fact_{n}": made[n % 3]() for n in range(FACTS)}


def _predicate(number: int) -> str:
    fact = number % FACTS
    return (f"fact_{fact} in ['a', 'b']", f"fact_{fact} <= {number * 1_000_003}", f"fact_{fact} == true")[fact % 3]


def _graph(texts: list[str]) -> dict[str, object]:
    def node(name: str, kind: str, **more: object) -> dict[str, object]:
        return {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}, **more}

    lines = [{"id": f"x{n}", "key": f"p{n}", "value": text} for n, text in enumerate(texts)]
    return {
        "nodes": [node("in", "inputNode"), node("all", "expressionNode", content={"expressions": lines}),
                  node("out", "outputNode")],
        "edges": [{"id": "a", "sourceId": "in", "targetId": "all", "type": "edge"},
                  {"id": "b", "sourceId": "all", "targetId": "out", "type": "edge"}],
    }  # fmt: skip
