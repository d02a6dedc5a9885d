"""Rows of an extract as entries: the same again adds nothing, what lasts is corrected, "now" is open to the left."""

from baton.journal import Entry, Subject
from baton.journal.observations import Said, rows_to_entries
from baton.working_time import BEGINNING, Window, moment_of, parse_when

HAL = Subject("child", "hal")


def worker(name: str, list_name: str = "") -> Said:
    seen = Window(BEGINNING, parse_when("2026-12-31").hi)
    return Said("hal", "allocated_worker", "observed", seen, {"worker": name, "team": "west"}, {"list": list_name})


def add(*rows: Said, day: str = "2026-09-14", before: tuple[Entry, ...] = ()) -> tuple[Entry, ...]:
    now = moment_of(f"{day} 06:00")
    return rows_to_entries(rows, "case_system", parse_when(day), now, "n", {HAL: before})


def test_a_worker_seen_on_the_day_held_since_some_time_before_the_extract_was_read() -> None:
    (entry,) = add(worker("ann"))
    assert entry.happened == Window(BEGINNING, moment_of("2026-09-14 06:00"))
    assert entry.source == "import" and entry.number == 1
    assert entry.values == {"worker": "ann", "team": "west", "system": "case_system"}
    assert entry.body["at"] == {"system": "case_system", "as_at": "2026-09-14", "list": ""}


def test_the_same_extract_a_week_later_adds_nothing_and_another_worker_follows() -> None:
    first = add(worker("ann"))
    assert add(worker("ann"), day="2026-09-21", before=first) == ()
    (second,) = add(worker("ben"), day="2026-09-21", before=first)
    assert second.number == 2 and second.replaces is None


def test_two_lists_are_two_sayings() -> None:
    first = add(worker("ann", "list_6"), worker("ben", "list_8"))
    assert [e.values["worker"] for e in first] == ["ann", "ben"]
    assert add(worker("ann", "list_6"), worker("ben", "list_8"), before=first) == ()


def test_a_corrected_birth_date_replaces_the_earlier_one() -> None:
    def born(day: str) -> Said:
        return Said("hal", "birth", "born", parse_when(day))

    first = add(born("2009-03-01"))
    (second,) = add(born("2009-03-02"), day="2026-09-21", before=first)
    assert second.replaces == first[0].number


def test_two_reviews_on_two_days_are_two_events() -> None:
    def held(day: str) -> Said:
        return Said("hal", "cla_review", "held", parse_when(day))

    first = add(held("2026-02-06"))
    assert len(add(held("2026-08-20"), before=first)) == 1
    assert add(held("2026-02-06"), before=first) == ()
