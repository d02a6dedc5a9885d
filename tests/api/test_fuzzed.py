"""The API under schemathesis: requests made from its own description, good and bad. It never breaks, and answers only
as described. In CI about a minute; with BATON_FUZZ_EXAMPLES more of each.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode, checks
from tests.workspace import world

from .conftest import program

EXAMPLES = int(os.environ.get("BATON_FUZZ_EXAMPLES", "12"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
REAL = {"child": "amy", "team": "north", "person": "ann", "sitting": "panel@2026-08-05T10:00", "number": 2}


@pytest.fixture
def described(town: world.Town) -> Any:
    """The description as it is served, and a program that may do everything its post may."""
    town.child("amy")
    town.act("2026-08-06 09:00", "ann", "send", "summary", "amy", to=("cy",))
    with override_settings(BATON_API_A_MINUTE=10**9, ALLOWED_HOSTS=["*"]):
        yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


def operations(schema: Any) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
def test_it_never_breaks_and_answers_as_described(town: world.Town, described: Any, mode: GenerationMode) -> None:
    plain = program(town, "hal").plain
    troubles: list[str] = []
    asked = 0
    for operation in operations(described):
        strategy = operation.as_strategy(generation_mode=mode)

        @seed(20260806)
        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.generate,), print_blob=False,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            if asked % 2:
                case.path_parameters = {k: REAL.get(k, v) for k, v in (case.path_parameters or {}).items()}
            # The client of these tests unpacks nothing; every other one does, and says so.
            own = {"Authorization": f"Bearer {plain}", "Accept-Encoding": "identity"}
            case.headers = {**(case.headers or {}), **own}
            case.call_and_validate(checks=CHECKS)

        try:
            ask()
        except Exception as trouble:
            troubles.append(f"{operation.label}: {trouble}"[:1500])
    assert asked > len(operations(described))
    assert not troubles, "\n\n".join(troubles)
