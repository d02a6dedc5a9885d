"""Letters as PDF: tagged, one after the other, and nothing typed is a command of the typesetter."""

from __future__ import annotations

import pytest

from baton.letters import Letter, Part
from baton.letters.pdf import Sheet, pdf_of


def letter(*lines: str) -> Letter:
    parts = (Part("heading", ("The move",)), Part("text", lines), Part("list", ("a", "b")), Part("foot", ("f",)))
    return Letter(parts)


def test_a_letter_is_tagged_and_names_no_child_in_its_title() -> None:
    made = pdf_of([Sheet(letter("Dear Ada"), "1 Mock Street\nSmethwick")], "Letter")
    assert made.startswith(b"%PDF-") and b"/Marked true" in made and b"<pdfuaid:part>1<" in made
    assert b"Ada" not in made  # the text is in compressed streams; the title and all that is plain name nobody


@pytest.mark.parametrize(
    ("language", "line", "font"),
    [
        ("ur", "آپ کے لیے نیا کارکن", b"NotoSansArabic"),
        ("hi", "आपके लिए", b"NotoSansDevanagari"),
        ("bn", "নতুন কর্মী", b"HindSiliguri"),
        ("ta", "புதிய பணியாளர்", b"NotoSansTamil"),
    ],
)
def test_a_letter_in_another_script_is_set_in_its_own_letters_and_says_its_language(
    language: str, line: str, font: bytes
) -> None:
    made = pdf_of([Sheet(Letter((Part("text", (line,)),)), language=language)], "Letter")
    assert font in made and b"/Lang(%s)" % language.encode() in made


def test_each_letter_begins_a_page_of_its_own() -> None:
    for n in (1, 2, 3):
        assert f"/Count {n}".encode() in pdf_of([Sheet(letter("x"))] * n, "Letters")


def test_what_is_typed_is_never_a_command() -> None:
    tricks = (
        '#read("/etc/passwd")',
        "#import",
        "*no*",
        "$x$",
        "\\",
        "#{ panic() }",
        '"); evil("',
        "“smart”",
        "<label>",
    )
    assert pdf_of([Sheet(letter(*tricks), "#panic()", True)], "#panic()").startswith(b"%PDF-")
