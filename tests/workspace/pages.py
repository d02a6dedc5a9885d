"""What a person reads on a page: its text without the markup, and forms filled as a browser would send them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client


def read(answer: Any) -> str:
    """The words of a page, spaces made one."""
    html = answer.content.decode()
    html = re.sub(r"<(script|style|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def main(answer: Any) -> str:
    """The words of the page's main part only."""
    html = answer.content.decode()
    found = re.search(r"<main\b.*?</main>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0] if found else "")).split())


def hidden(answer: Any) -> dict[str, Any]:
    """The hidden fields of a page's form: act number, heads, answers carried along."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", answer.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in ("csrfmiddlewaretoken", "next"):
            found.setdefault(unescape(name[1]), []).append(unescape(value[1]) if value else "")
    return found


def ticked(answer: Any, name: str) -> list[str]:
    """The values of the boxes of this name that are ticked, in the order of the page."""
    boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*>', answer.content.decode())
    return [unescape(found[1]) for box in boxes if " checked" in box and (found := re.search(r'value="([^"]*)"', box))]


def links(answer: Any) -> list[str]:
    return [unescape(h) for h in re.findall(r'href="([^"]+)"', answer.content.decode())]


def send(browser: Client, address: str, answers: dict[str, Any], step: str = "save") -> Any:
    """Opens a form, sees what follows, and saves, as a person does; `step` "see" stops before the saving."""
    shown = browser.get(address)
    assert shown.status_code == 200, read(shown)
    seen = browser.post(address, {**hidden(shown), **answers, "step": "see"})
    if step == "see" or seen.status_code != 200:
        return seen
    return browser.post(address, {**hidden(seen), **answers, "step": "save"})


def when(text: str, name: str = "when") -> dict[str, str]:
    """A date field filled with "6 8 2026"."""
    day, month, year = text.split()
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}
