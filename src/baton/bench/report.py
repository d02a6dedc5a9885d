"""What a benchmark found, as values: figures, ratios against bars, the machine, the versions; and as text."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

MEASURED_WITH = ("Django", "psycopg", "Jinja2", "granian", "zen-engine", "django-viewflow", "SpiffWorkflow")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: the pack (a folder under packs/), whether in a small size, and how small (for tests)."""

    pack: str
    quick: bool = False
    scale: float = 1.0

    def size(self, full: int, quick: int) -> int:
        """The size to run in."""
        return max(1, round((quick if self.quick else full) * self.scale))


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured. `peer` says that it is not Baton."""

    what: str
    value: float
    unit: str
    peer: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a figure or of a ratio of two: at least so much, or at most."""

    what: str
    found: float
    bar: float
    unit: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        return self.found <= self.bar if self.at_most else self.found >= self.bar


@dataclass(slots=True)
class Report:
    """One benchmark's outcome. `ratio` is the one to look at first: Baton's figure over its peer's."""

    name: str
    ratio: float = 0.0
    figures: list[Figure] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    sizes: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    took: float = 0.0

    def figure(self, what: str, value: float, unit: str, peer: bool = False) -> float:
        """Notes a figure and gives it back."""
        self.figures.append(Figure(what, value, unit, peer))
        return value

    def bar(self, what: str, found: float, bar: float, unit: str = "", at_most: bool = False) -> None:
        """Notes a bar."""
        self.bars.append(Bar(what, found, bar, unit, at_most))


def best_of(rounds: int, measure: Callable[[], float]) -> float:
    """The shortest of several measurements, in seconds."""
    return min(measure() for _ in range(rounds))


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def cpu_seconds(work: Callable[[], object]) -> float:
    """How much of one core a piece of work takes: what else runs on the machine does not count."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def machine() -> dict[str, object]:
    """Where this runs: processor, cores, memory, kernel, Python, date and load. No name and no path."""
    return {
        "date": date.today().isoformat(), "processor": _processor(), "cores": os.cpu_count() or 1,
        "memory GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release()}", "Python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 2),
    }  # fmt: skip


def versions() -> dict[str, str]:
    """The versions of what is measured and of what it is measured against."""
    found = {}
    for name in MEASURED_WITH:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def as_values(reports: Iterable[Report], about: Mapping[str, object]) -> dict[str, Any]:
    """Everything, for JSON."""
    found = [asdict(r) | {"bars": [asdict(b) | {"met": b.met} for b in r.bars]} for r in reports]
    return {"machine": dict(about), "versions": versions(), "benchmarks": found}


def as_text(report: Report) -> str:
    """One benchmark for a person to read."""
    lines = [f"\n{report.name}    {', '.join(f'{k}: {v}' for k, v in report.sizes.items())}"]
    lines += [f"  {'   peer: ' if f.peer else ''}{f.what}: {said(f.value)} {f.unit}" for f in report.figures]
    for bar in report.bars:
        wish = "at most" if bar.at_most else "at least"
        state = "met   " if bar.met else "MISSED"
        lines.append(f"  {state} {bar.what}: {said(bar.found)}{bar.unit}, {wish} {said(bar.bar)}{bar.unit}")
    lines += [f"  {note}" for note in report.notes]
    lines.append(f"  took {report.took:.0f} s")
    return "\n".join(lines)


def as_table(reports: Iterable[Report]) -> str:
    """What was asked of each pack, side by side: a line for each bar."""
    reports = list(reports)
    packs = list(dict.fromkeys(str(r.sizes.get("pack", "")) for r in reports))
    found = {(r.name, b.what, str(r.sizes.get("pack", ""))): b for r in reports for b in r.bars}
    lines = [f"\n{'':60}" + "".join(f"{pack:>12}" for pack in packs)]
    for name, what in dict.fromkeys((name, what) for name, what, _pack in found):
        cells = [found.get((name, what, pack)) for pack in packs]
        said_all = [f"{said(b.found)}{'' if b.met else ' !'}" if b is not None else "–" for b in cells]
        lines.append(f"{name + ': ' + what:60}" + "".join(f"{cell:>12}" for cell in said_all))
    return "\n".join([*lines, "! misses its bar"])


def said(value: float) -> str:
    """A figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
