"""Opens one workbook in a process of its own, which may use only so much memory and time: a spreadsheet of one page can
unpack to more than any machine holds, and the library that reads it then ends its whole process.

Run as a script by `tables`, never imported by it: it knows nothing of Baton, so that it starts at once.
"""

from __future__ import annotations

import pickle
import resource
import sys
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook

MEMORY = 2_000_000_000  # bytes
SECONDS = 120  # of the processor
MOST_CELLS = 20_000_000  # of one sheet, the empty ones between counted


def sheets(path: str) -> Iterator[tuple[str, list[list[object]], str]]:
    """Each sheet: its name, its rows, and why it cannot be read ("" if it can); no name where no sheet can be."""
    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
    except (CalamineError, OSError, ValueError) as problem:
        yield "", [], f"the workbook cannot be opened: {problem}"
        return
    for name in names:
        try:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height * sheet.total_width > MOST_CELLS:
                raise ValueError("it is larger than any extract")
            yield name, [list(row) for row in sheet.to_python(skip_empty_area=False)], ""
        except (CalamineError, OSError, ValueError) as problem:
            yield name, [], f"the sheet cannot be read: {problem}"


def main(path: str) -> None:
    """Writes each sheet as one pickle."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for sheet in sheets(path):
        pickle.dump(sheet, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
