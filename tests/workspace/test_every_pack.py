"""Whatever a pack declares appears as a form by itself, in its own words: every word of every pack, every phase."""

from __future__ import annotations

import re
from html import unescape
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from tests.store import cast

from baton.accounts.posts import kind_of
from baton.journal import Organisation
from baton.packs_on_disk import load_packs
from baton.policy.model import Must, Packs, Show, Stop
from baton.store import procedures
from baton.store.models import Authority
from baton.store.recalculating import recalculate
from baton.workspace.acting.field import JOURNAL_VERB, People
from baton.workspace.acting.fields import fields_for
from baton.workspace.acting.menu import menu
from baton.workspace.acting.openings import on_a_transfer
from baton.workspace.procedure.clauses import entry
from baton.workspace.saying import Say
from baton.workspace.shown import how_far

from . import world
from .pages import main

PACKS = Path(__file__).parents[2] / "packs"
AUTHORITIES = sorted(p.name for p in PACKS.iterdir() if (p / "services.yaml").exists())
KEYS = count(1)
HEAVIEST = 150_000  # bytes of a page before it is packed
VERBS = {"event": "held", "document": "written", "answer": "answer", "spell": "started", "task": "done"}
PAGES = (
    *("/my-day", "/team", "/team/board?way=in", "/unallocated", "/sittings", "/disputes", "/procedure", "/children"),
    *("/children/amy", "/children/amy/recorded", "/allocate/amy", "/workers/ann", "/workers/ann/children"),
)
SOMEBODY = (("a", "Ann"), ("b", "Ben"))


@pytest.fixture(scope="module")
def read() -> dict[str, Packs]:
    return {name: load_packs(PACKS, name, cache=None) for name in AUTHORITIES}


def town_of(name: str, packs: Packs) -> world.Town:
    """A town that works by this pack: one team of a service, a worker, a manager, and a child held by the worker."""
    settings.BATON_NOW = world.NOW
    procedures.use(name, procedures.Procedure(packs, procedures.england()))
    key = f"{name}{next(KEYS)}"
    Authority.objects.create(key=key, name=f"Made-up {key}", pack=name, made_up=True)
    pack = packs.editions[-1]
    worker = next((k for k, o in pack.offices.items() if o.practitioner), next(iter(pack.offices)))
    manager = next(k for k, o in pack.offices.items() if o.of == "team" and kind_of(pack, k) == "manager")
    services = [k for k, p in pack.places.items() if p.kind == "service"]
    service = next((k for k in services if pack.places[k].landing_holder == manager), services[0])
    cast.add(
        key,
        [
            cast.entry("team", "north", "opened", service=service, name="North"),
            cast.entry("worker", "ann", "started", "post", role=worker, team="north", name="Ann"),
            cast.entry("office", f"{manager}@north", "started", person="nora"),
        ],
    )
    return world.Town(key)


@pytest.mark.parametrize("name", AUTHORITIES)
def test_every_word_and_every_duty_has_questions_that_a_person_can_answer(name: str, read: dict[str, Packs]) -> None:
    pack = read[name].editions[-1]
    say, people = Say(pack, Organisation({}, (), ())), People(SOMEBODY, SOMEBODY, SOMEBODY, SOMEBODY)
    asked = [(v, w["key"]) for group in menu(say) for w in group["words"] for v, _ in w["phases"]]
    asked += [
        (JOURNAL_VERB.get(r.verb, r.verb), w) for r in pack.rules if isinstance(r, Must) for w in r.words or ("",)
    ]
    troubles = []
    for verb, word in dict.fromkeys(asked):
        for one in fields_for(say, verb, word, people, True):
            if not one.label.strip() or "_" in one.label:
                troubles.append(f"{verb} {word}: the question reads “{one.label}”")
            if one.kind in ("radios", "checkboxes", "select") and not one.options:
                troubles.append(f"{verb} {word}: “{one.label}” has nothing to choose from")
            if {key for key, _ in one.options} & {"text", "date", "place", "number", "person"}:
                troubles.append(f"{verb} {word}: “{one.label}” offers a kind of answer as an answer")
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("name", AUTHORITIES)
def test_an_office_of_one_place_answers_for_no_more_than_that_place(name: str, read: dict[str, Packs]) -> None:
    """Only an office of the authority approves a procedure, tries one out, and sees who looked at whose record."""
    pack = read[name].editions[-1]
    everywhere = [key for key in pack.offices if kind_of(pack, key) == "authority"]
    assert everywhere and all(pack.offices[key].of == "authority" for key in everywhere)
    outside = [k for k, o in pack.offices.items() if (p := pack.places.get(o.of)) is not None and p.kind == "outside"]
    assert all(kind_of(pack, key) == "practitioner" for key in outside)
    named = [k for k, o in pack.offices.items() if o.of in pack.places and k not in outside and not o.practitioner]
    assert all(kind_of(pack, key) == "manager" for key in named)


@pytest.mark.parametrize("name", AUTHORITIES)
def test_who_accepts_names_the_worker_of_the_receiving_end(name: str, read: dict[str, Packs]) -> None:
    say, people = Say(read[name].editions[-1], Organisation({}, (), ())), People(SOMEBODY, SOMEBODY, SOMEBODY, SOMEBODY)
    assert [f.name for f in fields_for(say, "accept", "", people, True)] == ["receiving_worker", "reason"]
    assert [f.name for f in fields_for(say, "allocate", "", people, True)] == ["person", "reason"]


@pytest.mark.parametrize("name", AUTHORITIES)
def test_a_value_that_may_be_changed_is_said_in_words_not_in_keys(name: str, read: dict[str, Packs]) -> None:
    pack = read[name].editions[-1]
    say = Say(pack, Organisation({}, (), ()))
    values = [
        v for c in sorted({c for s in pack.settings.values() for c in s.clause}) for v in entry(say, c)["settings"]
    ]
    said = [text for v in values for text in (v["name"], v["is"], *v["others"])]
    assert values and not [text for text in said if "_" in text]


@pytest.mark.parametrize("name", AUTHORITIES)
def test_what_waits_and_what_is_shown_is_said_in_words_not_in_keys_of_rules(name: str, read: dict[str, Packs]) -> None:
    pack = read[name].editions[-1]
    say = Say(pack, Organisation({}, (), ()))
    sent = [SimpleNamespace(rule="", verb="send", words=(w.key,), recipient=to, matter="", element="")
            for w in pack.words.values() if w.kind == "document" for to in ("child", *pack.offices)]  # fmt: skip
    for item in sent:
        whom, duty = say.who(item.recipient).removeprefix("the "), say.duty(item)
        assert f"{whom} to {whom}" not in duty and whom in duty, duty
    said = [say.short(r.head.key, r.head.for_ or "") for r in pack.rules if isinstance(r, Stop)]
    measures = [m for r in pack.rules if isinstance(r, Show) for m in r.measures if m.startswith("rule ")]
    said += [part for m in measures for part in how_far(say, m, "open, met") or (m,)]
    assert not [text for text in said if 'the rule "' in text or "Rule " in text or "_" in text]


@pytest.mark.parametrize("name", AUTHORITIES)
def test_the_forms_open_in_the_authoritys_words(name: str, read: dict[str, Packs], postgres: Any) -> None:
    town, pack = town_of(name, read[name]), read[name].editions[-1]
    cast.add(town.key, [cast.entry("child", "amy", "born", when="2016-03-03")])
    cast.add(town.key, [cast.entry("child", "amy", "given", "name", given="Amy", family="Fictley")])
    cast.add(
        town.key, [cast.entry("child", "amy", "observed", "allocated_worker", "2026-06-01", worker="ann", team="north")]
    )
    recalculate(town.key, "amy", world.NOW)
    browser = world.sign_in(town, "nora")
    for address in PAGES:
        assert browser.get(address, follow=True).status_code == 200, address
    procedure = browser.get("/procedure").content.decode()
    sections = re.findall(r'href="(/procedure\?section=[^"]+)"', procedure)
    assert len(sections) > 3
    for section in [*sections, "/procedure"]:
        assert len(browser.get(unescape(section)).content) < HEAVIEST, section
    listed = main(browser.get("/children/amy/record"))
    own = [w for w in pack.words.values() if w.kind in ("event", "document", "task") and w.about == "child"]
    assert own and all(" ".join((w.question or w.says).split())[1:] in listed for w in own)
    for kind in VERBS:
        for word in [w for w in pack.words.values() if w.kind == kind and w.about in ("child", "family")][-4:]:
            verb = {"event": "held", "document": "written", "answer": "answer", "spell": "started", "task": "done"}[
                kind
            ]
            answer = browser.get(f"/do/amy?verb={verb}&word={word.key}")
            assert answer.status_code == 200, (kind, word.key)


@pytest.mark.parametrize("name", AUTHORITIES)
def test_every_dispute_that_a_manager_may_raise_is_offered_on_its_transfers(name: str, read: dict[str, Packs]) -> None:
    say = Say(read[name].editions[-1], Organisation())
    offered = {kind: str(on_a_transfer(say, "amy", f"{kind}-1")) for kind in say.pack.matters}
    ladders = [m for m in say.pack.matters.values() if m.rungs and m.opened_by is not None and m.about != "child"]
    for one in ladders:
        about = [kind for kind in offered if one.about in (*say.kinds(kind), "transfer", "change")]
        assert about and all(f"word={one.key}'" in offered[kind] for kind in about), one.key
