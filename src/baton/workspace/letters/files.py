"""Letters as files: PDF or Word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpResponse

from baton.letters.pdf import Sheet, pdf_of
from baton.letters.word import docx_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file."""

    make: Callable[[Iterable[Sheet], str], bytes]
    type: str
    end: str


KINDS = {
    "pdf": Kind(pdf_of, "application/pdf", "pdf"),
    "docx": Kind(docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
}


def file_answer(sheets: list[Sheet], kind: str = "pdf") -> HttpResponse:
    """A file to open or to keep. Neither its title nor its name says whom it is about."""
    name, how = ("letter" if len(sheets) == 1 else "letters"), KINDS[kind]
    answer = HttpResponse(how.make(sheets, name.capitalize()), content_type=how.type)
    answer["Content-Disposition"] = f'{"inline" if kind == "pdf" else "attachment"}; filename="{name}.{how.end}"'
    return answer
