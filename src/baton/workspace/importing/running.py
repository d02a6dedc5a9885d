"""A held import run: what its files would do, and taking them in. As for the pages, so for programs."""

from __future__ import annotations

from baton.accounts.desk import Desk
from baton.imports import applying, staff_import
from baton.imports.staff_report import StaffReport
from baton.workspace.importing.held import Held
from baton.workspace.saying import Say

FORMATS = (
    ("annex-a", "Annex A lists (Excel or CSV)"),
    ("ssda903", "SSDA903, children looked after (CSV or XML)"),
    ("cin", "Children in need census (XML)"),
    ("staff", "Teams and people (Excel or CSV)"),
    ("workforce", "Children's social work workforce census (XML)"),
)
Run = applying.Report | StaffReport


def dry_run(desk: Desk, one: Held) -> Run:
    """What the files would do; nothing is saved. Outside the desk's reading transaction. Raises CannotRead, UnknownTeam
    and Busy."""
    if one.format in staff_import.FORMATS:
        return staff_import.dry_run(desk.authority, one.format, one.files, desk.now, as_at=one.as_at)
    return applying.dry_run(
        desk.authority, one.format, one.files, desk.now,
        as_at=one.as_at, complete=one.complete, team_names=one.team_names,
    )  # fmt: skip


def take_in(desk: Desk, one: Held) -> Run:
    """Takes the files in, in the name of whoever sits at the desk. Raises as `dry_run` does."""
    by = desk.post.person
    if one.format in staff_import.FORMATS:
        return staff_import.apply(desk.authority, one.format, one.files, desk.now, by, as_at=one.as_at)
    return applying.apply(
        desk.authority, one.format, one.files, desk.now, by,
        as_at=one.as_at, complete=one.complete, team_names=one.team_names,
    )  # fmt: skip


def places(desk: Desk, say: Say) -> list[tuple[str, str]]:
    """The teams and services that a name in the files may stand for, each with how it is called."""
    keys = {*desk.around.organisation.teams, *(k for k, p in desk.pack.places.items() if p.kind == "service")}
    return sorted(((key, say.place(key)) for key in keys), key=lambda pair: pair[1].lower())
