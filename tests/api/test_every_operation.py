"""Every operation of the API, asked with too narrow a token and by programs whom the child does not concern.

The list is the API's own description, so an operation added later is asked too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.store import cast
from tests.workspace import world

from baton.accounts.tokens import SCOPES
from baton.store.models import Entry, Matter, ReadLog
from baton.store.tenancy import as_program

from .conftest import Program, program

PARAMETER = re.compile(r"{(\w+)}")
ASKED = "verb=held&word=family_handover&person=ann&team=north&matter=x&q=hushkin&cursor=&limit=50"
BODY: dict[str, Any] = {
    "verb": "send", "word": "summary", "children": ["amaryllis"], "to": ["cy"], "reason": "from outside",
    "url": "https://127.0.0.1/hook", "did_not_happen": True, "format": "annex-a", "files": [],
}  # fmt: skip


def operations() -> Iterator[tuple[str, str]]:
    """(method, path) of each, below /api/v1, by the description that every program may read."""
    for path, methods in Client().get("/api/openapi.json").json()["paths"].items():
        for method in methods:
            yield method.upper(), path.removeprefix("/").removeprefix("api/").removeprefix("v1")


def ask(one: Program, method: str, path: str) -> Any:
    if method == "POST":
        return one.post(path, BODY)
    return one.delete(path) if method == "DELETE" else one.get(f"{path}?{ASKED}")


@pytest.fixture
def known(town: world.Town) -> dict[str, str]:
    """What stands for each parameter: a child of the north with an open transfer."""
    settings.BATON_API_A_MINUTE = 100_000
    name = cast.entry("child", "amaryllis", "given", "name", given="Amaryllis", family="Hushkin")
    cast.child(town.key, "amaryllis", name)
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amaryllis", to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", "amaryllis")
    with as_program(town.key):
        key = Matter.objects.filter(authority=town.key, child="amaryllis").values_list("key", flat=True)[0]
    return {
        "child": "amaryllis", "matter": key, "number": "1", "person": "ann", "team": "north", "forum": "panel",
        "when": "2026-08-12T1000", "letter": "summary", "mark": "0" * 16, "ident": "wh_0000", "kind": "annex-a",
        "export": "annex-a", "sitting": "2026-08-12T1000",
    }  # fmt: skip


def filled(path: str, known: dict[str, str]) -> str:
    """KeyError names a parameter for which nothing stands in `known`."""
    return PARAMETER.sub(lambda m: known[m[1]], path)


def test_a_token_does_what_its_scope_says_and_no_more(town: world.Town, known: dict[str, str]) -> None:
    """Of the four scopes at most one opens an operation."""
    tokens = {scope: program(town, "hal", scope) for scope in SCOPES}
    wide, good = [], 0
    for method, path in operations():
        address = filled(path, known)
        statuses = {scope: ask(one, method, address).status_code for scope, one in tokens.items()}
        opens = [scope for scope, status in statuses.items() if status != 403]
        good += 200 in statuses.values()
        if len(opens) > 1:
            wide.append(f"{method} {path}: {opens}")
    assert not wide
    assert good >= 20, "the addresses lead somewhere"


@pytest.mark.parametrize("who", ["another team", "another authority", "its auditor", "the set-up", "nobody"])
def test_whom_the_child_does_not_concern_gets_nothing(
    town: world.Town, other_town: world.Town, known: dict[str, str], who: str
) -> None:
    for entry in (
        cast.entry("team", "west", "opened", service="west", name="West"),
        cast.entry("office", "team_manager@west", "started", person="willa"),
    ):
        cast.add(town.key, [entry])
    one = {
        "another team": lambda: program(town, "willa"),
        "another authority": lambda: program(other_town, "hal"),
        "its auditor": lambda: program(other_town, "audra", duties=("audit",)),
        "the set-up": lambda: program(town, "root", duties=("set up",)),
        "nobody": lambda: Program("baton_nothing", program(town, "hal").browser),
    }[who]()
    before, troubles = _written(town), []
    for method, path in operations():
        answer = ask(one, method, filled(path, known))
        text = answer.content.decode(errors="replace").lower()
        if "hushkin" in text or answer.status_code >= 500:
            troubles.append(f"{method} {path} answers {answer.status_code}: {text[:80]}")
        about = {"child", "matter"} & set(PARAMETER.findall(path))
        if about and answer.status_code not in (401, 403, 404, 405, 422):
            troubles.append(f"{method} {path} answers {answer.status_code} about a child of others")
    assert not troubles
    assert _written(town) == before


def test_whom_it_concerns_does_get_it(town: world.Town, known: dict[str, str]) -> None:
    hal = program(town, "hal")
    assert "Hushkin" in hal.get("/children/amaryllis").content.decode()
    with as_program(town.key):
        assert ReadLog.objects.filter(authority=town.key, child="amaryllis", person="hal").count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x", "https://127.0.0.1/x", "http://localhost/x", "http://[::1]/x", "https://169.254.169.254/",
        "file:///etc/passwd", "gopher://hooks.example/", "https://hooks.example@10.0.0.1/", "https://10.0.0.1#hooks.example",
        "https://hooks.example.else.example/", "http://hooks.example/", "https://HOOKS.example:70000/", "https://0x7f.1/",
        "https://hooks.example\\@10.0.0.1/", "//hooks.example/", "https:///hooks.example",
    ],
)  # fmt: skip
def test_a_webhook_goes_only_where_it_was_said_that_it_may(
    town: world.Town, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setattr(settings, "BATON_WEBHOOK_HOSTS", ["hooks.example"], raising=False)
    one = program(town, "hal", "events")
    assert one.post("/webhooks", {"url": url}).status_code == 422
    assert one.post("/webhooks", {"url": "https://hooks.example/x"}).status_code == 201


def _written(town: world.Town) -> tuple[int, int]:
    with as_program(town.key):
        entries = Entry.objects.filter(authority=town.key).count()
        return entries, ReadLog.objects.filter(authority=town.key, child="amaryllis").count()
