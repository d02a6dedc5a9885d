"""Where things are in a checkout, and the small files in which the launcher remembers them."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import secrets
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
STATE = ROOT / ".baton"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
FRONT_END = ROOT / "src" / "baton" / "front_end"
BUILT = FRONT_END / "built"
PACKS = ROOT / "packs"


class Trouble(Exception):
    """Something a person must hear about and can do something about; the message says what."""


def make_state() -> None:
    """The folder of everything that belongs to this checkout alone and to no commit."""
    try:
        # Root's database runs as another user, who must be able to pass through to its own folder, and see no more.
        STATE.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
    except PermissionError as error:
        raise Trouble(
            f"You may not write in {ROOT}. Make your own clone of the repository and start it there."
        ) from error
    owner = STATE.stat().st_uid
    if owner != os.geteuid():
        raise Trouble(
            f"Baton was started here before by {_name_of(owner)}, whose database this is. "
            f"Run ./baton as {_name_of(owner)}, or in a clone of your own."
        )


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"


def remembered(name: str) -> dict[str, Any]:
    """What was written under this name, or nothing: a damaged file counts as none."""
    try:
        found = json.loads((STATE / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(name: str, values: dict[str, Any]) -> None:
    """Written whole or not at all, and readable by its owner only."""
    make_state()
    path = STATE / f"{name}.json"
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(values, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def forget(name: str) -> None:
    """As if nothing had been written under this name."""
    (STATE / f"{name}.json").unlink(missing_ok=True)


def secret(name: str) -> str:
    """A random secret of this checkout, the same at every call."""
    known = remembered("secrets")
    if name not in known:
        known[name] = secrets.token_urlsafe(32)
        remember("secrets", known)
    return str(known[name])


def short_hash(text: str) -> str:
    """Eight letters that tell one checkout from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def say(line: str = "") -> None:
    """One line to the person who typed the command."""
    print(line, flush=True)


def complain(line: str) -> None:
    """One line about what went wrong."""
    print(line, file=sys.stderr, flush=True)
