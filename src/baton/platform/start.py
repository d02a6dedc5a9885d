"""`./baton start`: brings the workspace up, keeps it up while its terminal is open, and ends all it began."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from baton.platform import database, processes, running, serving
from baton.platform.places import PYTHON, ROOT, STATE, Trouble, say, short_hash
from baton.platform.postgres import Server
from baton.platform.serving import HOST

PORT = 8000
WEB_LOG = STATE / "web.log"


def start(port: int | None) -> int:
    """Up and printing its address; returns when it has been stopped."""
    if not running.hold():
        return _already()
    _end_leftovers()
    running.note(launcher=processes.mark(os.getpid()), ready=False)
    signal.signal(signal.SIGINT, _interrupt)  # a shell that starts it in the background leaves Ctrl-C ignored
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    workspace = Workspace(_free_port(port))
    try:
        workspace.up()
        _welcome(workspace.address)
        workspace.watch()
    except KeyboardInterrupt:
        say("\nStopping …")
    finally:
        # A second Ctrl-C must not leave half of it running.
        for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(one, signal.SIG_IGN)
        workspace.down()
        running.clear()
    say("Stopped.")
    return 0


def stop() -> int:
    """Ends what `start` began in this checkout, from another terminal or after its launcher was killed."""
    launcher = running.known().get("launcher")
    if running.launcher_holds():
        say("Stopping …")
        # Only the launcher: it ends the rest in order.
        pid = processes.alive(launcher)
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 45
        while running.launcher_holds():
            if time.monotonic() > until:
                raise Trouble(f"The running ./baton start (process {pid}) does not end.")
            time.sleep(0.05)
        say("Stopped.")
        return 0
    say("Stopped what was left running." if _end_leftovers(and_database=True) else "Nothing was running.")
    return 0


class Workspace:
    """The database and the web server of one launcher."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.workers = serving.workers()
        self.address = f"http://{HOST}:{port}"
        self.server: Server | None = None
        self.web: subprocess.Popen[bytes] | None = None

    def up(self) -> None:
        """Database, tables, made-up world, pages; in this order, and each ready before the next."""
        self.server = database.prepare()
        _run_step("Making the tables …", "The tables could not be made.", "migrate")
        _load_demonstration()
        say("Opening the workspace …")
        self.serve()
        self.wait_until_healthy()
        running.note(address=self.address, ready=True)

    def serve(self) -> None:
        """The web server, which ends when this launcher ends, even by kill -9."""
        log = WEB_LOG.open("ab")
        self.web = subprocess.Popen(
            serving.command(self.port, self.workers, "baton.config.wsgi:application"),
            cwd=ROOT,
            env=database.for_the_program(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 (this process has one thread)
            start_new_session=True,
        )
        log.close()
        # Popen returns once the new program runs, so its command line is its own.
        running.note(web=processes.mark(self.web.pid))

    def wait_until_healthy(self, patience: float = 180.0) -> None:
        """Until the page for this question answers yes."""
        until = time.monotonic() + patience
        while not healthy(self.address):
            if (self.web is not None and self.web.poll() is not None) or time.monotonic() > until:
                raise Trouble(f"The workspace does not answer. The end of {WEB_LOG}:\n{_end_of(WEB_LOG)}")
            time.sleep(0.05)

    def watch(self) -> None:
        """Brings back whichever of the two was killed; gives up on one that will not stay."""
        came_back: list[float] = []
        while True:
            time.sleep(1)
            gone = []
            if self.web is not None and self.web.poll() is not None:
                gone.append("The web server")
            if self.server is not None and not self.server.running():
                gone.append("PostgreSQL")
            if not gone:
                continue
            came_back = [one for one in came_back if time.monotonic() - one < 60] + [time.monotonic()]
            if len(came_back) > 5:
                raise Trouble(f"{gone[0]} ended five times within a minute; see {STATE}. Stopping.")
            for one in gone:
                say(f"{one} ended unexpectedly; starting it again …")
            if "PostgreSQL" in gone and self.server is not None:
                self.server.start()
            if "The web server" in gone:
                processes.end(running.known().get("web"))
                self.serve()
            self.wait_until_healthy()
            say("It is back.")

    def down(self) -> None:
        """Pages first, then the database."""
        if self.web is not None:
            processes.end(running.known().get("web"))
            self.web.wait()
        if self.server is not None:
            self.server.stop()


def healthy(address: str) -> bool:
    """Whether a workspace of this checkout answers there, and reaches its database."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/healthz", timeout=5) as answer:
            said: bytes = answer.read()
            return said.strip() == f"well {short_hash(str(ROOT))}".encode()
    except (OSError, urllib.error.URLError, ValueError):
        return False


def _already() -> int:
    """Another terminal has it: say where, as soon as it is ready."""
    until = time.monotonic() + 240
    told = False
    while True:
        known = running.known()
        if known.get("ready") and processes.alive(known.get("launcher")):
            say("Baton is already running.")
            _welcome(known["address"])
            return 0
        if not told:
            say("Another ./baton start is at it; waiting for it …")
            told = True
        if not running.launcher_holds() or time.monotonic() > until:
            raise Trouble("The other ./baton start did not get there. Try again.")
        time.sleep(0.2)


def _end_leftovers(and_database: bool = False) -> bool:
    """What a killed launcher could not end itself."""
    ended = [processes.end(running.known().get(one)) for one in ("step", "web")]
    found = any(ended)
    if and_database and not os.environ.get(database.GIVEN):
        from baton.platform.own_server import made_already, own_server

        if made_already():
            found = own_server().stop() or found
    running.clear()
    return found


def _free_port(wished: int | None) -> int:
    port = wished if wished is not None else int(os.environ.get("BATON_PORT", PORT))
    if _is_free(port):
        return port
    following = next((p for p in range(port + 1, min(port + 100, 65535)) if _is_free(p)), None)
    if wished is not None or following is None:
        instead = f" Port {following} is free: ./baton start --port {following}" if following else ""
        raise Trouble(f"Port {port} is taken by another program.{instead}")
    say(f"Port {port} is taken by another program; using {following} instead. To choose: ./baton start --port NUMBER")
    return following


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _load_demonstration() -> None:
    """The made-up world, once."""
    if os.environ.get("BATON_DEMO") == "no":
        return
    if _command_exists("load-demo"):
        _run_step(
            "Looking for the made-up world …", "The made-up world could not be loaded.", "load-demo", "--if-empty"
        )
    else:
        say("There is no made-up world in this version yet.")


def _welcome(address: str) -> None:
    say()
    say(f"  Baton is open at {address}")
    if os.environ.get("BATON_DEMO") != "no" and _command_exists("demo-sign-ins"):
        say()
        made = _command("demo-sign-ins")
        say(made.stdout.rstrip() if made.returncode == 0 else "  The sign-ins could not be listed.")
    say()
    say("  To stop: Ctrl-C here, or ./baton stop")
    say()


def _command_exists(name: str) -> bool:
    made = _command("--has", name)
    return made.returncode == 0


def _command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PYTHON), "-m", "baton.cli", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _run_step(line: str, failed: str, *words: str) -> None:
    """A command to its end; a step that is interrupted ends with all that it began."""
    say(line)
    step = subprocess.Popen(
        [str(PYTHON), "-m", "baton.cli", *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 (this process has one thread)
        start_new_session=True,
    )
    marked = processes.mark(step.pid)
    running.note(step=marked)
    try:
        status = step.wait()
    except BaseException:
        processes.end(marked)
        raise
    if status:
        raise Trouble(failed)


def _end_of(path: os.PathLike[str]) -> str:
    try:
        with open(path, errors="replace") as file:
            return "\n".join("    " + line.rstrip() for line in file.readlines()[-12:])
    except OSError:
        return "    (no log)"


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end_with(parent: int) -> Callable[[], None]:
    """Asks Linux to end the new process when this one ends; elsewhere the next start clears up."""

    def ask() -> None:
        try:
            ctypes.CDLL(None).prctl(1, signal.SIGTERM, 0, 0, 0)  # PR_SET_PDEATHSIG
        except (OSError, AttributeError):
            return
        if os.getppid() != parent:
            os._exit(1)

    return ask
