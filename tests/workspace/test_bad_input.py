"""Every form of the site filled with what nobody should type: it is kept as text or answered in a sentence, never with
a broken page, and what was kept breaks no page, file or list that shows it later.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.test import Client
from tests.store import cast

from baton.store.models import Entry
from baton.store.tenancy import in_authority

from . import world
from .pages import links
from .test_nobody_else import ASKED, filled, guesses, routes  # noqa: F401

TEXTS = {
    "very long": "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=40_000)),
    "control characters": "a\x01b\x08c\x0bd\x0ce\x1ff\x7fg\x85h\x9fi",
    "other directions": "\u202eright to left\u202c \u2066isolated\u2069 \u200f\u200e\ufeff",
    "pictures and rare letters": "👩‍👧‍👦 🇬🇧 𝕬𝖒𝖞 Łódź ﷽ \ufffe\uffff \U0010ffff",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;]]>{{ 7*7 }}{% x %}",
    "a formula": '=HYPERLINK("http://else.example","x")',
    "another formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "lines": "one\r\ntwo\rthree\n\n\tfour\u2028five\u2029",
    "quotes for a database": "'; DROP TABLE entry; -- \\",
    "nothing but spaces": " \u00a0\u2003 ",
}
DAYS = [
    ("31", "2", "2026"), ("1", "1", "1"), ("31", "12", "9999"), ("0", "0", "0"), ("-1", "8", "2026"),
    ("29", "2", "2023"), ("6", "8", "20266"), ("six", "Aug", "2026"), ("٦", "٨", "٢٠٢٦"), ("9" * 400, "1", "1"),
    ("29", "3", "2026"), ("31", "12", "1899"), ("", "8", "2026"), ("1e1", "8", "2026"), ("³", "8", "2026"),
]  # fmt: skip
TIMES = ["25:00", "1:30am", "0pm", "٠٩:٠٠", "9" * 50, "midnight"]
NOT_TYPED = {"csrfmiddlewaretoken", "next", "post", "username", "password", "theme"}
RECORD = "/children/amaryllis/record"  # its links are the forms for everything that can be recorded of a child
MENU = [
    "/do/amaryllis?verb=send&word=summary", "/do/amaryllis?verb=held&word=family_handover",
    "/set-up/person", "/set-up/closure-day", "/set-up/keep-for", "/set-up/team",
    "/set-up/office", "/set-up/stand-in", "/set-up/end-office", "/set-up/post", "/set-up/reach", "/set-up/end-post",
]  # fmt: skip


def forms(browser: Client, address: str) -> list[tuple[str, dict[str, list[str]], list[str]]]:
    """The forms of a page that save something: where each goes, what stands in it, and what is typed into it."""
    page = browser.get(address)
    if page.status_code != 200 or not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found = []
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", page.content.decode(), re.DOTALL | re.IGNORECASE):
        to = re.search(r'<form\b[^>]*action="([^"]*)"', form)
        stands, typed = {}, []
        for kind, name, value in _fields(form):
            if name in NOT_TYPED:
                continue
            if kind in ("text", "search", "textarea", "tel", "email"):
                typed.append(name)
            else:
                stands.setdefault(name, [value])
        if typed or len(stands) > 2:
            found.append((unescape(to[1]) if to and to[1] else address, stands, typed))
    return found


def _fields(form: str) -> list[tuple[str, str, str]]:
    found = []
    for tag in re.findall(r"<(?:input|textarea)\b[^>]*>", form):
        name, value = re.search(r'\bname="([^"]*)"', tag), re.search(r'\bvalue="([^"]*)"', tag)
        kind = re.search(r'\btype="([^"]*)"', tag)
        if name:
            said = "textarea" if tag.startswith("<textarea") else kind[1] if kind else "text"
            found.append((said, unescape(name[1]), unescape(value[1]) if value else ""))
    for select in re.findall(r"<select\b.*?</select>", form, re.DOTALL):
        name = re.search(r'\bname="([^"]*)"', select)
        options = [v for v in re.findall(r'<option\b[^>]*value="([^"]*)"', select) if v]
        if name and options:
            found.append(("select", unescape(name[1]), unescape(options[0])))
    return found


def typed_over(typed: list[str], text: str, day: tuple[str, str, str], time: str) -> dict[str, str]:
    """The text in every field; in a date's fields the parts of the day."""
    ends = dict(zip(("-day", "-month", "-year"), day, strict=True)) | {"-time": time}
    return {name: next((value for end, value in ends.items() if name.endswith(end)), text) for name in typed}


SHOWN = [
    "/children/amaryllis", "/children/amaryllis/recorded", "/children/amaryllis/print", "/children/amaryllis/told",
    "/children/amaryllis/at?on=2026-08-06", "/children", "/my-day", "/my-day/duties", "/team", "/team/duties",
    "/team/board", "/disputes", "/letters", "/questions", "/notices", "/sittings", "/saved", "/unallocated",
    "/unallocated/report", "/reports", "/reports/audit?child=amaryllis", "/reports/reads",
    "/about/worker/ann", "/workers/ann", "/procedure", "/settings",
]  # fmt: skip


@pytest.mark.parametrize("person", ["nora", "root"])
def test_no_form_breaks_and_nothing_kept_breaks_a_page(
    town: world.Town,
    guesses: dict[str, str],  # noqa: F811
    settings_state: Any,
    person: str,
) -> None:
    duties = ("set up",) if person == "root" else ()
    browser = world.sign_in(town, person, duties=duties, post=duties[0] if duties else "")
    addresses = [filled(r, guesses) for r in routes() if r not in ("sign-out", "choose-post", "your-password")]
    addresses += [f"{a}?{ASKED}" for a in addresses if "do/" in a] + MENU
    addresses += [link for link in links(browser.get(RECORD)) if link.startswith("/do/")]
    troubles: list[str] = []
    counts: Counter[int] = Counter()
    texts = list(TEXTS.items())
    seen: set[tuple[str, ...]] = set()
    for place, address in enumerate(dict.fromkeys(addresses)):
        for to, stands, typed in forms(browser, address):
            if (which := (to, *sorted(typed))) in seen:
                continue
            seen.add(which)
            for n in range(len(DAYS)):
                what, text = texts[(n + place) % len(texts)]
                day, time = DAYS[n], TIMES[n % len(TIMES)] if n % 3 == 0 else ""
                given = {**stands, **typed_over(typed, text, day, time)}
                for step in ("see", "save"):
                    answer = browser.post(to, {**given, "step": given.get("step", step)})
                    counts[answer.status_code] += 1
                    if answer.status_code >= 500:
                        troubles.append(f"{to} breaks on {what}, {day}, {time}")
            for what in ("very long", "control characters", "quotes for a database"):  # what no person types at all
                for step in ("see", "save", TEXTS[what]):
                    answer = browser.post(to, {**dict.fromkeys((*stands, *typed), TEXTS[what]), "step": step})
                    counts[answer.status_code] += 1
                    if answer.status_code >= 500:
                        troubles.append(f"{to} breaks where every field is {what}, {step[:9]}")
    for address in SHOWN:
        more = "&" if "?" in address else "?"
        for asked in (address, f"{address}{more}as=csv", f"{address}{more}as=xlsx"):
            answer = browser.get(asked)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            counts[answer.status_code] += 1
            if answer.status_code >= 500:
                troubles.append(f"{asked} breaks on what was kept")
            if b"<script>alert(1)" in body or b"<img src=x" in body:
                troubles.append(f"{asked} runs what was typed")
    assert not troubles, "\n".join(dict.fromkeys(troubles))
    assert counts[200] + counts[400] + counts[409] > 50, "the forms were found and answered"


def test_a_long_address_keeps_its_draft_and_a_long_number_is_a_number(town: world.Town) -> None:
    """An address is the key of the draft, the form's number that of the act: neither is as short as one would think."""
    town.child("amy")
    ann = world.sign_in(town, "ann")
    tail = TEXTS["very long"][:6000]
    address = f"/do/amy?verb=held&word=family_handover&next=/children?q={tail}"
    day = {"when-day": "5", "when-month": "8", "when-year": "2026", "attended": "ann"}
    assert ann.post(address, {**day, "reason": "half done", "step": "draft"}).status_code == 302
    assert "half done" in ann.get(address).content.decode()
    assert "half done" not in ann.get(f"{address}x").content.decode()
    saved = ann.post("/do/amy?verb=held&word=family_handover", {**day, "number": TEXTS["very long"], "step": "save"})
    assert saved.status_code == 302
    with in_authority(town.key):
        assert Entry.objects.filter(authority=town.key, subject_id="amy", verb="held").count() == 1


def test_a_file_of_a_list_works_nothing_out(town: world.Town) -> None:
    """A name that begins like a formula is text in a spreadsheet."""
    for n, name in enumerate(("=1+1", "+44", "-2", "@SUM(A1)", "\t=3")):
        cast.child(town.key, f"c{n}", cast.entry("child", f"c{n}", "given", "name", given=name, family="Fictley"))
    hal = world.sign_in(town, "hal")
    rows = list(csv.reader(io.StringIO(hal.get("/children?as=csv").content.decode("utf-8-sig"))))
    firsts = [row[0] for row in rows if "Fictley" in row[0]]
    assert len(firsts) == 5 and not any(cell[:1] in "=+-@\t\r" for cell in firsts)
    with zipfile.ZipFile(io.BytesIO(hal.get("/children?as=xlsx").content)) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets" in name)
