"""A table of a page as a file: CSV, or a workbook. The same rows, the same reach; when and for whom stands below."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from baton.accounts.desk import Desk
from baton.workspace import words
from baton.workspace.page import address

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be worked out by a spreadsheet


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its title, its headings and its rows of text and numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    return Table(title, tuple(headings), tuple(tuple(row) for row in rows))


def wanted(request: HttpRequest) -> str:
    """ "csv" or "xlsx" where the address asks for a file; else ""."""
    kind = request.GET.get("as", "")
    return kind if kind in TYPES else ""


def links(request: HttpRequest) -> list[tuple[str, str]]:
    """Where the files of this page are, with all its filters."""
    return [(text, address(request, **{"as": key})) for key, text in (("csv", "CSV"), ("xlsx", "Excel workbook"))]


def file(request: HttpRequest, desk: Desk, one: Table) -> HttpResponse:
    """The table as the file that the address asks for."""
    kind = wanted(request)
    foot = f"As at {words.moment(desk.now)}. {desk.post.authority_name}. Made for {desk.post.name}."
    body = _csv(one, foot) if kind == "csv" else _workbook(one, foot)
    answer = HttpResponse(body, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{slugify(one.title)[:60] or "table"}.{kind}"'
    return answer


def _csv(one: Table, foot: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(one.headings)
    writer.writerows([_plain(cell) for cell in row] for row in one.rows)
    writer.writerow([foot])
    return ("\ufeff" + out.getvalue()).encode()


def _plain(cell: Any) -> Any:
    text = str(cell)
    return f"'{text}" if not isinstance(cell, int | float) and text.startswith(_FORMULA) else cell


def _workbook(one: Table, foot: str) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Table")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        book.set_properties({"title": one.title})
        sheet.write_row(0, 0, one.headings, bold)
        for n, row in enumerate(one.rows, 1):
            sheet.write_row(n, 0, [cell if isinstance(cell, int | float) else str(cell) for cell in row], plain)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(one.headings) - 1), 24)
        sheet.write(len(one.rows) + 2, 0, foot)
    return out.getvalue()
