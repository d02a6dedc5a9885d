"""The outbox: kept until it has left, tried again, never twice, held back, stopped when it is no longer true."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from django.db import connection
from tests.store import cast
from tests.workspace import world

from baton.sending import outbox
from baton.sending.book import Book
from baton.sending.carriers import Carriers, Later, Parcel
from baton.sending.carriers.smtp import Smtp
from baton.sending.leaving import PAUSES, send
from baton.sending.models import Message
from baton.store import hold
from baton.store.asking import journal
from baton.store.models import Matter
from baton.store.tenancy import as_program, in_authority

from .mail import Post

NOW = world.NOW
Start = Callable[..., Post]


def put(town: world.Town, key: str = "k1", to: str = "school@made-up.example", **more: Any) -> str:
    """A message in the queue of this authority."""
    given: dict[str, Any] = {
        "kind": "notice", "way": "email", "to": to, "subject": "A notice", "content": {"text": "Look at Baton."},
    }  # fmt: skip
    with as_program(town.key):
        assert outbox.queue(Message(authority=town.key, key=key, **(given | more)), NOW, "ann")
    return key


def row(town: world.Town, key: str = "k1") -> Message:
    with as_program(town.key):
        return Message.objects.get(authority=town.key, key=key)


def test_a_message_leaves_once_however_often_the_sender_runs(town: world.Town, book: Book, post: Start) -> None:
    server = post()
    put(town)
    carriers = Carriers([server.carrier()])
    assert send(town.key, NOW, carriers, book).left == 1
    assert send(town.key, NOW + 60, carriers, book).left == 0
    assert [m["To"] for m in server.taken] == ["school@made-up.example"]
    assert server.taken[0]["Message-ID"] == "<k1@made-up.example>" and row(town).state == "left"


def test_the_same_message_is_not_queued_twice(town: world.Town, book: Book, post: Start) -> None:
    server = post()
    put(town)
    with as_program(town.key):
        again = Message(authority=town.key, key="k1", kind="notice", way="email", to="other@made-up.example")
        assert not outbox.queue(again, NOW, "ben")
    send(town.key, NOW, Carriers([server.carrier()]), book)
    assert [m["To"] for m in server.taken] == ["school@made-up.example"]


def test_a_server_that_cannot_take_it_now_is_tried_again_with_growing_pauses(
    town: world.Town, book: Book, post: Start
) -> None:
    server = post(says="451 4.3.0 try later")
    put(town)
    carriers, at, pauses = Carriers([server.carrier()]), NOW, []
    for _ in range(9):
        assert send(town.key, at, carriers, book).later == 1
        found = row(town)
        assert found.state == "queued" and found.next_try is not None
        pauses.append(found.next_try - at)
        assert send(town.key, found.next_try - 1, carriers, book).later == 0
        at = found.next_try
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    server.says = ""
    assert send(town.key, at, carriers, book).left == 1 and row(town).last_error == ""


def test_an_address_that_the_server_does_not_know_is_not_tried_again(town: world.Town, book: Book, post: Start) -> None:
    server = post(refuses=("school@made-up.example",))
    put(town)
    assert send(town.key, NOW, Carriers([server.carrier()]), book).refused == 1
    assert row(town).state == "undeliverable" and "Check the address on record" in row(town).last_error
    server.refuses = ()
    assert send(town.key, NOW + 10**6, Carriers([server.carrier()]), book).left == 0


def test_without_a_carrier_it_waits_and_says_so(town: world.Town, book: Book) -> None:
    put(town)
    assert send(town.key, NOW, Carriers([]), book).says == ("No carrier is set up that takes e-mail.",)
    assert row(town).state == "queued"


def test_in_hold_nothing_leaves(town: world.Town, book: Book, post: Start) -> None:
    server = post()
    put(town)
    hold.hold_all(NOW, "restored")
    assert send(town.key, NOW, Carriers([server.carrier()]), book).held and not server.taken
    hold.release(town.key)
    assert send(town.key, NOW, Carriers([server.carrier()]), book).left == 1


def test_after_a_restore_the_book_tells_what_had_left(town: world.Town, book: Book, post: Start) -> None:
    """Story 14: forty notices went out this morning; the copy of last night knows nothing of it."""
    server = post()
    for n in range(40):
        put(town, f"k{n}")
    assert send(town.key, NOW, Carriers([server.carrier()]), book).left == 40
    with as_program(town.key):
        Message.objects.filter(authority=town.key).update(state="queued", left_at=None, reference="", tries=0)
    hold.hold_all(NOW, "restored")
    assert send(town.key, NOW + 60, Carriers([server.carrier()]), book).held
    hold.release(town.key)
    put(town, "new")
    assert send(town.key, NOW + 120, Carriers([server.carrier()]), book).left == 1
    assert len(server.taken) == 41 and row(town, "k7").left_at == NOW


def test_a_sender_killed_while_it_hands_over_leaves_it_in_doubt_and_sends_nothing_twice(
    postgres: Any, town: world.Town, book: Book, post: Start, tmp_path: Path
) -> None:
    server = post(hangs=True)
    put(town)
    words = [sys.executable, "-m", "tests.sending.sender", str(postgres.socket), town.key, str(server.port), tmp_path]
    killed = subprocess.Popen(list(map(str, words)), cwd=Path(__file__).parents[2],
                              env={**os.environ, "PYTHONPATH": "src:."}, stderr=subprocess.DEVNULL)  # fmt: skip
    assert server.has_one.wait(30), "the sender does not come up"
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    other = post()
    for later in (60, 3600, 10**6):
        assert send(town.key, NOW + later, Carriers([other.carrier()]), book).left == 0
    assert row(town).state == "in_doubt" and len(server.taken) == 1 and not other.taken
    with as_program(town.key):
        assert outbox.settle(town.key, "k1", arrived=False, now=NOW)
    assert send(town.key, NOW + 10**6, Carriers([other.carrier()]), book).left == 1
    with as_program(town.key):
        assert not outbox.settle(town.key, "k1", arrived=True, now=NOW)


def test_while_one_sender_is_at_work_another_does_nothing(town: world.Town, book: Book, post: Start) -> None:
    server, others = post(), []
    put(town)

    class Slow(Smtp):
        def hand_over(self, parcel: Any, about_to: Callable[[], None]) -> str:
            def other() -> None:
                others.append(send(town.key, NOW, Carriers([server.carrier()]), book))
                connection.close()

            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
            return super().hand_over(parcel, about_to)

    assert send(town.key, NOW, Carriers([Slow(server.carrier()._server)]), book).left == 1
    assert others[0].busy and len(server.taken) == 1


def test_stopped_by_a_person_it_does_not_leave(town: world.Town, book: Book, post: Start) -> None:
    server = post()
    put(town)
    with as_program(town.key):
        assert outbox.stop(town.key, "k1", "Another way was found.")
    assert send(town.key, NOW, Carriers([server.carrier()]), book).left == 0 and not server.taken


def moving(town: world.Town) -> str:
    """Amy's move to the south, decided for 20 August with Ben."""
    town.child()
    cast.done(town.act("2026-08-05 10:00", "ann", "send", "summary", to=("clerk",)))
    cast.done(town.act("2026-08-05 11:00", "cy", "list", "panel"))
    with as_program(town.key):
        key = str(Matter.objects.get(authority=town.key, child="amy").key)
    values = {"decision": "agreed", "transfer_date": "2026-08-20", "receiving_worker": "ben"}
    cast.done(town.act("2026-08-05 12:00", "sid", "decide", "", matter=key, values=values))
    return key


def letter(town: world.Town, matter: str, key: str = "k1") -> str:
    return put(
        town, key, kind="letter", matter=matter, word="summary", recipient="family", children=["amy"], act=f"act-{key}",
        named={"amy": {"receiving_worker": "ben", "transfer_date": "2026-08-20"}},
        recorded_as={"values": {"template": "family.md"}},
    )  # fmt: skip


def test_that_a_letter_left_is_recorded_once_with_who_when_and_how(town: world.Town, book: Book, post: Start) -> None:
    server = post()
    letter(town, moving(town))
    for later in (0, 60):
        send(town.key, NOW + later, Carriers([server.carrier()]), book)
    found = [e for e in journal(town.key, "child", "amy") if e.verb == "sent" and e.act == "act-k1"]
    assert len(found) == 1 and found[0].happened.lo == NOW and found[0].done_by == "ann"
    assert found[0].body["to"] == ["family"] and found[0].values["way"] == "email"


def test_what_is_disposed_of_by_law_is_gone_from_the_outbox_too_and_that_it_left_stays(
    town: world.Town, book: Book, post: Start
) -> None:
    letter(town, moving(town))
    send(town.key, NOW, Carriers([post().carrier()]), book)
    entry = next(e for e in journal(town.key, "child", "amy") if e.act == "act-k1")
    with as_program(town.key) as raw:
        raw.execute(
            "SELECT dispose(%s, 'child', 'amy', %s, 'letters', 'time is over', 'ann', %s)",
            (town.key, entry.number, NOW),
        )
    found = row(town)
    assert (found.content, found.named, found.recorded_as, found.to) == ({}, {}, {}, "")
    assert (found.state, found.left_at) == ("left", NOW)


def test_killed_between_leaving_and_recording_it_is_recorded_at_the_next_pass(town: world.Town, book: Book) -> None:
    letter(town, moving(town))
    book.write("k1", NOW, "smtp", "<k1@made-up.example>")
    send(town.key, NOW + 60, Carriers([]), book)
    assert [e.happened.lo for e in journal(town.key, "child", "amy") if e.act == "act-k1"] == [NOW]


def test_a_letter_that_is_no_longer_true_does_not_leave(town: world.Town, book: Book, post: Start) -> None:
    server, matter = post(), moving(town)
    letter(town, matter)
    cast.done(town.act("2026-08-06 09:00", "sid", "change_date", "", matter=matter,
                       values={"transfer_date": "2026-08-25"}, reason="Ben is away."))  # fmt: skip
    assert send(town.key, NOW, Carriers([server.carrier()]), book).overtaken == 1 and not server.taken
    assert row(town).state == "overtaken" and "transfer date" in row(town).last_error


def test_another_authority_sees_none_of_it(town: world.Town, other_town: world.Town) -> None:
    put(town)
    with in_authority(other_town.key):
        assert not Message.objects.exists()
    with in_authority(town.key):
        assert Message.objects.count() == 1


def test_a_message_about_a_restricted_child_is_seen_with_a_clearance_only(town: world.Town) -> None:
    cast.child(town.key, "amy", cast.entry("child", "amy", "started", "restricted", "2026-07-01"))
    put(town, children=["amy"])
    with in_authority(town.key):
        assert not Message.objects.exists()
        assert Message.objects.update(state="stopped") == 0
    with in_authority(town.key, ["amy"]):
        assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "given", "says"),
    [
        ({}, {"port": 1}, "does not answer"),
        ({}, {"security": "starttls"}, "offers no STARTTLS"),
        ({}, {"security": "tls"}, "does not speak TLS"),
        ({"user": "baton", "password": "right"}, {"password": "wrong"}, "does not accept the sign-in"),
    ],
)
def test_a_setting_that_is_wrong_is_named(post: Start, wanted: Any, given: Any, says: str) -> None:
    carrier = post(**wanted).carrier(**given)
    with pytest.raises(Later, match=says):
        carrier.hand_over(Parcel("k", "a@made-up.example", "s", "t"), lambda: None)


def test_it_leaves_encrypted_to_a_server_whose_certificate_is_the_authoritys_own(post: Start, tmp_path: Path) -> None:
    own, context = trustme.CA(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.issue_cert("127.0.0.1").configure_cert(context)
    server = post(tls=context, user="baton", password="right")
    parcel = Parcel("k", "a@made-up.example", "A letter", "It is attached.", letter=b"%PDF-1.7")
    with pytest.raises(Later, match="certificate that this machine does not trust"):
        server.carrier().hand_over(parcel, lambda: None)
    own.cert_pem.write_to_path(str(tmp_path / "own.pem"))
    server.carrier(certificates=str(tmp_path / "own.pem")).hand_over(parcel, lambda: None)
    attached = list(server.taken[0].iter_attachments())
    assert [(a.get_filename(), a.get_content_type()) for a in attached] == [("letter.pdf", "application/pdf")]
