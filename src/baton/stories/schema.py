"""The JSON Schema of a story, made from the same tables as the reader; it lies at docs/story.schema.json.

An editor can check keys with it. Weekdays, names and phrases are checked by the reader alone.
"""

from __future__ import annotations

import json
from typing import Any, Final

from baton.stories.shape import (
    CAPACITIES,
    CAST,
    CHILD,
    EXACTLY,
    EXPECT,
    FAMILY,
    IMPORT,
    ITEM,
    LINES,
    LISTS,
    NEW_BUILD,
    NEW_EDITION,
    OPEN,
    OUTCOMES,
    RESTORE,
    ROW,
    STORY,
    SYSTEM,
    Shape,
)

_KEY: Final = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_DAY: Final = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]* [0-9]{1,2} [A-Z][a-z]{2,8} [0-9]{4}( [0-9]{1,2}:[0-9]{2})?"
_WHEN: Final = f"^({_DAY}|between {_DAY} and {_DAY}|(before|not later than|after) {_DAY}|not known)$"
_CLAUSE: Final = {"type": "string", "pattern": "^[A-Z]{2,5}-[A-Za-z0-9][A-Za-z0-9.-]*$"}


def _one_or_more(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [of, {"type": "array", "items": of}]}


def _map_of(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": _KEY, "additionalProperties": of}


def _list_of(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


_LISTS_NAMED: Final = _one_or_more({"enum": list(LISTS)})
_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": ["string", "number"]},
    "key": _KEY,
    "keys": _one_or_more(_KEY),
    "texts": _one_or_more({"type": ["string", "number"]}),
    "when": {"type": "string", "pattern": _WHEN},
    "clauses": _one_or_more(_CLAUSE),
    "flag": {"type": "boolean"},
    "number": {"type": "integer"},
    "values": {"type": "object"},
    "value": {},
    "settings": {"type": "object"},
    "capacity": {"enum": list(CAPACITIES)},
    "outcome": {"enum": list(OUTCOMES)},
    "state": {"enum": ["running", "hold"]},
    "lists": _LISTS_NAMED,
    "pairs": _list_of(_list_of(_KEY)),
    "people": _map_of({"type": "string"}),
}


def schema() -> dict[str, Any]:
    """The schema of one story file."""
    definitions = {
        "cast": _object(CAST), "child": _object(CHILD), "family": _object(FAMILY), "open_matter": _object(OPEN),
        "import": _object(IMPORT), "row": _object(ROW), "new_edition": _object(NEW_EDITION),
        "new_build": _object(NEW_BUILD), "restore": _object(RESTORE), "exactly": _object(EXACTLY),
        "system": _object(SYSTEM), "expect": _expect(), "line": {"oneOf": [_object(shape) for shape in LINES.values()]},
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A Baton story",
        **_object(STORY), "$defs": definitions,
    }  # fmt: skip


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=1) + "\n"


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _kind(kind: str) -> dict[str, Any]:
    if kind in _PLAIN:
        return _PLAIN[kind]
    return {
        "cast": _ref("cast"), "lines": _list_of(_ref("line")), "branches": _map_of(_list_of(_ref("line"))),
        "children": _map_of(_ref("child")), "families": _map_of(_ref("family")), "open": _list_of(_ref("open_matter")),
        "rows": _list_of(_ref("row")),
    }.get(kind) or _ref(kind)  # fmt: skip


def _object(shape: Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: _kind(kind.rstrip("!")) for key, kind in shape.items()},
        "required": [key for key, kind in shape.items() if kind.endswith("!")],
        "additionalProperties": False,
    }


def _expect() -> dict[str, Any]:
    found = _object({key: kind for key, kind in EXPECT.items() if kind != "items"})
    for name, keys in LISTS.items():
        item = _object({key: ITEM[key] for key in (*keys, "count")})
        found["properties"][name] = _list_of({**item, "minProperties": 1})
    return found
