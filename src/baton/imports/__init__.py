"""Reads the extracts that authorities already make, and says what in them is new, changed, gone or in conflict.

`read` turns files into observations, rejections and remarks; `merge.compare` sets them against what is known. Nothing
here writes to a database, knows a pack, or moves a child.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from baton.imports.merge import Digest, DryRun, compare, compare_result, digest_of, kept_after
from baton.imports.model import (
    CannotRead,
    Columns,
    Fact,
    Key,
    NotUsed,
    Observation,
    Reading,
    ReadResult,
    Rejected,
    Remark,
    Source,
)
from baton.imports.progress import Progress, Told, untold
from baton.imports.readers import annex_a, cin, ssda903

__all__ = [
    "FORMATS",
    "CannotRead",
    "Columns",
    "Digest",
    "DryRun",
    "Fact",
    "Key",
    "NotUsed",
    "Observation",
    "ReadResult",
    "Rejected",
    "Remark",
    "Source",
    "compare",
    "compare_result",
    "digest_of",
    "kept_after",
    "read",
]

FORMATS: Final = ("annex-a", "ssda903", "cin")


def read(format: str, files: Sequence[Path], as_at: date | None = None, progress: Told = untold) -> ReadResult:
    """Everything these files say, with what could not be read and what a person should look at.

    Without `as_at` the extract's date is the census's own, for the 903 the 31 March of the year in the files' names
    or of the latest episode, and for Annex A a whole date in the file's name. Raises CannotRead when nothing can be
    read at all: the message says what to do.
    """
    chosen = format.casefold().replace("_", "-")
    if chosen not in FORMATS:
        raise CannotRead(f'"{format}" is not a format that Baton reads.', f"Give one of {', '.join(FORMATS)}.")
    if not files:
        raise CannotRead("No file was given.", "Name at least one file.")
    for path in files:
        if not path.is_file():
            raise CannotRead(f"There is no file {path.name}.", "Check its name and folder.")
    told = Progress(files, progress)
    result = ReadResult(chosen, as_at or date.min)
    for reading in _readings(chosen, files, as_at):
        result.take(reading)
        told.saw(reading)
    result.as_at = as_at or max((each.as_at for each in result.observations), default=date.min)
    told.finish()
    return result


def _readings(format: str, files: Sequence[Path], as_at: date | None) -> Iterator[Reading]:
    if format == "ssda903":
        yield from ssda903.read(files, as_at)
        return
    day_of_file = cin.reference_date if format == "cin" else annex_a.as_at_of
    days = {path: as_at or day_of_file(path) for path in files}  # before the first reading: all or nothing
    if format == "cin":
        for path, day in days.items():
            yield from cin.read(path, day)
        return
    for day in sorted(set(days.values())):
        yield from annex_a.read([path for path in files if days[path] == day], day)
