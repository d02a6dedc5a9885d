"""The form of a story: which keys stand where. The reader, the schema and the page all follow these tables.

A kind that ends in "!" is needed. Kinds: text, key (small letters and underscores), keys (one or a list), texts, when
(a date or time with its weekday), day, clauses, flag, number, values (a block), and the names of other tables.
"""

from __future__ import annotations

from typing import Final

Shape = dict[str, str]

STORY: Final[Shape] = {
    "story": "text!",
    "pack": "key!",
    "edition": "text",
    "cites": "clauses!",
    "settings": "settings",
    "cast": "cast",
    "lines": "lines!",
    "branches": "branches",
    "note": "text",
}
CAST: Final[Shape] = {
    "people": "people",
    "children": "children",
    "families": "families",
    "professionals": "values",
    "open": "open",
}
CHILD: Final[Shape] = {
    "born": "when",
    "due_birth": "when",
    "holder": "key",
    "since": "when",
    "has": "texts",
    "answers": "values",
    "lives_in": "key",
    "restricted": "flag",
    "history_from": "when",
    "copies": "number",
}
FAMILY: Final[Shape] = {"children": "keys!", "half": "pairs", "household": "keys"}
OPEN: Final[Shape] = {
    "child": "keys!",
    "matter": "key!",
    "route": "text",
    "sent": "key",
    "receiver": "key",
    "opened": "when",
    "edition": "text",
    "done": "keys",
    "with": "values",
}

# What any line may have beside what makes its kind.
_ANY: Final[Shape] = {"at": "when!", "by": "key", "for": "keys", "name": "key", "note": "text", "expect": "expect"}
_DOING: Final[Shape] = {
    **_ANY,
    "by": "key!",
    "in_capacity": "capacity",
    "typed_by": "key",
    "happened": "when",
    "with": "values",
    "each": "values",
    "to": "texts",
    "about": "texts",
    "attended": "texts",
    "reason": "text",
    "matter": "text",
    "sitting": "when",
}
LINES: Final[dict[str, Shape]] = {
    "act": {"act": "text!", **_DOING, "against_rule": "flag"},
    "record": {"record": "text!", **_DOING},
    "correct": {
        "correct": "key!",
        **_ANY,
        "by": "key!",
        "happened": "when",
        "with": "values",
        "attended": "texts",
        "to": "texts",
        "reason": "text",
        "did_not_happen": "flag",
        "wrong_child": "flag",
    },
    "import": {"import": "import!", **_ANY},
    "clock": {"clock": "flag!", **_ANY},
    "look": {
        "look": "when!",
        "known": "when",
        "seen_by": "key",
        "for": "keys",
        "note": "text",
        "name": "key",
        "expect": "expect!",
    },
    "race": {"race": "lines!", **_ANY, "expect": "expect!"},
    "new_edition": {"new_edition": "new_edition!", **_ANY},
    "new_build": {"new_build": "new_build!", **_ANY},
    "restore": {"restore": "restore!", **_ANY},
}
IMPORT: Final[Shape] = {"source": "key!", "as_at": "when!", "complete": "keys", "rows": "rows!"}
ROW: Final[Shape] = {
    "child": "key!",
    "list": "number",
    "worker": "text",
    "team": "key",
    "born": "when",
    "has": "texts",
    "answers": "values",
    "held": "values",
}
NEW_EDITION: Final[Shape] = {"name": "text!", "in_force_from": "when!", "settings": "settings"}
NEW_BUILD: Final[Shape] = {"settings": "settings!", "approved_by": "key!", "edition": "text"}
RESTORE: Final[Shape] = {"to": "when!"}
CAPACITIES: Final = ("own office", "cover", "deputy", "representative", "delegate", "senior above")

_ROUTE: Final = ("child", "route", "at", "until", "to", "matter", "because", "asks", "clause")
_DUTY: Final = (
    *("child", "rule", "matter", "who", "to", "by", "earliest", "since", "known", "ended", "act_by", "at", "missing"),
    *("strength", "stops", "waits_for", "because", "asks", "edition", "element", "checklist", "clause"),
)
_MATTER: Final = ("route", "receiver", "sent", "state", "opened", "decision", "transfer_date", "rung")
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "holds": ("child", "held_by", "as", "from", "until", "flag", "office", "team", "service", "rule", "clause"),
    "due": _ROUTE,
    "due_if": _ROUTE,
    "offered": _ROUTE,
    "forecast": _ROUTE,
    "not_due": _ROUTE,
    "open": (*_DUTY, *_MATTER),
    "met": _DUTY,
    "late": (*_DUTY, "route"),
    "excused": _DUTY,
    "follow_up": _DUTY,
    "blocked": ("child", "act", "rule", "matter", "missing", "instead", "strength", "because", "clause"),
    "refused": ("child", "rule", "missing", "needs", "instead", "because", "says", "kind", "clause"),
    "breach": ("child", "rule", "matter", "since", "known", "ended", "missing", "strength", "because", "clause"),
    "told": ("child", "to", "about", "word", "at", "who", "rule", "clause"),
    "to_tell": _DUTY,
    "held_back": _DUTY,
    "asks": ("child", "word", "of", "office", "waits"),
    "differs": ("child", "word", "sources", "stands", "of", "clause"),
    "contradicted": ("child", "rule", "was", "now_says", "choices", "clause"),
    "overtaken": ("child", "rule", "to", "because", "clause"),
    "who_may": ("child", "act", "who", "as", "hole", "clause"),
    "listed": ("child", "sitting", "forum", "marked", "matter", "part", "rank", "since", "clause"),
    "shown": ("child", "rule", "word", "where", "value", "to", "because", "clause"),
    "counted": (*_DUTY, "value"),
    "doubts": ("word", "rule", "because", "clause"),
}
# Every list may also say how many of its answers match: "count".
ITEM: Final[Shape] = {
    **dict.fromkeys(("child", "rule", "matter", "word", "held_by", "stands", "forum", "element"), "text"),
    **dict.fromkeys(("act", "as", "flag", "office", "team", "service", "hole", "marked", "edition", "state"), "text"),
    **dict.fromkeys(
        ("was", "now_says", "instead", "says", "kind", "strength", "checklist", "receiver", "sent"), "text"
    ),
    **dict.fromkeys(("decision", "rung", "part"), "text"),
    "rank": "number",
    **dict.fromkeys(("at", "by", "from", "until", "since", "known", "ended", "act_by", "earliest", "sitting"), "when"),
    **dict.fromkeys(("opened", "transfer_date"), "when"),
    **dict.fromkeys(("who", "of", "to", "needs", "missing", "because", "choices", "asks", "waits", "where"), "texts"),
    **dict.fromkeys(("route", "stops", "waits_for", "about"), "texts"),
    "clause": "clauses",
    "sources": "values",
    "value": "value",
    "count": "number",
}
OUTCOMES: Final = ("done", "refused", "kept and counts", "kept, does not count", "nothing new")
EXPECT: Final[Shape] = {
    **dict.fromkeys(LISTS, "items"),
    "nothing": "lists",
    "only": "lists",
    "outcome": "outcome",
    "next_change": "when",
    "exactly": "exactly",
    "system": "system",
}
EXACTLY: Final[Shape] = {"done": "number", "refused": "number"}
SYSTEM: Final[Shape] = {"state": "state", "missing_from": "when", "would_send": "number", "sent": "number"}
