"""As which user the database's server runs, and what is that user's: PostgreSQL refuses to run as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import Any

from baton.platform.places import Trouble, say

PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def server_user() -> str | None:
    """Ourselves; for root, the user `postgres` or, where there is none, one made for this."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "baton-postgres"):
        if _known_user(name):
            return name
    if shutil.which("useradd", path=PATH):
        made = run_as(
            None,
            [
                *("useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"),
                *("--shell", "/usr/sbin/nologin", "baton-postgres"),
            ],
        )
        if made.returncode == 0:
            say("PostgreSQL does not run as root: made the system user baton-postgres for it.")
            return "baton-postgres"
    return "nobody"


def _known_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def can(user: str, what: str, path: Path) -> bool:
    """Whether this user may do this (as `test` names it: -x, -r) with this path."""
    return run_as(user, ["/usr/bin/test", what, str(path)]).returncode == 0


def own(folder: Path, user: str | None) -> None:
    """A folder for its owner alone."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    wanted = os.geteuid() if user is None else pwd.getpwnam(user).pw_uid
    if status.st_uid not in (wanted, os.geteuid()) or folder.is_symlink():
        raise Trouble(f"{folder} belongs to somebody else; Baton will not keep its database there.")
    give(folder, user)
    if status.st_mode & 0o077:
        folder.chmod(0o700)


def give(path: Path, user: str | None) -> None:
    """Makes the server's user the owner; ours stay ours."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def run_as(user: str | None, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a program as this user with nothing of our environment that it does not need."""
    environment = {"PATH": PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    who: dict[str, Any] = {}
    if user is not None:
        entry = pwd.getpwnam(user)
        who = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": [], "umask": 0o077}
    return subprocess.run(
        words,
        cwd="/",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **who,
    )
