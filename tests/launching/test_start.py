"""`./baton start` and `stop` as a person uses them, with no registry to reach. The tests follow each other."""

from __future__ import annotations

import os
import signal
import socket
import time
import urllib.request
from contextlib import ExitStack

import pytest

from .conftest import Checkout

pytestmark = pytest.mark.slow


def _page(port: int, path: str) -> tuple[str, dict[str, str]]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}


def _is_well(checkout: Checkout, patience: float = 15.0) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            if _page(checkout.port, "/healthz")[0].startswith("well"):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def test_it_opens_and_says_where(checkout: Checkout) -> None:
    began = time.monotonic()
    checkout.begin("start")
    assert f"Baton is open at http://127.0.0.1:{checkout.port}" in checkout.said()
    assert _is_well(checkout)
    assert time.monotonic() - began < 30


def test_the_browser_is_told_to_trust_nobody_else_and_keep_nothing(checkout: Checkout) -> None:
    _, headers = _page(checkout.port, "/healthz")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"


def test_styles_are_served_without_the_typeface_and_crown_of_gov_uk(checkout: Checkout) -> None:
    css, headers = _page(checkout.port, "/static/baton.css")
    assert headers["content-type"].startswith("text/css")
    assert ".govuk-button" in css
    assert ".moj-timeline" in css
    for word in ("gds transport", "crown", "crest"):
        assert word not in css.lower()


def test_browsers_that_keep_their_connection_open_keep_nobody_out(checkout: Checkout) -> None:
    question = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{checkout.port}\r\n\r\n".encode()
    with ExitStack() as kept:
        for _ in range(300):
            browser = kept.enter_context(socket.create_connection(("127.0.0.1", checkout.port), timeout=10))
            browser.sendall(question)
            assert browser.recv(15) == b"HTTP/1.1 200 OK"


def test_a_second_start_says_that_it_runs_already(checkout: Checkout) -> None:
    again = checkout.baton("start")
    assert again.returncode == 0
    assert "Baton is already running." in again.stdout
    assert f"http://127.0.0.1:{checkout.port}" in again.stdout


def test_a_killed_web_server_comes_back(checkout: Checkout) -> None:
    killed = checkout.pid("web")
    os.kill(killed, signal.SIGKILL)
    until = time.monotonic() + 15
    while "It is back." not in checkout.said() and time.monotonic() < until:
        time.sleep(0.1)
    assert checkout.pid("web") != killed
    assert _is_well(checkout)


def test_a_killed_database_comes_back(checkout: Checkout) -> None:
    os.kill(checkout.postgres_pid(), signal.SIGKILL)
    until = time.monotonic() + 20
    while checkout.said().count("It is back.") < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert _is_well(checkout)


def test_stop_ends_all_of_it(checkout: Checkout) -> None:
    said = checkout.baton("stop")
    assert (said.returncode, said.stdout) == (0, "Stopping …\nStopped.\n")
    assert checkout.left() == []
    assert checkout.baton("stop").stdout == "Nothing was running.\n"


def test_it_starts_again_after_everything_was_killed(checkout: Checkout) -> None:
    launcher = checkout.begin("start")
    for pid in (checkout.pid("launcher"), checkout.pid("web"), checkout.postgres_pid()):
        os.kill(pid, signal.SIGKILL)
    launcher.wait()
    again = checkout.begin("start")
    assert _is_well(checkout)
    again.send_signal(signal.SIGINT)
    assert again.wait(30) == 0
    assert checkout.left() == []


def test_stop_clears_up_after_a_killed_launcher(checkout: Checkout) -> None:
    launcher = checkout.begin("start")
    os.kill(checkout.pid("launcher"), signal.SIGKILL)
    launcher.wait()
    assert checkout.baton("stop").stdout == "Stopped what was left running.\n"
    assert checkout.left() == []


def test_a_port_that_is_taken_is_named_and_another_offered(checkout: Checkout) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", checkout.port))
        other.listen()
        asked = checkout.baton("start", "--port", str(checkout.port))
        assert asked.returncode == 1
        assert f"Port {checkout.port} is taken by another program." in asked.stderr
        assert "./baton start --port" in asked.stderr
        checkout.begin("start")
        assert f"Port {checkout.port} is taken by another program; using" in checkout.said()
        checkout.baton("stop")


def test_a_command_that_needs_no_database_starts_none(checkout: Checkout) -> None:
    assert checkout.baton("--help").returncode == 0
    assert checkout.left() == []


def test_a_command_that_needs_the_database_leaves_none_behind(checkout: Checkout) -> None:
    assert checkout.baton("migrate").returncode == 0
    assert checkout.left() == []


@pytest.mark.parametrize("words", [("--port",), ("--port", "many"), ("--port", "0"), ("8000", "9000"), ("--prot=1",)])
def test_a_mistyped_start_gets_its_help(checkout: Checkout, words: tuple[str, ...]) -> None:
    said = checkout.baton("start", *words)
    assert said.returncode == 1
    assert "usage: ./baton start" in said.stderr
