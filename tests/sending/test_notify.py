"""GOV.UK Notify: e-mail and letters through its own client, never twice, and what it says of them."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from tests.workspace import world

from baton.sending.book import Book
from baton.sending.carriers import Carriers, Later, Never, Parcel
from baton.sending.leaving import send
from baton.sending.models import Message
from baton.store.tenancy import as_program

from .notify import KEY, Stand
from .test_leaving import NOW, put, row


@pytest.fixture
def stand() -> Iterator[Stand]:
    one = Stand()
    yield one
    one.stop()


def test_an_email_is_handed_over_by_the_template_with_its_key_as_reference(
    town: world.Town, book: Book, stand: Stand
) -> None:
    put(town)
    assert send(town.key, NOW, Carriers([stand.carrier()]), book).left == 1
    taken = stand.taken["n1"]
    assert (taken["kind"], taken["template_id"], taken["reference"]) == ("email", "t1", "k1")
    assert taken["personalisation"] == {"subject": "A notice", "text": "Look at Baton."}
    assert row(town).reference == "n1" and row(town).carrier == "notify"


def test_a_letter_is_printed_and_posted_by_notify(town: world.Town, book: Book, stand: Stand) -> None:
    put(town, way="post", to="", content={"letter": base64.b64encode(b"%PDF-1.7 x").decode()})
    assert send(town.key, NOW, Carriers([stand.carrier()]), book).left == 1
    assert stand.taken["n1"]["kind"] == "letter" and base64.b64decode(stand.taken["n1"]["content"]) == b"%PDF-1.7 x"


def test_a_letter_by_email_is_a_link_in_the_template_for_it(stand: Stand) -> None:
    parcel = Parcel("k", "a@made-up.example", "A letter", "Open it.", letter=b"%PDF-1.7")
    stand.carrier().hand_over(parcel, lambda: None)
    taken = stand.taken["n1"]
    assert taken["template_id"] == "t2" and base64.b64decode(taken["personalisation"]["link"]["file"]) == b"%PDF-1.7"
    with pytest.raises(Never, match="BATON_NOTIFY_TEMPLATE_WITH_LETTER"):
        stand.carrier(template_with_letter="").hand_over(Parcel("k2", "a@b.example", "", "", b"%PDF"), lambda: None)


def test_a_line_cut_after_notify_took_it_does_not_send_it_again(town: world.Town, book: Book, stand: Stand) -> None:
    put(town)
    stand.breaks = True
    carriers = Carriers([stand.carrier()])
    assert send(town.key, NOW, carriers, book).left == 0 and len(stand.taken) == 1
    assert send(town.key, NOW + 3600, carriers, book).left == 1
    assert len(stand.taken) == 1 and row(town).reference == "n1"


def test_killed_while_leaving_notify_is_asked_whether_it_took_it(town: world.Town, book: Book, stand: Stand) -> None:
    carriers = Carriers([stand.carrier()])
    for key in ("k1", "k2"):
        put(town, key)
    stand.carrier().hand_over(Parcel("k1", "school@made-up.example", "A notice", "x"), lambda: None)
    with as_program(town.key):
        Message.objects.filter(authority=town.key).update(state="leaving", leaving_at=NOW, carrier="notify")
    send(town.key, NOW + 60, carriers, book)
    assert row(town, "k1").state == row(town, "k2").state == "left" and len(stand.taken) == 2


@pytest.mark.parametrize(
    ("status", "said", "kind", "says"),
    [
        (400, "email_address Not a valid email address", Never, "Check the address on record"),
        (400, "Template not found", Never, "Check the template"),
        (429, "Exceeded rate limit", Later, "tried again by itself"),
        (500, "Internal server error", Later, "cannot take it at this moment"),
    ],
)
def test_what_notify_refuses_says_what_to_do(
    stand: Stand, status: int, said: str, kind: type[Exception], says: str
) -> None:
    stand.answers = [(status, said)]
    with pytest.raises(kind, match=says):
        stand.carrier().hand_over(Parcel("k", "a@made-up.example", "s", "t"), lambda: None)


def test_a_wrong_key_and_a_service_out_of_reach_are_told_apart(stand: Stand) -> None:
    parcel = Parcel("k", "a@made-up.example", "s", "t")
    with pytest.raises(Later, match="BATON_NOTIFY_KEY_FILE"):
        stand.carrier(key=KEY[:-1] + "3").hand_over(parcel, lambda: None)
    with pytest.raises(Later, match="does not answer"):
        stand.carrier(url="http://127.0.0.1:1").hand_over(parcel, lambda: None)


def test_what_became_of_it_is_asked_until_it_is_known(town: world.Town, book: Book, stand: Stand) -> None:
    put(town)
    put(town, "k2")
    carriers = Carriers([stand.carrier()])
    send(town.key, NOW, carriers, book)
    stand.taken["n1"]["status"], stand.taken["n2"]["status"] = "delivered", "permanent-failure"
    send(town.key, NOW + 60, carriers, book)
    assert row(town, "k1").arrived == "delivered" and row(town, "k1").state == "left"
    assert row(town, "k2").state == "undeliverable" and "takes no mail" in row(town, "k2").last_error
