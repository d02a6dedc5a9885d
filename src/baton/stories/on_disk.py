"""Where stories and their packs lie: finds the files, reads them, and gives each story the pack that it names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from baton.packs_on_disk import editions_of, load
from baton.policy import model as m
from baton.policy.nodes import Node
from baton.policy.problems import Problem
from baton.stories.doing import WithSettings
from baton.stories.model import Story
from baton.stories.reader import StoryResult, read_story
from baton.working_time import Calendar, calendar_from_bank_holidays

PACKS: Final = Path("packs")
_IS_A_STORY: Final = re.compile(r"^story:", re.MULTILINE)


class StoryPack(NamedTuple):
    """What a story runs on: all editions of its pack, and the pack with other settings; or what is wrong with it."""

    packs: m.Packs | None
    with_settings: WithSettings
    errors: tuple[Problem, ...]


@lru_cache(maxsize=1)
def england() -> Calendar:
    """The bank holidays of England and Wales as published (source: gov.uk/bank-holidays.json, kept in a package)."""
    text = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text(encoding="utf-8")
    return calendar_from_bank_holidays(json.loads(text))


def story_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Every story file among these files and folders, in order; a folder is searched to its depth."""
    seen: set[Path] = set()
    for path in paths:
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        for file in found:
            if file in seen or (path.is_dir() and not _IS_A_STORY.search(file.read_text(encoding="utf-8"))):
                continue
            seen.add(file)
            yield file


def read_file(path: Path) -> StoryResult:
    """One story file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return StoryResult(None, (Problem(str(path), 1, "", f"This file cannot be read: {error}."),))
    return read_story(str(path), text)


def pack_folder(story: Story, packs: Path | None) -> Path | None:
    """The folder of the story's pack: under `packs` where that is given, else under a folder `packs` beside the story,
    then the usual one, then one above the story.
    """
    here = Path(story.file).resolve().parent
    places = [packs] if packs is not None else []
    places += [here / "packs", PACKS, *(folder / "packs" for folder in here.parents)]
    return next((root / story.pack for root in places if editions_of(root / story.pack)), None)


def pack_of(story: Story, packs: Path | None = None) -> StoryPack:
    """The pack that a story names, with the story's own settings."""
    folder = pack_folder(story, packs)
    if folder is None:
        say = f'There is no pack "{story.pack}" under {packs or PACKS}: name its folder\'s parent with --packs.'
        return StoryPack(None, _no_pack, (Problem(story.file, 1, "", say),))
    found = _editions(folder, tuple(sorted((k, v.flow) for k, v in story.settings.items())), story.settings)
    if isinstance(found, tuple):
        return StoryPack(None, _no_pack, found)
    if story.edition and all(pack.edition.name != story.edition for pack in found.editions):
        names = ", ".join(pack.edition.name for pack in found.editions)
        say = f'The pack "{story.pack}" has no edition "{story.edition}"; it has {names}.'
        return StoryPack(None, _no_pack, (Problem(story.file, 1, "", say),))
    return StoryPack(found, _with_settings(folder, story), ())


_READ: dict[tuple[Path, tuple[tuple[str, str], ...]], m.Packs | tuple[Problem, ...]] = {}


def _editions(
    folder: Path, key: tuple[tuple[str, str], ...], settings: Mapping[str, Node]
) -> m.Packs | tuple[Problem, ...]:
    """All editions in a folder, read once a process; a pack that `check` has remarks on can still be run."""
    found = _READ.get((folder, key))
    if found is None:
        results = [load(place, settings or None) for place in editions_of(folder)]
        packs = [result.pack for result in results if result.pack is not None]
        if len(packs) == len(results):
            found = m.Packs(tuple(sorted(packs, key=lambda pack: pack.edition.in_force_from)))
        else:
            found = tuple(error for result in results for error in result.errors)
        _READ[folder, key] = found
    return found


def _with_settings(folder: Path, story: Story) -> WithSettings:
    def read(settings: Mapping[str, Node]) -> m.Pack:
        result = load(editions_of(folder)[-1], {**story.settings, **settings}, cache=None)
        if result.pack is None:
            raise ValueError("; ".join(str(error) for error in result.errors))
        return result.pack

    return read


def _no_pack(settings: Mapping[str, Node]) -> m.Pack:
    raise ValueError("there is no pack to change the settings of")
