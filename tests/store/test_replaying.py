"""A draft tried on the store's children: what would differ, for whom, in which team; and nothing is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import psycopg
import pytest
from tests.store.test_rebuilding import contents, world

from baton.policy import model as m
from baton.replaying import Kind, TeamLoad, replay, with_draft
from baton.store.models import Authority
from baton.store.procedures import procedure_of
from baton.working_time import Amount, moment_of

LATER = moment_of("2026-08-13 09:00")


def draft(authority: str, **changed: object) -> m.Pack:
    """The pack in force with some of its rules changed in one field, by key; None takes a rule away."""
    pack = procedure_of(Authority.objects.get(key=authority).pack).packs.editions[-1]
    rules = []
    for rule in pack.rules:
        if rule.head.key in changed and changed[rule.head.key] is None:
            continue
        rules.append(replace(rule, **changed.get(rule.head.key, {})))  # type: ignore[arg-type]
    return replace(pack, rules=tuple(rules), build="draft")


def kinds(authority: str, one: m.Pack, **more: object) -> set[tuple[Kind, str]]:
    return {(d.kind, d.rule) for d in replay(authority, one, LATER, processes=1, **more).different}  # type: ignore[arg-type]


def test_the_pack_in_force_changes_nothing(authority: str) -> None:
    world(authority)
    found = replay(authority, draft(authority), LATER, processes=1)
    assert (found.children, found.different, found.failed) == (3, [], [])
    assert found.before == found.after and sum(load.held for load in found.before.values()) == 3


def test_a_gate_taken_away_and_a_limit_moved_are_named_for_the_children_they_touch(authority: str) -> None:
    world(authority)
    earlier = m.Shifted(Amount.parse("3 days"), -1, m.SlotAt("transfer_date"))
    found = replay(authority, draft(authority, told_before={"by": earlier}), LATER, processes=1)
    assert found.touched and {one.rule for one in found.different} == {"told_before"}
    assert all(one.before != one.after and one.clause == ("TST-told_before",) for one in found.different)
    assert ("blocked", "record_check") in kinds(authority, draft(authority, **{"record_check.before": None}))


def test_a_route_taken_away_is_due_no_longer_and_its_team_expects_fewer(authority: str) -> None:
    world(authority)
    found = replay(authority, draft(authority, north_to_south=None), LATER, processes=1)
    assert {(d.kind, d.rule, d.after) for d in found.different if d.kind == "due"} == {("due", "north_to_south", "")}
    assert found.before["south"].coming > 0 and found.after.get("south", TeamLoad()).coming == 0


def test_nothing_is_written_and_processes_agree(
    authority: str, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    world(authority)
    before = contents(superuser, authority)
    one = draft(authority, record_check={"strength": "warn"})
    alone = replay(authority, one, LATER, processes=1)
    monkeypatch.setattr("baton.replaying.judging.BATCH", 1)
    told: list[tuple[int, int]] = []
    together = replay(authority, one, LATER, processes=2, progress=lambda done, of: told.append((done, of)))
    assert together.different == alone.different and alone.different
    assert told[-1] == (3, 3)
    assert contents(superuser, authority) == before


def test_a_draft_that_cannot_be_run_for_a_child_is_said_and_hides_no_other(authority: str) -> None:
    world(authority)
    broken = draft(authority, never={"who": "nobody at all"})
    found = replay(authority, broken, LATER, processes=1)
    assert found.children + len(found.failed) == 3


def test_a_new_edition_counts_from_its_date_and_a_build_replaces_its_own(authority: str) -> None:
    world(authority)
    pack = draft(authority)
    packs = m.Packs((pack,))
    assert with_draft(packs, replace(pack, build="b")).editions[-1].build == "b"
    named = replace(pack, edition=replace(pack.edition, name="next"))
    both = with_draft(packs, named, date(2027, 1, 1))
    assert [p.edition.name for p in both.editions] == [pack.edition.name, "next"]
    assert both.on(date(2026, 12, 31)) is pack
