"""A PostgreSQL server of our own, from any folder of binaries: made, started after whatever happened, stopped.

It listens on a socket in a private folder, never on the network, and asks for a password even there. PostgreSQL
refuses to run as root, so root's server runs as another user; where that user cannot reach the checkout, data and
binaries live in a folder under /var/lib, and no permission of any other folder is touched.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from baton.platform.places import Trouble, short_hash
from baton.platform.server_user import give, own, run_as

SUPERUSER = "baton_super"


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
        own(self.home, self.user)
        own(self.socket, self.user)
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        password = self.home / "password.new"
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.password + "\n")
        give(password, self.user)
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
        give(ours, self.user)
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
