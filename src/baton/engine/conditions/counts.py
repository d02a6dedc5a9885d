"""How many of something there were; a range when history is missing."""

from __future__ import annotations

from typing import Any

from baton.engine.context import NOT_KNOWN, Answer, Ctx, Judge
from baton.policy import model as m
from baton.working_time import END


def count(condition: m.Count, c: Any) -> Judge:
    word, op, n = condition.word, condition.op, condition.n
    since = c.moment(condition.since) if condition.since is not None else None

    def judge(ctx: Ctx) -> Answer:
        if word == "routes_due":
            return _compare_count(op, ctx.routes_due, n), END, (("word", word),)
        low = 0
        if since is not None:
            state, window, because, until = since(ctx)
            if window is None:
                return (None if state == NOT_KNOWN else False), until, because
            low = window.lo
        facts = ctx.facts
        found: Any = [e for e in facts.events.get(word, ()) if e.held and e.held.hi >= low and e.held.lo <= ctx.now]
        found += [s for s in facts.spells.get(word, ()) if s.start.hi >= low and s.start.lo <= ctx.now]
        partial = any(f.parts.get("history") == "latest only" for f in found)
        value: bool | None = _compare_count(op, len(found), n)
        if partial and not (value and op != "fewer than"):
            value = None
        because = tuple(("entry", f.entry) for f in found) + ((("asks", word),) if value is None else ())
        return value, END, because

    return judge


def _compare_count(op: str, found: int, n: int) -> bool:
    return {"at least": found >= n, "more than": found > n, "fewer than": found < n}[op]
