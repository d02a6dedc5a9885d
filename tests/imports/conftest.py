"""Made-up files beside these tests, and the real samples where they are present: never copied, never assumed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"
SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "data"


@pytest.fixture
def made_up() -> Callable[[str], Path]:
    """A made-up file by its name."""
    return lambda name: FILES / name


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """A real sample by its path below the data folder; the test is skipped, visibly, where it is absent."""

    def found(name: str) -> Path:
        path = SAMPLES / name
        if not path.exists():
            pytest.skip(f"the sample {name} is not in ../shared/data on this machine")
        return path

    return found
