"""Letters as one tagged PDF (PDF/UA-1), to print or to keep. The parts go in as data: what is typed is no command."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

from baton.letters.rendering import Letter

_PAGE = """
#set document(title: sys.inputs.title)
#set page(paper: "a4", margin: (x: 25mm, y: 22mm))
#set par(leading: 0.75em, spacing: 1.3em)
#let letters = json(bytes(sys.inputs.letters))
#set text(
  lang: letters.first().language,
  font: ("Libertinus Serif", "Noto Sans Arabic", "Noto Sans Devanagari", "Hind Siliguri", "Noto Sans Tamil"),
)
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


# Fonts for letters that Typst's own have not, each a package. Which languages still cannot be set: NOT_IN_PDF.
_FONTS = (
    "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari", "fontpkg_hind_siliguri", "fontpkg_noto_sans_tamil",
)  # fmt: skip


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
    if not given:
        raise ValueError("a file of letters needs at least one")
    inputs = {"title": title, "letters": json.dumps(given)}
    made = typst.compile(_PAGE.encode(), format="pdf", pdf_standards=["ua-1"], sys_inputs=inputs, font_paths=_fonts())
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Typst's own fonts and these, and none of the machine: a letter looks the same everywhere."""
    found = [find_spec(name) for name in _FONTS]
    places = [Path(spec.origin).parent / "files" for spec in found if spec is not None and spec.origin is not None]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=places)
