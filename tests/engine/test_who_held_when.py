"""Since when a service has held the child: the one that holds it now, or a named one, even if it holds it no longer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from baton.engine.moments.anchors import spell_edge
from baton.engine.runs import Run
from baton.policy import model as m
from baton.working_time import Window, moment_of

DAYS = [moment_of(f"2026-{month}-01 09:00") for month in ("01", "03", "05", "07")]
SERVICES = ("north", "south", "north", "south")
RUNS = [
    Run(Window(start, start), Window(end, end) if end else None, {"kind": "statutory", "service": service}, ())
    for service, start, end in zip(SERVICES, DAYS, [*DAYS[1:], None], strict=True)
]


def start(on: str, *parts: tuple[str, tuple[str, ...]]) -> Any:
    ctx: Any = SimpleNamespace(memo={("runs", "service_involvement"): RUNS}, now=moment_of(on))
    window = spell_edge(m.SpellEdge("start", "service_involvement", parts), SimpleNamespace(words={}))(ctx)[1]
    return window.lo if window is not None else None


def test_without_a_name_it_is_the_service_that_holds_the_child_now() -> None:
    assert start("2026-08-01 12:00") == DAYS[3]
    assert start("2026-06-01 12:00", ("kind", ("statutory",))) == DAYS[2]


def test_a_named_service_began_the_last_time_whether_or_not_it_holds_the_child_still() -> None:
    assert start("2026-06-01 12:00", ("service", ("north",))) == DAYS[2]
    assert start("2026-08-01 12:00", ("service", ("north",))) == DAYS[2]
    assert start("2026-04-01 12:00", ("service", ("north",))) == DAYS[0]


def test_a_service_that_never_held_the_child_never_began() -> None:
    assert start("2026-08-01 12:00", ("service", ("east",))) is None
