"""A made-up authority in a browser: the whole procedure, the awkward cases of its world, the site in this process.

The site runs in a thread with the moment under the test's control; the browser knows no clock of ours.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.db import connections
from tests.store import servers
from tests.workspace import world

from baton.working_time import moment_of

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver keeps a loop in the thread that prepares the site

ROOT = Path(__file__).parents[2]
TUESDAY = moment_of("2026-11-24 10:00")
AUTHORITY = "bexley"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing: the tests say what went wrong."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the site, with the world as it is on a Tuesday at ten."""
    built = ROOT / "src" / "baton" / "front_end" / "built"
    settings.STATICFILES_DIRS = [built] if built.exists() else []
    settings.BATON_NOW = TUESDAY
    with servers.server(servers.binaries()[0], durable=False) as one:
        world.connect(one)
        _load(AUTHORITY)
        from django.core.wsgi import get_wsgi_application

        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        world.close()


@pytest.fixture(scope="session")
def visit(site: str) -> Callable[[str], str]:
    """Gives the site's address with a further authority loaded beside the first: visit("rochdale")."""
    there = {AUTHORITY}

    def of(authority: str) -> str:
        if authority not in there:
            _load(authority)
            there.add(authority)
        return site

    return of


def _load(authority: str) -> None:
    """The staff of a made-up world and its awkward cases, each once; an account for everybody."""
    from baton.accounts.seats import give_seat
    from baton.demo import loading, making
    from baton.demo.sittings import sitting_entries
    from baton.demo.world import read_world, world_file
    from baton.packs_on_disk import load_packs
    from baton.store import procedures

    packs = load_packs(ROOT / "packs", authority, cache=None)
    procedures.use(authority, procedures.Procedure(packs, procedures.england()))
    made_up = read_world(world_file(ROOT / "packs", authority))
    setting, staff = making.setting_for(made_up, packs, procedures.england(), TUESDAY)
    plans = making.plans(setting)
    once = len(made_up.told) or sum(plan.course not in made_up.journeys for plan in plans)
    plans = plans[:once]  # the awkward cases stand first; of journeys told in lines, one family each
    families = tuple(making.live_all(setting, plans))
    sat = sitting_entries(setting, (c for one in families for c in one.children), making.SEED) if made_up.sits else []
    loading.put(making.Made(made_up, TUESDAY, (*staff, *sat), families))
    for person, name in made_up.names.items():
        give_seat(
            username=person,
            password=world.PASSWORD,
            name=name,
            authority=made_up.authority,
            person=person,
            duties=next((s.duties for s in made_up.sign_ins if s.person == person), ()),
        )


@pytest.fixture
def now() -> Iterator[Any]:
    """Sets what time it is for the pages: now("2026-11-25 10:20")."""
    yield lambda text: setattr(settings, "BATON_NOW", moment_of(text))
    settings.BATON_NOW = TUESDAY
