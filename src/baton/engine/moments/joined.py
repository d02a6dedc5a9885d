"""One of several moments: the earliest, the latest, the first whose condition holds."""

from __future__ import annotations

from typing import Any

from baton.engine.context import (
    KNOWN,
    NOT_KNOWN,
    NOT_YET,
    Ctx,
    Reader,
    Reading,
)
from baton.policy import model as m
from baton.working_time import (
    END,
    Window,
)


def extreme(moment: m.Earliest | m.Latest, c: Any) -> Reader:
    readers = [
        (c.condition(item.when), c.moment(item.at)) if isinstance(item, m.Guarded) else (None, c.moment(item))
        for item in moment.items
    ]
    earliest = isinstance(moment, m.Earliest)

    def read(ctx: Ctx) -> Reading:
        known: list[tuple[Window, Any, int]] = []
        because: Any = ()
        until, worst, forecast = END, KNOWN, KNOWN
        for guard, reader in readers:
            if guard is not None:
                here, u, more = guard(ctx)
                until, because = min(until, u), because + more
                if here is False:
                    continue
                if here is None:
                    return NOT_KNOWN, None, because, until
            state, window, more, u = reader(ctx)
            until = min(until, u)
            because += more
            if window is None:
                worst = max(worst, state)
            else:
                known.append((window, more, state))
                forecast = max(forecast, state)
        if not known or (not earliest and worst in (NOT_YET, NOT_KNOWN)):
            return worst if worst != KNOWN else NOT_YET, None, because, until
        best = min(known, key=lambda k: k[0].lo) if earliest else max(known, key=lambda k: k[0].lo)
        return best[2], best[0], because, until

    return read


def choose(moment: m.Choose, c: Any) -> Reader:
    branches = [(c.condition(when), c.moment(of)) for when, of in moment.branches]

    def read(ctx: Ctx) -> Reading:
        because: Any = ()
        until = END
        for when, of in branches:
            value, u, why = when(ctx)
            until, because = min(until, u), because + why
            if value is None:
                return NOT_KNOWN, None, because, until
            if value:
                state, window, more, u2 = of(ctx)
                return state, window, because + more, min(until, u2)
        return NOT_YET, None, because, until

    return read
