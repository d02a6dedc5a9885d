"""Who is who, folded from the journals of workers, offices and teams: spells, ends, cover, corrections, knowledge."""

from itertools import count

from baton.journal import Entry, Office, Post, Subject, Team
from baton.journal.organisation import organisation_from
from baton.working_time import BEGINNING, END, Moment, at, midnight_after, moment_of, parse_when

NUMBERS = count(1)
OFFICE = Subject("office", "team_manager@west")


def entry(
    subject: Subject, verb: str, word: str, when: str, recorded: str = "", replaces: int | None = None, **values: object
) -> Entry:
    happened = parse_when(when)
    known = moment_of(recorded) if recorded else happened.lo
    return Entry(subject, next(NUMBERS), "a", verb, word, happened, known, replaces=replaces, body={"with": values})


def day(text: str) -> Moment:
    return parse_when(text).lo


def held(*entries: Entry, known_at: Moment = END) -> list[tuple[str, Moment, Moment, str]]:
    found = organisation_from(entries, known_at).offices
    return [(o.person, o.start, o.end, o.capacity) for o in found]


def always(person: str, office: Subject = OFFICE) -> Entry:
    return Entry(
        office, next(NUMBERS), "a", "started", "office", at(BEGINNING), BEGINNING, body={"with": {"person": person}}
    )


def test_a_team_a_post_and_an_office_are_found_with_their_dates() -> None:
    found = organisation_from(
        [
            entry(
                Subject("team", "west"), "opened", "team", "2020-01-01", service="cin", name="West", place="westville"
            ),
            entry(
                Subject("worker", "ann"), "started", "post", "2026-03-02", role="social_worker", team="west", name="Ann"
            ),
            entry(OFFICE, "started", "office", "2026-03-02", person="tess"),
        ]
    )
    assert found.teams == {"west": Team("west", "cin", "West", "westville")}
    assert found.posts == (Post("ann", "social_worker", "west", day("2026-03-02")),)
    assert found.offices == (Office("team_manager", "west", "tess", day("2026-03-02")),)
    assert found.names == {"ann": "Ann"}


def test_what_ended_on_a_date_ended_as_the_day_began_and_a_last_day_lasts_to_its_end() -> None:
    on = [always("tess"), entry(OFFICE, "ended", "office", "2026-10-01", then_held_by="rob")]
    assert held(*on) == [
        ("tess", BEGINNING, day("2026-10-01"), "own office"),
        ("rob", day("2026-10-01"), END, "own office"),
    ]
    last = [always("tess"), entry(OFFICE, "end_office", "", "2026-09-10", last_day="2026-09-30")]
    assert held(*last) == [("tess", BEGINNING, day("2026-10-01"), "own office")]


def test_a_successor_two_days_later_leaves_a_hole_unless_somebody_covers() -> None:
    values = {"last_day": "2026-09-30", "successor": "sid", "starts": "2026-10-02"}
    assert [h[:3] for h in held(always("mona"), entry(OFFICE, "end_office", "", "2026-09-10", **values))] == [
        ("mona", BEGINNING, day("2026-10-01")),
        ("sid", day("2026-10-02"), END),
    ]
    covered = entry(OFFICE, "end_office", "", "2026-09-10", **values, cover="una", cover_for="2026-10-01")
    assert ("una", day("2026-10-01"), day("2026-10-02"), "cover") in held(always("mona"), covered)


def test_the_cover_named_with_an_absence_holds_each_office_of_the_absent_person_while_away() -> None:
    ivor = Subject("worker", "ivor")
    away = entry(ivor, "started", "worker_absence", "2026-09-21", until="2026-09-30", cover="joan")
    found = organisation_from([always("ivor"), away])
    assert found.absences == (("ivor", day("2026-09-21"), midnight_after(parse_when("2026-09-30").first_day)),)
    assert Office("team_manager", "west", "joan", day("2026-09-21"), day("2026-10-01"), "cover") in found.offices


def test_a_corrected_absence_keeps_both_versions_and_the_moment_decides_which_was_known() -> None:
    wes = Subject("worker", "wes")
    first = entry(wes, "started", "worker_absence", "2026-09-07", "2026-09-16 10:00")
    mended = entry(wes, "started", "worker_absence", "2026-08-31", "2026-09-18 11:00", replaces=first.number)
    found = organisation_from([first, mended])
    assert found.absences == (("wes", day("2026-08-31"), END),)
    assert found.absence_versions["wes", day("2026-08-31")] == (
        (day("2026-09-07"), END, moment_of("2026-09-16 10:00")),
        (day("2026-08-31"), END, moment_of("2026-09-18 11:00")),
    )
    earlier = organisation_from([first, mended], moment_of("2026-09-17 09:00"))
    assert earlier.absences == (("wes", day("2026-09-07"), END),)


def test_an_absence_that_did_not_happen_is_gone() -> None:
    wes = Subject("worker", "wes")
    first = entry(wes, "started", "worker_absence", "2026-09-07")
    taken_back = Entry(wes, next(NUMBERS), "a", "started", "worker_absence", first.happened, first.recorded_at,
                       replaces=first.number, body={"did_not_happen": True})  # fmt: skip
    assert organisation_from([first, taken_back]).absences == ()


def test_a_worker_who_comes_back_early_is_away_no_longer() -> None:
    wes = Subject("worker", "wes")
    away = entry(wes, "started", "worker_absence", "2026-09-07", until="2026-09-30")
    back = entry(wes, "ended", "worker_absence", "2026-09-14")
    assert organisation_from([away, back]).absences == (("wes", day("2026-09-07"), day("2026-09-14")),)


def test_a_death_is_known_from_its_recording() -> None:
    died = entry(Subject("worker", "mona"), "died", "worker", "2026-09-12", "2026-09-14 08:00")
    found = organisation_from([died])
    assert found.ended == {"mona": day("2026-09-12")}
    assert found.ended_known == {"mona": moment_of("2026-09-14 08:00")}
    assert organisation_from([died], moment_of("2026-09-13 08:00")).ended == {}


def test_an_ended_post_ends_only_the_post_in_that_team() -> None:
    ann = Subject("worker", "ann")
    entries = [
        entry(ann, "started", "post", "2026-03-02", role="social_worker", team="west"),
        entry(ann, "started", "post", "2026-03-02", role="social_worker", team="south"),
        entry(ann, "ended", "post", "2026-09-01", team="west"),
    ]
    ends = {post.team: post.end for post in organisation_from(entries).posts}
    assert ends == {"west": day("2026-09-01"), "south": END}
