"""A story file in, a Story out; or every mistake at once, with its line and the nearest known name."""

from baton.stories.model import Has, Story
from baton.stories.reader import read_story
from baton.stories.times import read_when, say
from baton.working_time import moment_of, parse_when

HEAD = """story: One child
pack: small
cites: ["TST-1"]
cast:
  people: {ann: social_worker in north, nora: team_manager of north and head of north}
  children:
    amy: {born: Tue 5 May 2015, holder: ann, has: [looked_after with basis section_20 from Mon 5 Jan 2026]}
    kim: {copies: 2}
"""


def read(lines: str, head: str = HEAD) -> Story:
    result = read_story("a.yaml", f"{head}lines:\n{lines}")
    assert result.story is not None, result.errors
    return result.story


def mistakes(lines: str, head: str = HEAD) -> list[str]:
    result = read_story("a.yaml", f"{head}lines:\n{lines}")
    assert result.story is None
    return [str(error) for error in result.errors]


def test_a_line_is_an_act_with_everything_that_stands_on_it() -> None:
    story = read(
        """  - at: Wed 5 Aug 2026 16:00
    by: ann
    act: send summary
    for: [amy, kim_1]
    to: nora
    with: {transfer_date: Thu 27 Aug 2026, plan: yes, pages: 3}
    each: {amy: {reason: hers}}
    reason: it is time
"""
    )
    (line,) = story.lines
    assert (line.kind, line.verb, line.word, line.by) == ("act", "send", "summary", "ann")
    assert line.at == moment_of("2026-08-05 16:00")
    assert line.for_ == ("amy", "kim_1") and line.to == ("nora",)
    assert line.values == {"transfer_date": "2026-08-27", "plan": "yes", "pages": 3}
    assert line.each == {"amy": {"reason": "hers"}}
    assert line.where.line == 10


def test_a_record_is_a_word_and_its_phase() -> None:
    record = "  - {at: Wed 5 Aug 2026 16:00, by: ann, record: icpc held, happened: Tue 4 Aug 2026, for: amy}\n"
    (line,) = read(record).lines
    assert (line.verb, line.word, line.happened) == ("held", "icpc", parse_when("2026-08-04"))


def test_the_cast_is_people_with_their_roles_and_children_with_what_they_have() -> None:
    cast = read("  - {at: Wed 5 Aug 2026 16:00, clock: true}\n").cast
    assert [(r.office, r.joined, r.place) for r in cast.people["nora"].roles] == [
        ("team_manager", "of", "north"),
        ("head", "of", "north"),
    ]
    assert cast.children["amy"].has == (
        Has("looked_after", (("basis", "section_20"),), parse_when("2026-01-05"), None),
    )
    assert list(cast.children) == ["amy", "kim_1", "kim_2"]


def test_a_wrong_weekday_is_told_with_its_line() -> None:
    (told,) = mistakes("  - {at: Thu 5 Aug 2026 16:00, clock: true}\n")
    assert told == 'a.yaml:10: "at": 5 August 2026 is a Wednesday, not a Thursday.'


def test_a_date_without_its_weekday_is_told_with_it() -> None:
    (told,) = mistakes("  - {at: 2026-08-05 16:00, clock: true}\n")
    assert told == 'a.yaml:10: "at" needs a date, with its weekday: "Wed 5 Aug 2026 16:00"; found "2026-08-05 16:00".'


def test_all_mistakes_are_told_at_once_each_with_the_nearest_name() -> None:
    told = mistakes(
        """  - at: Wed 5 Aug 2026 16:00
    by: ann
    act: lst
    for: ammy
    expect:
      opne: []
      late: [{rul: x}]
  - {at: Wed 5 Aug 2026 15:00, clock: true}
"""
    )
    assert [line.partition(": ")[2] for line in told] == [
        '"ammy" is no child of this story. The nearest known name is "amy".',
        'Line 1: "lst" begins with no act. The nearest known name is "list".',
        '"expect" has no key "opne". The nearest known name is "open".',
        'An item of "late" has no key "rul". The nearest known name is "rule".',
        'An item of "late" states nothing: give it at least one key.',
        'Line 2 was typed before the line above it: "at" goes forward.',
    ]


def test_what_happened_is_no_act_and_an_act_is_no_record() -> None:
    act = mistakes("  - {at: Wed 5 Aug 2026 16:00, by: ann, act: icpc held, for: amy}\n")
    assert act[0].endswith('"icpc held" is something that happened: write it under "record".')
    record = mistakes("  - {at: Wed 5 Aug 2026 16:00, by: ann, record: list panel, for: amy}\n")
    assert '"list panel" is an act: write it under "act".' in record[0]


def test_a_line_has_one_kind() -> None:
    (told,) = mistakes("  - {at: Wed 5 Aug 2026 16:00, by: ann, for: amy}\n")
    assert 'Line 1 has no kind: it needs one of "act", "record"' in told


def test_on_is_told_to_be_happened() -> None:
    told = mistakes('  - {at: Wed 5 Aug 2026 16:00, by: ann, record: icpc held, "on": Tue 4 Aug 2026, for: amy}\n')
    assert any('"happened:"' in line or '"on" is no key' in line for line in told)


def test_a_correction_names_a_line_before_it() -> None:
    (told,) = mistakes("  - {at: Wed 5 Aug 2026 16:00, by: ann, correct: entry, happened: Tue 4 Aug 2026}\n")
    assert told.endswith('Line 1 corrects "entry", and no line before it has that name.')


def test_times_are_said_as_a_story_writes_them() -> None:
    for text in ("Thu 27 Aug 2026", "Thu 27 Aug 2026 10:00", "between Mon 7 Sep 2026 and Mon 14 Sep 2026",
                 "before Mon 14 Sep 2026", "between Mon 7 Sep 2026 06:00 and Mon 14 Sep 2026 06:00"):  # fmt: skip
        assert say(read_when(text)) == text
