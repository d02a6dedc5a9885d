"""People at the pages, as a browser sees them: sign in, follow a link, fill a form, press a button, read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.workspace.world import PASSWORD

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


class Person:
    """Somebody at a desk. Scripts are off unless asked for: every page works without."""

    def __init__(
        self, chromium: Any, site: str, name: str, width: int = 1280, scripts: bool = False, post: str = ""
    ) -> None:
        self.name = name
        self.context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 900}, java_script_enabled=scripts, bypass_csp=scripts
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.go("/sign-in")
        self.page.fill("#username", name)
        self.page.fill("#password", PASSWORD)
        self.click("main button")
        if self.page.url.split("?")[0].endswith("/choose-post"):
            self.page.locator(f"input[name=post][value*='|{post}']" if post else "input[name=post]").first.check()
            self.press("Work in this post")

    def go(self, address: str) -> Person:
        """Opens an address of the site."""
        self.page.goto(address)
        return self

    def click(self, what: str, text: str | None = None) -> Person:
        """Clicks the first of these that shows the text, and waits for the page that follows: a click alone returns
        before the browser has left the page, and what is read next would be read from the old one."""
        with self.page.expect_navigation():
            self.page.locator(what, has_text=text).first.click()
        return self

    def follow(self, text: str, within: str = "main") -> Person:
        """Presses the first link with these words."""
        return self.click(f"{within} a", text)

    def press(self, text: str) -> Person:
        """Presses the first button with these words."""
        return self.click("main button", text)

    def tick(self, text: str) -> Person:
        """Ticks every box or radio with this label."""
        boxes = self.page.get_by_label(text, exact=True)
        for n in range(boxes.count()):
            boxes.nth(n).check()
        return self

    def fill(self, label: str, text: str) -> Person:
        for field in self.page.get_by_label(label).all():
            field.fill(text)
        return self

    def date(self, text: str, name: str = "when") -> Person:
        """Fills every date question of this name with "25 11 2026"."""
        for part, value in zip(("day", "month", "year"), text.split(), strict=True):
            for field in self.page.locator(f"input[name^='{name}'][name$='-{part}']").all():
                field.fill(value)
        return self

    def save(self) -> Person:
        """Sees what follows, then saves; stays where it is refused."""
        self.press("See what follows")
        button = "button[name=step][value=save]"
        return self.click(button) if self.page.locator(button).count() else self

    @property
    def reads(self) -> str:
        """The words of the page's main part."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def holds(self) -> str:
        """The same with what is in sections that are closed."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    @property
    def problem(self) -> str:
        """What the error summary says, "" where there is none."""
        found = self.page.locator(".govuk-error-summary")
        return " ".join(found.inner_text().split()) if found.count() else ""

    def faults(self) -> list[str]:
        """What axe finds on the page; needs scripts."""
        self.page.evaluate(AXE.read_text())
        found: list[str] = self.page.evaluate(
            "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.target).join(' '))"
        )
        return found

    def too_wide(self) -> bool:
        """Whether the page scrolls sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def tables_not_seen(self) -> list[str]:
        """The captions of tables that take no room on the page, and are in no section that can be opened."""
        found: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('main table')].filter(t => !t.offsetHeight && !t.closest('details'))"
            ".map(t => t.caption ? t.caption.textContent : 'a table')"
        )
        return found

    def weight(self) -> int:
        """The bytes of the page as sent, with its styles, scripts and pictures."""
        script = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
        return int(self.page.evaluate(script))

    def leave(self) -> None:
        self.context.close()
