"""`explain --authority`: the children a clause touches now, by reference."""

from __future__ import annotations

from tests.store.test_rebuilding import world

from baton.cli.explaining import touched


def test_a_clause_names_the_children_for_whom_it_waits_and_no_name(authority: str) -> None:
    world(authority)
    lines = list(touched(authority, ("TST-handover",), ""))
    assert lines[0] == f"It touches {len(lines) - 1} children of {authority} now:"
    assert lines[1:] and all("handover (open)" in line for line in lines[1:])
    assert list(touched(authority, (), "handover")) == lines
    assert list(touched(authority, ("TST-nothing",), "")) == [f"It touches 0 children of {authority} now."]
