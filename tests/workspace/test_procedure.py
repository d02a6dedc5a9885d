"""The procedure's owner: the pictures, two versions compared, a version proved, a draft tried; and who may not."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from baton.policy.new_pack import files_of_a_new_pack
from baton.workspace.procedure.jobs import Job
from baton.workspace.procedure.trying import _parts

from . import world
from .pages import main, send

PAGES = ("/procedure/compare", "/procedure/prove", "/procedure/replay")


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_state: Path) -> Path:
    """A folder of procedures with two drafts of this authority in it, the second with another limit."""
    from django.conf import settings

    monkeypatch.setattr(settings, "BATON_PACKS", str(tmp_path / "packs"))
    england = Path("packs/england")
    for name in ("first", "second"):
        folder = tmp_path / "packs" / "small" / "drafts" / name
        for file, text in files_of_a_new_pack("small").items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(
                text if name == "first" else text.replace("by: 1 working day", "by: 2 working days")
            )
    (tmp_path / "packs" / "england").symlink_to(england.resolve(), target_is_directory=True)
    return tmp_path / "packs"


def owner(town: world.Town) -> world.Client:
    return world.sign_in(town, "polly", duties=("procedure",), post="procedure")


def test_everybody_may_see_the_procedure_drawn(town: world.Town) -> None:
    page = world.sign_in(town, "ann").get("/procedure/drawings").content.decode()
    assert "<svg" in page and "who hands over to whom" in page and "<style" not in page
    assert world.sign_in(town, "ann").get("/procedure/drawings/nothing").status_code == 404
    steps = world.sign_in(town, "ann").get("/procedure/drawings/move_between").content.decode()
    assert "TST-record_check" in steps


@pytest.mark.parametrize("address", PAGES)
def test_only_the_owner_and_who_answers_for_the_authority_may_try_a_version(town: world.Town, address: str) -> None:
    for person in ("ann", "nora", "cy"):
        assert world.sign_in(town, person).get(address).status_code == 403, person
        assert address not in world.sign_in(town, person).get("/procedure").content.decode()
    assert address in world.sign_in(town, "hal").get("/procedure").content.decode()


def test_two_drafts_are_compared_by_meaning(town: world.Town, drafts: Path) -> None:
    page = main(owner(town).get("/procedure/compare?a=draft:first&b=draft:second"))
    assert "rules the same" in page and "1 working day → 2 working days" in page
    same = main(owner(town).get("/procedure/compare?a=draft:first&b=draft:first"))
    assert "They mean the same" in same


def test_a_draft_that_cannot_be_read_says_what_is_wrong_with_which_line(town: world.Town, drafts: Path) -> None:
    file = drafts / "small" / "drafts" / "second" / "section_1.yaml"
    file.write_text(file.read_text().replace("strength:", "strenght:"))
    answer = owner(town).get("/procedure/compare?a=draft:first&b=draft:second")
    page = main(answer)
    assert "This version cannot be read" in page and "section_1.yaml:" in page and '"strength"' in page
    assert '<li class="baton-long">' in answer.content.decode()  # the name of a file is wider than a phone


def test_a_proof_is_begun_by_a_button_and_its_answer_is_kept(
    town: world.Town, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[str, ...]] = []

    def start(job: Job) -> None:
        begun.append(job.words)
        finding = {"check": "gate", "name": "x", "verdict": "refuted", "says": "It cannot be.", "rules": ["a.yaml:3"],
                   "because": "", "story": "story: one"}  # fmt: skip
        job._file("json").write_text(json.dumps({"findings": [finding], "bounds": ["Only so far."]}))

    monkeypatch.setattr(Job, "_start", start)
    browser = owner(town)
    before = main(browser.get("/procedure/prove?version=draft:first"))
    assert "Prove draft" in before and "Refuted" not in before
    send(browser, "/procedure/prove?version=draft:first", {"version": "draft:first"})
    page = main(browser.get("/procedure/prove?version=draft:first"))
    assert begun[0][0] == "prove" and begun[0][1].endswith("drafts/first")
    assert "Refuted 1" in page and "It cannot be. a.yaml:3" in page and "Only so far." in page
    assert "Refuted" not in main(browser.get("/procedure/prove?version=draft:second"))


def test_what_could_not_be_done_is_said_in_the_commands_words(
    town: world.Town, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Job, "_start", lambda job: job._file("failed").write_text("There is no such authority."))
    browser = owner(town)
    send(browser, "/procedure/replay?version=draft:first", {"version": "draft:first"})
    page = main(browser.get("/procedure/replay?version=draft:first"))
    assert "It could not be done. There is no such authority." in page


def test_a_replay_names_children_only_to_whom_may_open_their_records(
    town: world.Town, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = town.child()
    different = [{"child": child, "kind": "late", "rule": "told", "before": "open", "after": "late", "clause": ["T-1"]}]
    answer = {"children": 1, "touched": [child], "different": different, "teams": {}, "failed": []}
    monkeypatch.setattr(Job, "_start", lambda job: job._file("json").write_text(json.dumps(answer)))
    for browser, named in ((owner(town), False), (world.sign_in(town, "hal"), True)):
        send(browser, "/procedure/replay?version=draft:first", {"version": "draft:first"})
        page = main(browser.get("/procedure/replay?version=draft:first"))
        assert "1 would differ" in page
        assert ("Amy Fictley" in page) is named


def test_much_that_differs_is_read_one_kind_and_page_at_a_time() -> None:
    rows = [SimpleNamespace(key=n) for n in range(60)]
    found = SimpleNamespace(changed=rows[:3], added=rows, gone=(), definitions=(), guidance=())
    little = SimpleNamespace(changed=rows[:3], added=rows[:5], gone=(), definitions=(), guidance=())
    asked = RequestFactory().get("/procedure/compare?a=x&b=y&part=new&page=2")
    told = _parts(asked, found)  # type: ignore[arg-type]
    assert [text for text, _, _ in told["parts"]] == ["Changed (3)", "New (60)"]
    assert told["shown"] == {"new": rows[25:50]} and told["listing"]["after"].endswith("part=new&page=3")
    at_once = _parts(asked, little)  # type: ignore[arg-type]
    assert at_once["shown"] == {"changed": rows[:3], "new": rows[:5]} and not at_once["parts"]
