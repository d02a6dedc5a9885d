"""Made-up files beside these tests, and the real samples where they are present: never copied, never assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.django_settings import configure

configure()

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


@pytest.fixture(scope="package")
def database() -> Iterator[Any]:
    """A server of these tests' own."""
    from tests.imports import town

    yield from town.database()


@pytest.fixture
def town(database: Any) -> Any:
    """An authority that works by the first pack of this checkout that has made-up extracts here."""
    from tests.imports import town as towns

    packs = towns.packs_with_files()
    if not packs:
        pytest.skip("no pack of this checkout has made-up extracts in tests/imports/files")
    return towns.make_town(packs[0])
