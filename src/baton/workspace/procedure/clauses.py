"""The pack by clause: its rules and definitions in our words, with strength, reading, doubt and settings."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from baton.policy.labels import label
from baton.policy.model import Pack
from baton.workspace import words
from baton.workspace.said_rules import sentence_of
from baton.workspace.saying import Say

STRENGTH = {
    "refuse": "stops the act",
    "ask_reason": "asks for a reason",
    "warn": "shown as a breach, never stops",
    "count": "counted only",
}
KINDS = {
    "Goes": "A move",
    "Must": "A duty",
    "May": "Who may",
    "Stop": "A gate",
    "Then": "What follows",
    "Show": "Shown",
}


def order(clause: str) -> tuple[Any, ...]:
    """Clauses in the order of the paper: numbers by value, letters after."""
    return tuple(
        int(p) if p.isdigit() else p for p in re.findall(r"\d+|[A-Za-z]+", clause.partition("-")[2]) or [clause]
    )


def _key(clause: str) -> list[tuple[int, Any]]:
    return [(0, p) if isinstance(p, int) else (1, str(p)) for p in order(clause)]


def all_clauses(pack: Pack) -> list[str]:
    """Every clause that the pack cites anywhere."""
    found: set[str] = set()
    for rule in pack.rules:
        found |= set(rule.head.clause) | set(rule.head.cites)
    for table in (pack.words, pack.places, pack.offices, pack.forums, pack.matters, pack.settings, pack.terms):
        for one in table.values():
            found |= set(getattr(one, "clause", ()) or ())
    for note in pack.guidance:
        found |= set(note.clause)
    return sorted(found, key=_key)


def entry(say: Say, clause: str, briefly: bool = False) -> dict[str, Any]:
    """One clause: every rule, definition and setting that it gives, and the guidance if it only guides. `briefly`: the
    terms by their names, not by what they mean."""
    pack = say.pack
    rules = [r for r in pack.rules if clause in r.head.clause or clause in r.head.cites]
    seen: set[str] = set()
    lines = []
    for r in rules:
        text = sentence_of(pack, r, briefly)
        if text in seen:
            continue
        seen.add(text)
        strength = getattr(r, "strength", "")
        lines.append(
            {
                "text": text,
                "key": r.head.key,
                "kind": KINDS.get(type(r).__name__, ""),
                "note": r.head.note,
                "strength": STRENGTH.get(strength, "") if strength else "",
                "reading": r.head.reading,
                "doubt": r.head.doubt,
                "also": [c for c in r.head.clause if c != clause],
                "cites": [c for c in r.head.cites if c != clause],
                "where": f"{r.head.where.file.rsplit('/', 1)[-1]}, line {r.head.where.line}",
                "section": _section(pack, r),
            }
        )
    return {
        "clause": clause,
        "rules": lines,
        "definitions": _definitions(say, clause),
        "settings": [_value(pack, s) for s in pack.settings.values() if clause in s.clause],
        "guidance": [g.because for g in pack.guidance if clause in g.clause],
        "doubtful": any(line["doubt"] for line in lines)
        or any(s.doubt for s in pack.settings.values() if clause in s.clause),
    }


def _section(pack: Pack, rule: Any) -> str:
    file = rule.head.where.file
    return next((title for name, title in pack.sections.items() if name.endswith(file.rsplit("/", 1)[-1])), "")


def _definitions(say: Say, clause: str) -> list[str]:
    pack, found = say.pack, []
    tables = (
        ("Word", pack.words),
        ("Place", pack.places),
        ("Office", pack.offices),
        ("Forum", pack.forums),
        ("Matter", pack.matters),
    )
    for name, table in tables:
        for key, one in table.items():
            if clause in (getattr(one, "clause", ()) or ()):
                said = getattr(one, "question", "") or getattr(one, "says", "") or key.replace("_", " ")
                found.append(f"{name}: {words.initial_capital(said)}")
    return found


def _value(pack: Pack, s: Any) -> dict[str, Any]:
    """A value that the authority may change, with the other readings; the pack's keys in it as the words they are."""

    def said(text: Any) -> str:
        return re.sub(r"[a-z0-9]+(?:_[a-z0-9]+)+", lambda key: label(key.group(), pack), str(text))

    others = [said(text) for text in (s.or_says or s.or_ or ())]
    return {"name": label(s.name, pack), "is": said(s.is_), "guess": s.guess, "others": others, "doubt": s.doubt}


def listing(say: Say, wanted: str, doubt: bool) -> list[dict[str, Any]]:
    """The clauses for the reader, by section of the paper (the first number), narrowed by what was searched."""
    wanted = wanted.casefold().strip()
    sections: dict[str, list[dict[str, Any]]] = {}
    for clause in all_clauses(say.pack):
        one = entry(say, clause, briefly=True)
        text = " ".join([clause, *(r["text"] for r in one["rules"]), *one["definitions"], *one["guidance"]]).casefold()
        if (wanted and wanted not in text) or (doubt and not one["doubtful"]):
            continue
        head = _HEAD.match(clause)
        sections.setdefault(head[1] if head else "", []).append(one)
    return [{"title": _title(key, found), "clauses": found} for key, found in sections.items()]


_HEAD = re.compile(r"[A-Za-z]+-(\d+[A-Z]?|[A-Za-z]+(?=-))")


def _title(key: str, found: list[dict[str, Any]]) -> str:
    """ "Section 4"; where the paper has names for its sections, as the pack calls the file of most of their rules."""
    if key[:1].isdigit():
        return f"Section {key}"
    named = Counter(r["section"] for one in found for r in one["rules"] if r["section"])
    return named.most_common(1)[0][0] if named else key or "Other"
