"""The versions of a procedure to look at: editions in force, drafts on disk, other published procedures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from baton.accounts.desk import Desk
from baton.packs_on_disk import drafts_of, editions_of, load
from baton.policy.model import Pack
from baton.policy.problems import Problem


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its key in addresses, what it is called, and the folder or the pack at hand."""

    key: str
    says: str
    folder: Path | None = None
    at_hand: Pack | None = None
    is_draft: bool = False

    def read(self) -> tuple[Pack | None, tuple[Problem, ...]]:
        """The pack, or everything that is wrong with its files."""
        if self.at_hand is not None:
            return self.at_hand, ()
        assert self.folder is not None
        result = load(self.folder)
        return result.pack, result.errors


def versions_of(desk: Desk) -> tuple[Version, ...]:
    """The editions of this authority, oldest first, then its drafts."""
    folder = _root() / desk.around.folder
    places = {pack.edition.name: place for place in editions_of(folder) if (pack := load(place).pack) is not None}
    found = [
        Version(pack.edition.name, f"Edition {pack.edition.name}", places.get(pack.edition.name), pack)
        for pack in desk.around.packs.editions
    ]
    drafts = [
        Version(f"draft:{name}", f'Draft "{name}"', place, None, True) for name, place in drafts_of(folder).items()
    ]
    return (*found, *drafts)


def others_of(desk: Desk) -> tuple[Version, ...]:
    """The published procedures of other authorities, for comparing; nothing of their children is at hand here."""
    found = []
    for folder in sorted(_root().glob("*")):
        editions = editions_of(folder)
        if not editions or folder.name == desk.around.folder:
            continue
        pack = load(editions[-1]).pack
        if pack is not None and any(True for _rule in pack.rules):
            found.append(Version(f"of:{folder.name}", f"{pack.title} ({folder.name})", editions[-1]))
    return tuple(found)


def version_of(versions: tuple[Version, ...], key: str) -> Version | None:
    """The version with this key."""
    return next((version for version in versions if version.key == key), None)


def _root() -> Path:
    return Path(settings.BATON_PACKS)
