"""Which keys each block of a pack may have, and of what kind each value is ("!" at the end: it must be there).

One table for the reader's messages, the published schema and the formatter's order of keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Shape = Mapping[str, str]

BLOCKS: Final[Shape] = {
    "pack": "pack", "section": "section", "words": "words", "places": "places", "offices": "offices",
    "forums": "forums", "matters": "matters", "terms": "terms", "rules": "rules", "guidance": "guidance",
}  # fmt: skip
PACK: Final[Shape] = {
    "authority": "key!", "title": "text!", "based_on": "text", "prefix": "text!", "edition": "edition!",
    "calendar": "calendar!", "office_hours": "text", "late_learnt": "amount!", "books": "names", "opens": "names",
    "settings": "settings", "drop": "drop", "writes_to_young_people_from": "amount",
}  # fmt: skip
EDITION: Final[Shape] = {
    "name": "text!", "in_force_from": "date!", "review_by": "date", "clause": "clause",
    "changeover": "condition", "approved_by": "key",
}  # fmt: skip
SECTION: Final[Shape] = {"title": "text!", "for": "subject"}
DROP: Final[Shape] = {"rule": "key!", "clause": "clause!", "because": "text!"}
GUIDANCE: Final[Shape] = {"clause": "clause!", "because": "text!"}
SETTING: Final[Shape] = {
    "setting": "key!", "is": "any!", "or": "any", "doubt": "text!", "guess": "flag", "clause": "clause",
}  # fmt: skip
WORD: Final[Shape] = {
    "kind": "word kind!", "says": "text", "also": "texts", "about": "text", "question": "text", "answers": "texts",
    "parts": "parts", "silence": "silence", "asked_of": "who", "contents": "texts", "template": "text",
    "by_email": "flag", "includes": "texts", "one_for_group": "flag", "each_person": "flag",
    "heavy": "flag", "runs_on": "flag", "clause": "clause",
}  # fmt: skip
PLACE: Final[Shape] = {
    "says": "text", "also": "texts", "service": "flag", "outside": "flag", "group": "keys", "teams": "keys or says",
    "statutory": "flag", "landing_holder": "key", "by_address": "key", "paired_with": "key", "holds": "condition",
    "clause": "clause",
}  # fmt: skip
TEAM: Final[Shape] = {"says": "text", "holds": "condition", "pairs": "keys"}
OFFICE: Final[Shape] = {
    "says": "text", "also": "texts", "slot": "flag", "of": "office of", "above": "key", "stand_in": "stand in",
    "practitioner": "flag", "clause": "clause",
}  # fmt: skip
FORUM: Final[Shape] = {
    "says": "text", "of": "text!", "clause": "clause", "administrator": "key", "sits": "text!",
    "closed_day": "closed day", "breaks": "texts", "cut_off": "moment", "roll": "roll",
    "late_items": "late items", "item": "forum item",
    "decides": "decides", "seats": "whos", "quorum": "who", "parts": "forum parts", "order": "conditions",
    "outcomes": "outcomes", "clause_late": "clause",
}  # fmt: skip
MATTER: Final[Shape] = {
    "says": "text", "is": "key", "about": "key", "clause": "clause", "opened_by": "who or moment", "ends": "moment",
    "takes": "takes", "meanwhile": "meanwhile", "clause_meanwhile": "clause", "never_stops": "keys", "rungs": "rungs",
}  # fmt: skip
RUNG: Final[Shape] = {
    "who": "who!", "clause": "clause!", "within": "moment", "prompt": "moment", "late": "effects",
    "paused_while": "condition", "final": "flag",
    "early": "early",
}  # fmt: skip
TAKES: Final[Shape] = {"clause": "clause!", "rules": "keys!", "doubt": "text"}
TERM: Final[Shape] = {"clause": "clause!", "is": "condition", "at": "moment"}
EXCUSE: Final[Shape] = {
    "who": "who!", "record": "record!", "as": "excuse as", "to": "key", "each": "key", "still_breach": "flag",
    "lasts": "amount", "times": "number", "clause": "clause",
}  # fmt: skip
IN_FORCE: Final[Shape] = {"from": "date", "to": "date", "measured_on": "moment!"}
GOES_INNER: Final[Shape] = {"from": "key!", "to": "text!", "as": "key!", "together": "key"}

HEAD: Final[Shape] = {
    "key": "key!", "clause": "clause!", "for": "subject", "in_force": "in force", "when": "condition",
    "not_known": "not known", "note": "text", "doubt": "text", "reading": "text",
}  # fmt: skip
VERBS: Final[Mapping[str, Shape]] = {
    "goes": {"goes": "goes!", "at": "moment!", "around": "around", "becomes": "becomes!", "over": "keys"},
    "must": {
        "who": "who!", "must": "text!", "to": "recipients", "only_to": "flag", "about": "texts",
        "channel": "channel", "each": "text",
        "while": "condition", "after": "keys", "not_before": "moment", "by": "moment", "prompt": "moment",
        "every": "text", "until": "moment or condition", "before": "texts", "counts_if": "condition",
        "strength": "strength!", "excuse": "excuse", "late": "effects", "again_if": "texts", "roll": "roll",
        "paused_while": "condition", "stand_in": "stand in", "not_same_person_as": "keys", "different_people": "flag",
        "prepared_by": "who",
    },
    "may": {
        "who": "who!", "may": "texts!", "stand_in": "stand in", "not_same_person_as": "keys", "prepared_by": "who",
        "rules": "keys", "record": "record", "lasts": "amount", "times": "number",
    },
    "stop": {
        "stop": "stop!", "until": "condition", "while": "condition", "each": "text", "strength": "strength!",
        "excuse": "excuse", "instead": "text",
    },
    "then": {"at": "moment!", "then": "effects!", "default_for": "key", "lapses": "moment"},
    "show": {"show": "texts!", "where": "texts!"},
    "except": {"except": "keys!", "change": "change!", "over": "keys"},
}  # fmt: skip
CHANGE: Final[Shape] = {
    "who": "who", "to": "recipients", "not_before": "moment", "by": "moment", "before": "texts", "at": "moment",
    "counts_if": "condition", "strength": "strength", "excuse": "excuse", "prompt": "moment", "until": "condition",
    "while": "condition",
}  # fmt: skip
CHECKLIST: Final[Shape] = {
    **{key: kind for key, kind in HEAD.items() if key != "key"},
    "checklist": "key!",
    **{key: kind.rstrip("!") for key, kind in VERBS["must"].items()},
    "lines": "lines!",
}

# The pages on which a `show` may stand.
PAGES: Final = (
    "child", "transfer", "choose_worker", "panel_item", "minutes", "tray", "team", "tracker", "referral", "dispute",
    "dashboard", "report", "procedure",
)  # fmt: skip
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "calendar": ("england-and-wales",),
    "word kind": ("spell", "event", "answer", "document", "task", "people", "slot"),
    "silence": ("no", "not known"),
    "stand in": ("line", "representative", "none"),
    "strength": ("refuse", "ask_reason", "warn", "count"),
    "becomes": ("due", "offered"),
    "channel": ("any", "spoken", "letter", "in writing", "system"),
    "roll": ("none", "back to working day", "on to working day"),
    "meanwhile": ("waits", "goes on"),
    "early": ("with reason",),
    "excuse as": ("follow-up",),
    "closed day": ("next working day", "working day before", "next same weekday", "cancelled", "stand"),
    "late items": ("next sitting", "ask_reason"),
    "decides": ("each child",),
    "forum item": ("child", "family", "sibling group"),
    "not known": ("ask", "as yes", "as no"),
}

# One form of each, for the schema and the formatter.
ONE_OF: Final[Mapping[str, Shape]] = {
    "pack": PACK, "edition": EDITION, "section": SECTION, "word": WORD, "place": PLACE, "office": OFFICE,
    "forum": FORUM, "matter": MATTER, "rung": RUNG, "term": TERM, "setting": SETTING, "excuse": EXCUSE,
    "in force": IN_FORCE, "goes": GOES_INNER, "change": CHANGE, "checklist": CHECKLIST, "take": TAKES,
    "drop line": DROP, "guidance line": GUIDANCE,
}  # fmt: skip


def rule_shape(verb: str) -> Shape:
    """All keys of a rule with this verb, in the order in which a person reads them."""
    head, own = dict(HEAD), VERBS[verb]
    tail = {key: head.pop(key) for key in ("note", "doubt", "reading")}
    return {**head, **own, **tail}


def verb_of(keys: Mapping[str, object]) -> str:
    """The verb of a rule by its keys; "" if there is none or more than one. `then` and `except` go before `must`."""
    found = [verb for verb in VERBS if verb in keys]
    return found[0] if len(found) == 1 else ""
