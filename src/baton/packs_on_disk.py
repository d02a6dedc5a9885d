"""The only room that opens pack files: a folder to a pack, an authority to its editions, with a cache by content."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from baton.policy import packs as reading
from baton.policy.check import check
from baton.policy.model import Packs
from baton.policy.nodes import Node
from baton.policy.packs import PackResult
from baton.policy.problems import Problem, Problems
from baton.policy.reader import read_file
from baton.policy.source import gather

CACHE: Final = Path(".baton/cache")
MOST_BASES: Final = 6
_BASED_ON: Final = re.compile(r"""based_on: *["']?([a-z][a-z0-9_]*)""")


class PackErrors(ValueError):
    """A pack that cannot be used; `errors` are its problems, all at once."""

    def __init__(self, errors: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


class NotText(UnicodeError):
    """A file of a pack is in another encoding; `problem` says which, and in what line."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def load(folder: Path, settings: Mapping[str, Node] | None = None, cache: Path | None = CACHE) -> PackResult:
    """Reads the pack in a folder, with the pack it is based on, and everything `check` finds without a register.

    `settings` replaces the values of settings, for a trial. The cache holds what was read from exactly these files by
    exactly this reader; it may be deleted at any time, and is left out with `cache=None` or where settings are given.
    """
    try:
        files = texts_of(folder)
    except NotText as error:
        return PackResult(None, (error.problem,))
    except OSError as error:
        return PackResult(None, (Problem(shown(folder), 0, "", f"A file of this pack cannot be read: {error}."),))
    if not files:
        return PackResult(None, (Problem(shown(folder), 0, "", "There is no pack here: no file ends in .yaml."),))
    build = _digest(files, *_all_below(folder, files))
    stored = cache / f"{build}-{_reader_digest()}.pack" if cache is not None and not settings else None
    found = _from_cache(stored)
    if found is not None:
        return found
    chain, missing = _stands_on(folder, files)
    if missing:
        return PackResult(None, missing)
    result = reading.read_pack(files, chain[0] if chain else None, build, settings, chain[1:])
    if result.pack is not None:
        result = PackResult(result.pack, check(result.pack))
    if stored is not None and result.pack is not None:
        _into_cache(stored, result)
    return result


def whole(folder: Path) -> list[dict[str, str]]:
    """The texts of the pack in a folder and of those that it stands on, the nearest first: all that it is made of."""
    files = texts_of(folder)
    return [files, *_stands_on(folder, files)[0]]


def from_texts(texts: Sequence[Mapping[str, str]]) -> PackResult:
    """The pack that these texts are, as `whole` gave them, with everything `check` finds."""
    files, *chain = texts
    result = reading.read_pack(files, chain[0] if chain else None, _digest(files, *chain), None, chain[1:])
    return PackResult(result.pack, check(result.pack)) if result.pack is not None else result


def load_packs(root: Path, authority: str, cache: Path | None = CACHE) -> Packs:
    """All editions of an authority's pack, oldest first. Raises PackErrors with the problems of all of them."""
    results = [load(folder, cache=cache) for folder in editions_of(root / authority)]
    errors = tuple(error for result in results for error in result.errors)
    packs = [result.pack for result in results if result.pack is not None]
    if errors or not packs:
        raise PackErrors(errors or (Problem(shown(root / authority), 0, "", "There is no pack here."),))
    return Packs(tuple(sorted(packs, key=lambda pack: pack.edition.in_force_from)))


def editions_of(folder: Path) -> list[Path]:
    """The folders of an authority that hold an edition: its sub-folders with a pack.yaml, and itself if it has one."""
    below = sorted(path.parent for path in folder.glob("*/pack.yaml"))
    return ([folder] if any(folder.glob("*.yaml")) else []) + below


def drafts_of(folder: Path) -> dict[str, Path]:
    """The drafts of an authority by name: folders under `drafts/`, which are in force for nobody."""
    return {path.parent.name: path.parent for path in sorted(folder.glob("drafts/*/pack.yaml"))}


def texts_of(folder: Path) -> dict[str, str]:
    """The text of every file of the pack in a folder, by its name for messages. Raises NotText, OSError."""
    paths = (path for path in sorted(folder.glob("*.yaml")) if path.is_file())
    return {name: _text_of(path, name) for path in paths for name in [f"{shown(folder)}/{path.name}"]}


def _text_of(path: Path, name: str) -> str:
    raw = path.read_bytes()
    try:
        return io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8").read()  # with one kind of line end
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        says = "This line is not UTF-8: save the file as UTF-8, as any editor does under “encoding”."
        raise NotText(Problem(name, line, "", says)) from error


def shown(folder: Path) -> str:
    """A folder as messages name it: from `packs/` on, if it lies under one."""
    parts = folder.resolve().parts
    if "packs" in parts:
        last = len(parts) - 1 - parts[::-1].index("packs")
        return "/".join(parts[last:])
    return folder.name


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The text of a letter as the pack has it; `version` follows from the text, so that a changed text is another."""

    name: str
    version: str
    text: str


def letter_of(folder: Path, template: str, edition: str = "") -> LetterTemplate | None:
    """The template of a letter in the pack of a folder ("letters/family.md"), in the edition named, if it is there.

    An edition that was put into force by a person has no folder of its own: its letters are those of the latest one.
    """
    places = editions_of(folder)
    if edition and not any(_names(place, edition) for place in places):
        edition = ""
    for place in reversed(places):
        path = (place / template).resolve()
        if path.is_file() and path.is_relative_to(place.resolve()) and (not edition or _names(place, edition)):
            text = path.read_text(encoding="utf-8")
            return LetterTemplate(path.name, hashlib.sha256(text.encode()).hexdigest()[:8], text)
    return None


def _names(folder: Path, edition: str) -> bool:
    files = tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(folder.glob("*.yaml")))
    return _edition_in(folder, files) == edition


@lru_cache(maxsize=256)
def _edition_in(folder: Path, files: tuple[tuple[str, int, int], ...]) -> str:
    """The name of the edition in a folder whose files are still these; "" where it cannot be read."""
    pack = load(folder).pack
    return pack.edition.name if pack is not None else ""


def clauses_in(register: Path) -> dict[str, str]:
    """The ids of all clauses of a register file, each with its text for pages."""
    problems = Problems()
    root = read_file(register.name, register.read_text(encoding="utf-8"), problems)
    lines = root.get("clauses") if root is not None else None
    found: dict[str, str] = {}
    for item in lines.items if lines is not None else ():
        key, text = item.get("id") or item.get("clause"), item.get("rule") or item.get("text")
        if key is not None:
            found[key.text] = text.text if text is not None else ""
    return found


def _all_below(folder: Path, files: Mapping[str, str]) -> list[dict[str, str]]:
    """All texts on which the reading of a pack may turn: every edition of every pack below it. Nothing is parsed for
    that, so that what is in the cache is found at once."""
    found: list[dict[str, str]] = []
    waiting: list[Mapping[str, str]] = [files]
    for _step in range(MOST_BASES):
        waiting = [base for one in waiting for base in _bases_of(folder, one) if base not in found]
        found += [dict(base) for base in waiting]
    return found


def _stands_on(folder: Path, files: Mapping[str, str]) -> tuple[list[dict[str, str]], tuple[Problem, ...]]:
    """The packs that this one is based on, the nearest first; and what is missing."""
    chain: list[dict[str, str]] = []
    own = dict(files)
    while len(chain) < MOST_BASES:
        base, missing = _edition_of(own, _bases_of(folder, own))
        if missing or base is None:
            return chain, missing
        if base in (dict(files), *chain):
            return chain, (_round(files),)
        chain.append(base)
        own = base
    return chain, ()


def _round(files: Mapping[str, str]) -> Problem:
    """A pack that stands on itself, by way of others."""
    file, text, at = next((f, t, match.start()) for f, t in files.items() if (match := _BASED_ON.search(t)))
    says = 'What this pack is based on is based on this pack: one of them stands alone. Take its "based_on" out.'
    return Problem(file, text.count("\n", 0, at) + 1, "", says)


def _bases_of(folder: Path, files: Mapping[str, str]) -> list[dict[str, str]]:
    """The texts of every edition of the pack that this one names under `based_on`."""
    name = next((match[1] for text in files.values() if (match := _BASED_ON.search(text))), "")
    for above in folder.parents[:3] if name else ():
        editions = editions_of(above / name)
        if editions:
            return [texts_of(place) for place in editions]
    return []


def _edition_of(
    files: Mapping[str, str], bases: list[dict[str, str]]
) -> tuple[dict[str, str] | None, tuple[Problem, ...]]:
    """Of the pack this one is based on, the edition it names."""
    head = gather(files, Problems()).head
    node = head.get("based_on") if head is not None else None
    if node is None:
        return None, ()
    edition = node.text.partition(" ")[2]
    for texts in bases:
        below = gather(texts, Problems()).head
        named = below.get("edition") if below is not None else None
        name = named.get("name") if named is not None else None
        if name is not None and (not edition or name.text == edition):
            return texts, ()
    say = f'"based_on" names "{node.text}", and there is no such pack here: write its folder and its edition.'
    return None, (Problem(node.where.file, node.where.line, "", say),)


def _digest(*groups: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for group in groups:
        for name in sorted(group):
            digest.update(f"{name.rsplit('/', 1)[-1]}\0{group[name]}\0".encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _reader_digest() -> str:
    folder = Path(reading.__file__).parent
    rooms = (folder, folder.parent / "working_time")
    texts = ({str(p.relative_to(room)): p.read_text(encoding="utf-8") for p in room.rglob("*.py")} for room in rooms)
    return _digest(*texts)[:16]


def _from_cache(stored: Path | None) -> PackResult | None:
    if stored is None or not stored.is_file():
        return None
    try:
        found = pickle.loads(stored.read_bytes())  # written below, by this user, in this folder
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError):
        return None
    return found if isinstance(found, PackResult) else None


def _into_cache(stored: Path, result: PackResult) -> None:
    try:
        stored.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=stored.parent, delete=False) as file:
            pickle.dump(result, file, protocol=pickle.HIGHEST_PROTOCOL)
        os.replace(file.name, stored)
    except OSError:
        return  # a folder that cannot be written only costs time
