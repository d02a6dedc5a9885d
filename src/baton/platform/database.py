"""The database that this checkout works on: a given one, or its own server, started when somebody needs it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from baton.platform.own_server import made_already, own_server
from baton.platform.places import remember, remembered, say
from baton.platform.postgres import Server
from baton.platform.running import launcher_holds

GIVEN, GIVEN_APP = "BATON_DATABASE_URL", "BATON_APP_DATABASE_URL"


def addresses() -> dict[str, str]:
    """`owner` and `app`, as they were last prepared; what is not known yet is missing. Starts nothing."""
    owner, app = os.environ.get(GIVEN), os.environ.get(GIVEN_APP)
    if not owner:
        return {"app": app} if app else remembered("own-database")
    app = app or remembered("given-database").get("app")
    return {"owner": owner, "app": app} if app else {"owner": owner}


def prepare() -> Server | None:
    """Makes sure that a database answers, with its two roles. Gives the server if it is one of our own."""
    from baton.platform import roles

    given = os.environ.get(GIVEN)
    if given:
        # The owner's password stays where it was given.
        remember("given-database", {"app": roles.prepare_given(given, os.environ.get(GIVEN_APP))["app"]})
        return None
    server = own_server()
    if not server.running():
        say("Starting PostgreSQL …" if (server.data / "PG_VERSION").exists() else "Making a PostgreSQL database …")
    server.start()
    remember("own-database", roles.prepare_own(server))
    return server


def for_the_program() -> dict[str, str]:
    """The environment of the web server, which has no use for the owner's password."""
    environment = {name: value for name, value in os.environ.items() if name != GIVEN}
    return {**environment, GIVEN_APP: addresses()["app"]}


@contextmanager
def at_hand() -> Iterator[None]:
    """A database for one command: the running one, or our own server for as long as the command takes."""
    ran = not os.environ.get(GIVEN) and made_already() and own_server().running()
    server = prepare()
    try:
        yield
    finally:
        if server is not None and not ran and not launcher_holds():
            server.stop()
