"""An export as files: a CSV for each table, one workbook, and the report that lies beside them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from baton.exports.model import Export, Finding, Sheet
from baton.store.extracts import note_written
from baton.working_time import Moment, midnight, say_day, say_moment

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be worked out by a spreadsheet
DONE_AT = (1980, 1, 1, 0, 0, 0)  # the same export is the same archive, whenever it is packed


def csv_of(sheet: Sheet) -> bytes:
    """The table as CSV, UTF-8 with a mark at the start so that spreadsheets read accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return ("\ufeff" + out.getvalue()).encode()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def workbook(made: Export) -> bytes:
    """All tables as one workbook, a sheet each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in made.sheets:
            page = book.add_worksheet(sheet.name[:31])
            page.write_row(0, 0, sheet.headings, bold)
            for n, row in enumerate(sheet.rows, 1):
                page.write_row(n, 0, row)
            page.freeze_panes(1, 0)
            page.set_column(0, max(0, len(sheet.headings) - 1), 20)
    return out.getvalue()


def report(made: Export, authority: str, by: str, now: Moment) -> str:
    """What a person must know before the file is sent: counts, every rule that does not hold and why, what is blank."""
    return "\n".join(_report(made, authority, by, now)) + "\n"


def _report(made: Export, authority: str, by: str, now: Moment) -> Iterator[str]:
    yield f"{made.title}, {say_day(made.first)} to {say_day(made.last)}. {authority}."
    yield f"Made {say_moment(now)} for {by}. {len(made.children)} children, {made.rows} rows."
    for sheet in made.sheets:
        yield f"  {sheet.name}: {len(sheet.rows)} rows"
    explained = [f for f in made.findings if f.explained]
    yield ""
    if not made.tried:
        yield "No rules of the receiver are known for this export, so none was tried."
    elif not made.findings:
        yield f"Every rule of the receiver holds ({made.tried})."
    else:
        yield f"{len(made.findings)} breaches of the receiver's rules, {len(explained)} explained by the record:"
        yield from (_line(f) for f in made.findings)
    if made.notes:
        yield ""
        yield "To know:"
        yield from (f"- {note}" for note in made.notes)


def _line(f: Finding) -> str:
    where = f", line {f.row}" if f.row else ""
    why = f"The record: {f.because}." if f.explained else "The record does not explain it: look at this child."
    return f"- {f.rule}, child {f.child}{where}: {f.says}. {why}"


def archive(made: Export, authority: str, by: str, now: Moment) -> bytes:
    """Tables and report in one archive, as a page gives it for download."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in files(made, authority, by, now):
            packed.writestr(zipfile.ZipInfo(name, DONE_AT), body)
    return out.getvalue()


def files(made: Export, authority: str, by: str, now: Moment) -> Iterator[tuple[str, bytes]]:
    """Every file of the export with its name, the report last."""
    for sheet in made.sheets:
        yield f"{sheet.name}.csv", csv_of(sheet)
    yield f"{made.kind}_report.txt", report(made, authority, by, now).encode()


def remember(made: Export, authority: str, by: str, now: Moment) -> None:
    """Keeps the digest of every table, so that an import knows its own file again. In the authority's transaction."""
    for sheet in made.sheets:
        note_written(authority, f"{sheet.name}.csv", csv_of(sheet), midnight(made.last), now, by)


def write(made: Export, folder: Path, authority: str, by: str, now: Moment) -> list[Path]:
    """Writes the files into a folder, readable by their owner only; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, body in files(made, authority, by, now):
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(body)
        written.append(path)
    return written
