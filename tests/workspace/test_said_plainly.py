"""Words that a newcomer stopped at: late work by its task, the record by its name, no news from an extract."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from tests.engine import small_pack
from tests.store import cast

from baton.journal import Organisation
from baton.working_time import moment_of
from baton.workspace.child import gathering
from baton.workspace.saying import Say

from . import world
from .pages import main

SAY = Say(small_pack.PACK, Organisation({}, (), (), names={"ann": "Ann", "ben": "Ben"}))


def test_what_is_late_is_said_as_the_task_not_as_the_key_of_its_rule() -> None:
    assert SAY.rule("handover.late") == "Hold the handover meeting, late"
    assert SAY.rule("nothing_known.late") == "nothing known, late"


def test_the_record_itself_is_not_called_by_the_name_of_the_program() -> None:
    found: Any = SimpleNamespace(
        word="allocated_worker", sources=[["baton", "ann"], ["list 6", "ben"]], clause=(), stands="ann", of=[]
    )
    assert (
        gathering.difference(SAY, found)["text"] == "Named worker: what is recorded here says Ann and list 6 says Ben."
    )


def test_names_and_numbers_from_an_extract_are_no_news_of_the_day(town: world.Town) -> None:
    extract = {"source": "import", "done_by": "", "recorded_by": "", "recorded_at": moment_of("2026-08-05 09:00")}
    said = cast.entry("child", "amy", "given", "name", given="Amy", family="Fictley")
    number = cast.entry("child", "amy", "given", "identifier", value="0101")
    began = cast.entry("child", "amy", "started", "assessment", "2026-08-05")
    cast.child(town.key, "amy", *(replace(one, **extract) for one in (said, number, began)), due=False)
    page = main(world.sign_in(town, "ann").get("/my-day"))
    assert "Assessment began" in page and "Answered: name" not in page and "Answered: identifier" not in page
