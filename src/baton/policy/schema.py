"""A JSON Schema of a pack's files, made from the tables of keys, so that editors complete and colour what is typed.

It knows shapes only. Names, kinds and phrases are the reader's work: what passes here may still be refused there.
"""

from __future__ import annotations

import json
from typing import Any, Final

from baton.policy import shapes
from baton.policy.shapes import CHOICES, Shape

_TEXT: Final = {"type": "string"}
_TEXTS: Final = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_KEY: Final = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_CLAUSE: Final = {"type": "string", "pattern": "^[A-Z]{2,5}-[A-Za-z0-9][A-Za-z0-9.-]*$"}
_UNIT: Final = "(?:minutes?|hours?|calendar days?|working days?|weeks?|months?|years?)"
_AMOUNT: Final = {"type": "string", "pattern": f"^[0-9]+ {_UNIT}(?: (?:and )?[0-9]+ {_UNIT})*$"}
_DATE: Final = {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|not stated)$"}


def pack_schema() -> dict[str, Any]:
    """The schema of one file of a pack."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a Baton pack",
        "description": "Made by `baton schema` from src/baton/policy/shapes.py: do not change it by hand.",
        **_block(shapes.BLOCKS),
        "$defs": {
            **{_name(key): _block(shape) for key, shape in shapes.ONE_OF.items()},
            **{f"rule_{verb}": _block(shapes.rule_shape(verb)) for verb in shapes.VERBS},
            "condition": _joined("condition", ("all", "any"), ("not",), ("some", "every"), ("at", "is")),
            "moment": _joined("moment", ("earliest", "latest", "choose")),
            "who": _joined("who", ("any", "each", "in_order"), ("at_least", "of")),
        },
    }


def schema_text() -> str:
    """The schema as it stands in docs/pack.schema.json."""
    return json.dumps(pack_schema(), indent=1, ensure_ascii=False) + "\n"


def _name(kind: str) -> str:
    return kind.replace(" ", "_")


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{_name(name)}"}


def _block(shape: Shape) -> dict[str, Any]:
    needed = [key for key, kind in shape.items() if kind.endswith("!")]
    block: dict[str, Any] = {
        "type": "object",
        "properties": {key: _value(kind.rstrip("!")) for key, kind in shape.items()},
        "additionalProperties": False,
    }
    return {**block, "required": needed} if needed else block


def _map(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "propertyNames": _KEY, "additionalProperties": of}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": of}


def _joined(name: str, *groups: tuple[str, ...]) -> dict[str, Any]:
    keys: dict[str, Any] = {key: {} for group in groups for key in group}
    return {"anyOf": [_TEXT, {"type": "object", "properties": keys, "additionalProperties": False, "minProperties": 1},
                      _ref("setting")], "title": name}  # fmt: skip


_RULES: Final = {"anyOf": [*({"$ref": f"#/$defs/rule_{verb}"} for verb in shapes.VERBS), {"$ref": "#/$defs/checklist"}]}

_VALUES: Final[dict[str, dict[str, Any]]] = {
    "text": _TEXT, "texts": _TEXTS, "key": _KEY, "keys": _TEXTS, "any": {},
    "number": {"type": "integer", "minimum": 1},
    "flag": {"anyOf": [{"type": "boolean"}, _ref("setting")]},
    "clause": {"anyOf": [_CLAUSE, {"type": "array", "items": _CLAUSE, "minItems": 1}]},
    "amount": {"anyOf": [_AMOUNT, _ref("setting")]}, "date": _DATE, "names": _map(_TEXT), "settings": _map({}),
    "words": _map(_ref("word")), "places": _map(_ref("place")), "offices": _map(_ref("office")),
    "forums": _map(_ref("forum")), "matters": _map(_ref("matter")), "terms": _map(_ref("term")),
    "rules": _list(_RULES), "lines": _list({"type": "object"}), "guidance": _list(_ref("guidance line")),
    "drop": _list(_ref("drop line")), "takes": _list(_ref("take")), "rungs": _list(_ref("rung")),
    "pack": _ref("pack"), "edition": _ref("edition"), "section": _ref("section"), "goes": _ref("goes"),
    "condition": _ref("condition"), "conditions": _list(_ref("condition")), "moment": _ref("moment"),
    "moment or condition": {}, "who or moment": {}, "who": _ref("who"), "whos": _TEXTS, "excuse": _ref("excuse"),
    "in force": _ref("in force"), "change": {"anyOf": [{"const": "drop"}, _ref("change")]},
    "parts": _map(_TEXTS), "outcomes": _map({"anyOf": [_TEXTS, {"type": "null"}, {"type": "array", "maxItems": 0}]}),
    "around": {}, "record": {}, "recipients": {}, "stop": {}, "forum parts": _map({}), "effects": _TEXTS,
    "keys or says": {}, "subject": _TEXT, "office of": _TEXT,
}  # fmt: skip


def _value(kind: str) -> dict[str, Any]:
    choices = CHOICES.get(kind)
    if kind == "not known":
        return {"type": "string", "pattern": "^(ask|as (yes|no)( from .+)?)$"}
    if choices is not None:
        return {"anyOf": [{"enum": list(choices)}, _ref("setting")]}
    found = _VALUES[kind]
    if kind in ("texts", "text", "keys", "keys or says", "effects", "subject"):
        return {"anyOf": [*found.get("anyOf", [found]), _ref("setting")]} if found else {}
    return found
