"""Work lists of fifty rows in page order are one index scan, for a person and for a team, with all policies on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from tests.store.cast import NOW, work
from tests.store.test_observing import born, says

from baton.store.lists import FIRST, OF_PERSON, OF_TEAM, After, work_of_person, work_of_team
from baton.store.models import NoticeOwed
from baton.store.observing import observe
from baton.store.tenancy import in_authority

HELD = """SELECT * FROM child WHERE authority = %s AND holder_team = %s AND holder_kind <> ''
  ORDER BY name_key, child LIMIT 50"""
FOUND = """SELECT * FROM child_name WHERE authority = %s AND part >= %s AND part < 'fictlez' LIMIT 50"""
DUE = """SELECT subject_id FROM subject WHERE authority = %s AND kind = %s AND next_change <= 1786000000"""


@pytest.fixture
def many(authority: str, superuser: psycopg.Connection) -> str:
    """Six hundred children, each due to move; one row in eight of another kind."""
    said = [one for n in range(600) for one in (says(f"c{n}", ("ann", "ben")[n % 2]), born(f"c{n}", "2012-05-06"))]
    observe(authority, said, "ina", NOW)
    superuser.execute(
        "INSERT INTO work_item_person (authority, kind, subject_id, key, restricted, digest, person, item, act_by_at)"
        " SELECT %s, 'child', 'c' || n, p || '-' || n, false, 0, 'p' || p, p || '-' || n, n"
        " FROM generate_series(1, 600) n, generate_series(1, 12) p",
        (authority,),
    )
    superuser.execute(
        "INSERT INTO work_item (authority, kind, subject_id, key, restricted, digest, rule, verb, words, state,"
        " strength, matter, element, recipient, act_by_at, met_by, stops, missing, waits_for, asks, follow_up,"
        " checklist, clause, because, why_not, who, offices, holder_team, family)"
        " SELECT %s, 'child', 'c' || n, p || '-' || n, false, 0, 'r', 'send', '{}',"
        " CASE WHEN p %% 8 = 0 THEN 'met' ELSE 'open' END,"
        " 'warn', '', '', '', n, 0, '{}', '{}', '{}', '{}', false, '', '{}', '[]', '', '{}', '{}', 't' || p, ''"
        " FROM generate_series(1, 600) n, generate_series(1, 12) p",
        (authority,),
    )
    superuser.execute("UPDATE child SET holder_team = 't' || (length(child) + holder_since %% 7) WHERE authority = %s",
                      (authority,))  # fmt: skip
    superuser.execute(
        "INSERT INTO child_name (authority, child, key, restricted, digest, part, open)"
        " SELECT %s, 'c' || n, p, false, 0, p, true"
        " FROM generate_series(1, 600) n, unnest('{fictley,bloggs,x,y}'::text[]) p",
        (authority,),
    )
    superuser.execute("VACUUM ANALYZE")
    return authority


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def explain(app: psycopg.Connection, authority: str, query: str, given: object) -> list[dict[str, Any]]:
    work(app, authority, "{}")
    app.execute("SET LOCAL enable_bitmapscan = off")  # a table this small is read as fast in any order
    row = app.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query, given).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return list(nodes(row[0][0]["Plan"]))


@pytest.mark.parametrize(("query", "who", "index"), [
    (OF_PERSON, "p7", "work_of_person"), (OF_TEAM, "t7", "work_of_team"),
])  # fmt: skip
@pytest.mark.parametrize("after", [FIRST, (300, "c300", "")])
def test_a_work_list_is_read_from_its_index_and_stops(
    many: str, app: psycopg.Connection, query: str, who: str, index: str, after: After
) -> None:
    at, subject, place = after
    given = {"authority": many, "who": who, "at": at, "subject": subject, "place": place, "limit": 50}
    plan = explain(app, many, query, given)
    (scan,) = [node for node in plan if node.get("Index Name") == index]
    assert scan["Actual Rows"] == 50
    assert not [node for node in plan if node["Node Type"] == "Seq Scan" and node["Relation Name"] != "child"]
    work_rows = [node["Actual Rows"] for node in plan if node.get("Relation Name", "").startswith("work_item")]
    assert max(work_rows) <= 50  # the names of so few children may well be read at once and hashed


@pytest.mark.parametrize(("query", "given", "index"), [
    (HELD, "t3", "child_of_team"), (FOUND, "fictley", "child_name_part"), (DUE, "child", "subject_next_change"),
])  # fmt: skip
def test_other_lists_are_read_from_their_index_in_order(
    many: str, app: psycopg.Connection, query: str, given: str, index: str
) -> None:
    plan = explain(app, many, query, (many, given))
    assert index in {node.get("Index Name") for node in plan}
    assert not [node for node in plan if node["Node Type"] in ("Sort", "Seq Scan", "Incremental Sort")]


def test_page_after_page_gives_everything_once_in_order(many: str) -> None:
    with in_authority(many):
        seen: list[tuple[int, str]] = []
        after = FIRST
        while page := work_of_person(many, "p7", after):
            seen += [(w.act_by_at, w.subject_id) for w in page]
            after = page[-1].after
        assert seen == [(n, f"c{n}") for n in range(1, 601)]
        (first, *_) = work_of_team(many, "t7")
        assert (first.subject_id, first.child_name, first.child_worker) == ("c1", "", "ben")
        assert NoticeOwed.objects.filter(authority=many, holder_team="t7").count() == 600


def test_another_authority_and_a_restricted_child_are_in_no_list(many: str, superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE work_item SET restricted = true WHERE subject_id = 'c1'")
    superuser.execute("UPDATE work_item_person SET restricted = true WHERE subject_id = 'c1'")
    with in_authority(many):
        assert [w.subject_id for w in (work_of_person(many, "p7")[0], work_of_team(many, "t7")[0])] == ["c2", "c2"]
    with in_authority("another"):
        assert work_of_person(many, "p7") == work_of_team(many, "t7") == []
