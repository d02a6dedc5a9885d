"""One door: what was done is on disk with everything it makes; what was refused leaves nothing."""

from __future__ import annotations

import threading

from django.db import connection
from tests.store.cast import act, child, done, family, refused

from baton.store.acting import Changed
from baton.store.asking import journal
from baton.store.models import Child, Entry, Holding, Matter, ReliesOn, Subject, WorkItem, WorkItemPerson
from baton.store.tenancy import in_authority
from baton.working_time import moment_of


def agreed(authority: str, name: str = "amy") -> None:
    done(act(authority, "2026-08-06 10:00", "ann", "send", "summary", name, to=("cy",)))
    done(act(authority, "2026-08-06 11:00", "cy", "list", "", name))
    given = {"decision": "agreed", "transfer_date": "2026-08-27", "receiving_worker": "ben"}
    done(act(authority, "2026-08-12 10:31", "nora", "decide", "", name, values=given))


def test_a_child_taken_in_has_a_holder_a_name_and_a_due_route(authority: str) -> None:
    child(authority)
    with in_authority(authority):
        amy = Child.objects.get(authority=authority, child="amy")
        assert (amy.name, amy.holder_kind, amy.holder_person, amy.holder_team) == (
            "Amy Fictley",
            "worker",
            "ann",
            "north",
        )
        assert amy.workers == 1
        assert Holding.objects.filter(authority=authority, child="amy").count() == 1


def test_an_act_adds_its_entries_and_changes_what_follows(authority: str) -> None:
    child(authority)
    agreed(authority)
    with in_authority(authority):
        matter = Matter.objects.get(authority=authority, child="amy")
        assert (matter.kind, matter.decision, matter.receiving_worker) == ("move_between", "agreed", "ben")
        open_now = WorkItem.objects.filter(authority=authority, subject_id="amy", state="open")
        assert open_now.exists()
        assert WorkItemPerson.objects.filter(authority=authority, person="ann").exists()


def test_a_refusal_leaves_nothing(authority: str) -> None:
    child(authority)
    before = journal(authority, "child", "amy")
    refusal = refused(act(authority, "2026-08-06 10:00", "cy", "list"))
    assert refusal.items[0].missing == ("summary",)
    assert journal(authority, "child", "amy") == before


def test_the_same_act_number_twice_adds_nothing_and_answers_the_same(authority: str) -> None:
    child(authority)
    first = done(act(authority, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",), number="form-1"))
    second = done(act(authority, "2026-08-06 10:01", "ann", "send", "summary", to=("cy",), number="form-1"))
    assert second.entries == first.entries
    assert [e.act for e in journal(authority, "child", "amy")].count("form-1") == len(first.entries)


def test_entries_read_back_equal_what_was_written(authority: str) -> None:
    child(authority)
    reason = 'A "quote", a \\ , a tab\t, a newline\n, an emoji 🙂, \u2028 and \x7f'
    added = done(act(authority, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",), reason=reason)).entries
    kept = journal(authority, "child", "amy")[-len(added) :]
    assert kept == added
    assert kept[-1].body["reason"] == reason or any(e.body.get("reason") == reason for e in kept)


def test_a_page_that_was_overtaken_is_told_what_happened_meanwhile(authority: str) -> None:
    child(authority)
    agreed_by_now = len(journal(authority, "child", "amy"))
    done(act(authority, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",)))
    answer = act(authority, "2026-08-06 11:00", "cy", "list", seen={"amy": agreed_by_now})
    assert isinstance(answer, Changed)
    assert [e.verb for e in answer.meanwhile][-1] == "send"
    assert isinstance(act(authority, "2026-08-06 11:01", "cy", "list", seen=answer.seen), type(answer.answer))


def test_what_happened_meanwhile_does_not_stop_an_act_with_the_same_answer(authority: str) -> None:
    child(authority)
    seen = {"amy": len(journal(authority, "child", "amy"))}
    done(act(authority, "2026-08-06 09:00", "ann", "given", "note", values={"note": "rang"}))
    done(act(authority, "2026-08-06 10:00", "ann", "send", "summary", to=("cy",), seen=seen))


def test_two_acts_at_once_on_one_child_come_one_after_the_other(authority: str) -> None:
    child(authority)
    answers: list[object] = []

    def send(number: int) -> None:
        try:
            answers.append(act(authority, "2026-08-06 10:00", "ann", "given", f"note{number}", values={"note": "x"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([done(a) for a in answers]) == 8
    numbers = [e.number for e in journal(authority, "child", "amy")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_siblings_acted_on_at_once_from_both_sides_do_not_lock_each_other_out(authority: str) -> None:
    for name in ("amy", "bob"):
        child(authority, name)
    family(authority, "amy", "bob")
    answers: list[object] = []

    def send(first: str, second: str) -> None:
        try:
            for n in range(5):
                answers.append(
                    act(authority, "2026-08-06 10:00", "ann", "given", f"note{n}", first, second, values={"note": "x"})
                )
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in (("amy", "bob"), ("bob", "amy"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([done(a) for a in answers]) == 10


def test_an_entry_about_a_worker_marks_and_works_out_the_children_that_rely_on_it(authority: str) -> None:
    from baton.engine.situation import Act, By
    from baton.journal import Subject as Of
    from baton.store import acting
    from baton.working_time import parse_when

    child(authority)
    with in_authority(authority):
        assert ReliesOn.objects.filter(authority=authority, on_kind="worker", on_id="ann").exists()
    absence = Act("started", "worker_absence", happened=parse_when("2026-08-10"), subject=Of("worker", "ann"),
                  values={"until": "2026-09-30"})  # fmt: skip
    done(acting.record(authority, absence, By("nora"), moment_of("2026-08-10 09:00")))
    with in_authority(authority):
        assert Subject.objects.get(authority=authority, kind="child", subject_id="amy").stale_since is None
        assert Entry.objects.filter(authority=authority, kind="worker", subject_id="ann").count() == 2
