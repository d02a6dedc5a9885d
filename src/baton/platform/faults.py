"""What went wrong outside the program, in a sentence: a full disk, a file that may not be written, a database that does
not answer. Whatever is not named here is a defect of the program, whose whole story is wanted."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

FULL = "The disk is full: {what}. Make room, then run the same command again; nothing was half saved."
NO_ANSWER = "The database does not answer: {what}. See that it runs (./baton start), then run the same command again."
DISK_FULL = "53100"
STOPPED = ("57P01", "57P02", "57P03")  # ended by its administrator, broken down, not yet up


def in_a_sentence(problem: BaseException) -> str | None:
    """The sentence for a person who can do something about it; None for a defect."""
    for one in _causes(problem):
        if isinstance(one, OSError) and not isinstance(one, BrokenPipeError):
            return _of_a_file(one)
        if type(one).__module__.partition(".")[0] in ("psycopg", "django") and _is_operational(one):
            return _of_the_database(one)
        if type(one).__module__.startswith("psycopg") and "connection info string" in str(one):
            return "The address of the database cannot be read; write it as postgresql://user:password@host/name."
    return None


def said(problem: Exception) -> int:
    """Says it and returns the exit code; a defect is raised again, with its whole story."""
    sentence = in_a_sentence(problem)
    if sentence is None:
        raise problem
    print(sentence, file=sys.stderr)
    return 1


def _causes(problem: BaseException) -> Iterator[BaseException]:
    """The problem and what it came from, the innermost first: that one knows what happened."""
    found: list[BaseException] = []
    one: BaseException | None = problem
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__
    return reversed(found)


def _is_operational(problem: BaseException) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(problem).__mro__)


def _of_a_file(problem: OSError) -> str:
    what = f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror or str(problem)
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL.format(what=what)
    return f"It cannot be done, because a file or folder is in the way: {what}."


def _of_the_database(problem: BaseException) -> str:
    what = str(problem).strip().splitlines()[0].rstrip(".") if str(problem).strip() else type(problem).__name__
    state = getattr(problem, "sqlstate", None)
    if state == DISK_FULL or "No space left on device" in str(problem):
        return FULL.format(what=what)
    if state is None or state in STOPPED:
        return NO_ANSWER.format(what=what)
    return f"The database could not do it: {what}."
