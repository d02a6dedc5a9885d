"""Benchmarks in a tiny size: a server that need not be durable, and stand-ins for peers that are not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest
from tests.django_settings import configure
from tests.store import servers

from baton.platform.postgres import Server

configure()


@pytest.fixture(scope="session")
def bench_server() -> Iterator[Server]:
    """A server of the tests' own."""
    with servers.server(servers.binaries()[0], durable=False) as one:
        yield one


@pytest.fixture
def here(bench_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Benchmarks use the tests' server, and leave the site's connection as they found it."""
    from django.db import connections

    from baton.bench import database

    @contextmanager
    def server() -> Iterator[Server]:
        yield bench_server

    monkeypatch.setattr(database, "server", server)
    before = dict(connections["default"].settings_dict)
    monkeypatch.setattr(connections["default"], "settings_dict", dict(before))


@pytest.fixture
def peers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a peer is missing, as in every run of the tests that installed no benchmarks, a figure stands in for it."""
    from baton.bench import act, spiff_peer, zen

    if find_spec("zen") is None:
        ways = (zen.ONE_CALL_EACH, zen.ONE_GRAPH, zen.ONE_ARRAY)
        monkeypatch.setattr(zen, "rates", lambda predicates, rounds, only="": dict.fromkeys(ways, 1000.0))
    if find_spec("SpiffWorkflow") is None:
        monkeypatch.setattr(spiff_peer, "steps_a_second", lambda address, instances: 100.0)
    if find_spec("viewflow") is None:
        monkeypatch.setattr(act, "_viewflow", lambda address, instances: 100.0)
