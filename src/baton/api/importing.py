"""Imports: an extract is sent, what it would do is said, then it is taken in. The same dry run as on the pages."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable
from itertools import islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest
from ninja import Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.api import shapes
from baton.api.app import ACT, answers, at_desk
from baton.api.problems import Problem
from baton.imports import CannotRead, applying
from baton.imports.sources import COMPLETE
from baton.imports.staff_report import StaffReport
from baton.imports.teams import UnknownTeam
from baton.workspace.importing import held, running
from baton.workspace.saying import Say

router = Router(tags=["imports"], auth=ACT)
LARGEST = 60_000_000  # bytes of a file, unpacked
MOST_ROWS, MOST_LINES = 500, 300
TO_SEE = ("needs a person", "cannot be read")


@router.post("/imports", response=answers(shapes.ImportOut, 409, status=201), summary="Send an extract: a dry run",
             operation_id="sendImport")  # fmt: skip
def send(request: HttpRequest, asked: shapes.ImportIn) -> Any:
    """Reads the files and says what they would do, row by row. Nothing is saved: take it in, or let it go; it is kept
    aside for a day."""
    desk = at_desk(request, permissions.may_import)
    _known(desk, asked)
    one = held.keep(desk, asked.format, asked.as_at, [_file(n, f) for n, f in enumerate(asked.files)])
    held.tell(one, list(asked.complete), dict(asked.team_names))
    try:
        return 201, _run(desk, held.of(desk, one.token), running.dry_run)
    except Problem:
        held.drop(one)
        raise


@router.get("/imports/{ident}", response=answers(shapes.ImportOut, 409), summary="What an extract would do now",
            operation_id="getImport")  # fmt: skip
def look(request: HttpRequest, ident: shapes.Ident) -> Any:
    """The dry run again, against what is on record now."""
    desk = at_desk(request, permissions.may_import)
    return _run(desk, _of(desk, ident), running.dry_run)


@router.post("/imports/{ident}/taken-in", response=answers(shapes.ImportOut, 409, status=201),
             summary="Take an extract in", operation_id="takeInImport")  # fmt: skip
def take_in(request: HttpRequest, ident: shapes.Ident) -> Any:
    """Adds what is new as observations of this source; the same files again change nothing."""
    desk = at_desk(request, permissions.may_import)
    one = _of(desk, ident)
    done = _run(desk, one, running.take_in)
    held.drop(one)
    return 201, done | {"ident": ""}


@router.delete("/imports/{ident}", response=answers(None, status=204), summary="Let an extract go",
               operation_id="dropImport")  # fmt: skip
def drop(request: HttpRequest, ident: shapes.Ident) -> Any:
    """The files go; nothing was saved."""
    desk = at_desk(request, permissions.may_import)
    held.drop(_of(desk, ident))
    return 204, None


def _known(desk: Desk, asked: shapes.ImportIn) -> None:
    """What is said of the files must be about lists and teams that there are."""
    say = Say(desk.pack, desk.around.organisation)
    lists = set(asked.complete) - set(COMPLETE)
    teams = set(asked.team_names.values()) - dict(running.places(desk, say)).keys()
    if lists or teams:
        where, what = ("complete", sorted(lists)[0]) if lists else ("team_names", sorted(teams)[0])
        says = f'"{what}" is {"no list that can be complete" if lists else "no team or service here"}.'
        raise Problem("invalid", says, errors=[{"where": where, "says": says}])


def _file(number: int, one: shapes.FileIn) -> UploadedFile:
    where = f"files.{number}.content"
    try:
        content = base64.b64decode(one.content, validate=True)
        if one.gzip:
            unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
            content = unpack.decompress(content, LARGEST)
            if not unpack.eof:
                raise ValueError("it is not one whole gzip file, or larger than 60 MB unpacked")
    except (binascii.Error, ValueError, zlib.error) as problem:
        says = f"This cannot be unpacked: {problem}."
        raise Problem("invalid", says, errors=[{"where": where, "says": says}]) from problem
    return SimpleUploadedFile(one.name, content)


def _of(desk: Desk, ident: str) -> held.Held:
    try:
        return held.of(desk, ident)
    except LookupError:
        raise Problem("not-found", "There is no such extract of yours; it is kept for a day.") from None


def _run(desk: Desk, one: held.Held, run: Callable[[Desk, held.Held], running.Run]) -> dict[str, Any]:
    try:
        with desk.aside():
            report = run(desk, one)
    except (CannotRead, UnknownTeam) as cannot:
        raise Problem("invalid", str(cannot), errors=[{"where": "files", "says": str(cannot)}]) from cannot
    except applying.Busy as busy:
        raise Problem("refused", str(busy), items=[], could_go_on=[]) from busy
    rows = islice((r for r in report.rows() if r.answer in TO_SEE), MOST_ROWS)
    return {
        "ident": one.token, "saved": report.saved,
        "changes_nothing": report.changes_nothing if isinstance(report, StaffReport) else report.plan.changes_nothing,
        "counts": report.counts(), "says": list(islice(report.sentences(), MOST_LINES)),
        "unknown_teams": [] if isinstance(report, StaffReport) else [name for name, _near in report.unknown_teams()],
        "rows": [
            {"file": r.file, "sheet": r.sheet, "row": r.row, "child": r.child, "answer": r.answer, "why": r.why,
             "expected": r.expected, "to_do": r.todo}
            for r in rows
        ],
    }  # fmt: skip
