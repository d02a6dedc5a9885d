"""Every operation, asked by those whom it does not concern: no token, a dead one, another team, another authority."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client, override_settings
from tests.store import cast
from tests.workspace import world

from baton.accounts import tokens
from baton.accounts.models import Token
from baton.api.app import api
from baton.store.models import Entry, ReadLog
from baton.store.tenancy import in_authority

from .conftest import Program, program

CHILD = "amaryllis"
SECRETS = ("amaryllis", "hushkin")
PARTS = {"child": CHILD, "number": "1", "sitting": "panel@2026-08-05T10:00", "person": "ann", "team": "north",
         "kind": "annex-a", "ident": "none", "letter": "summary", "mark": "none"}  # fmt: skip


def operations(matter: str = "none") -> list[tuple[str, str]]:
    """Every method and address of the API."""
    found = []
    for path, methods in api.get_openapi_schema(path_prefix="api/")["paths"].items():
        address = re.sub(r"{(\w+)}", lambda m: {**PARTS, "matter": matter}[m[1]], path.removeprefix("/api/v1"))
        found += [(method, address) for method in methods]
    return found


def ask(who: Program, method: str, address: str) -> Any:
    body = {"verb": "held", "word": "family_handover", "children": [CHILD], "reason": "from outside"}
    if "corrections" in address:
        body = {"reason": "from outside", "did_not_happen": True}  # type: ignore[dict-item]
    if address == "/webhooks":
        body = {"url": "http://127.0.0.1:9/none"}  # type: ignore[dict-item]
    return who.post(address, body) if method == "post" else getattr(who, method)(address)


def test_without_a_live_token_nothing_is_there(town: world.Town) -> None:
    dead = program(town, "ann")
    tokens.revoke(Token.objects.get(digest=tokens.digest_of(dead.plain)), "setup", world.NOW)
    expired = program(town, "ann")
    Token.objects.filter(digest=tokens.digest_of(expired.plain)).update(expires_at=world.NOW)
    for who in (Program("", Client()), Program("baton_made_up", Client()), dead, expired):
        for method, address in operations():
            answer = ask(who, method, address)
            assert answer.status_code == 401, (method, address)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert Client().get("/api/v1/nothing").status_code == 404


def test_a_token_ends_with_its_post(town: world.Town) -> None:
    ann = program(town, "ann")
    assert ann.get("/me").status_code == 200
    cast.add(town.key, [cast.entry("worker", "ann", "end_post", "post", "2026-08-05", last_day="2026-08-04")])
    assert ann.get("/me").status_code == 401


def test_a_signed_in_person_is_no_program(town: world.Town) -> None:
    assert world.sign_in(town, "ann").get("/api/v1/me").status_code == 401


def test_other_teams_and_authorities_get_nothing(town: world.Town, other_town: world.Town) -> None:
    for entry in (
        cast.entry("team", "west", "opened", service="west", name="West"),
        cast.entry("worker", "wes", "started", "post", role="social_worker", team="west", name="Wes"),
        cast.entry("office", "team_manager@west", "started", person="willa"),
    ):
        cast.add(town.key, [entry])
    cast.child(
        town.key, CHILD, cast.entry("child", CHILD, "given", "name", "2026-07-01", given="Amaryllis", family="Hushkin")
    )
    town.act("2026-08-06 09:00", "ann", "send", "summary", CHILD, to=("cy",))
    from baton.store.models import Matter

    with in_authority(town.key):
        matter = Matter.objects.get(authority=town.key, child=CHILD).key
    other_town.child("bob", due=False)
    outside = [program(town, "wes"), program(town, "willa"), program(town, "root", duties=("set up",))]
    outside += [program(other_town, p) for p in ("ann", "hal")]
    outside.append(program(other_town, "audra", duties=("audit",)))
    before = _written(town)
    for who in outside:
        for method, address in operations(matter):
            answer = ask(who, method, address)
            told = answer.content.decode().lower().replace(f"/children/{CHILD}", "").replace(f'["{CHILD}"]', "")
            assert not [s for s in SECRETS if s in told], (method, address, told)
            assert answer.status_code < 500, (method, address)
            if CHILD in address or matter in address:
                assert answer.status_code in (403, 404, 422), (method, address, answer.status_code)
    assert _written(town) == before
    assert program(town, "hal").get(f"/children/{CHILD}").json()["name"] == "Amaryllis Hushkin"


def _written(town: world.Town) -> tuple[int, int]:
    with in_authority(town.key):
        entries = Entry.objects.filter(authority=town.key, kind="child").count()
        return entries, ReadLog.objects.filter(authority=town.key, child=CHILD).count()


def test_how_often_it_may_ask_is_said_and_kept(town: world.Town) -> None:
    ann = program(town, "ann")
    with override_settings(BATON_API_A_MINUTE=3):
        answers = [ann.get("/me") for _ in range(4)]
    said = answers[0].headers["RateLimit"]
    assert said.startswith('"minute";r=2;t=') and answers[0].headers["RateLimit-Policy"] == '"minute";q=3;w=60'
    if len({a.headers["RateLimit"].split("t=")[1] for a in answers}) == 1:  # else the minute was over meanwhile
        assert [a.status_code for a in answers] == [200, 200, 200, 429]
        assert 0 < int(answers[3].headers["Retry-After"]) <= 60


def test_only_the_digest_is_kept(town: world.Town) -> None:
    ann = program(town, "ann")
    row = Token.objects.get(digest=tokens.digest_of(ann.plain))
    kept = " ".join(str(v) for v in vars(row).values())
    assert ann.plain not in kept and ann.plain.startswith(row.hint)
