"""The front door: a pack in, a Proof out; and what a pack declares of findings that it means to leave so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from baton.policy import model as m
from baton.policy.nodes import Fields
from baton.policy.problems import Problem, Problems
from baton.policy.reader import read_file
from baton.proving.built import built
from baton.proving.clocks import clocks
from baton.proving.encoding import SECONDS
from baton.proving.findings import Finding, Proof
from baton.proving.gates import gates
from baton.proving.reaching import reaching
from baton.proving.to_and_fro import DEPTH, to_and_fro
from baton.proving.two_routes import two_routes
from baton.working_time import Calendar, say_day

DECLARED = "proof.yaml"  # beside the pack's scenarios
_SHAPE = {"finding": "text!", "because": "text!", "clause": "text"}


def prove(
    pack: m.Pack, calendar: Calendar, declared: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> Proof:  # fmt: skip
    """Everything that can be proved of a pack. `declared` gives, by a finding's name, why it is meant to stand."""
    found: list[Finding] = []
    for says, part in _parts(pack, calendar):
        if progress is not None:
            progress(says)
        found.extend(_declared(finding, declared or {}) for finding in part)
    return Proof(pack, tuple(found), _bounds(calendar))


def _parts(pack: m.Pack, calendar: Calendar) -> Iterator[tuple[str, Iterator[Finding]]]:
    yield "How it is built", built(pack)
    yield "What can be reached", reaching(pack)
    yield "Gates that can be met", gates(pack)
    yield "Clocks that can be kept", clocks(pack, calendar)
    yield "Two destinations for one child", two_routes(pack)
    yield "To and fro", to_and_fro(pack)


def _declared(finding: Finding, declared: Mapping[str, str]) -> Finding:
    if finding.verdict == "proved":
        return finding
    why = next((because for name, because in declared.items() if fnmatchcase(finding.name, name)), "")
    return replace(finding, verdict="declared", because=why) if why else finding


def _bounds(calendar: Calendar) -> tuple[str, ...]:
    return (
        "Facts are three-valued; people, other children and other matters are taken as free; each question to the "
        f"solver has {SECONDS} seconds.",
        "A candidate counts as refuted only if the engine follows it as a story on Wednesday 2 September 2026.",
        f"Clocks: every start date that the holidays known ({say_day(calendar.first_day)} to "
        f"{say_day(calendar.last_day)}) leave room for, two years at most; hours are counted as whole days, duties "
        "that recur are left out, and of a limit that is the latest of several nothing is claimed.",
        f"To and fro: up to {DEPTH} moves, by the engine.",
        "Not claimed: that people act, that capacity suffices, that the pack reads the procedure rightly, anything on "
        "imports.",
    )


def read_declared(name: str, text: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The findings that a pack declares: a list under `declared` of {finding, because, clause}. In a finding's name
    a * stands for anything: what is said of one route may hold against every other."""
    problems = Problems()
    root = read_file(name, text, problems)
    lines = root.get("declared") if root is not None else None
    found = {}
    for node in lines.items if lines is not None else ():
        fields = Fields(node, problems, "A declared finding")
        fields.only(_SHAPE)
        clause = fields.text("clause")
        found[fields.text("finding")] = fields.text("because") + (f" ({clause})" if clause else "")
    return found, problems.sorted()
