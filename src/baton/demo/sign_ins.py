"""Demonstration accounts: one a role, with one password that is made for this installation and shown at every start."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from baton.accounts.models import Clearance
from baton.accounts.seats import give_seat
from baton.demo.world import World, read_world, world_file
from baton.platform.places import remember, remembered
from baton.store.models import Child
from baton.store.tenancy import as_program

REMEMBERED = "demonstration"
WORDS = ("apple", "birch", "cedar", "daisy", "elder", "fern", "gorse", "hazel", "ivy", "juniper", "kelp", "larch",
         "maple", "nettle", "olive", "poplar", "quince", "rowan", "sorrel", "thyme", "willow", "yarrow")  # fmt: skip


class Shown(NamedTuple):
    """One demonstration account as it is shown to a person."""

    role: str
    name: str
    username: str


def password() -> str:
    """The password of every demonstration account of this installation; made at first use, kept for its owner only."""
    known = remembered(REMEMBERED)
    if not known.get("password"):
        known["password"] = "-".join(
            ["demo", *(secrets.choice(WORDS) for _ in range(3)), str(secrets.randbelow(90) + 10)]
        )
        remember(REMEMBERED, known)
    return str(known["password"])


class Listing(NamedTuple):
    """The demonstration accounts of one authority, under its name."""

    name: str
    accounts: tuple[Shown, ...]


def shown(world: World) -> list[Shown]:
    """The accounts of a world, in the order in which it lists them."""
    return [Shown(one.role, world.names[one.person], one.person) for one in world.sign_ins]


def listing(packs: Path, authority: str) -> Listing:
    """The same from the world's file, which is read again only when it has changed: a start must not take long."""
    file = world_file(packs, authority)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    all_known = remembered(REMEMBERED)
    known = dict(all_known.get("worlds") or {})
    kept = known.get(authority)
    if not isinstance(kept, dict) or kept.get("digest") != digest:
        world = read_world(file)
        kept = {"digest": digest, "name": world.name, "accounts": [list(one) for one in shown(world)]}
        known[authority] = kept
        remember(REMEMBERED, {**all_known, "worlds": known})
    return Listing(str(kept["name"]), tuple(Shown(*one) for one in kept["accounts"]))


def is_listed(packs: Path, authority: str) -> bool:
    """Whether the world's file is still the one whose accounts were listed before."""
    kept = dict(remembered(REMEMBERED).get("worlds") or {}).get(authority)
    digest = hashlib.sha256(world_file(packs, authority).read_bytes()).hexdigest()
    return isinstance(kept, dict) and kept.get("digest") == digest


def make_accounts(world: World, chosen: str = "", authority: str = "") -> int:
    """An account and a seat for each role of the world; safe to repeat. Returns how many."""
    authority, word = authority or world.authority, chosen or password()
    with transaction.atomic():
        for one in world.sign_ins:
            give_seat(username=one.person, password=word, name=world.names[one.person], authority=authority,
                      person=one.person, duties=one.duties)  # fmt: skip
        for child, person in _who_works_with_restricted(world, authority):
            Clearance.objects.get_or_create(
                authority=authority, person=person, child=child,
                defaults={"given_by": "set-up", "reason": "works with the child"},
            )  # fmt: skip
    return len(world.sign_ins)


def _who_works_with_restricted(world: World, authority: str) -> Iterable[tuple[str, str]]:
    """Each restricted child with its worker and the manager of its team: those who must be cleared to help at all."""
    with as_program(authority):
        found = list(
            Child.objects.filter(authority=authority, restricted=True).values_list(
                "child", "holder_person", "holder_team"
            )
        )
    manager = world.roles["manager"]
    for child, worker, team in found:
        yield child, worker
        for held in world.offices:
            if held.office == manager and held.place == team:
                yield child, held.person
