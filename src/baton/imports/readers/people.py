"""Who holds a child, as a cell says it: a named person, or nobody when the cell is blank, a tray or a team's name."""

from __future__ import annotations

from typing import Final

from baton.imports.cells import clean, is_excel_error
from baton.imports.codes import why_nobody
from baton.imports.model import Fact, by, parts
from baton.imports.readers.row import Row

A_PERSON: Final = "the name of one person"


def holding(row: Row, list_name: str, teams: frozenset[str]) -> Fact:
    """The worker and team of this row as seen on the extract's date. Nobody is worker "" with a remark."""
    team, worker = row.text("team"), row.text("worker")
    written = clean(row.cells.get("worker"))
    because = why_nobody(worker, teams)
    if because is None:
        return Fact("allocated_worker", "observed", by(row.as_at), parts(worker=worker, team=team, list=list_name))
    if is_excel_error(written):
        because = f"the cell holds the spreadsheet's error {written}"
    shown = f'worker is "{worker}": {because}' if worker else f"no worker is named: {because}"
    where = f", team {team}" if team else ", and no team either"
    row.remark(
        "nobody_is_named",
        f"{shown}{where}. Nobody holds this child by this list",
        "Name a worker for this child.",
        written,
    )
    said = parts(worker="", team=team, list=list_name, written=worker or None)
    return Fact("allocated_worker", "observed", by(row.as_at), said)
