"""Lists that are narrowed, ordered, paged, kept and taken away as a file: for the same reach as on the page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from baton.store.models import ReadLog, WorkItem, WorkItemPerson
from baton.store.tenancy import in_authority

from . import world
from .pages import links, main
from .test_doing import decided
from .test_my_day import superuser
from .test_tables import read_csv


def asked(
    postgres: Any, town: world.Town, child: str, word: str, *of: str, since: int = 0, team: str = "north"
) -> None:
    """A question as the store keeps it, asked so many days ago."""
    at = world.NOW - since * 86400
    with superuser(postgres) as c:
        c.execute(
            "INSERT INTO question (authority, kind, subject_id, key, restricted, digest, word, of, office, waits,"
            " since, holder_team) VALUES (%s, 'child', %s, %s, false, 0, %s, %s, '', '{}', %s, %s)",
            (town.key, child, word, word, list(of), at, team),
        )
        for person in of:
            c.execute(
                "INSERT INTO question_person (authority, kind, subject_id, key, restricted, digest, person, item,"
                " since) VALUES (%s, 'child', %s, %s, false, 0, %s, %s, %s)",
                (town.key, child, f"{person}/{word}", person, word, at),
            )


# The same duty once more, by another rule and later.
SECOND = {
    "work_item": '{"key": "second", "rule": "second", "clause": ["TST-9z"], "act_by_at": 4000000000}',
    "work_item_person": '{"key": "ann/second", "item": "second"}',
}


def rows(answer: Any) -> list[list[str]]:
    """The rows of the list as its file has them, the headings and the foot left out."""
    return read_csv(answer)[1:-1]


def test_questions_are_narrowed_ordered_and_taken_away_as_a_file(
    town: world.Town, other_town: world.Town, postgres: Any
) -> None:
    amy, ben = town.child("amy", due=False), town.child("ben", due=False)
    asked(postgres, town, amy, "on_remand", "ann", since=3)
    asked(postgres, town, ben, "on_remand", since=9)
    asked(postgres, town, ben, "consent", "nora", since=5)
    nora = world.sign_in(town, "nora")
    team = "/questions?whose=team"
    assert [r[0] for r in rows(nora.get(f"{team}&as=csv"))] == ["Ben Fictley", "Ben Fictley", "Amy Fictley"]
    assert rows(nora.get(f"{team}&as=csv&order=-asked"))[0][4] == "Mon 3 Aug 2026"
    assert rows(nora.get(f"{team}&as=csv&order=child"))[0][0] == "Amy Fictley"
    assert [r[3] for r in rows(nora.get(f"{team}&as=csv&owner=nora"))] == ["nora"]
    page = nora.get(f"{team}&word=consent")
    assert "Ben Fictley" in main(page) and "Amy Fictley" not in main(page) and "Save this view" in main(page)
    assert f"{team}&word=consent&as=csv" in links(page) and f"{team}" in links(page)  # "Show everything" keeps the tab
    assert [r[0] for r in rows(nora.get("/questions?whose=nobody&as=csv"))] == ["Ben Fictley"]
    assert [r[0] for r in rows(world.sign_in(town, "ann").get("/questions?as=csv"))] == ["Amy Fictley"]
    assert rows(world.sign_in(town, "sid").get(f"{team}&as=csv")) == []
    assert rows(world.sign_in(other_town, "nora").get(f"{team}&as=csv")) == []
    with in_authority(town.key):
        read = ReadLog.objects.filter(authority=town.key, page="questions, as a file", person="ann")
        assert [r.child for r in read] == [amy]


def test_questions_come_fifty_on_a_page(town: world.Town, postgres: Any) -> None:
    amy = town.child("amy", due=False)
    for n in range(51):
        asked(postgres, town, amy, f"word_{n:02}", "ann", since=n)
    ann = world.sign_in(town, "ann")
    first = ann.get("/questions?order=-asked")
    assert main(first).count("about Amy Fictley") == 50 and "/questions?order=-asked&page=2" in links(first)
    assert main(ann.get("/questions?order=-asked&page=2")).count("about Amy Fictley") == 1


def test_my_duties_are_a_table_that_can_be_narrowed_ordered_and_taken_away(
    town: world.Town, other_town: world.Town
) -> None:
    decided(town)
    town.child("ben")
    ann = world.sign_in(town, "ann")
    assert "/my-day/duties" in links(ann.get("/my-day"))
    every = rows(ann.get("/my-day/duties?as=csv"))
    with in_authority(town.key):
        assert 3 < len(every) <= WorkItemPerson.objects.filter(authority=town.key, person="ann").count()
    assert {r[0] for r in every} == {"Amy Fictley", "Ben Fictley"}
    assert rows(ann.get("/my-day/duties?as=csv&order=-child"))[0][0] == "Ben Fictley"
    page = ann.get("/my-day/duties?rule=send_summary")
    assert "/do/ben?item=send_summary" in str(links(page)) and "Save this view" in main(page)
    narrowed = rows(ann.get("/my-day/duties?rule=send_summary&as=csv"))
    assert 0 < len(narrowed) < len(every) and len({r[1] for r in narrowed}) == 1
    assert "No duty is like that." in main(ann.get("/my-day/duties?stands=late&within=1&rule=send_summary"))
    assert rows(world.sign_in(other_town, "ann").get("/my-day/duties?as=csv")) == []


def test_what_two_clauses_ask_for_is_one_duty_by_the_earlier_day(town: world.Town, postgres: Any) -> None:
    decided(town)
    ann = world.sign_in(town, "ann")
    before = rows(ann.get("/my-day/duties?as=csv"))
    (told,) = (row for row in before if row[1].startswith("Tell the child"))
    with in_authority(town.key):
        ours = WorkItem.objects.filter(authority=town.key, verb="tell", recipient="child", state="open")
        (first,) = ours.filter(who__contains=["ann"])
    with superuser(postgres) as c:
        for table, key in (("work_item", "key"), ("work_item_person", "item")):
            c.execute(
                f"INSERT INTO {table} SELECT (jsonb_populate_record(w, to_jsonb(w) || %s::jsonb)).* FROM {table} w"
                f" WHERE w.authority = %s AND w.{key} = %s AND coalesce(to_jsonb(w) ->> 'person', 'ann') = 'ann'",
                (SECOND[table], town.key, first.key),
            )
    after = rows(ann.get("/my-day/duties?as=csv"))
    assert [row for row in after if row[1].startswith("Tell the child")] == [[*told[:-1], f"{told[-1]} and TST-9z"]]
    assert len(after) == len(before) and f"{len(before)} duties" in main(ann.get("/my-day/duties"))


def test_the_duties_of_a_team_say_whose_they_are_to_its_manager_alone(town: world.Town) -> None:
    decided(town)
    nora = world.sign_in(town, "nora")
    every = rows(nora.get("/team/duties?as=csv"))
    of_ann = rows(nora.get("/team/duties?as=csv&who=ann"))
    assert 0 < len(of_ann) < len(every) and all("Ann" in r[2] for r in of_ann)
    assert rows(world.sign_in(town, "sid").get("/team/duties?team=north&as=csv")) == []
    assert world.sign_in(town, "ann").get("/team/duties").status_code == 403


# Every place with a table: whose list it is, and words of one row of its file.
FILES = {
    "/team": ("nora", ["Ann", "Social worker", "1"]),
    "/team?order=-children": ("nora", ["Ann", "Social worker", "1"]),
    "/team/board?way=out": ("nora", ["Decided, not yet moved", "Amy Fictley", "1"]),
    "/team/duties": ("nora", ["Amy Fictley", "Tell the child: move between services", "Ann"]),
    "/workers/ann": ("nora", ["Amy Fictley"]),
    "/disputes": ("nora", ["Amy Fictley"]),
}


@pytest.mark.parametrize("address", sorted(FILES))
def test_a_table_is_a_file_in_both_forms(
    town: world.Town, other_town: world.Town, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(town)
    monkeypatch.setattr("baton.workspace.disputes.views._kinds", lambda say: ["move_between"])  # it has no ladder here
    person, words = FILES[address]
    browser, joint = world.sign_in(town, person), "&" if "?" in address else "?"
    assert f"{address}{joint}as=csv" in links(browser.get(address))
    assert words in [row[: len(words)] for row in rows(browser.get(f"{address}{joint}as=csv"))]
    book = browser.get(f"{address}{joint}as=xlsx")
    assert [c.value for c in load_workbook(io.BytesIO(book.content)).active[1]] == read_csv(
        browser.get(f"{address}{joint}as=csv")
    )[0]
    elsewhere = world.sign_in(other_town, person).get(f"{address}{joint}as=csv")
    assert "Fictley" not in elsewhere.content.decode()


def test_the_board_is_narrowed_to_a_stage(town: world.Town) -> None:
    decided(town)
    nora = world.sign_in(town, "nora")
    page = nora.get("/team/board?way=out&stage=Foreseen")
    assert "Foreseen (0)" in main(page) and "Amy" not in main(page)
    assert "/team/board?way=out&team=north" in links(page)  # "Show everything" keeps the way and the team


def test_who_looked_and_who_may_sign_in_are_files_for_those_who_may_ask(town: world.Town) -> None:
    child = town.child()
    world.sign_in(town, "ann").get(f"/children/{child}")
    audra = world.sign_in(town, "audra", duties=("audit",), post="audit")
    assert ["Ann", "Amy Fictley", "child"] in [r[1:] for r in rows(audra.get("/reports/reads?as=csv"))]
    assert world.sign_in(town, "nora").get("/reports/reads?as=csv").status_code == 403
    root = world.sign_in(town, "root", duties=("set up",), post="set up")
    assert "ann@" + town.key in [r[0] for r in rows(root.get("/set-up/accounts?as=csv"))]
    held = rows(root.get("/set-up?q=nora&as=csv"))
    assert held and all(row[2].lower() == "nora" for row in held) and len(held) < len(rows(root.get("/set-up?as=csv")))
    assert world.sign_in(town, "nora").get("/set-up?as=csv").status_code == 403
