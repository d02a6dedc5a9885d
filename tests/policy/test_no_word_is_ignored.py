"""No word of the language is taken and then read by nothing: it works, or `check` refuses it."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path

import pytest
from tests.policy.small import FORUMS, OFFICES, PACK, PLACES, ROUTE, WORDS, mistakes, read

from baton.policy import model as m
from baton.policy import shapes

SOURCE = Path(__file__).parents[2] / "src" / "baton"

# What is read by the room of the language alone, and why that is where it belongs.
READ_IN_THE_LANGUAGE = {
    ("Pack", "based_on"): "what is taken over is there when the pack is read",
    ("Pack", "local_settings"): "`check` asks who decided a local setting",
    ("Forum", "of"): "`administrator_of` says it to the engine",
}
DUTY = '  - {{key: k, clause: "NEW-3", for: transfer, who: holder, must: {must}, strength: warn}}\n'


def model_classes() -> list[type]:
    return [c for c in vars(m).values() if isinstance(c, type) and dataclasses.is_dataclass(c)]


def attributes_read() -> set[str]:
    """The names that anything outside the room of the language reads from anything."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if (SOURCE / "policy") in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                found.add(node.attr)
    return found


def test_every_key_of_every_value_of_the_language_is_read_outside_it() -> None:
    read_somewhere = attributes_read()
    keys = {(c.__name__, f.name) for c in model_classes() for f in dataclasses.fields(c)}
    unread = {key for key in keys if key[1] not in read_somewhere}
    assert unread - set(READ_IN_THE_LANGUAGE) == set()
    assert set(READ_IN_THE_LANGUAGE) <= keys


def test_every_key_that_a_block_may_have_is_a_key_of_its_value() -> None:
    """A key of the schema that no value keeps is dropped without a word."""
    kept = {
        "word": m.Word, "office": m.OfficeWord, "forum": m.Forum, "rung": m.Rung, "excuse": m.Excuse,
        "edition": m.Edition, "setting": m.Setting,
    }  # fmt: skip
    said_otherwise = {"setting", "decides"}  # the setting's name; and what can be said in one way only
    for name, value in kept.items():
        fields = {f.name.rstrip("_") for f in dataclasses.fields(value)} | said_otherwise
        assert set(shapes.ONE_OF[name]) <= fields, name


@pytest.mark.parametrize(("said", "verb", "words"), [
    ("deallocate", "end_allocation", ()),
    ("change transfer_date", "change_date", ()),
    ("end_allocation", "end_allocation", ()),
])  # fmt: skip
def test_a_duty_may_say_an_act_as_the_paper_calls_it(said: str, verb: str, words: tuple[str, ...]) -> None:
    found = read(DUTY.format(must=said))
    assert found.errors == () and found.pack is not None
    (must,) = [r for r in found.pack.rules if isinstance(r, m.Must) and r.head.key == "k"]
    assert (must.verb, must.words) == (verb, words)


def test_nothing_else_is_changed_by_an_act() -> None:
    said = ['4 (NEW-3): "must" names "change", which is no act. The nearest known name is "change_date".']
    assert mistakes(DUTY.format(must="change decision")) == said


@pytest.mark.parametrize(("block", "before", "after", "says"), [
    ("words", "summary: {kind: document, ", "summary: {kind: document, goes_to: family, ", "goes_to"),
    ("pack", 'in_force_from: "2026-11-01"', 'in_force_from: "2026-11-01", in_force_to: "2027-11-01"', "in_force_to"),
    ("forums", "of: authority", "of: authority\n    decides: one of them", 'decides" is "each child"'),
])  # fmt: skip
def test_what_nothing_reads_is_a_mistake(block: str, before: str, after: str, says: str) -> None:
    blocks = {"words": WORDS, "pack": PACK, "forums": FORUMS}
    found = mistakes(**{block: blocks[block].replace(before, after)})
    assert len(found) == 1 and says in found[0], found


def test_another_name_of_an_office_is_kept() -> None:
    offices = OFFICES.replace("service_manager: {of: service}", "service_manager: {of: service, also: [SM]}")
    found = read(offices=offices)
    assert found.pack is not None and found.pack.offices["service_manager"].also == ("SM",)


def test_a_service_whose_team_goes_by_the_address_needs_no_more_than_its_name_in_a_route() -> None:
    by_address = PLACES.replace("teams: [care_1, care_2]", "teams: [care_1, care_2], by_address: home_team")
    found = read(places=by_address)
    assert found.pack is not None, found.errors
    (route,) = [r for r in found.pack.rules if isinstance(r, m.Goes)]
    assert "to: care," in ROUTE and route.to == m.Destination("team for", "care", "home_team")
