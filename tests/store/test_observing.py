"""Imports: the same again adds nothing, a changed value corrects, what is gone from a complete list ends."""

from __future__ import annotations

from typing import Any

from tests.store.cast import NOW, child

from baton.journal import Subject
from baton.store.asking import journal
from baton.store.models import Child, Observation
from baton.store.models import Subject as SubjectRow
from baton.store.observation import Key, Line, Said
from baton.store.observing import Observed, known, observe
from baton.store.rebuilding import rebuild
from baton.store.tenancy import in_authority
from baton.store.verifying import verify
from baton.working_time import END, Window, moment_of, parse_when


def says(child: str, worker: str, on: str = "2026-06-01", group: str = "list_8/allocated_worker", **more: Any) -> Said:
    at = {"file": "a.xlsx", "sheet": "List 8", "row": 3, "as_at": on}
    body = {"with": {"worker": worker, "team": "north"}, "at": at | more.pop("at", {})}
    line = Line("observed", "allocated_worker", Window(0, parse_when(on).hi), body)
    return Said(Key("annex_a", child, group), Subject("child", child), moment_of(f"{on} 00:00"), (line,), **more)


def born(child: str, day: str) -> Said:
    line = Line("born", "birth", parse_when(day), {"at": {"row": 1}})
    return Said(Key("annex_a", child, "list_8/birth"), Subject("child", child), NOW, (line,))


def take(authority: str, *said: Said) -> Observed:
    return observe(authority, said, "ina", NOW)


def test_a_child_is_taken_in_with_its_holder(authority: str) -> None:
    result = take(authority, says("c1", "ann"), born("c1", "2012-05-06"))
    assert (result.new, result.entries, result.children) == (2, 2, 1)
    with in_authority(authority):
        found = Child.objects.get(authority=authority, child="c1")
        assert (found.holder_person, str(found.born)) == ("ann", "2012-05-06")


def test_the_same_again_adds_nothing_even_from_another_row(authority: str) -> None:
    take(authority, says("c1", "ann"), born("c1", "2012-05-06"))
    result = take(authority, says("c1", "ann", at={"row": 99}), born("c1", "2012-05-06"))
    assert (result.unchanged, result.entries) == (2, 0)
    assert len(journal(authority, "child", "c1")) == 2


def test_a_changed_value_corrects_the_earlier_observation(authority: str) -> None:
    take(authority, born("c1", "2012-05-06"))
    result = take(authority, born("c1", "2012-06-05"))
    assert result.changed == 1
    first, second = journal(authority, "child", "c1")
    assert (second.replaces, second.source) == (first.number, "import")
    assert take(authority, born("c1", "2012-06-05")).entries == 0


def test_a_value_that_moved_on_is_added_and_the_old_stays_true(authority: str) -> None:
    take(authority, says("c1", "ann"))
    take(authority, says("c1", "ben", "2026-07-01", how="add"))
    assert [e.replaces for e in journal(authority, "child", "c1")] == [None, None]
    assert take(authority, says("c1", "ann", how="add")).entries == 0


def test_a_line_no_longer_said_did_not_happen(authority: str) -> None:
    two = says("c1", "ann")._replace(
        lines=(*says("c1", "ann").lines, Line("started", "cp_plan", parse_when("2026-05-05")))
    )
    take(authority, two)
    take(authority, says("c1", "ann"))
    last = journal(authority, "child", "c1")[-1]
    assert (last.word, last.replaces, last.body["did_not_happen"]) == ("cp_plan", 2, True)
    assert take(authority, says("c1", "ann")).entries == 0


def test_what_is_gone_ends_and_is_not_taken_back(authority: str) -> None:
    take(authority, says("c1", "ann"))
    key = Key("annex_a", "c1", "list_8/allocated_worker")
    ended = Line("ended", "looked_after", parse_when("2026-07-01"))
    result = take(authority, Said(key, Subject("child", "c1"), NOW, (ended,), gone=True))
    assert result.gone == 1
    assert [e.verb for e in journal(authority, "child", "c1")] == ["observed", "ended"]
    with in_authority(authority):
        assert Observation.objects.get(authority=authority, natural_key="c1").gone_at == NOW


def test_what_the_importer_wants_to_see_again_comes_back(authority: str) -> None:
    take(authority, says("c1", "ann", keep={"facts": [["a", 1]]}))
    kept = known(authority, "annex_a")
    assert kept[Key("annex_a", "c1", "list_8/allocated_worker")].keep == {"facts": [["a", 1]]}
    assert known(authority, "other") == {}


def test_another_note_of_the_importer_is_kept_without_an_entry(authority: str) -> None:
    take(authority, says("c1", "ann", keep={"days": ["2026-06-01"]}))
    result = take(authority, says("c1", "ann", keep={"days": ["2026-06-01", "2026-07-01"]}))
    assert (result.unchanged, result.entries) == (1, 0)
    kept = known(authority, "annex_a")[Key("annex_a", "c1", "list_8/allocated_worker")]
    assert kept.keep == {"days": ["2026-06-01", "2026-07-01"]}


def test_siblings_come_with_their_family(authority: str) -> None:
    link = Line("linked", "sibling", parse_when("2026-01-01"), {"with": {"a": "c1", "b": "c2"}})
    family = Said(Key("case_system", "f1", "siblings"), Subject("family", "f1"), NOW, (link,))
    take(authority, says("c1", "ann"), says("c2", "ann"), family)
    with in_authority(authority):
        rows = SubjectRow.objects.filter(authority=authority, kind="child")
        assert {(r.subject_id, r.family, r.stale_since) for r in rows} == {("c1", "f1", None), ("c2", "f1", None)}
    assert rebuild(authority, NOW, check=True).different == []


def test_staff_come_before_the_children_that_name_them(authority: str) -> None:
    line = Line(
        "started",
        "post",
        parse_when("2026-01-01"),
        {"with": {"role": "social_worker", "team": "south", "name": "Nell"}},
    )
    worker = Said(Key("hr", "nell", "post"), Subject("worker", "nell"), NOW, (line,))
    take(authority, says("c1", "nell"), worker)
    with in_authority(authority):
        assert Child.objects.get(authority=authority).holder_person == "nell"


def test_many_children_and_entries_verify_and_rebuild(authority: str) -> None:
    done: list[int] = []
    said = [one for n in range(450) for one in (says(f"c{n}", "ann"), born(f"c{n}", "2012-05-06"))]
    result = observe(authority, said, "ina", NOW, done.append)
    assert (result.new, result.children, sum(done)) == (900, 450, 450)
    assert verify(authority).broken == []
    assert rebuild(authority, NOW, check=True).different == []


def test_an_observation_beside_what_a_person_recorded_takes_nothing_away(authority: str) -> None:
    child(authority)
    before = journal(authority, "child", "amy")
    take(authority, says("amy", "ben", "2026-08-01"))
    assert journal(authority, "child", "amy")[:-1] == before
    assert END
