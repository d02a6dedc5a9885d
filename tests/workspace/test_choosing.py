"""Choosing a worker: what the procedure forbids and wants seen stands in each row; a list can be suggested."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from tests.engine import small_pack
from tests.store import cast

from baton.packs_on_disk import load_packs
from baton.policy import model as m
from baton.policy.model import Packs
from baton.store import procedures
from baton.store.models import Authority, Child, Entry
from baton.store.recalculating import recalculate
from baton.store.tenancy import in_authority
from baton.workspace.acting import refusing
from baton.workspace.allocate.candidates import Candidate, Choice, suggest, weight_of
from baton.workspace.team.loads import Load

from . import world
from .pages import hidden, main, send

PACKS = Path(__file__).parents[1] / "sixth" / "packs"
KEYS = count(1)
WORKERS = ("sal", "una", "uri", "zac")


@pytest.fixture(scope="module")
def northbank() -> Packs:
    return load_packs(PACKS, "northbank", cache=None)


@pytest.fixture
def riverside(northbank: Packs, postgres: Any) -> world.Town:
    """Sal holds Ada, who has a plan, and Ben; Una is in her first year, Uri is qualified, Zac holds their sister."""
    settings.BATON_NOW = world.NOW
    procedures.use("northbank", procedures.Procedure(northbank, procedures.england()))
    key = f"riverside{next(KEYS)}"
    Authority.objects.create(key=key, name="Made-up Riverside", pack="northbank", made_up=True)
    staff = [
        cast.entry("worker", w, "started", "post", role="social_worker", team="riverside", name=w.title())
        for w in WORKERS
    ]
    cast.add(
        key,
        [
            cast.entry("team", "riverside", "opened", service="safeguarding", name="Riverside"),
            *staff,
            cast.entry("office", "team_manager@riverside", "started", person="tom"),
            cast.entry("worker", "una", "given", "grade", grade="in_first_year"),
            cast.entry("worker", "uri", "given", "grade", grade="qualified"),
        ],
    )
    for name, holder in (("ada", "sal"), ("ben", "sal"), ("dot", "zac"), ("eve", "sal")):
        child = [
            cast.entry("child", name, "born", when="2018-03-03"),
            cast.entry("child", name, "given", "name", given=name.title(), family="Fictley"),
            cast.entry("child", name, "observed", "allocated_worker", "2026-06-01", worker=holder, team="riverside"),
        ]
        if name == "ada":
            child.append(cast.entry("child", name, "started", "cp_plan", "2026-06-02"))
        cast.add(key, child)
    cast.family(key, "ben", "dot")
    for name in ("ada", "ben", "dot", "eve"):
        recalculate(key, name, world.NOW)
    return world.Town(key)


def test_what_the_procedure_forbids_and_wants_seen_stands_in_the_row(riverside: world.Town) -> None:
    browser = world.sign_in(riverside, "tom")
    page = main(browser.get("/allocate/ada"))
    assert "Trained for court NBK-108" in page and "Grade NBK-108" in page
    una = page[page.index("Una") :]
    assert una.startswith("Una Cannot be chosen.") and "NBK-108" in una and "in first year" in una
    assert "Suggested:" in page and "Suggested:" not in una  # she carries least, and may not
    assert 'value="una"' not in browser.get("/allocate/ada").content.decode()
    assert 'value="una"' in browser.get("/allocate/eve").content.decode()  # no plan: the first year may hold her


def test_what_is_in_the_way_of_every_child_of_a_family_is_said_once(postgres: Any) -> None:
    pack = small_pack.PACK
    first = m.Must(
        small_pack.head("current_first", "child"), m.OfficeOf("team_manager", "holding team"), "answer",
        ("record_current",), before=("allocate",), strength="refuse",
    )  # fmt: skip
    until = m.RuleIs("current_first", ("met", "excused"))
    stop = m.Stop(
        small_pack.head("current_first.before", "child"), ("allocate",), until=until, from_rule=first.head.key
    )
    changed = replace(pack, build="allocate-1", rules=(*pack.rules, first, stop))
    town = world.make_town(f"said-once{next(KEYS)}")
    procedures.use("small", procedures.Procedure(m.Packs((changed,)), small_pack.CALENDAR))
    cast.add(town.key, [cast.entry("worker", "zed", "started", "post", role="social_worker", team="north", name="Zed")])
    for name in ("ada", "ben2", "cat"):
        town.child(name, due=False)
    town.family("ada", "ben2", "cat")
    browser = world.sign_in(town, "nora")
    page = main(browser.get("/allocate/ada?with=ben2"))
    assert "Who will work with Ada and Ben2?" in page
    assert page.count("Whoever is chosen for Ada and Ben2:") == page.count("Whoever is chosen") == 1


def test_who_is_forbidden_is_refused_even_if_the_page_is_by_passed(riverside: world.Town) -> None:
    browser = world.sign_in(riverside, "tom")
    refused = send(browser, "/allocate/ada", {"person": "una", "reason": "has room"})
    assert refused.status_code != 302
    with in_authority(riverside.key):
        assert Child.objects.get(authority=riverside.key, child="ada").holder_person == "sal"


def test_one_worker_is_suggested_with_the_reason_and_none_is_chosen_beforehand(riverside: world.Town) -> None:
    answer = world.sign_in(riverside, "tom").get("/allocate/ben")
    page, html = main(answer), answer.content.decode()
    assert page.count("Suggested: works with a brother or sister now; would then hold 2 children.") == 1
    assert 'name="person"' in html and 'value="zac" checked' not in html


def test_a_list_is_suggested_families_together_known_faces_first_and_never_the_forbidden(
    riverside: world.Town,
) -> None:
    browser = world.sign_in(riverside, "tom")
    address = "/workers/sal/children"
    page = browser.get(address)
    suggested = browser.post(address, {**hidden(page), "step": "suggest"})
    text = main(suggested)
    # Ben's sister is with Zac. Ada has a plan, so not with Una: with Uri, who carries least. Eve can be with Una.
    assert "Suggested: works with a brother or sister now; would then hold 2 children." in text
    html = suggested.content.decode()
    chosen = {
        child: html.split(f'name="to-{child}"')[1].split("</select>")[0].split(" selected")[0].rsplit('value="', 1)[1]
        for child in ("ada", "ben", "eve")
    }
    assert {c: v.rstrip('"') for c, v in chosen.items()} == {"ada": "uri", "ben": "zac", "eve": "una"}
    changed = {"to-ada": "uri", "to-ben": "zac", "to-eve": "uri", "reason": "Sal leaves"}
    seen = browser.post(address, {**hidden(suggested), **changed, "step": "see"})
    assert "3 can go" in main(seen)
    saved = browser.post(address, {**hidden(seen), "step": "save"})
    assert "3 of 3 given to somebody else." in main(saved)
    with in_authority(riverside.key):
        holders = dict(Child.objects.filter(authority=riverside.key).values_list("child", "holder_person"))
        reasons = {e.body["reason"] for e in Entry.objects.filter(authority=riverside.key, verb="allocate")}
    assert holders == {"ada": "uri", "ben": "zac", "dot": "zac", "eve": "uri"} and reasons == {"Sal leaves"}


def test_who_waits_in_a_team_is_one_list_and_another_teams_manager_gets_nothing(riverside: world.Town) -> None:
    cast.add(
        riverside.key,
        [
            cast.entry("child", "fay", "born", when="2019-03-03"),
            cast.entry("child", "fay", "given", "name", given="Fay", family="Fictley"),
            cast.entry("child", "fay", "observed", "allocated_worker", "2026-07-01", worker="", team="riverside"),
            cast.entry("team", "hillside", "opened", service="safeguarding", name="Hillside"),
            cast.entry("office", "team_manager@hillside", "started", person="hal"),
        ],
    )
    recalculate(riverside.key, "fay", world.NOW)
    browser = world.sign_in(riverside, "tom")
    page = browser.get("/team/riverside/waiting")
    assert "Fay Fictley" in main(page) and "Ada Fictley" not in main(page) and "When  is back" not in main(page)
    suggested = browser.post("/team/riverside/waiting", {**hidden(page), "step": "suggest"})
    assert "has the least work of those who may" in main(suggested)
    saved = browser.post(
        "/team/riverside/waiting", {**hidden(page), "to-fay": "una", "reason": "has room", "step": "save"}
    )
    assert "1 of 1 given to somebody else." in main(saved)
    assert "Nobody waits for a worker here." in main(browser.get("/team/riverside/waiting"))
    assert world.sign_in(riverside, "hal").get("/team/riverside/waiting").status_code == 404


def test_the_receiving_manager_chooses_among_their_own_before_anybody_has_opened_the_move(postgres: Any) -> None:
    named = m.Must(
        small_pack.head("named", "move_between"), m.OfficeOf("team_manager", "receiving team"), "allocate", ()
    )
    pack = replace(small_pack.PACK, rules=(*small_pack.RULES, named))
    town = world.make_town(f"naming{next(KEYS)}", pack, "naming")
    town.child("amy")
    browser = world.sign_in(town, "sid")
    at_home = browser.get("/team").content.decode()
    address = "/allocate/amy?matter=&amp;rule=named"
    assert address in at_home
    page = browser.get(address.replace("&amp;", "&")).content.decode()
    assert 'value="ben"' in page and 'value="ann"' not in page
    assert 'value="ann"' in world.sign_in(town, "nora").get("/allocate/amy").content.decode()  # only another worker


def test_who_works_beside_the_worker_is_chosen_among_those_of_that_role_and_the_holder_stays(postgres: Any) -> None:
    named = m.Must(
        small_pack.head("adviser_named", "child"), m.OfficeOf("team_manager", "holding team"), "allocate", ("adviser",)
    )
    offices = {**small_pack.PACK.offices, "adviser": m.OfficeWord("adviser", "Personal Adviser", practitioner=True)}
    pack = replace(small_pack.PACK, rules=(*small_pack.RULES, named), offices=offices)
    town = world.make_town(f"beside{next(KEYS)}", pack, "beside")
    cast.add(town.key, [cast.entry("worker", "pia", "started", "post", role="adviser", team="south", name="Pia")])
    town.child("amy", due=False)
    browser = world.sign_in(town, "nora")
    address = "/allocate/amy?matter=&rule=adviser_named&word=adviser"
    at_home = browser.get("/team").content.decode()
    assert "Name the Personal Adviser" in at_home
    assert address.replace("&", "&amp;") in at_home
    page = browser.get(address).content.decode()
    assert 'value="pia"' in page and 'value="ann"' not in page and "worker number" not in page
    saved = send(browser, address, {"person": "pia", "reason": "knows the town"})
    assert "Personal Adviser named, for Amy Fictley." in main(browser.get(saved["Location"]))
    with in_authority(town.key):
        assert Child.objects.get(authority=town.key, child="amy").holder_person == "ann"
        entry = Entry.objects.get(authority=town.key, subject_id="amy", verb="allocate")
        assert (entry.word, entry.body["with"]["person"]) == ("adviser", "pia")
    assert browser.get("/allocate/amy?word=panel").status_code == 404


def test_nobody_is_suggested_who_wants_a_reason_while_another_wants_none() -> None:
    """Sal carries most, but whoever else is chosen must be given a reason: then Sal is whom the page suggests."""
    free, asking = (Candidate(Load(p, p.title(), "Social worker", children=n)) for p, n in (("sal", 20), ("una", 0)))
    asking.asks.append(refusing.Item("ada", "Not the former worker.", (), "same_worker_back", ()))
    desk = SimpleNamespace(pack=small_pack.PACK)
    children = [Child(child="ada", holder_person="zac", statuses=[])]
    suggest(desk, Choice([free, asking], [], []), children, {"ada": "Ada"})  # type: ignore[arg-type]
    assert (bool(free.suggested), bool(asking.suggested)) == (True, False)


def test_a_child_in_what_the_procedure_calls_heavy_counts_twice(northbank: Packs) -> None:
    pack = northbank.editions[0]
    plan, need = Child(statuses=["cp_plan"]), Child(statuses=["child_in_need"])
    assert weight_of(pack, [plan]) == 2
    assert weight_of(pack, [need]) == 1
    lighter = replace(pack, words={**pack.words, "cp_plan": replace(pack.words["cp_plan"], heavy=False)})
    assert weight_of(lighter, [plan, need]) == 2
