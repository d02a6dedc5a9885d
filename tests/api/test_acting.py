"""What a program does: by the same doors, with the same refusals, once."""

from __future__ import annotations

from typing import Any

from tests.workspace import world

from baton.store.models import Entry
from baton.store.tenancy import in_authority

from .conftest import program

SEND = {"verb": "send", "word": "summary", "children": ["amy"], "to": ["cy"]}


def entries(town: world.Town) -> int:
    with in_authority(town.key):
        return Entry.objects.filter(authority=town.key, kind="child", subject_id="amy").count()


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    assert said["type"] == f"/api/problems/{kind}" and said["status"] == status
    return said


def test_an_act_is_previewed_then_done(town: world.Town) -> None:
    town.child("amy")
    ann, before = program(town, "ann"), entries(town)
    changes = ann.post("/acts/preview", SEND).json()["changes"]
    assert any(c["rule"] == "send_summary" and c["kind"] == "closes" for c in changes)
    assert entries(town) == before
    done = ann.post("/acts", SEND)
    assert done.status_code == 201, done.content
    assert done.json()["entries"]["amy"][-1]["done_by"] == "ann"
    assert done.json()["heads"]["amy"] == entries(town)


def test_a_refusal_names_the_fact_the_clause_and_the_way_on(town: world.Town) -> None:
    town.child("amy")
    said = problem(program(town, "cy").post("/acts", {"verb": "list", "children": ["amy"]}), 409, "refused")
    (item,) = [i for i in said["items"] if i["kind"] == "refuse"]
    assert item["clause"] == ["TST-send_summary.before"] and item["missing"] == ["summary"] and item["child"] == "amy"
    assert item["says"].endswith("(TST-send_summary)")


def test_what_cannot_be_true_and_what_is_no_act(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann")
    later = {"verb": "held", "word": "family_handover", "children": ["amy"], "happened": "2026-09-01"}
    problem(ann.post("/acts", later), 422, "impossible")
    problem(ann.post("/acts", {"verb": "fly", "children": ["amy"]}), 422, "invalid")
    problem(ann.post("/acts", {"verb": "send"}), 422, "invalid")
    problem(ann.post("/acts", {**SEND, "shoe_size": 4}), 422, "invalid")


def test_the_same_key_adds_nothing_and_gets_the_same_answer(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann")
    first = ann.post("/acts", SEND, **{"Idempotency-Key": "one"})
    after = entries(town)
    again = ann.post("/acts", SEND, **{"Idempotency-Key": "one"})
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert entries(town) == after
    problem(ann.post("/acts", {**SEND, "reason": "other"}, **{"Idempotency-Key": "one"}), 422, "key-used")


def test_a_lost_answer_is_given_again_without_acting_again(town: world.Town) -> None:
    """The answer was never kept, as where the program was killed: the act's own number tells that it was done."""
    from baton.api.models import Answered

    town.child("amy")
    ann = program(town, "ann")
    first = ann.post("/acts", SEND, **{"Idempotency-Key": "two"}).json()
    after = entries(town)
    Answered.objects.filter(key="two").update(status=None, body="")
    assert ann.post("/acts", SEND, **{"Idempotency-Key": "two"}).json()["entries"] == first["entries"]
    assert entries(town) == after


def test_an_act_on_a_record_that_moved_on_is_not_done(town: world.Town) -> None:
    town.child("amy")
    cy, ann = program(town, "cy"), program(town, "ann")
    tag = cy.get("/children/amy").headers["ETag"]
    ann.post("/acts", SEND)
    moved = cy.post("/acts", {"verb": "list", "children": ["amy"]}, **{"If-Match": tag})
    said = problem(moved, 412, "moved-on")
    assert [e["verb"] for e in said["meanwhile"]][:1] != [] and said["seen"]["amy"] == entries(town)
    on = cy.post("/acts", {"verb": "list", "children": ["amy"], "seen": said["seen"]})
    assert on.status_code == 201, on.content


def test_a_correction_stands_in_the_place_of_what_was_wrong(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann")
    (ended,) = ann.get("/children/amy/entries?verb=ended").json()["items"]
    where = f"/children/amy/entries/{ended['number']}/corrections"
    wrong = {"reason": "It ended a day earlier.", "happened": "2026-08-04"}
    assert ann.post(f"{where}/preview", wrong).status_code == 200
    done = ann.post(where, wrong)
    assert done.status_code == 201, done.content
    new = next(e for e in done.json()["entries"]["amy"] if e["replaces"] == ended["number"])
    assert new["happened"]["start"].startswith("2026-08-04") and new["body"]["with"] == {"conclusion": "in_need"}
    problem(ann.post(where, wrong), 422, "invalid")


def test_scopes_and_posts_bind(town: world.Town) -> None:
    town.child("amy")
    problem(program(town, "ann", "read").post("/acts", SEND), 403, "not-allowed")
    problem(program(town, "ann", "act").get("/children"), 403, "not-allowed")
    problem(program(town, "audra", duties=("audit",)).post("/acts", SEND), 403, "not-allowed")
    problem(program(town, "ben").post("/acts", {**SEND, "children": ["amy", "nobody"]}), 404, "not-found")


def test_who_keeps_the_set_up_changes_staff_and_reads_no_child(town: world.Town) -> None:
    town.child("amy")
    root = program(town, "root", duties=("set up",))
    away = {"verb": "started", "word": "worker_absence", "subject": {"kind": "worker", "id": "ann"},
            "happened": "2026-08-10", "values": {"until": "2026-08-14"}}  # fmt: skip
    assert root.post("/acts", away).status_code == 201
    problem(root.get("/children"), 403, "not-allowed")
    problem(root.post("/acts", SEND), 403, "not-allowed")
    assert program(town, "nora").get("/workers/ann").json()["away"]


def test_a_child_is_given_to_nobody_who_does_not_work_here(town: world.Town) -> None:
    town.child("amy", due=False)
    nora, before = program(town, "nora"), entries(town)
    for person in ("nobody-here", "ann|ben", "x" * 300, ["ben"], {"a": 1}, 7):
        asked = {"verb": "allocate", "children": ["amy"], "values": {"person": person}, "reason": "by hand"}
        assert nora.post("/acts", asked).status_code == 422
        each = {"verb": "allocate", "children": ["amy"], "each": {"amy": {"person": person}}, "reason": "by hand"}
        assert nora.post("/acts", each).status_code == 422
    assert entries(town) == before
    asked = {"verb": "allocate", "children": ["amy"], "values": {"person": "nora"}, "reason": "room"}
    assert nora.post("/acts", asked).status_code == 201
