"""What extracts say set beside what people recorded here: the same is said once, and nothing of a person's is undone.

Where Baton keeps a kind of fact, another thing that an extract says is kept as seen and does not stand. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from baton.imports.claims import HOLDS
from baton.imports.model import by
from baton.imports.previous import LASTING
from baton.imports.sources import Sources
from baton.imports.spells import PHASES, Doubt
from baton.journal import Entry
from baton.journal.observations import Said
from baton.journal.standing import standing_in
from baton.journal.vocabulary import ACT_AS_PHASE
from baton.working_time import local_day, say_window

# Verbs by which somebody here made a child somebody's.
_HOLDING: Final = frozenset({"open", "opened", "move", "reopen"})


def of_people(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that stand and that no extract made."""
    return [e for e in standing_in(entries) if e.source != "import"]


def is_held_here(own: Sequence[Entry]) -> bool:
    """Whether somebody here has said who holds the child."""
    return any(e.verb in _HOLDING for e in own)


def beside(lines: Sequence[Said], own: Sequence[Entry], sources: Sources) -> tuple[list[Said], list[Doubt]]:
    """The lines that remain, and what a person should look at."""
    if not own:
        return list(lines), []
    by_word: dict[str, list[Entry]] = {}
    for entry in own:
        by_word.setdefault(entry.word, []).append(entry)
    kept: list[Said] = []
    doubts: list[Doubt] = []
    for line in lines:
        mine = by_word.get(line.word, [])
        if not mine or line.word == HOLDS:
            kept.append(line)
        elif not any(_says_so(entry, line) for entry in mine):
            kept += _other(line, mine, sources, doubts)
    return kept, doubts


def _says_so(entry: Entry, line: Said) -> bool:
    """Whether a person recorded this very thing: the same event of that day, or the same lasting value."""
    if ACT_AS_PHASE.get(entry.verb, entry.verb) != line.phase:
        return False
    if line.word in LASTING and line.phase != "born":
        wanted = line.values.get(line.word, line.values.get("value"))
        return wanted in (entry.values.get(line.word), entry.values.get("value"), entry.values.get("reference"))
    return not line.happened.is_vague and local_day(entry.happened.lo) == local_day(line.happened.lo)


def _other(line: Said, mine: Sequence[Entry], sources: Sources, doubts: list[Doubt]) -> list[Said]:
    alike = [e for e in mine if ACT_AS_PHASE.get(e.verb, e.verb) == line.phase]
    if line.word == "identifier" or not alike or line.phase not in (*PHASES, "born", "given"):
        return [line]
    ours, theirs = say_window(alike[-1].happened), say_window(line.happened)
    says = f"a person recorded {ours}, {line.at.get('group', 'an extract')} says {theirs}"
    if line.word in LASTING:
        doubts.append(Doubt(line.word, "a person recorded another value than an extract says: the person's stands"))
        return [_not_standing(line)]
    if line.phase not in PHASES:
        return [line]
    if sources.keeps_here(line.word):
        doubts.append(Doubt(line.word, f"{line.phase}: {says}; the person's stands, because Baton keeps this"))
        return [_not_standing(line)]
    doubts.append(Doubt(line.word, f"{line.phase}: {says}; both are kept"))
    return [line]


def _not_standing(line: Said) -> Said:
    """The same, kept as seen by the extract's day: it starts and ends nothing."""
    values: dict[str, Any] = {
        "says": f"{line.phase} {say_window(line.happened)}", "list": line.at.get("list", ""), "stands": False,
    }  # fmt: skip
    if line.word in line.values:
        values["says"] = line.values[line.word]
    day = line.at.get("as_at")
    seen = by(date.fromisoformat(day)) if day else line.happened
    return line._replace(phase="observed", happened=seen, values=values)
