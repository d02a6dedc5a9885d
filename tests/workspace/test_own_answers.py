"""What a procedure wants of each person themselves, from the pack alone."""

from __future__ import annotations

from pathlib import Path

from baton.packs_on_disk import editions_of, load
from baton.policy.model import Pack
from baton.workspace.own_answers.asking import OwnWord, own_words

PACKS = Path(__file__).parents[2] / "packs"


def pack_of(authority: str) -> Pack:
    pack = load(editions_of(PACKS / authority)[-1]).pack
    assert pack is not None
    return pack


def test_consent_is_asked_of_each_after_the_explaining_and_again_at_the_meeting() -> None:
    found = own_words(pack_of("wirral"), "step_down")
    assert found[0] == OwnWord("taf_consent", ("agreement_to_taf", "young_person_agrees"), (), ("taf_explained",))
    assert found[1].word == "consent_reconfirmed" and found[1].first == ("final_meeting",)


def test_harm_is_weighed_for_each_whom_a_letter_goes_to() -> None:
    found = own_words(pack_of("wirral"), "launch")
    assert found == (OwnWord("harm_in_telling", ("no_letter_where_harm",), ("letter_recorded", "leaflet")),)


def test_a_procedure_that_asks_nobody_has_no_such_page() -> None:
    pack = pack_of("bexley")
    assert [own_words(pack, kind) for kind in pack.matters if own_words(pack, kind)] == []
