"""Every awkward case once: a family each, in the same order and with the same ids in every made-up world.

`AWKWARD` gives each case's child by the case's name, so that tests and journeys can find it: `AWKWARD["restricted"]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from baton.demo.play import Play

Run = Callable[[Play], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One awkward case: what happens, and who the children are (ages in years; names where they matter)."""

    name: str
    run: Run
    ages: Sequence[float]
    surname: str = ""
    given: Sequence[str] = ()
    about: str = ""


# The order of the families, and so of the ids: by file, then by place in the file.
FILES = ("panel", "front_door", "care", "leaving", "early", "staff", "records")
_CASES: dict[str, list[Case]] = {}


def case(name: str, *ages: float, surname: str = "", given: Sequence[str] = ()) -> Callable[[Run], Run]:
    """Adds a case to the list, in the order of the files and of the functions in them."""

    def add(run: Run) -> Run:
        about = (run.__doc__ or "").strip().partition("\n")[0]
        file = run.__module__.rpartition(".")[2]
        _CASES.setdefault(file, []).append(Case(name, run, ages, surname, given, about))
        return run

    return add


def cases() -> tuple[Case, ...]:
    """All cases, in their fixed order."""
    for file in FILES:
        import_module(f"baton.demo.awkward.{file}")
    return tuple(one for file in FILES for one in _CASES[file])


def _ids() -> Mapping[str, str]:
    found, child = {}, 1
    for one in cases():
        found[one.name] = f"D{child:04}"
        child += len(one.ages)
    return found


def __getattr__(name: str) -> Mapping[str, str]:
    if name == "AWKWARD":
        return _ids()
    raise AttributeError(name)
