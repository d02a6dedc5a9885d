"""What an earlier run of the changes found, kept in a file: a change that was noticed then need not be tried again.

Only for working on scenarios: a story weakened since may have lost what it noticed. A whole run ends the work.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from baton.coverage.mutants import Mutant
from baton.coverage.trials import Verdict


class KeptVerdicts:
    """A file of changes by name with the line that noticed each; written as the verdicts come in."""

    def __init__(self, path: Path) -> None:
        """Reads the file if it is there. Raises ValueError if it is not one of these."""
        self.path = path
        self.noticed: dict[str, str] = {}
        if path.is_file():
            found = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(found, dict) or not all(isinstance(by, str) for by in found.values()):
                raise ValueError(f"{path} is not a file that --keep wrote: an object of changes and who noticed them.")
            self.noticed = found

    def untried(self, mutants: Sequence[Mutant]) -> list[int]:
        """The places of the changes that nobody is known to have noticed."""
        return [place for place, one in enumerate(mutants) if one.name not in self.noticed]

    def known(self, mutants: Sequence[Mutant]) -> list[Verdict]:
        """The verdicts of the others, by their place among the changes."""
        return [
            Verdict(place, self.noticed[one.name], False)
            for place, one in enumerate(mutants)
            if one.name in self.noticed
        ]

    def keep(self, mutants: Sequence[Mutant], verdicts: Iterable[Verdict]) -> None:
        """Adds what was noticed, and writes the file."""
        self.noticed |= {mutants[v.mutant].name: v.killed_by for v in verdicts if v.killed_by}
        self.path.write_text(json.dumps(self.noticed, indent=0, ensure_ascii=False), encoding="utf-8")
