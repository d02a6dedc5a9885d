"""Letters as one Word file, to be worked on further, or printed in letters that the PDF has not; headings as styles."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from baton.letters.pdf import Sheet
from baton.letters.variants import RIGHT_TO_LEFT

USUAL, LARGE, FOOT = 11, 18, 9
_STYLE = {"heading": "Heading 1", "subject": "Heading 2", "list": "List Bullet"}


def docx_of(sheets: Iterable[Sheet], title: str) -> bytes:
    """The letters in their order, each on pages of its own. `title` names no child."""
    document: Any = Document()
    _prepare(document, title)
    for number, sheet in enumerate(sheets):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(document, sheet)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _prepare(document: Any, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language, properties.comments = title, "Baton", "en-GB", ""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin = section.bottom_margin = Mm(22)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", None
        style.font.size = Pt(USUAL if name == "Normal" else USUAL + 3)


def _write(document: Any, sheet: Sheet) -> None:
    size = LARGE if sheet.is_large else USUAL
    if sheet.address:
        _paragraph(document, sheet.address.split("\n"), "Normal", size, sheet.language)
    for part in sheet.letter.parts:
        style, at = _STYLE.get(part.kind, "Normal"), FOOT if part.kind == "foot" and not sheet.is_large else size
        groups = [[line] for line in part.lines] if part.kind == "list" else [list(part.lines)]
        for lines in groups:
            _paragraph(document, lines, style, at, sheet.language)


def _paragraph(document: Any, lines: list[str], style: str, size: int, language: str) -> None:
    paragraph = document.add_paragraph(style=style)
    if language in RIGHT_TO_LEFT:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for number, line in enumerate(lines):
        run = paragraph.add_run(line)
        run.font.size = Pt(size)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "en-GB" if language == "en" else language)
        if language in RIGHT_TO_LEFT:
            spoken.set(qn("w:bidi"), language)
        run._r.get_or_add_rPr().append(spoken)
        if number < len(lines) - 1:
            run.add_break()
