"""The world in the database: whole or not at all, true to its journals, and with a way in for every role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from tests.store import servers

from baton.demo import loading, sign_ins
from baton.demo.awkward import AWKWARD
from baton.demo.making import Made
from baton.store import surroundings
from baton.store.tenancy import as_program, in_authority

from .conftest import AUTHORITY, NOW

_KEYS = count(1)
FAMILIES = 8


@pytest.fixture(scope="module")
def database() -> Iterator[None]:
    """A server of its own, migrated by its owner, used by the program's role; afterwards all is as it was."""
    found = servers.binaries()
    if not found:
        pytest.skip("no PostgreSQL on this machine")
    before = dict(connection.settings_dict)
    surroundings.forget()
    with servers.server(found[0], durable=False) as one:
        connection.close()
        connection.settings_dict.update(servers.settings_for(one, servers.OWNER, "owner"))
        call_command("migrate", verbosity=0)
        connection.close()
        connection.settings_dict.update(servers.settings_for(one, servers.APP, "app"))
        yield
        connection.close()
    connection.settings_dict.clear()
    connection.settings_dict.update(before)
    surroundings.forget()


@pytest.fixture
def some(made: Made) -> Made:
    """The staff, the sittings and a handful of families, the restricted among them."""
    wanted = {AWKWARD["restricted"], AWKWARD["nobody_named"]}
    chosen = [f for f in made.families if wanted & {p.id for p in f.plan.children}]
    return replace(made, families=(*made.families[:FAMILIES], *chosen))


@pytest.fixture
def key(database: None) -> str:
    return f"made-up-{next(_KEYS)}"


def children_of(made: Made) -> set[str]:
    return {p.id for f in made.families for p in f.plan.children}


def test_every_child_is_there_and_marked_as_made_up(key: str, some: Made) -> None:
    from baton.store.models import Authority, Child

    loading.put(some, key)
    authority = Authority.objects.get(key=key)
    assert authority.made_up and authority.name.endswith("(made-up world)")
    with as_program(key):
        assert set(Child.objects.filter(authority=key).values_list("child", flat=True)) == children_of(some)


def test_the_tables_are_what_the_journals_give_and_the_clock_owes_nothing(key: str, some: Made) -> None:
    from baton.store.rebuilding import rebuild
    from baton.store.ticking import tick

    loading.put(some, key)
    found = rebuild(key, NOW, check=True)
    assert (found.children, found.due, found.different) == (len(children_of(some)), 0, [])
    assert tick(NOW, [key]).entries == 0


def test_the_chains_verify(key: str, some: Made) -> None:
    from baton.store.verifying import verify

    loading.put(some, key)
    assert not verify(key).broken


def test_a_load_that_breaks_half_way_leaves_nothing(key: str, some: Made, monkeypatch: Any) -> None:
    from baton.store.models import Authority, Child

    calls = count(1)
    whole = loading._families

    def breaks(*args: Any) -> None:
        if next(calls) == 2:
            raise RuntimeError("the power went")
        whole(*args)

    monkeypatch.setattr(loading, "_families", breaks)
    monkeypatch.setattr(loading, "FAMILIES", 4)
    with pytest.raises(RuntimeError):
        loading.put(some, key)
    assert not Authority.objects.filter(key=key).exists()
    with as_program(key):
        assert not Child.objects.filter(authority=key).exists()


def test_a_restricted_child_is_seen_by_its_worker_and_manager_only(key: str, some: Made) -> None:
    from baton.accounts.models import Clearance
    from baton.store.models import Child

    loading.put(some, key)
    child = AWKWARD["restricted"]
    with in_authority(key):
        assert not Child.objects.filter(authority=key, child=child).exists()
    sign_ins.make_accounts(some.world, "a plain demonstration word", key)
    with as_program(key):
        holder = Child.objects.get(authority=key, child=child)
    cleared = set(Clearance.objects.filter(authority=key, child=child).values_list("person", flat=True))
    assert holder.holder_person in cleared and len(cleared) == 2


def test_there_is_a_way_in_for_every_role_and_making_it_twice_changes_nothing(key: str, some: Made) -> None:
    from baton.accounts.models import Account, Seat
    from baton.accounts.posts import posts_of

    loading.put(some, key)
    for _ in range(2):
        assert sign_ins.make_accounts(some.world, "a plain demonstration word", key) == len(some.world.sign_ins) >= 14
    assert Seat.objects.filter(authority=key).count() == len(some.world.sign_ins)
    for one in some.world.sign_ins:
        account = Account.objects.get(username=one.person)
        assert account.check_password("a plain demonstration word")
        assert [p for p in posts_of(account, NOW) if p.authority == key], f"{one.role} has no post"


def test_a_world_is_only_put_into_an_empty_place(database: None, some: Made) -> None:
    from baton.platform.places import PACKS

    loading.put(some, AUTHORITY)
    with pytest.raises(loading.NotEmpty):
        loading.load(PACKS, AUTHORITY, NOW)
