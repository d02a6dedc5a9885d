"""What a program reads: the same children as its post reaches on the pages, under the same permissions."""

from __future__ import annotations

from tests.workspace import world

from baton.store.models import ReadLog
from baton.store.tenancy import in_authority

from .conftest import program


def test_a_token_says_whose_it_is(town: world.Town) -> None:
    me = program(town, "ann", "read").get("/me").json()
    assert (me["person"], me["authority"], me["scopes"]) == ("ann", town.key, ["read"])


def test_children_are_listed_and_found_page_by_page(town: world.Town) -> None:
    for name in ("amy", "bea", "cleo"):
        town.child(name, due=False)
    ann = program(town, "ann", "read")
    first = ann.get("/children?limit=2").json()
    rest = ann.get(f"/children?limit=2&cursor={first['next']}").json()
    assert [c["child"] for c in (*first["items"], *rest["items"])] == ["amy", "bea", "cleo"]
    assert rest["next"] is None
    assert [c["child"] for c in ann.get("/children?q=be+fict").json()["items"]] == ["bea"]
    assert ann.get("/children?cursor=nonsense").status_code == 400


def test_one_child_with_what_is_due_and_why(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann", "read")
    child = ann.get("/children/amy").json()
    assert child["holder"]["person"] == "ann" and child["holder"]["team"] == "north"
    route = next(r for r in child["routes"] if r["state"] == "due")
    assert route["to_place"] == "south" and route["clause"] == ["TST-north_to_south"]
    why = ann.get(f"/children/amy/why?route={route['route']}").json()
    assert "(TST-north_to_south)" in why["says"]
    assert {(e["verb"], e["word"]) for e in why["entries"]} >= {("ended", "assessment")}
    assert ann.get("/children/amy/journey").json()["holders"][0]["since"].startswith("2026-06-01")
    assert [e["word"] for e in ann.get("/children/amy/entries?verb=ended").json()["items"]] == ["assessment"]
    with in_authority(town.key):
        read = set(ReadLog.objects.filter(child="amy", person="ann").values_list("page", flat=True))
    assert read == {"api: child", "api: why", "api: journey", "api: entries"}


def test_a_past_moment_is_for_those_who_may_look_back(town: world.Town) -> None:
    town.child("amy")
    asked = "/children/amy?as_at=2026-08-04&known_at=2026-08-06"
    assert program(town, "ann", "read").get(asked).status_code == 403
    then = program(town, "nora", "read").get(asked).json()
    assert not any(r["state"] == "due" for r in then["routes"])
    assert program(town, "nora", "read").get("/children/amy?as_at=someday").status_code == 422


def test_nothing_is_read_twice_for_nothing(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann", "read")
    tag = ann.get("/children/amy").headers["ETag"]
    same = ann.get("/children/amy", **{"If-None-Match": tag})
    assert same.status_code == 304 and same.content == b""


def test_everything_else_that_can_be_listed(town: world.Town) -> None:
    town.child("amy")
    nora = program(town, "nora", "read")
    assert {w["person"] for w in nora.get("/workers").json()} == {"ann", "nora"}
    assert nora.get("/workers/ann").json()["children"] == 1
    assert nora.get("/workers/ben").status_code == 404
    assert nora.get("/teams/north").json()["children"] == 1
    assert nora.get("/teams/south").status_code == 404
    assert any(w["word"] == "assessment" for w in nora.get("/vocabulary").json()["words"])
    assert nora.get("/sittings?first=2026-08-01&last=2026-08-14").json()[0]["sitting"] == "panel@2026-08-05T10:00"
    assert nora.get("/sittings/panel@2026-08-12T10:00").json()["items"] == []
    assert nora.get("/sittings/panel@2026-08-13T10:00").status_code == 404
    assert nora.get("/transfers").json() == {"items": [], "next": None}
    assert "send_summary" in {d["rule"] for d in nora.get("/duties?team=north").json()["items"]}
    assert program(town, "ann", "read").get("/duties").json()["items"][0]["who"] == ["ann"]
    assert nora.get("/duties?person=ben").status_code == 404
    assert nora.get("/disputes").json()["items"] == []


def test_files_and_a_whole_record(town: world.Town) -> None:
    town.child("amy")
    hal = program(town, "hal")
    kinds = {k["kind"] for k in hal.get("/exports").json()}
    assert {"ssda903-social-worker", "annex-a", "weekly"} <= kinds and "child-record" not in kinds
    made = hal.get("/exports/annex-a?last=2026-08-06").json()
    assert [t["rows"][0][0] for t in made["tables"] if t["name"].startswith("list_4")] == ["amy"]
    packed = hal.get("/exports/weekly?as=archive")
    assert packed.headers["Content-Type"] == "application/zip" and packed.content[:2] == b"PK"
    assert hal.get("/exports/nothing").status_code == 404
    assert hal.get("/exports/weekly?first=2026-09-01&last=2026-08-01").status_code == 422
    assert program(town, "ann").get("/exports").status_code == 403
    assert hal.get("/children/amy/record").json()["kind"] == "child-record"
    assert program(town, "ann").get("/children/amy/record").status_code == 403


def test_the_description_can_be_read_without_a_token(town: world.Town) -> None:
    from django.test import Client

    described = Client().get("/api/openapi.json").json()
    assert described["openapi"] == "3.1.0"
    assert {"/api/v1/children", "/api/v1/acts", "/api/v1/events"} <= set(described["paths"])
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["summary"] and operation["description"], path
            assert operation["security"], path
