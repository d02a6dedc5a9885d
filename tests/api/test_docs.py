"""Every example of docs/api.md, run in its order against a server on this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import override_settings
from tests.workspace import world

from baton.accounts.tokens import SCOPES
from baton.api.app import api
from baton.api.problems import TITLES, WHERE

from .conftest import program

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def served(town: world.Town) -> Iterator[dict[str, str]]:
    """The program served over HTTP, and what the examples find in their environment."""
    town.child("amy")
    site = get_wsgi_application()

    def closing(environ: Any, start: Callable[..., Any]) -> Any:
        try:
            return list(site(environ, start))
        finally:
            connections.close_all()

    server = make_server("127.0.0.1", 0, closing, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with override_settings(BATON_WEBHOOK_HOSTS=["127.0.0.1"], ALLOWED_HOSTS=["*"]):
        url = f"http://127.0.0.1:{server.server_port}"
        yield {**os.environ, "BATON_URL": url, "BATON_TOKEN": program(town, "ann").plain}
    server.shutdown()
    server.server_close()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


def test_the_examples_run(served: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "examples.py"
    script.write_text("\n".join(blocks("python")), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, str(script)], check=False, env=served, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    if shutil.which("curl"):
        for one in blocks("sh"):
            shell = subprocess.run(
                ["sh", "-ec", one], check=False, env=served, capture_output=True, text=True, timeout=60
            )
            assert shell.returncode == 0 and '"person": "ann"' in shell.stdout, shell.stdout + shell.stderr


def test_the_page_names_every_problem_and_scope() -> None:
    assert WHERE == "/api/problems/"
    assert not [kind for kind in TITLES if f"`{kind}`" not in TEXT]
    assert not [scope for scope in SCOPES if f"| `{scope}` |" not in TEXT]


def test_every_operation_is_described() -> None:
    """Summary, description, an example's worth of words for each parameter that is not plain by its name."""
    schema = api.get_openapi_schema(path_prefix="api/")
    named = [op["operationId"] for methods in schema["paths"].values() for op in methods.values()]
    assert len(named) == len(set(named)) and not [n for n in named if "_" in n]
    for methods in schema["paths"].values():
        for operation in methods.values():
            assert {"400", "401", "403", "404", "422", "429"} <= set(operation["responses"])
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]
