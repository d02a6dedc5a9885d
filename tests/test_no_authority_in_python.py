"""No authority's name, team, office or clause stands in Python: a further authority needs no code (DESIGN 1)."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from baton.packs_on_disk import load
from baton.platform.places import PACKS, ROOT
from baton.policy.model import Pack

SOURCE = ROOT / "src" / "baton"
# Words of the field which some pack also uses for a place or an office of its own.
FIELD = frozenset(
    (
        "social_worker", "team_manager", "service_manager", "head_of_service", "assistant_director", "duty_manager",
        "practice_manager", "personal_adviser", "manager", "administrator", "holder", "leaving_care", "early_help",
        "front_door", "other_authority", "adoption", "legal",
    )
)  # fmt: skip
FIELD_LABELS = frozenset(
    (
        "social worker", "team manager", "service manager", "personal advisor", "personal adviser",
        "leaving care manager", "team around the family", "whoever holds the child",
    )
)  # fmt: skip
AUTHORITIES = sorted(path.parent.name for path in PACKS.glob("*/pack.yaml") if path.parent.name != "england")


@lru_cache(maxsize=1)
def lines() -> tuple[tuple[str, str], ...]:
    """(where, line) of all Python of the program."""
    return tuple(
        (f"{path.relative_to(ROOT)}:{number}", line)
        for path in sorted(SOURCE.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    )


def pack_of(authority: str) -> Pack:
    found = load(PACKS / authority).pack
    assert found is not None
    return found


def where(pattern: str) -> list[str]:
    """Each line in which it stands, in small or in capital letters."""
    found = re.compile(pattern, re.IGNORECASE)
    return [f"{place}: {line.strip()}" for place, line in lines() if found.search(line)]


def any_of(words: set[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))


def test_there_are_packs_and_python_to_look_at() -> None:
    assert {"bexley", "rochdale"} <= set(AUTHORITIES) and len(lines()) > 20_000


def test_the_look_finds_what_it_looks_for() -> None:
    assert where(r"\bclass\s+Refusal\b")


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_authority_is_named(authority: str) -> None:
    assert where(rf"\b{re.escape(authority)}\b") == []


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_team_service_or_office_of_one_authority_is_a_value_in_python(authority: str) -> None:
    pack = pack_of(authority)
    keys = {key for key, place in pack.places.items() if place.kind != "group"}
    keys |= {key for key, office in pack.offices.items() if not office.slot}
    assert where(rf"""["'](?:{any_of(keys - FIELD)})["']""") == []


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_local_name_of_a_service_or_office_is_in_python(authority: str) -> None:
    """A name in capitals ("Here4U", "First Response Team") is the authority's own; small words are the field's."""
    pack = pack_of(authority)
    said = {name for one in (*pack.places.values(), *pack.offices.values()) for name in (one.says, *_also(one))}
    names = {name for name in said if len(re.findall(r"[A-Z0-9]", name)) > 1 and len(name) > 4}
    found = re.compile(rf"\b(?:{any_of({n for n in names if n.lower() not in FIELD_LABELS} or {'-'})})\b")
    assert [f"{place}: {line.strip()}" for place, line in lines() if found.search(line)] == []


def _also(one: object) -> tuple[str, ...]:
    return tuple(getattr(one, "also", ()))


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_no_clause_is_compared_in_python(authority: str) -> None:
    """Docstrings and messages may cite a clause as an example; code never compares or looks one up."""
    prefix = next(c for rule in pack_of(authority).rules for c in rule.head.clause).partition("-")[0]
    assert where(rf"""(?:==|!=|\bin|\bcase|\bstartswith\()\s*["']{prefix}-""") == []
