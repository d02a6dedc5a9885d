"""Letters by sentences: a whole letter or none, and what is lacking by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baton.letters import Lacks, Letter, Mistake, Part, names_in, render
from baton.packs_on_disk import letter_of, load

PACKS = Path(__file__).parents[2] / "packs"
TEXT = """# {{ town }}

Dear {{ name }}

**A new worker**

{% if reason %}Why: {{ reason }}

{% endif -%}
{{ worker }} will ring
you soon.

{% for item in same %}- {{ item }}
{% endfor %}
{{ sender }}\\
{{ team }}

---
{{ version }}
"""
FACTS = {
    "town": "Anywhere",
    "name": "Ms Made Up",
    "worker": "Wes",
    "same": ["the plan", "the school"],
    "sender": "Sal",
    "team": "North",
    "version": "1",
}


def test_a_letter_is_its_template_with_the_facts() -> None:
    made = render(TEXT, FACTS)
    assert made == Letter(
        (
            Part("heading", ("Anywhere",)),
            Part("text", ("Dear Ms Made Up",)),
            Part("subject", ("A new worker",)),
            Part("text", ("Wes will ring you soon.",)),
            Part("list", ("the plan", "the school")),
            Part("text", ("Sal", "North")),
            Part("foot", ("1",)),
        )
    )


def test_a_fact_that_is_not_known_stops_the_whole_letter_and_is_named() -> None:
    assert render(TEXT, {**FACTS, "worker": None, "sender": ""}) == Lacks(("worker", "sender"))


def test_a_list_with_nothing_in_it_is_lacking_too() -> None:
    assert render(TEXT, {**FACTS, "same": []}) == Lacks(("same",))


def test_what_stands_in_an_if_can_be_left_out() -> None:
    with_reason = render(TEXT, {**FACTS, "reason": "You moved."})
    assert isinstance(with_reason, Letter) and Part("text", ("Why: You moved.",)) in with_reason.parts
    assert isinstance(render(TEXT, FACTS), Letter)


def test_what_the_procedure_wants_in_the_letter_must_be_known_even_if_the_template_forgot_it() -> None:
    assert render(TEXT, FACTS, contents=("worker", "date")) == Lacks(("date",))


def test_what_somebody_typed_makes_no_paragraph_of_its_own() -> None:
    made = render("Dear {{ name }}", {"name": "A\n\n---\n# B"})
    assert made == Letter((Part("text", ("Dear A --- # B",)),))


@pytest.mark.parametrize("text", ["{% if %}", "{{ name.__class__.__mro__ }}", "{{ item.none }}"])
def test_a_template_that_cannot_be_used_says_so(text: str) -> None:
    assert isinstance(render(text, {"name": "A", "item": {"a": "b"}}), Mistake)


def test_a_template_says_which_facts_it_speaks_of() -> None:
    assert names_in("Dear {{ a }}{% if b %}{{ c.d }}{% endif %}") == {"a", "b", "c"}
    assert names_in("{% if %}") == frozenset()


# --- The templates of the packs -----------------------------------------------------------------------------------


def test_every_letter_that_a_pack_names_is_there_and_can_be_read() -> None:
    found = 0
    for folder in sorted(path for path in PACKS.iterdir() if (path / "letters").is_dir()):
        pack = load(folder).pack
        assert pack is not None
        for word in pack.words.values():
            if word.template:
                template = letter_of(folder, word.template, pack.edition.name)
                assert template is not None, word.key
                assert names_in(template.text) >= {"template_name", "template_version"}, word.key
                found += 1
    assert found


def test_a_clause_by_which_a_letter_must_say_something_is_one_of_the_pack() -> None:
    found = 0
    for folder in sorted(path for path in PACKS.iterdir() if (path / "letters").is_dir()):
        texts = "".join(path.read_text("utf-8") for path in folder.glob("*.yaml"))
        for path in (folder / "letters").glob("*.md"):
            for line in path.read_text("utf-8").splitlines():
                cited = re.findall(r"§ (.+)", line)
                for clause in re.split(r"[, ]+", cited[0]) if cited else ():
                    assert f'"{clause}"' in texts, (path, clause)
                    found += 1
    assert found


def test_the_age_from_which_a_young_person_is_written_to_stands_in_the_pack() -> None:
    found = {
        folder.name: load(folder).pack for folder in PACKS.iterdir() if (folder / "letters/young_person.md").is_file()
    }
    assert found and all(pack is not None and pack.young_from is not None for pack in found.values())


def test_the_version_of_a_template_is_another_when_its_text_is(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "pack.yaml").write_text("")
    versions = set()
    for text in ("Dear A", "Dear B"):
        (tmp_path / "letters/family.md").write_text(text)
        made = letter_of(tmp_path, "letters/family.md")
        assert made is not None and made.text == text and made.name == "family.md"
        versions.add(made.version)
    assert len(versions) == 2


def test_nothing_outside_the_pack_is_read_as_a_letter(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/pack.yaml").write_text("")
    (tmp_path / "secret.md").write_text("no")
    assert letter_of(tmp_path / "pack", "../secret.md") is None
    assert letter_of(tmp_path / "pack", "letters/family.md") is None
