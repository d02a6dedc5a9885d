"""`work-list`: the page of a person with some fifty open duties, while 400,000 children are kept, with everything on.

Everything: session, seat and post, permissions, row policies as an ordinary role, clearances, layout. The peer is a
bare Django view that reads and renders the same rows, served by the same server with the same settings on the same
database.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any

import psycopg

from baton.bench import database, population
from baton.bench.database import ADDRESS, AUTHORITY, PERSON, say
from baton.bench.load import Answers, ask_for
from baton.bench.report import Asked, Report
from baton.platform import roles, serving
from baton.platform.database import GIVEN, GIVEN_APP
from baton.platform.places import ROOT
from baton.platform.postgres import Server

if TYPE_CHECKING:
    from baton.accounts.models import Account

CLIENTS, ROUNDS, LIST_OF = 8, 3, 50
BAR_SHARE, BAR_MS = 0.5, 150.0
PAGES = {"my day": "/my-day", "children of the team": "/children"}
RUN = "bench_pages"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose page it is."""

    authority: str
    person: str
    rows: int
    cookie: str


def run(asked: Asked) -> Report:
    """Measures the pages in turn with the bare one, the best round of each."""
    children = asked.size(population.CHILDREN, 20_000)
    authorities = max(2, min(population.AUTHORITIES, children // 100))
    lasting = 4.0 if asked.quick else 8.0
    report = Report("work-list", sizes={"pack": asked.pack, "authorities": authorities, "clients": CLIENTS})
    with database.server() as server:
        kept = population.loaded(server, asked.pack, children, authorities, exact=False)
        report.sizes |= {"children": kept.children, "entries": kept.entries}
        database.copy(server, kept.name, RUN)
        with database.connected(server, RUN):
            reader = _reader(server, kept.now)
        report.sizes |= {"rows of work on the page": reader.rows}
        with site(server) as pages, bare_view(server, reader) as bare:
            _same_rows(pages, bare, reader)
            found = _measure(pages, bare, reader, lasting * min(1.0, asked.scale * 4))
        database.drop(server, RUN)
    _say_all(report, found)
    return report


def _measure(site: int, bare: int, reader: Reader, lasting: float) -> dict[str, list[Answers]]:
    found: dict[str, list[Answers]] = {name: [] for name in (*PAGES, "bare")}
    for number in range(ROUNDS):
        say(f"Round {number + 1} of {ROUNDS} …")
        for name, path in PAGES.items():
            found[name].append(ask_for(site, path, lasting, CLIENTS, reader.cookie))
        found["bare"].append(ask_for(bare, "/work", lasting, CLIENTS))
    return found


def _say_all(report: Report, found: dict[str, list[Answers]]) -> None:
    wrong = sum(one.wrong for those in found.values() for one in those)
    if wrong:
        raise RuntimeError(f"{wrong} answers were not 200")
    best = {name: max(those, key=lambda one: one.rate) for name, those in found.items()}
    for name, one in best.items():
        what = "bare Django view of the same rows" if name == "bare" else name
        report.figure(f"{what} ({one.size // 1000} kB)", one.rate, "requests a second", peer=name == "bare")
        report.figure(f"{what}, 95 of 100 within", one.within(0.95), "ms", peer=name == "bare")
    page = next(iter(PAGES))
    report.ratio = best[page].rate / best["bare"].rate
    report.bar(f"of the bare view's requests a second, {page}", report.ratio, BAR_SHARE)
    report.bar(f"95 of 100 answers within, {page}", best[page].within(0.95), BAR_MS, " ms", at_most=True)
    for name in list(PAGES)[1:]:
        report.notes.append(f"beside it, not a bar: {name} {best[name].rate / best['bare'].rate:.2g} of the bare view")


def _reader(server: Server, now: int) -> Reader:
    """The practitioner whose list is nearest to fifty rows, with a seat and a session of their own."""
    from baton.accounts.posts import posts_of
    from baton.accounts.seats import give_seat

    with psycopg.connect(server.super_url(RUN)) as c:
        lists = c.execute(
            "SELECT authority, person, count(*) FROM work_item_person GROUP BY 1, 2 ORDER BY abs(count(*) - %s), 1, 2"
            " LIMIT 200", (LIST_OF,),
        ).fetchall()  # fmt: skip
    for number, (authority, person, rows) in enumerate(lists):
        account = give_seat(username=f"bench-{number}", password="not-used-here", name=person, authority=authority,
                            person=person)  # fmt: skip
        post = next((p for p in posts_of(account, now) if p.kind == "practitioner" and p.teams), None)
        if post is not None:
            return Reader(authority, person, rows, session_of(account, post.key))
    raise RuntimeError("no practitioner of the population has a list of work")


def session_of(account: Account, post: str, looked_for: str = "") -> str:
    """A session at work in a post, as the cookie that a browser would send; at `find=typed` stands what was typed."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from baton.accounts.middleware import SESSION_POST
    from baton.workspace.child.looked_for import KEPT

    session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SESSION_POST] = post
    session[KEPT] = {"typed": looked_for}
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _same_rows(site: int, bare: int, reader: Reader) -> None:
    """Both answer, and the page that is measured is the list and no refusal."""
    for port, path, cookie in ((site, next(iter(PAGES.values())), reader.cookie), (bare, "/work", "")):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200 or text.count("<li") + text.count("<tr") < min(reader.rows, 10):
            raise RuntimeError(f"{path} answers {answer.status} with {text.count('<tr')} rows: {text[:300]}")
        connection.close()


@contextmanager
def site(server: Server, workers: int = 1) -> Iterator[int]:
    """Baton's own pages, served as `./baton start` serves them, by so many processes."""
    from django.conf import settings

    addresses = roles.prepare_own(server, RUN)
    more = {GIVEN: addresses["owner"], GIVEN_APP: addresses["app"], "DJANGO_SETTINGS_MODULE": "baton.config.settings",
            "BATON_SECRET_KEY": settings.SECRET_KEY}  # fmt: skip
    with _served("baton.config.wsgi:application", more, workers) as port:
        yield port


@contextmanager
def bare_view(server: Server, reader: Reader, workers: int = 1) -> Iterator[int]:
    more = {ADDRESS: server.super_url(RUN), AUTHORITY: reader.authority,
            PERSON: reader.person}  # fmt: skip
    with _served("baton.bench.bare_page:application", more, workers) as port:
        yield port


@contextmanager
def _served(application: str, more: dict[str, str], workers: int) -> Iterator[int]:
    with socket.socket() as free:
        free.bind((serving.HOST, 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen(
        serving.command(port, workers, application, sys.executable),
        cwd=ROOT, env={**os.environ, **more}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not begin to answer")
