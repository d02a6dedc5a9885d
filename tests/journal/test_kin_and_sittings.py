"""Brothers and sisters from a family's journal, sittings from their own, and what stands after corrections."""

from baton.journal import Entry, Kin, Subject
from baton.journal.organisation import kin_from, sitting_id, sittings_from, standing_in
from baton.working_time import at, moment_of

GREEN = Subject("family", "green")
NOW = moment_of("2026-09-07 10:00")


def linked(number: int, **body: object) -> Entry:
    return Entry(GREEN, number, "a", "linked", "sibling", at(NOW), NOW, body=body)


def test_a_pair_may_be_named_by_a_and_b_or_about_both() -> None:
    by_values = linked(1, **{"with": {"a": "eve", "b": "finn", "relation": "half"}})
    by_about = linked(2, about=["eve", "gus"], **{"with": {"same_household": "yes"}})
    assert kin_from([by_values, by_about], "eve", {}) == (
        Kin("finn", "half", None, False, None),
        Kin("gus", "full", True, False, None),
    )
    assert kin_from([by_values, by_about], "gus", {}) == (Kin("eve", "full", True, False, None),)


def test_an_unlinked_pair_is_gone_and_a_restricted_one_says_so() -> None:
    apart = Entry(GREEN, 2, "a", "unlinked", "sibling", at(NOW + 1), NOW, body={"about": ["finn", "eve"]})
    both = linked(1, about=["eve", "finn"])
    assert kin_from([both], "eve", {}, restricted=frozenset({"finn"}))[0].restricted
    assert kin_from([both, apart], "eve", {}) == ()


def test_a_sitting_is_moved_cancelled_and_held_by_its_own_journal() -> None:
    nominal = moment_of("2026-04-03 10:00")
    subject = Subject("sitting", sitting_id("panel", nominal))
    assert subject.id == "panel@2026-04-03T10:00"
    later = moment_of("2026-04-08 10:00")
    moved = Entry(subject, 1, "a", "moved", "panel", at(later), NOW, body={"reason": "snow"})
    held = Entry(subject, 2, "a", "held", "panel", at(later), NOW, body={"attended": ["rita"]})
    (sitting,) = sittings_from([moved, held])
    assert (sitting.forum, sitting.nominal, sitting.at, sitting.moved_because) == ("panel", nominal, later, "snow")
    assert sitting.held and sitting.attended == ("rita",)
    cancelled = Entry(subject, 3, "a", "cancelled", "panel", at(later), NOW)
    assert sittings_from([moved, cancelled])[0].cancelled


def test_the_last_correction_stands_and_one_about_a_wrong_child_takes_the_entry_away() -> None:
    first = linked(1, about=["eve", "finn"])
    second = Entry(GREEN, 2, "a", "linked", "sibling", at(NOW), NOW + 5, replaces=1, body={"about": ["eve", "gus"]})
    third = Entry(GREEN, 3, "a", "linked", "sibling", at(NOW), NOW + 9, replaces=2, body={"wrong_child": True})
    assert standing_in([first, second]) == [second]
    assert standing_in([first, second, third]) == []
    assert standing_in([first, second, third], NOW + 1) == [first]
