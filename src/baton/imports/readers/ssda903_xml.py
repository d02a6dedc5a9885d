"""The XML form of the SSDA903, taken apart into the records that the CSV files would hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from baton.imports.model import NotUsed, Reading, Rejected, Source
from baton.imports.readers.xml_files import elements, name_of, text_of

Record = tuple[str, int, Mapping[str, object]]

_SAME: Final = {"PL": "PLACE", "CHILDID": "CHILD"}
# Elements with records of their own below HEADER, by how their names begin.
_BLOCKS: Final = {
    "UASC": "uasc",
    "AREVIEW": "reviews",
    "OC2": "oc2",
    "OC3": "oc3",
    "AMISSING": "missing",
    "AD1": "ad1",
    "PERMANENCE": "prev_perm",
    "PREVPERM": "prev_perm",
    "SWEPISODE": "social_worker",
    "SOCIALWORKER": "social_worker",
    "DOLO": "dolo",
    "ADOPTION": "placed_adoption",
    "PLACEDADOPTION": "placed_adoption",
}


def records(path: Path) -> Iterator[Record | Reading]:
    """Every record of every child: which file it belongs to, its line, its fields."""
    found = False
    for child in elements(path, ["CHILD"]):
        if isinstance(child, Rejected):
            yield child
            continue
        if len(child):
            found = True
            yield from _child(path.name, child)
    if not found:
        reason, expected = "there is no child in this file", "EXPSSDA903 with one CHILD element a child"
        yield Rejected(Source(path.name), reason, expected, "Check that this is the SSDA903 export.", "")


def _child(file: str, child: Any) -> Iterator[Record | Reading]:
    header = next((each for each in child if name_of(each) == "HEADER"), None)
    plain = _fields(header) if header is not None else {}
    shared: dict[str, object] = {"CHILD": plain.get("CHILD", ""), "DOB": plain.get("DOB", "")}
    if header is not None:
        yield "header", header.sourceline or 0, {**plain, **shared}
        yield from _blocks(file, header, shared)
    for each in child:
        if name_of(each) == "EPISODE":
            yield "episodes", each.sourceline or 0, {**_fields(each), **shared}
        elif each is not header:
            yield from _block(file, each, shared)


def _fields(element: Any) -> dict[str, object]:
    fields = ((name_of(each).upper(), text_of(each)) for each in element if not len(each))
    return {_SAME.get(name, name): text for name, text in fields if name}


def _blocks(file: str, header: Any, shared: Mapping[str, object]) -> Iterator[Record | Reading]:
    for each in header:
        name = name_of(each).upper().replace("_", "")
        if len(each) or name == "AREVIEW":
            yield from _block(file, each, shared)


def _block(file: str, element: Any, shared: Mapping[str, object]) -> Iterator[Record | Reading]:
    name = name_of(element).upper()
    kind = next((kind for start, kind in _BLOCKS.items() if name.replace("_", "").startswith(start)), None)
    line = element.sourceline or 0
    if kind is None:
        if name:
            yield NotUsed(Source(file, name, line), f"the element {name} is not taken in")
        return
    fields = _fields(element)
    if kind == "reviews" and not fields:
        fields = {"REVIEW": text_of(element)}
    yield kind, line, {**fields, **shared}
