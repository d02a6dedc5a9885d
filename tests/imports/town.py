"""An authority to import into: a pack of this checkout with its made-up staff, in a database of these tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from tests.store import servers

from baton.demo.staff import staff_entries
from baton.demo.world import read_world, world_file
from baton.engine.situation import Situation
from baton.imports import applying
from baton.imports.report import Report
from baton.imports.teams import read_team_names
from baton.journal import Entry, Subject
from baton.store import asking, surroundings
from baton.store.models import Authority
from baton.store.procedures import procedure_of
from baton.store.reading import read
from baton.store.rebuilding import rebuild
from baton.store.tenancy import driver
from baton.store.verifying import verify
from baton.store.writing import Batch
from baton.working_time import Moment, local_day, moment_of

FILES = Path(__file__).parent / "files"
NOW = moment_of("2026-08-05 10:00")
# What the authority of these files declares: its lists hold every child, and its return every order and review.
COMPLETE = {
    "annex-a": ("list_6", "list_7", "list_8", "order", "care_proceedings", "pre_proceedings"),
    "ssda903": ("episodes", "reviews"),
    "cin": (),
}
_KEYS = count(1)


@dataclass(frozen=True)
class Town:
    """One made-up authority, which works by a pack of this checkout and has files of its own to import."""

    key: str
    folder: Path

    def files(self, format: str) -> list[Path]:
        """The made-up extract of one format."""
        patterns = {"annex-a": "list_*.csv", "ssda903": "2026_*.csv", "cin": "cin_*.xml"}
        return sorted(self.folder.glob(patterns[format]))

    def apply(self, format: str, *files: Path, now: Moment = NOW, **more: Any) -> Report:
        return applying.apply(self.key, format, files or self.files(format), now, "ina", **self._given(format, more))

    def dry_run(self, format: str, *files: Path, now: Moment = NOW, **more: Any) -> Report:
        return applying.dry_run(self.key, format, files or self.files(format), now, **self._given(format, more))

    def _given(self, format: str, more: dict[str, Any]) -> dict[str, Any]:
        return {
            "complete": COMPLETE[format],
            "team_names": read_team_names(self.folder / "teams.csv"),
            **more,
        }

    def situation(self, child: str, now: Moment = NOW) -> Situation:
        return asking.situation(self.key, child, now)

    def journal(self, child: str) -> tuple[Entry, ...]:
        return asking.journal(self.key, "child", child)

    def children(self) -> list[str]:
        return sorted(c.child for c in _children(self.key))

    def is_sound(self, now: Moment = NOW) -> bool:
        """Every chain verifies, and what is derived is what the journals give."""
        return verify(self.key).broken == [] and rebuild(self.key, now, check=True).different == []


def _children(key: str) -> list[Any]:
    from baton.store.models import Child
    from baton.store.tenancy import in_authority

    with in_authority(key):
        return list(Child.objects.all())


def packs_with_files() -> list[str]:
    """The packs of this checkout for which extracts were made up here."""
    packs = Path(settings.BATON_PACKS)
    return sorted(f.name for f in FILES.iterdir() if f.is_dir() and world_file(packs, f.name).is_file())


def make_town(pack: str, now: Moment = NOW) -> Town:
    """A new authority with the staff of the pack's made-up world."""
    key = f"{pack}-{next(_KEYS)}"
    world = read_world(world_file(Path(settings.BATON_PACKS), pack))
    Authority.objects.create(key=key, name=f"Made-up {key}", pack=pack, made_up=True)
    put(key, staff_entries(world, procedure_of(pack).packs.on(local_day(now)), now), now)
    return Town(key, FILES / pack)


def put(key: str, entries: list[Entry], now: Moment = NOW) -> None:
    """Puts entries into their journals as they are."""
    with transaction.atomic(durable=True):
        raw = driver()
        batch = Batch(raw, read(raw, key, {e.subject for e in entries}, lock=True, digests=True), now)
        batch.append(entries)
        batch.run()


def recorded(child: str, verb: str, word: str, when: Any, **values: Any) -> Entry:
    """What a person recorded of a child."""
    body = {"with": values} if values else {}
    return Entry(Subject("child", child), 0, "typed", verb, word, when, NOW, "una", "una", body=body)


def changed(path: Path, folder: Path, name: str, *swaps: tuple[str, str]) -> Path:
    """A copy of a file with some texts swapped for others; each must be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new)
    copy = folder / name
    copy.write_text(text, encoding="utf-8")
    return copy


def without(path: Path, folder: Path, name: str, child: str) -> Path:
    """A copy of a list without the rows of one child."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    copy = folder / name
    copy.write_text("".join(line for line in lines if not line.startswith(f"{child},")), encoding="utf-8")
    return copy


def database() -> Iterator[Any]:
    """A server of these tests' own, migrated by its owner and used by the program's role."""
    with servers.server(servers.binaries()[0], durable=False) as one:
        surroundings.forget()
        close()
        for role, password in ((servers.OWNER, "owner"), (servers.APP, "app")):
            wrapper = connections["default"]
            wrapper.close()
            wrapper.settings_dict.update(servers.settings_for(one, role, password))
            if role == servers.OWNER:
                call_command("migrate", "store", verbosity=0)
        connections["default"].close()
        yield one
        close()
        surroundings.forget()


def close() -> None:
    for wrapper in connections.all(initialized_only=True):
        wrapper.close()


AS_AT = date(2026, 7, 31)
