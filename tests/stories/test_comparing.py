"""An item compares only the keys it states; a failure names line, item, key, expected, got, clause and the nearest."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.stories.compare import same, same_time
from baton.stories.on_disk import england, pack_of, read_file
from baton.stories.reader import read_story
from baton.stories.runner import Run, run_story
from baton.working_time import at, moment_of, parse_when

FOLDER = Path(__file__).parent
STORY = FOLDER.parent / "small" / "conference_recorded_late.yaml"


def run(change: tuple[str, str], path: Path = STORY) -> Run:
    text = path.read_text(encoding="utf-8")
    assert change[0] in text
    story = read_story(str(path), text.replace(*change)).story
    assert story is not None
    found = pack_of(story)
    assert found.packs is not None
    return run_story(story, found.packs, england(), found.with_settings)


def told(change: tuple[str, str], path: Path = STORY) -> list[str]:
    return [str(failure).partition(", ")[2] for failure in run(change, path).failures]


def test_a_failure_says_the_line_the_key_what_was_expected_and_what_came() -> None:
    failure, *_also_not_only_that = told(("since: Tue 8 Sep 2026 00:00", "since: Wed 9 Sep 2026 00:00"))
    assert failure == (
        "line 4, late[0].since: expected Wed 9 Sep 2026 00:00, got Tue 8 Sep 2026 00:00 "
        "(ROC-CORE-19a; nearest answer: electronic_by_next_day of amy)"
    )


def test_a_rule_expected_in_another_list_says_where_it_is() -> None:
    failures = told(("      late:\n        - rule: electronic", "      excused:\n        - rule: electronic"))
    assert "nearest answer: electronic_by_next_day of amy is in late, since Tue 8 Sep 2026 00:00" in failures[0]


def test_nothing_says_what_there_is() -> None:
    failures = told(("      only: [late]", "      nothing: [late]"))
    assert failures == [
        "line 4, nothing.late: expected none, got electronic_by_next_day of amy, since Tue 8 Sep 2026 00:00 "
        "(ROC-CORE-19a)"
    ]


def test_an_act_refused_and_not_expected_to_be_fails_the_story() -> None:
    path = FOLDER / "03_wir_absence_corrected.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("    expect:\n      refused:")
    end = text.index("  - at: Mon 21 Sep 2026 23:59")
    failures = told((text[start:end], ""), path)
    assert len(failures) == 1
    assert failures[0].startswith("line 4, outcome: expected the act is done, got refused: cal refuse")
    assert "WIR-6f" in failures[0]


@pytest.mark.parametrize(
    ("wanted", "got", "so"),
    [
        ("amy", "amy", True),
        ("tess", ("tess", "rob"), True),
        (("rob", "tess"), ("tess", "rob", "nia"), True),
        (("rob", "tess"), ("tess",), False),
        ("x", "", False),
        (None, None, True),
        (3, "3", True),
        ({"a": "b"}, {"a": "b", "c": "d"}, True),
        ({"a": "b"}, {"c": "d"}, False),
    ],
)
def test_of_several_those_stated_must_be_among_them(wanted: object, got: object, so: bool) -> None:
    assert same(wanted, got) is so


def test_a_day_is_that_day_or_the_midnight_at_which_it_begins() -> None:
    day = parse_when("2026-09-04")
    assert same_time(day, day)
    assert same_time(day, at(moment_of("2026-09-04 00:00")))
    assert not same_time(day, at(moment_of("2026-09-04 10:00")))
    assert not same_time(at(moment_of("2026-09-04 00:00")), day)
    assert not same_time(day, None)


def test_the_same_story_gives_the_same_failures_twice() -> None:
    change = ("held_by: priya", "held_by: pam")
    assert told(change) == told(change) != []


def test_a_defect_of_the_engine_is_told_and_hides_no_other_line(monkeypatch: pytest.MonkeyPatch) -> None:
    story = read_file(STORY).story
    assert story is not None
    found = pack_of(story)
    assert found.packs is not None
    broken = replace(story.lines[0], kind="new_build", settings={}, edition="none")
    result = run_story(replace(story, lines=(broken, story.lines[2])), found.packs, england(), found.with_settings)
    assert result.failures[0].path == "engine"
    assert result.lines == 2
