"""For every test: the site's settings, and a browser where there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from tests.django_settings import configure

configure()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium, started once. Open pages in a context of their own: `chromium.new_context(base_url=…)`."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[
                "--no-sandbox",  # root may not run it otherwise; it sees nothing but our own pages
                *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                "--disable-dev-shm-usage",
            ],
        )
        yield browser
        browser.close()
