"""A letter's sentences written anew: facts stay facts, what must be there is known, and what does not fit is said."""

from __future__ import annotations

from baton.letters import Letter, render
from baton.letters.editing import Edit, edited, lost, names_of, wants_reason, wording_of
from baton.letters.facts_in_text import flat

TEXT = """Dear {{ name }}

From {{ day }} {{ worker }} will be your worker.

§ TST-1a, TST-1b
You do not have to say why.

{% for item in same %}- {{ item.what }} on {{ item.on }}
{% endfor %}
---
{{ version }}
"""
FACTS = {
    "name": "Ms Made Up", "day": "Thursday 20 August", "worker": "Ben Newhand", "version": "1",
    "same": [{"what": "the review", "on": "1 September"}],
}  # fmt: skip


def made(**other: object) -> Letter:
    one = render(TEXT, {**FACTS, **other})
    assert isinstance(one, Letter)
    return one


def test_a_part_knows_its_facts_and_the_clause_by_which_it_must_be_there() -> None:
    who, when, must, same, _foot = made().parts
    assert when.wording == "From ⟦day⟧ ⟦worker⟧ will be your worker." and when.lines[0].startswith("From Thursday 20")
    assert must.clause == ("TST-1a", "TST-1b") and must.lines == ("You do not have to say why.",) and not who.clause
    assert same.wording == "⟦same/1/what⟧ on ⟦same/1/on⟧"


def test_a_fact_in_a_sentence_written_anew_is_what_it_is_on_the_day() -> None:
    part = made().parts[1]
    says = wording_of("Ben Newhand starts on  Thursday 20 August.\nBenny is not Ben Newhandy.", part, flat(FACTS))
    assert says == "⟦worker⟧ starts on ⟦day⟧.\nBenny is not Ben Newhandy."
    moved = FACTS | {"day": "Friday 21 August"}
    after = edited(made(day="Friday 21 August"), "t.md", [Edit("t.md", part.wording, says)], flat(moved))
    assert after.letter.parts[1].lines[0] == "Ben Newhand starts on Friday 21 August." and not after.misfits
    assert after.letter.parts[1].was == ("From Friday 21 August Ben Newhand will be your worker.",)


def test_an_edit_that_does_not_fit_any_more_is_said_and_not_put_in() -> None:
    part = made().parts[1]
    others = [
        Edit("plain.md", part.wording, "x"),
        Edit("t.md", "From ⟦day⟧ on", "x"),
        Edit("t.md", part.wording, "⟦gone⟧"),
    ]
    after = edited(made(), "t.md", others, flat(FACTS))
    assert after.letter == made() and after.misfits == tuple(others)


def test_an_empty_text_takes_the_paragraph_out_and_the_foot_is_nobodys_to_change() -> None:
    parts = made().parts
    after = edited(made(), "t.md", [Edit("t.md", p.wording, "") for p in parts[1:]], flat(FACTS))
    assert [p.kind for p in after.letter.parts] == ["text", "foot"] and after.left_out == parts[1:4]
    assert [e.instead_of for e in after.misfits] == [parts[4].wording]


def test_what_must_be_there_is_lost_only_where_the_whole_letter_lacks_it() -> None:
    letter = made()
    part = letter.parts[1]
    assert lost(part, "Soon.", ("worker", "day"), frozenset()) == ("worker", "day")
    assert lost(part, "⟦worker⟧ comes.", ("worker", "day"), frozenset({"day"})) == ()
    assert wants_reason(part, "Soon.", ("day",)) and not wants_reason(part, "⟦worker⟧ on ⟦day⟧", ())
    assert wants_reason(letter.parts[2], "You need not say why.", ()) and names_of(letter) >= {"day", "worker"}


def test_nothing_typed_can_stand_for_a_fact() -> None:
    part = made(name="A ⟦day⟧ \ue000day\ue001x\ue002").parts[0]
    assert part.wording == "Dear ⟦name⟧" and "⟦" not in part.lines[0] and "\ue000" not in part.lines[0]
    assert wording_of("Dear ⟦worker⟧ you", part, flat(FACTS)) == "Dear worker you"
