"""The feed and webhooks: what was recorded, once and in order, by initials and reference; delivered to a real
receiver on this machine, signed, and tried again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest
from django.test import override_settings
from tests.store import cast, servers
from tests.workspace import world

from baton.accounts.models import Token
from baton.api.delivering import deliver
from baton.api.models import Webhook
from baton.sending.leaving import PAUSES
from baton.store.recalculating import recalculate

from .conftest import Program, program

NOW = world.NOW


def all_of(who: Program, cursor: str = "") -> tuple[list[dict[str, Any]], str]:
    """Everything from a place on, and the place behind it."""
    found: list[dict[str, Any]] = []
    while True:
        page = who.get(f"/events?limit=5&cursor={cursor}").json()
        if page["next"] == cursor or (not page["items"] and cursor):
            return found, page["next"]
        found += page["items"]
        cursor = page["next"]


def test_every_entry_once_in_order_and_no_name(town: world.Town) -> None:
    town.child("amy")
    ann = program(town, "ann")
    start = ann.get("/events?cursor=now").json()["next"]
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    found, _ = all_of(ann, start)
    assert [(e["verb"], e["word"], e["initials"]) for e in found] == [
        ("propose", "", "A.F."), ("send", "summary", "A.F."),
    ]  # fmt: skip
    assert found[1]["url"] == "/api/v1/children/amy"
    whole, after = all_of(ann)
    assert [e["number"] for e in whole if e["subject"] == "amy"] == sorted({e["number"] for e in whole})
    assert "fictley" not in json.dumps(whole).lower()
    assert all_of(ann, after)[0] == []


def test_it_tells_only_of_children_whom_the_post_reaches(town: world.Town) -> None:
    town.child("amy", due=False)
    cast.add(town.key, [cast.entry("team", "west", "opened", service="west", name="West"),
                        cast.entry("worker", "wes", "started", "post", role="social_worker", team="west")])  # fmt: skip
    assert all_of(program(town, "wes"))[0] == []
    assert {e["kind"] for e in all_of(program(town, "hal"))[0]} == {"child", "team", "worker", "office"}


def test_a_restricted_child_is_not_heard_of_without_clearance(town: world.Town) -> None:
    from baton.accounts.models import Clearance

    cast.child(town.key, "amy", cast.entry("child", "amy", "given", "restricted", restricted="yes"), due=False)
    hal = program(town, "hal")
    assert "amy" not in json.dumps(all_of(hal)[0]) and hal.get("/children/amy").status_code == 404
    assert hal.get("/exports/weekly").json()["tables"][0]["rows"] == []
    Clearance.objects.create(authority=town.key, person="hal", child="amy", given_by="nora", reason="a test")
    assert "amy" in json.dumps(all_of(hal)[0]) and hal.get("/children/amy").status_code == 200


def test_an_entry_that_commits_late_is_not_passed_over(town: world.Town, postgres: Any) -> None:
    """A transaction that began before and ends after another one: the feed waits for it."""
    town.child("amy")
    ann = program(town, "ann")
    start = ann.get("/events?cursor=now").json()["next"]
    with psycopg.connect(postgres.url(servers.APP, "app", "baton")) as slow:
        slow.execute("SELECT pg_current_xact_id()")  # it is at work
        town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
        assert all_of(ann, start)[0] == []
        slow.rollback()
    assert [e["verb"] for e in all_of(ann, start)[0]] == ["propose", "send"]


def test_a_cursor_from_before_a_restore_begins_again(town: world.Town) -> None:
    from baton.api.cursors import pack

    assert program(town, "ann").get(f"/events?cursor={pack(2**60, 1)}").status_code == 410


# --- webhooks --------------------------------------------------------------------------------------------------------


class Receiver:
    """A receiver on this machine: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=baton"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    one = Receiver()
    with override_settings(BATON_WEBHOOK_HOSTS=["127.0.0.1"]):
        yield one
    one.server.shutdown()
    one.server.server_close()


def events(receiver: Receiver) -> list[str]:
    return [e["verb"] for _, body in receiver.got for e in json.loads(body)["events"]]


def signed(headers: dict[str, str], body: bytes, secret: str) -> bool:
    """As a receiver checks it, from the description in docs/api.md."""
    signed_text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    made = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed_text, hashlib.sha256).digest()
    return hmac.compare_digest(headers["webhook-signature"], "v1," + base64.b64encode(made).decode())


def test_what_is_recorded_is_delivered_signed(town: world.Town, receiver: Receiver) -> None:
    town.child("amy")
    ann = program(town, "ann")
    made = ann.post("/webhooks", {"url": receiver.url}).json()
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    assert deliver(town.key, NOW).events == 2
    ((headers, body),) = receiver.got
    assert signed(headers, body, made["secret"]) and not signed(headers, body + b" ", made["secret"])
    assert headers["webhook-timestamp"] == str(NOW)
    assert b"Fictley" not in body and b"A.F." in body
    assert deliver(town.key, NOW).sent == 0
    assert "secret" not in str(ann.get("/webhooks").json()[0].get("secret") or "")


def test_what_is_not_taken_is_tried_again_with_growing_pauses(town: world.Town, receiver: Receiver) -> None:
    town.child("amy")
    ann = program(town, "ann")
    ann.post("/webhooks", {"url": receiver.url})
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    receiver.status, now = 503, NOW
    for pause in PAUSES[:3]:
        assert deliver(town.key, now).later == 1
        assert deliver(town.key, now + pause - 1).later == 0
        now += pause
    (hook,) = ann.get("/webhooks").json()
    assert hook["tries"] == 3 and hook["last_error"] == "It answered 503."
    receiver.status = 200
    assert deliver(town.key, now).events == 2
    ids = {headers["webhook-id"] for headers, _ in receiver.got}
    assert len(ids) == 1 and len(receiver.got) == 4  # the same delivery is recognisable
    assert ann.get("/webhooks").json()[0]["tries"] == 0


def test_only_the_verbs_that_were_asked_for(town: world.Town, receiver: Receiver) -> None:
    town.child("amy")
    program(town, "ann").post("/webhooks", {"url": receiver.url, "verbs": ["list"]})
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", "amy")
    recalculate(town.key, "amy", NOW)
    deliver(town.key, NOW)
    assert events(receiver) == ["list"]


def test_it_ends_with_its_token_and_goes_nowhere_unnamed(town: world.Town, receiver: Receiver) -> None:
    town.child("amy")
    ann = program(town, "ann")
    made = ann.post("/webhooks", {"url": receiver.url})
    assert made.status_code == 201
    for url in ("http://10.0.0.1/x", "https://elsewhere.example/x", "http://127.0.0.1@evil.example/"):
        assert ann.post("/webhooks", {"url": url}).status_code == 422
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    Token.objects.update(revoked_at=NOW)
    assert deliver(town.key, NOW).stopped == 1 and receiver.got == []
    assert Webhook.objects.get(ident=made.json()["id"]).last_error == "Its token has ended."


def test_it_can_be_taken_away(town: world.Town, receiver: Receiver) -> None:
    ann = program(town, "ann")
    ident = ann.post("/webhooks", {"url": receiver.url}).json()["id"]
    assert program(town, "ann").delete(f"/webhooks/{ident}").status_code == 404  # another token's
    assert ann.delete(f"/webhooks/{ident}").status_code == 204
    assert ann.get("/webhooks").json() == []
