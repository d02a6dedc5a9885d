"""What is in force: the editions of the pack's folder, and what persons have put into force since, build by build.

A new edition, or a better encoding of one (a build), is an entry in the authority's own journal: who, from when, why,
and the very texts, so that what was approved is what runs, and is in every safety copy. A further entry undoes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from baton.journal import Entry
from baton.packs_on_disk import from_texts
from baton.policy import model as m

IN_FORCE = ("edition", "build", "undo")  # the words of the entries that change what is in force


class NotReadable(ValueError):
    """The texts that were put into force cannot be read by this version of the program."""


def in_force(packs: m.Packs, entries: Iterable[Entry]) -> m.Packs:
    """The editions after everything that these entries of the authority put into force, or took back."""
    approved = [e for e in entries if e.verb == "put_in_force" and e.word in IN_FORCE]
    undone = {int(e.values["of"]) for e in approved if e.word == "undo"}
    for entry in approved:
        if entry.word != "undo" and entry.number not in undone:
            packs = with_pack(packs, _read(json.dumps(entry.values["texts"], sort_keys=True)), _day(entry.values))
    return packs


def with_pack(packs: m.Packs, pack: m.Pack, from_: date | None) -> m.Packs:
    """The editions with one more: a build stands in the place of the edition of its name and keeps its dates; another
    name is a new edition from its day on."""
    same = next((one for one in packs.editions if one.edition.name == pack.edition.name), None)
    begins = same.edition.in_force_from if same is not None else from_
    if begins is not None:
        pack = replace(pack, edition=replace(pack.edition, in_force_from=begins))
    others = [one for one in packs.editions if one.edition.name != pack.edition.name]
    return m.Packs(tuple(sorted((*others, pack), key=lambda one: one.edition.in_force_from)))


def _day(values: Mapping[str, object]) -> date | None:
    text = values.get("from")
    return date.fromisoformat(str(text)) if text else None


@lru_cache(maxsize=64)
def _read(texts: str) -> m.Pack:
    result = from_texts(json.loads(texts))
    if result.pack is None:
        raise NotReadable("\n".join(str(error) for error in result.errors))
    return result.pack


def values_of(texts: Sequence[Mapping[str, str]], pack: m.Pack, from_: date | None) -> dict[str, object]:
    """What an entry that puts this pack into force holds."""
    return {
        "edition": pack.edition.name, "build": pack.build, "from": from_.isoformat() if from_ is not None else "",
        "texts": [dict(files) for files in texts],
    }  # fmt: skip
