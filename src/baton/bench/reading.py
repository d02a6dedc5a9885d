"""`packs`: reading every pack at start-up, from the cache by content, and compiling it for the engine.

Each round is a process of its own, as a start is; what Python takes to import itself is not counted. Beside it, the
first reading, without a cache.
"""

from __future__ import annotations

import subprocess
import sys

from baton.bench.report import Asked, Report
from baton.platform.places import PACKS, ROOT

BAR = 0.5
ROUNDS = 7
READ = """
import sys, time
from pathlib import Path
from baton.engine.compiled import compiled
from baton.packs_on_disk import CACHE, load_packs
root, cached = Path(sys.argv[1]), sys.argv[2] == "cached"
begin = time.perf_counter()
for authority in sys.argv[3:]:
    for pack in load_packs(root, authority, CACHE if cached else None).editions:
        compiled(pack)
print(time.perf_counter() - begin)
"""


def run(asked: Asked) -> Report:
    """Measures the reading of all packs together, the shortest of several rounds."""
    packs = sorted({path.parent.name for path in PACKS.glob("*/*.yaml")})
    report = Report("packs", sizes={"packs": len(packs), "which": " ".join(packs)})
    rounds = 2 if asked.quick else ROUNDS
    first = min(_seconds("afresh", packs) for _ in range(1 if asked.quick else 3))
    _seconds("cached", packs)
    cached = min(_seconds("cached", packs) for _ in range(rounds))
    report.figure("all packs read and checked afresh, and compiled", first, "s")
    report.figure("all packs read from the cache, and compiled", cached, "s")
    report.ratio = first / cached
    report.bar("all packs at start-up", cached, BAR, " s", at_most=True)
    return report


def _seconds(how: str, packs: list[str]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(PACKS), how, *packs], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout)
