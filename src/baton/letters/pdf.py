"""Letters as one tagged PDF (PDF/UA-1), to print or to keep. The parts go in as data: what is typed is no command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import typst

from baton.letters.rendering import Letter

_PAGE = """
#set document(title: sys.inputs.title)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(leading: 0.75em, spacing: 1.3em)
#let letters = json(bytes(sys.inputs.letters))
#for (n, letter) in letters.enumerate() {
  if n > 0 { pagebreak() }
  set text(lang: letter.language, size: if letter.large { 18pt } else { 11pt })
  show heading: it => block(above: 0em, below: 1.2em, text(size: 1em, weight: "bold", it.body))
  if letter.address != "" { par(letter.address.split("\\n").join(linebreak())) }
  for part in letter.parts {
    if part.kind == "heading" { heading(level: 1, part.lines.first()) }
    else if part.kind == "subject" { heading(level: 2, part.lines.first()) }
    else if part.kind == "list" { list(..part.lines) }
    else if part.kind == "foot" {
      v(1fr)
      par(text(size: if letter.large { 18pt } else { 9pt }, part.lines.join(linebreak())))
    }
    else { par(part.lines.join(linebreak())) }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One letter with what stands around it: the address, whether it is set large (to be read aloud, or because its
    reader asks for large print), and its language."""

    letter: Letter
    address: str = ""
    is_large: bool = False
    language: str = "en"


def pdf_of(sheets: Iterable[Sheet], title: str) -> bytes:
    """The letters in their order, each on pages of its own. `title` names no child: a file's title is read aloud."""
    given = [
        {
            "address": sheet.address,
            "large": sheet.is_large,
            "language": sheet.language,
            "parts": [{"kind": part.kind, "lines": list(part.lines)} for part in sheet.letter.parts],
        }
        for sheet in sheets
    ]
    inputs = {"title": title, "letters": json.dumps(given)}
    made = typst.compile(
        _PAGE.encode(), format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)
    return made
