"""Extracts taken in: tried out first, the same again adds nothing, in any order, and the due list makes sense."""

from __future__ import annotations

import csv
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from tests.imports.town import NOW, Town, changed, make_town, put, recorded, without

from baton.engine.situation import Situation
from baton.imports import CannotRead
from baton.imports.teams import UnknownTeam
from baton.store.asking import around
from baton.store.models import Child, Extract, Observation
from baton.store.tenancy import in_authority
from baton.working_time import BEGINNING, Window, day_window, moment_of, say_window

ALL = ("annex-a", "ssda903", "cin")
LATER = moment_of("2026-09-02 10:00")


def load(town: Town, *formats: str) -> None:
    for format in formats or ALL:
        report = town.apply(format)
        assert report.effects.failed == []


def holder(s: Situation) -> tuple[str, str, str]:
    return (s.holder.kind, s.holder.person, s.holder.team) if s.holder is not None else ("", "", "")


def live(s: Situation) -> dict[str, tuple[str, str]]:
    """The routes that somebody should look at, with their state and date."""
    states = ("due", "late", "due_if", "offered")
    return {r.route: (r.state, say_window(r.at) if r.at else "") for r in s.routes if r.state in states}


# --- dry run ---------------------------------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing(town: Town) -> None:
    before = around(town.key).organisation
    report = town.dry_run("annex-a")
    assert not report.saved
    assert report.counts()["children new"] == 9
    assert town.children() == []
    assert around(town.key).organisation == before
    with in_authority(town.key):
        assert not Observation.objects.exists() and not Extract.objects.exists()


def test_a_dry_run_says_what_the_import_then_does(town: Town) -> None:
    for format in ALL:
        tried, done = town.dry_run(format), town.apply(format)
        assert sorted(tried.effects.nobody) == sorted(done.effects.nobody)
        assert sorted(tried.effects.due) == sorted(done.effects.due)
        assert tried.effects.due_if == done.effects.due_if
        assert (tried.effects.moved, tried.effects.new) == (done.effects.moved, done.effects.new)


def test_the_report_names_what_needs_a_person(town: Town) -> None:
    says = "\n".join(town.dry_run("annex-a").sentences())
    assert says.startswith("Nothing has been saved.\n17 rows, as at 31/07/2026")
    assert 'List 6, row 3, cleo: worker is "Duty Team": it is a team' in says
    assert '"Locality Nine" is no team here. The nearest is "locality_1".' in says
    assert '"J Newcomer" is not on the staff list: a provisional worker, who counts as named.' in says
    assert "2 would have nobody: a breach" in says
    assert "0 would change worker or team" in says


def test_every_row_can_be_downloaded_with_its_answer(town: Town, tmp_path: Path) -> None:
    report = town.dry_run("annex-a")
    written = report.write_rows(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == written == report.counts()["rows"] == 17
    assert {row["answer"] for row in rows} == {"new", "needs a person", "not used"}


def test_the_report_as_json_names_no_python_value(town: Town) -> None:
    import json

    said = json.loads(json.dumps(town.dry_run("annex-a").as_json()))
    assert said["counts"]["nobody"] == 2
    assert said["due"][0]["clause"]


def test_an_extract_of_a_day_to_come_is_refused(town: Town) -> None:
    with pytest.raises(CannotRead, match="a day to come"):
        town.dry_run("annex-a", as_at=date(2026, 8, 6))


# --- the same again, a change, something gone ------------------------------------------------------------------------


def test_the_same_files_again_change_nothing(town: Town) -> None:
    load(town)
    before = {child: town.journal(child) for child in town.children()}
    for format in ALL:
        again = town.apply(format)
        assert again.plan.changes_nothing and again.effects.entries == 0
        assert "The same files change nothing." in "\n".join(again.sentences())
    assert {child: town.journal(child) for child in town.children()} == before
    assert town.is_sound()


def test_the_same_said_by_a_later_extract_adds_no_entry(town: Town, tmp_path: Path) -> None:
    load(town)
    before = town.journal("jo")
    later = [
        changed(path, tmp_path, path.name.replace("2026-07-31", "2026-08-31")) for path in town.files("annex-a")
    ]  # fmt: skip
    report = town.apply("annex-a", *later, now=LATER)
    assert [e for e in town.journal("jo")[len(before) :] if e.word != "complete"] == []
    assert report.effects.moved == []


def test_a_changed_value_corrects_the_earlier_observation(town: Town, tmp_path: Path) -> None:
    town.apply("annex-a")
    copy = changed(
        town.folder / "list_8_2026-07-31.csv", tmp_path, "list_8_2026-07-31.csv", ("20/01/2026", "22/01/2026")
    )  # fmt: skip
    town.apply("annex-a", copy)
    first = next(e for e in town.journal("ben") if (e.verb, e.word) == ("started", "looked_after"))
    correction = next(e for e in town.journal("ben") if e.replaces == first.number)
    assert correction.happened == day_window(date(2026, 1, 22))
    assert correction.source == "import"
    spell = next(s for s in town.situation("ben").timeline.statuses if s.word == "looked_after")
    assert spell.start == day_window(date(2026, 1, 22))


def test_a_row_that_has_gone_ends_a_fact_only_where_the_list_is_complete(town: Town, tmp_path: Path) -> None:
    for complete, ended in (((), False), (("list_7",), True)):
        here = make_town(town.folder.name)
        here.apply("annex-a", complete=())
        later = without(
            changed(town.folder / "list_7_2026-07-31.csv", tmp_path, "x.csv", ("dot,", "dot,")),
            tmp_path, "list_7_2026-08-31.csv", "dot",
        )  # fmt: skip
        with later.open("a", encoding="utf-8") as file:
            file.write(
                "new,b) Female,a) WBRI,04/04/2018,8,b) No,03/08/2026,Neglect,,,,,,b) No,,Locality Two,Joe Protect\n"
            )
        here.apply("annex-a", later, now=LATER, complete=complete)
        plan = next(s for s in here.situation("dot", LATER).timeline.statuses if s.word == "cp_plan")
        assert (plan.end is not None) is ended
        if plan.end is not None:
            assert say_window(plan.end) == "between 1 and 31 Aug 2026"


def test_a_list_that_is_not_in_the_upload_ends_nothing(town: Town) -> None:
    town.apply("annex-a")
    report = town.apply("annex-a", town.folder / "list_6_2026-07-31.csv")
    assert report.plan.run.gone == []


# --- in any order ----------------------------------------------------------------------------------------------------


def test_any_order_of_loading_gives_the_same_record(town: Town) -> None:
    def record(here: Town) -> dict[str, object]:
        found: dict[str, object] = {}
        for child in here.children():
            s = here.situation(child)
            spells = sorted((x.word, x.start, x.end, sorted(x.parts)) for x in s.timeline.statuses)
            holdings = [(h.kind, h.person, h.team, h.start, h.end, h.start_window) for h in s.timeline.holdings]
            found[child] = (spells, holdings, live(s), sorted(b.rule for b in s.breaches))
        return found

    records = []
    for order in permutations(ALL):
        here = make_town(town.folder.name)
        load(here, *order)
        records.append(record(here))
    for one in records:
        assert one == records[0]


# --- the due list ----------------------------------------------------------------------------------------------------


def test_the_due_list_makes_sense_to_someone_reading_the_procedure(town: Town) -> None:
    load(town)
    with (town.folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            s = town.situation(row["child"])
            assert holder(s) == (row["held as"], row["worker"], row["team"]), row["child"]
            routes = [r for r in s.routes if r.state in ("due", "late", "due_if")]
            assert [r.route for r in routes] == row["route"].split(), row["child"]
            for route in routes:
                assert (route.state, say_window(route.at) if route.at else "") == (row["state"], row["at"])
                assert row["clause"] in route.clause
            broken = sorted(b.rule for b in s.breaches if b.ended is None)
            assert row["nobody's rule"] in broken or not row["nobody's rule"]


def test_the_derived_rows_show_the_same_as_the_engine(town: Town) -> None:
    load(town)
    with in_authority(town.key):
        rows = {c.child: (c.holder_kind, c.holder_person, c.holder_team) for c in Child.objects.all()}
    assert rows == {child: holder(town.situation(child)) for child in town.children()}
    assert town.is_sound()


def test_a_child_with_nobody_is_on_the_list_of_its_teams_manager(town: Town) -> None:
    load(town)
    s = town.situation("cleo")
    duty = next(d for d in s.duties if d.verb == "keep" and d.state == "late")
    manager = next(o.person for o in around(town.key).organisation.offices
                   if (o.office, o.place) == ("team_manager", "locality_1"))  # fmt: skip
    assert duty.who == (manager,)
    assert s.holder is not None and s.holder.start_window == Window(BEGINNING, day_window(date(2026, 7, 31)).hi)


def test_a_child_known_only_from_the_return_or_the_census_is_taken_in_with_nobody(town: Town) -> None:
    load(town, "ssda903", "cin")
    for child in ("gus", "hal"):
        s = town.situation(child)
        assert s.holder is not None and (s.holder.kind, s.holder.person) == ("nobody", "")
        assert s.holder.service
        assert any(d.verb == "keep" and d.state == "late" and d.who for d in s.duties)


def test_the_worker_that_a_later_list_names_takes_the_place_of_nobody(town: Town) -> None:
    load(town, "ssda903")
    assert holder(town.situation("ben"))[0] == "nobody"
    load(town, "annex-a")
    assert holder(town.situation("ben")) == ("worker", "ines.incoming", "locality_2")
    assert [h.kind for h in town.situation("ben").timeline.holdings] == ["worker"]


def test_a_referral_with_no_further_action_opens_nobodys_case(town: Town) -> None:
    load(town, "cin")
    assert town.situation("lou").holder is None


def test_an_unknown_worker_is_provisional_and_has_a_name(town: Town) -> None:
    load(town, "annex-a")
    s = town.situation("dot")
    assert s.holder is not None and (s.holder.kind, s.holder.flag) == ("worker", "provisional")
    assert around(town.key).organisation.names[s.holder.person] == "J Newcomer"


def test_an_unknown_team_is_the_workers_own_or_the_service_of_the_childs_status(town: Town) -> None:
    load(town, "annex-a")
    jo, mia = town.situation("jo").holder, town.situation("mia").holder
    assert jo is not None and mia is not None
    assert jo.team == next(p.team for p in around(town.key).organisation.posts if p.person == jo.person)
    assert mia.team == mia.service == jo.service


def test_a_name_that_the_authority_maps_afterwards_moves_its_children_to_that_team(town: Town) -> None:
    load(town, "annex-a")
    report = town.apply("annex-a", team_names={"Locality Nine": "locality_3"})
    assert holder(town.situation("jo")) == ("worker", "lia.support", "locality_3")
    assert report.unknown_teams() == []
    again = town.apply("annex-a", team_names={})
    assert again.plan.changes_nothing  # the name is kept


def test_a_map_with_a_team_that_is_none_is_refused_with_the_nearest(town: Town) -> None:
    with pytest.raises(UnknownTeam, match=r'no team or service "localty_3".*Did you mean "locality_3"'):
        town.dry_run("annex-a", team_names={"Locality Nine": "localty_3"})


def test_the_childs_own_details_are_kept(town: Town) -> None:
    load(town)
    with in_authority(town.key):
        ben = Child.objects.get(child="ben")
    assert (ben.reference, str(ben.born)) == ("ben", "2014-05-12")


def test_each_entry_says_where_it_was_read(town: Town) -> None:
    load(town, "annex-a")
    entry = next(e for e in town.journal("ben") if (e.verb, e.word) == ("started", "looked_after"))
    at = entry.body["at"]
    assert (at["system"], at["file"], at["sheet"], at["row"], at["as_at"]) == (
        "annex_a", "list_8_2026-07-31.csv", "List 8", 2, "2026-07-31",
    )  # fmt: skip


# --- beside what people recorded -------------------------------------------------------------------------------------


def test_what_a_person_recorded_is_not_said_twice(town: Town) -> None:
    put(town.key, [recorded("ben", "held", "cla_review", Window(*[moment_of("2026-02-12 14:00")] * 2))])
    load(town)
    assert len([e for e in town.journal("ben") if e.word == "cla_review" and e.happened.first_day.month == 2]) == 1


def test_a_persons_birth_date_is_not_undone_by_an_extract(town: Town) -> None:
    put(town.key, [recorded("ben", "born", "birth", day_window(date(2014, 5, 21)))])
    report = town.apply("annex-a")
    with in_authority(town.key):
        assert str(Child.objects.get(child="ben").born) == "2014-05-21"
    assert ("ben", "birth") in [(child, doubt.word) for child, doubt in report.effects.doubts]


def test_a_correction_by_a_person_stands_when_the_same_extract_comes_again(town: Town) -> None:
    town.apply("annex-a")
    wrong = next(e for e in town.journal("ben") if (e.verb, e.word) == ("started", "looked_after"))
    right = recorded("ben", "started", "looked_after", day_window(date(2026, 1, 19)), basis="section_20")
    put(town.key, [replace(right, replaces=wrong.number)])
    load(town)
    starts = [s.start for s in town.situation("ben").timeline.statuses if s.word == "looked_after"]
    assert starts == [day_window(date(2026, 1, 19))]


def test_a_child_whom_somebody_here_holds_is_not_made_nobodys(town: Town) -> None:
    opened = recorded(
        "gus", "open", "", day_window(date(2026, 1, 5)), kind="worker", person="cara.foster", team="care_1"
    )
    put(town.key, [opened])
    load(town, "ssda903")
    assert holder(town.situation("gus")) == ("worker", "cara.foster", "care_1")


def test_a_child_is_found_by_reference(town: Town) -> None:
    from baton.store.recalculating import recalculate

    put(town.key, [recorded("c-1", "given", "identifier", day_window(date(2026, 1, 5)), value="ben")])
    recalculate(town.key, "c-1", NOW)
    load(town, "annex-a")
    assert "ben" not in town.children()
    assert holder(town.situation("c-1")) == ("worker", "ines.incoming", "locality_2")


# --- a change of worker that an extract shows ------------------------------------------------------------------------


def test_a_change_that_an_extract_shows_is_recorded_as_true_and_listed(town: Town, tmp_path: Path) -> None:
    load(town, "annex-a")
    swap = ("Care Two,Sam Placement", "Care Two,Tia Together")
    later = [
        changed(path, tmp_path, path.name.replace("2026-07-31", "2026-08-31"), swap)
        for path in town.files("annex-a")
        if "list_7" not in path.name
    ]
    report = town.apply("annex-a", *later, now=LATER)
    assert report.effects.moved == ["fay"]
    s = town.situation("fay", LATER)
    assert holder(s) == ("worker", "tia.together", "care_2")
    assert [h.person for h in s.timeline.holdings] == ["sam.placement", "tia.together"]
    assert s.holder is not None and s.holder.start_window is not None
    assert say_window(s.holder.start_window) == "between 1 and 31 Aug 2026"


def test_lists_that_name_two_workers_leave_a_difference(town: Town, tmp_path: Path) -> None:
    copy = changed(
        town.folder / "list_6_2026-07-31.csv", tmp_path, "list_6_2026-07-31.csv",
        ("a) Looked after child,Care Two,Sam Placement", "a) Looked after child,Care Two,Tia Together"),
    )  # fmt: skip
    town.apply("annex-a", copy, town.folder / "list_8_2026-07-31.csv")
    s = town.situation("fay")
    assert holder(s)[1] == "sam.placement"
    assert [d.word for d in s.differences] == ["allocated_worker"]


def test_a_move_done_here_that_the_case_system_now_shows_has_been_entered_there(town: Town, tmp_path: Path) -> None:
    load(town, "annex-a")
    moved = day_window(date(2026, 8, 10))
    opens = {"kind": "between_services", "route": "", "to_team": "care_2", "to_service": "cioc"}
    lead = replace(recorded("ben", "propose", "", moved), matter="m1", body={"opens": opens})
    move = recorded("ben", "move", "", moved, kind="worker", person="sam.placement", team="care_2", service="cioc")
    put(town.key, [lead, replace(move, matter="m1")], LATER)
    swap = ("Locality Two,Ines Incoming", "Care Two,Sam Placement")
    later = [
        changed(path, tmp_path, path.name.replace("2026-07-31", "2026-08-31"), swap)
        for path in town.files("annex-a")
        if "list_7" not in path.name
    ]
    for _ in range(2):
        report = town.apply("annex-a", *later, now=LATER)
    entered = [e for e in town.journal("ben") if e.word == "entered_in_case_system"]
    assert [(e.matter, e.verb, e.source) for e in entered] == [("m1", "given", "import")]
    assert report.effects.moved == []
    s = town.situation("ben", LATER)
    assert holder(s) == ("worker", "sam.placement", "care_2")
    matter = next(m for m in s.matters if m.id == "m1")
    assert dict(matter.values)["entered_in_case_system_at"] == day_window(date(2026, 8, 31)).hi


# --- many, several processes, trouble --------------------------------------------------------------------------------


def test_several_processes_give_the_same_as_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from baton.imports import applying

    load(town)
    monkeypatch.setattr(applying, "CHUNK", 2)
    monkeypatch.setattr(applying, "ALONE", 0)
    other = make_town(town.folder.name)
    for format in ALL:
        assert other.apply(format, processes=2).effects.failed == []
    assert {c: holder(town.situation(c)) for c in town.children()} == {
        c: holder(other.situation(c)) for c in other.children()
    }
    assert other.is_sound()


def test_one_child_that_cannot_be_worked_out_does_not_stop_the_others(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from baton.store import observing

    judge = observing.assess

    def trap(packs: object, file: object, now: object, **more: object) -> Situation:
        if file.subject.id == "dot":  # type: ignore[attr-defined]
            raise ZeroDivisionError("a trap")
        return judge(packs, file, now, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(observing, "assess", trap)
    with caplog.at_level(logging.DEBUG):
        report = town.apply("annex-a")
    assert [child for child, _ in report.effects.failed] == ["dot"]
    assert "dot" not in town.children() and "ben" in town.children()
    monkeypatch.setattr(observing, "assess", judge)
    assert town.apply("annex-a").effects.failed == []
    assert "dot" in town.children()


def test_every_made_up_file_with_its_dirt_goes_in_and_the_record_is_sound(
    town: Town, made_up: Callable[[str], Path]
) -> None:
    folder = made_up("")
    for format, pattern in (("annex-a", "made_up_list*"), ("ssda903", "made_up_*.csv"), ("cin", "made_up_cin*")):
        files = [p for p in sorted(folder.glob(pattern)) if (format == "annex-a") is ("list" in p.name)]
        later = moment_of("2026-12-01 10:00")
        report = town.apply(format, *files, now=later, complete=(), team_names={})
        assert report.effects.failed == []
        assert town.apply(format, *files, now=later, complete=(), team_names={}).effects.entries == 0
    assert town.is_sound(moment_of("2026-12-01 10:00"))


def test_every_sample_goes_in_and_the_record_is_sound(town: Town, sample: Callable[[str], Path]) -> None:
    later = moment_of("2026-11-24 10:00")
    for format, names, as_at in (
        ("annex-a", ("annex-a/Annex_A_2024_Jan.xlsx",), date(2021, 3, 16)),
        ("cin", ("cin/fake_CIN_data.xml", "cin/CIN_Census_2021.xml", "cin/CIN_Census_2024.xml"), None),
        ("ssda903", ("ssda903/SSDA903_2020_episodes.csv", "ssda903/SSDA903_2020_header.csv"), None),
    ):
        files = [sample(name) for name in names]
        assert town.apply(format, *files, now=later, as_at=as_at, team_names={}).effects.failed == []
        assert town.apply(format, *files, now=later, as_at=as_at, team_names={}).effects.entries == 0
    assert len(town.children()) > 370
    assert town.is_sound(later)


def test_no_workers_or_files_word_of_a_child_is_in_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        load(town)
    assert "Incoming" not in caplog.text and "Newcomer" not in caplog.text


def test_a_second_import_at_the_same_time_is_told_to_wait(town: Town, database: object) -> None:
    import psycopg
    from tests.store import servers

    from baton.imports.applying import Busy

    url = database.url(servers.APP, "app", "baton")  # type: ignore[attr-defined]
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 4712))", (town.key,))
        with pytest.raises(Busy, match="Another import"):
            town.apply("annex-a")
        other.execute("SELECT pg_advisory_unlock_all()")
    load(town, "annex-a")


def test_the_files_that_were_read_are_noted_once(town: Town) -> None:
    load(town)
    load(town)
    with in_authority(town.key):
        assert Extract.objects.count() == 3 + 3 + 1
