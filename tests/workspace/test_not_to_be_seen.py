"""A restricted child who stands in another child's rows: in what is lacking and in the reasons, only whom to ask."""

from __future__ import annotations

from tests.store import cast

from baton.accounts.models import Clearance
from baton.store.models import WorkItem
from baton.store.recalculating import recalculate
from baton.store.tenancy import as_program

from . import world
from .pages import main


def with_a_restricted_sister(town: world.Town) -> str:
    """Amy, whose open work is made to wait for her sister Ola, held by Ann, restricted."""
    child = town.child("amy", due=False)
    cast.child(town.key, "ola", cast.entry("child", "ola", "given", "restricted", restricted="yes"), due=False)
    town.family("amy", "ola")
    town.act("2026-08-06 09:00", "ann", "started", "assessment", child)
    recalculate(town.key, child, world.NOW)
    with as_program(town.key):
        WorkItem.objects.create(
            authority=town.key, kind="child", subject_id=child, key="together|||", restricted=False, digest=0,
            rule="told_before", verb="tell", words=[], state="open", strength="warn", recipient="ola", act_by_at=0,
            missing=["ola"], because=[["kin", "ola"]], clause=["TST-told_before"], who=["ann"], holder_team="north",
        )  # fmt: skip
    return child


def test_rows_name_no_child_whom_the_reader_may_not_see(town: world.Town) -> None:
    child = with_a_restricted_sister(town)
    page = main(world.sign_in(town, "nora").get(f"/children/{child}"))
    assert "Lacking: a fact you may not see; ask Ann" in page
    assert "A fact you may not see; ask Ann" in page.split("Lacking", 1)[1]
    assert "ola" not in page.lower().replace("fictley", "") and "sister" not in page


def test_who_is_cleared_reads_the_name(town: world.Town) -> None:
    child = with_a_restricted_sister(town)
    Clearance.objects.create(authority=town.key, person="nora", child="ola", given_by="hal", reason="holds the team")
    page = main(world.sign_in(town, "nora").get(f"/children/{child}"))
    assert "Lacking: ola" in page and "A brother or sister's record" in page
