"""Uploaded extracts between the dry run and the import: in the program's own folder, for the person who sent them."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from baton.accounts.desk import Desk

KEPT_FOR = 24 * 3600


@dataclass(frozen=True, slots=True)
class Held:
    """What was sent: the format, the date, the files; and what its sender said of lists and of names of teams."""

    token: str
    folder: Path
    format: str
    as_at: date | None
    files: tuple[Path, ...]
    complete: tuple[str, ...] = ()  # lists of which the extract holds every child
    team_names: Mapping[str, str] = field(default_factory=dict)  # name in the files to a team here


def _root(desk: Desk) -> Path:
    return Path(settings.BATON_STATE) / "uploads" / re.sub(r"[^a-z0-9_-]", "_", desk.authority)


def keep(desk: Desk, format: str, as_at: date | None, files: list[UploadedFile]) -> Held:
    """Puts the files aside. What is older than a day goes."""
    root = _root(desk)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_old(root)
    token = uuid4().hex
    folder = root / token
    folder.mkdir(mode=0o700)
    for n, file in enumerate(files):
        name = re.sub(r"[^A-Za-z0-9 ._()-]", "_", Path(str(file.name)).name)[-120:] or f"file {n}"
        with (folder / name).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    about = {"format": format, "as_at": as_at.isoformat() if as_at else "", "person": desk.post.person}
    (folder / ".about.json").write_text(json.dumps(about))
    return of(desk, token)


def of(desk: Desk, token: str) -> Held:
    """What this person sent under this token. LookupError if it is not theirs or is gone."""
    folder = _root(desk) / token
    if not re.fullmatch(r"[0-9a-f]{32}", token) or not (folder / ".about.json").is_file():
        raise LookupError(token)
    about = json.loads((folder / ".about.json").read_text())
    if about["person"] != desk.post.person:
        raise LookupError(token)
    files = tuple(sorted(p for p in folder.iterdir() if not p.name.startswith(".")))
    as_at = date.fromisoformat(about["as_at"]) if about["as_at"] else None
    complete, names = tuple(about.get("complete", ())), dict(about.get("team_names", {}))
    return Held(token, folder, about["format"], as_at, files, complete, names)


def tell(held: Held, complete: list[str], team_names: Mapping[str, str]) -> None:
    """Keeps what the sender says of these files; it holds from the import on, nothing is saved by it."""
    file = held.folder / ".about.json"
    about = json.loads(file.read_text())
    about |= {"complete": complete, "team_names": {**held.team_names, **team_names}}
    file.write_text(json.dumps(about))


def drop(held: Held) -> None:
    """The files go: imported, or not wanted."""
    shutil.rmtree(held.folder, ignore_errors=True)


def _forget_old(root: Path) -> None:
    for folder in root.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(folder, ignore_errors=True)
