"""Every address of the site, asked by those whom it does not concern: another team, another authority, nobody.

The list of addresses is the program's own, so a page added later is asked too. A parameter that this file does not
know fails the test: say in `GUESSES` what stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from tests.store import cast

from baton.store.models import Draft, Entry, Matter, ReadLog
from baton.store.tenancy import in_authority

from . import world

CHILD = "amaryllis"
SECRETS = ("amaryllis", "hushkin")
ABOUT_A_CHILD = {"child", "key"}  # an address with one of these leads to one record: it is not there for others
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
ASKED = "q=amaryllis&child=amaryllis&kind=child&word=family_handover&verb=held&team=north&worker=ann&on=2026-08-06"
POSTED = {"step": "save", "reason": "from outside", "how": "did_not_happen", "why": "from outside", "person": "ben",
          "attended": "ann", "decision": "agreed", "record_current": "yes", "child": CHILD, "children": CHILD,
          "when-day": "6", "when-month": "8", "when-year": "2026", "post": "none"}  # fmt: skip


def routes(found: Any = None, before: str = "") -> Iterator[str]:
    """Every address pattern of the site's pages. What is for programs is asked with tokens, in tests/api."""
    for one in (found or get_resolver()).url_patterns:
        here = before + str(one.pattern)
        if here.startswith("api/"):
            continue
        if isinstance(one, URLResolver):
            yield from routes(one, here)
        elif isinstance(one, URLPattern):
            yield here


def filled(route: str, guesses: dict[str, str]) -> str:
    """One address of a pattern. KeyError names a parameter for which there is no guess."""
    return "/" + PARAMETER.sub(lambda m: guesses[m[1]], route).lstrip("/")


@pytest.fixture
def guesses(town: world.Town) -> dict[str, str]:
    """What stands for each parameter: a child of the north, decided on, with a meeting held; and a third team."""
    for entry in (
        cast.entry("team", "west", "opened", service="west", name="West"),
        cast.entry("worker", "wes", "started", "post", role="social_worker", team="west", name="Wes"),
        cast.entry("office", "team_manager@west", "started", person="willa"),
    ):
        cast.add(town.key, [entry])
    renamed = cast.entry("child", CHILD, "given", "name", "2026-07-01", given="Amaryllis", family="Hushkin")
    cast.child(town.key, CHILD, renamed)
    town.child("cleo", due=False)
    town.act("2026-08-06 09:00", "ann", "send", "summary", CHILD, to=("cy",))
    town.act("2026-08-06 09:10", "cy", "list", "", CHILD)
    with in_authority(town.key):
        matter = Matter.objects.get(authority=town.key, child=CHILD)
    return {
        "child": CHILD,
        "key": matter.key,
        "number": "1",
        "forum": "panel",
        "when": "2026-08-05T1000",
        "clause": "TST-send_summary",
        "token": "0" * 32,
        "word": "summary",
        "recipient": "cy",
        "person": "ann",
        "place": "north",
        "export": "annex-a",
        "office": "team_manager",
        "checklist": "none",
        "name": "none",
        "path": "workspace/workspace.css",
        "kind": "worker",
        "subject": "ann",
        "what": "minutes",
        "change": "person",
        "happening": "away",
        "matter": "move_between",
        "team": "north",
        "question": "rules",
        "other": "cleo",
        "seat": "1",
        "hold": "0" * 16,
    }


def outsiders(town: world.Town, other: world.Town) -> dict[str, Client]:
    """A worker and a manager of a team that has nothing to do with the child; everybody of another authority."""
    other.child("bob", due=False)
    return {
        "a worker of another team": world.sign_in(town, "wes"),
        "a manager of another team": world.sign_in(town, "willa"),
        "who keeps the set-up": world.sign_in(town, "root", duties=("set up",), post="set up"),
        "who keeps the procedure": world.sign_in(town, "polly", duties=("procedure",), post="procedure"),
        "a worker elsewhere": world.sign_in(other, "ann"),
        "the head of another authority": world.sign_in(other, "hal"),
        "the auditor of another authority": world.sign_in(other, "audra", duties=("audit",), post="audit"),
        "nobody signed in": Client(),
    }


def test_every_address_can_be_asked(guesses: dict[str, str]) -> None:
    unknown = {}
    for route in routes():
        try:
            filled(route, guesses)
        except KeyError as lacking:
            unknown[route] = str(lacking)
    assert not unknown, f"say what stands for these parameters in `guesses`: {unknown}"


def test_another_team_and_another_authority_get_nothing(
    town: world.Town, other_town: world.Town, guesses: dict[str, str]
) -> None:
    troubles = []
    for name, browser in outsiders(town, other_town).items():
        for route in routes():
            address = filled(route, guesses)
            for asked in (address, f"{address}?{ASKED}", f"{address}?as=csv"):
                troubles += _told(name, "GET", asked, route, browser.get(asked))
    assert not troubles, "\n".join(troubles)


def test_another_team_and_another_authority_change_nothing(
    town: world.Town, other_town: world.Town, guesses: dict[str, str]
) -> None:
    people = outsiders(town, other_town)
    before = _written(town)
    troubles = []
    for name, browser in people.items():
        for route in routes():
            if route in ("sign-out", "choose-post"):
                continue
            address = f"{filled(route, guesses)}?{ASKED}"
            posted = POSTED | {f"head-{CHILD}": "1", f"number-{CHILD}": "x"}
            troubles += _told(name, "POST", address, route, browser.post(address, posted))
    assert not troubles, "\n".join(troubles)
    assert _written(town) == before


def test_those_whom_it_concerns_do_reach_every_address(
    town: world.Town, guesses: dict[str, str], settings_state: Any
) -> None:
    """The addresses above lead somewhere: for each there is a post that may open it."""
    inside = [world.sign_in(town, p) for p in ("hal", "nora", "cy", "ann")]
    inside += [world.sign_in(town, p, duties=(d,), post=d) for p, d in (("root", "set up"), ("audra", "audit"))]
    made = {  # their own tests make a file, a letter, a dispute, a duty, a draft, a token, a hold and a proposal first
        "my-day/sheet",
        "team/borders",
        "procedure/in-force/propose",
        "procedure/in-force/<int:number>",
        "procedure/in-force/<int:number>/preview",
        "procedure/in-force/<int:number>/answer",
        "import/<str:token>",
        "import/<str:token>/rows.csv",
        "transfers/<str:key>/letters/<str:word>/<str:recipient>",
        "transfers/<str:key>/letters/<str:word>/<str:recipient>/address",
        "transfers/<str:key>/letters/<str:word>/<str:recipient>/sentences",
        "disputes/<str:key>",
        "about/<str:kind>/<str:subject>/do",
        "calendar/<str:name>/<str:token>.ics",
        "set-up/accounts/<int:seat>/<str:what>",
        "set-up/accounts/<int:seat>/token",
        "set-up/tokens/<int:token>/revoke",
        "set-up/retention/<str:hold>/release",
        "reports/<slug:question>",
    }
    shut = []
    for route in routes():
        pressed = ("sign-out", "seen", "stay", "settings/feed", "saved/keep", "saved/hand-on", "saved/forget")
        if route in made or route in pressed:
            continue
        address = filled(route, guesses)
        if not any(b.get(a).status_code in (200, 302) for b in inside for a in (address, f"{address}?{ASKED}")):
            shut.append(address)
    assert not shut, f"nobody gets in: {shut}"
    page = inside[0].get("/children").content.decode().lower()
    assert all(secret in page for secret in SECRETS), "what others must not read is there for its own head to read"


def _told(name: str, verb: str, address: str, route: str, answer: Any) -> list[str]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode(errors="replace").lower()
    text = re.sub(r'name="next" value="[^"]*"', "", text)  # the address that was asked, for after "Stay signed in"
    if address.partition("?")[2]:  # what the person typed may be shown back to them
        text = re.sub(r'value="[^"]*"', "", text).replace("amaryllis&", "&")
        text = re.sub(r'(?:href|action)="[^"]*"', "", text)
    found = [f"{verb} {address} tells {name} “{s}”" for s in SECRETS if s in text and "?" not in address]
    if "?" in address:
        found = [f"{verb} {address} tells {name} “{s}”" for s in SECRETS[1:] if s in text]
    about = ABOUT_A_CHILD & set(PARAMETER.findall(route))
    if about and answer.status_code not in (302, 403, 404, 405):
        found.append(f"{verb} {address} answers {name} with {answer.status_code}")
    if answer.status_code >= 500:
        found.append(f"{verb} {address} breaks for {name}")
    return found


def _written(town: world.Town) -> tuple[int, int, int]:
    with in_authority(town.key):
        entries = Entry.objects.filter(authority=town.key, kind="child").count()
        reads = ReadLog.objects.filter(authority=town.key, child=CHILD).count()
        return entries, reads, Draft.objects.filter(authority=town.key, form__contains=CHILD).count()


def test_no_page_acts_past_its_desk() -> None:
    """An act goes by `Desk.act`: in the post's capacity, and its refusal names only what the person may see."""
    pages = Path(__file__).parents[2] / "src" / "baton" / "workspace"
    past = [str(p) for p in pages.rglob("*.py") if re.search(r"\bacting\.(act|record)\(", p.read_text())]
    assert not past
