"""What runs of stories came to, as sentences and as values for a machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from baton.policy.problems import Problem
from baton.stories.compare import Failure
from baton.stories.runner import Run
from baton.stories.world import said_of


def lines_of(run: Run, full: bool = False) -> Iterator[str]:
    """One line for a story that passed; for one that failed, its sentence and each failure."""
    story = run.story
    if run.passed:
        yield f"passed  {story.file}: {run.stated} expectations on {run.lines} lines"
    else:
        yield f"FAILED  {story.file}: {story.title}"
        for failure in run.failures:
            yield f"        {failure}"
    if full and run.world is not None:
        yield from (f"        {line}" for line in said_of(run.world).splitlines())


def summary(runs: list[Run], unread: int) -> str:
    """The count line at the end."""
    failed = sum(1 for run in runs if not run.passed)
    stated = sum(run.stated for run in runs)
    lost = f", {unread} could not be read or run" if unread else ""
    told = f"{len(runs) - failed} passed, {failed} failed{lost}"
    return f"{_n(len(runs), 'story', 'stories')}: {told}; {_n(stated, 'expectation')}."


def as_values(runs: Iterable[Run], errors: Iterable[tuple[str, tuple[Problem, ...]]]) -> dict[str, Any]:
    """Everything, for --json."""
    runs = list(runs)
    unread = [{"file": file, "errors": [problem_values(p) for p in problems]} for file, problems in errors]
    return {
        "stories": [_run_values(run) for run in runs],
        "unread": unread,
        "counts": {
            "stories": len(runs), "passed": sum(run.passed for run in runs),
            "failed": sum(not run.passed for run in runs), "unread": len(unread),
            "expectations": sum(run.stated for run in runs), "failures": sum(len(run.failures) for run in runs),
        },
    }  # fmt: skip


def problem_values(problem: Problem) -> dict[str, Any]:
    """One mistake in a file."""
    return {"file": problem.file, "line": problem.line, "clause": problem.clause, "message": problem.message}


def _run_values(run: Run) -> dict[str, Any]:
    return {
        "file": run.story.file, "story": run.story.title, "pack": run.story.pack, "cites": list(run.story.cites),
        "passed": run.passed, "expectations": run.stated, "failures": [failure_values(f) for f in run.failures],
    }  # fmt: skip


def failure_values(failure: Failure) -> dict[str, Any]:
    """One expectation that did not hold."""
    return {
        "file": failure.where.file, "line": failure.where.line, "story_line": failure.label, "path": failure.path,
        "expected": failure.expected, "got": failure.got, "clause": list(failure.clause), "nearest": failure.nearest,
    }  # fmt: skip


def _n(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
