"""An account as lines of a journal: the words and values that the engine reads, each with where it was read.

The shape of a line is `baton.journal.observations`'; here stands what extracts need beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from baton.imports.claims import HOLDS, Claim
from baton.imports.folding import Account
from baton.imports.holders import Held
from baton.imports.model import Source, by
from baton.imports.previous import end_of
from baton.journal.observations import Said
from baton.working_time import Window, day_window

# Parts that a reader calls by one name and the vocabulary by the word itself.
_OWN_NAME: Final[Mapping[str, str]] = {
    "sex": "value",
    "ethnicity": "value",
    "case_status": "value",
    "expected_birth": "day",
}
_READ: Final[Mapping[tuple[str, str], tuple[str, str]]] = {("known", "latest"): ("history", "latest only")}
NOBODY_NAMED: Final = "no extract names a worker"


class Holder(NamedTuple):
    """A holder in this authority's own terms: staff id ("" for nobody), team and service of its procedure."""

    worker: str
    team: str
    service: str


Resolve = Callable[[Held], Holder]
Person = Callable[[str, str], str]


def lines_of(account: Account, person: Person) -> list[Said]:
    """The account of one child as lines, but for who holds it. `person` gives the staff id of a name in a team."""
    return [_reference(account), *(_line(account.child, claim, person) for claim in account.claims)]


def holder_lines(account: Account, resolve: Resolve) -> list[Said]:
    """Who holds the child, as each list says it; where no list does and the child is open, nobody."""
    nobody = nobody_named(account)
    held = account.holders if nobody is None else [*account.holders, nobody]
    return [_holder(account.child, each, resolve) for each in held]


def _reference(account: Account) -> Said:
    values = {"system": "case system", "value": account.child}
    at = {"group": "reference", "as_at": f"{account.first}"}
    return Said(account.child, "identifier", "given", by(account.first), values, at)


def _line(child: str, claim: Claim, person: Person) -> Said:
    fact = claim.fact
    values: dict[str, Any] = dict(_READ.get(part, part) for part in fact.parts)
    own = _OWN_NAME.get(fact.word)
    if own is not None and own in values:
        values[fact.word] = values.pop(own)
    if fact.word == "personal_adviser" and values.get("adviser"):
        values["personal_adviser"] = person(values["adviser"], "")
    if fact.word == "closing" and fact.phase == "observed":
        values["stands"] = False
    return Said(
        child, fact.word, fact.phase, fact.happened, values, _at(claim.source, claim.group, claim.at, claim.first)
    )


def _at(source: str, group: str, at: Source, day: date) -> dict[str, Any]:
    return {
        "system": source, "file": at.file, "sheet": at.sheet, "row": at.row, "as_at": f"{day}",
        "list": group.split("/", 1)[0], "group": group,
    }  # fmt: skip


def nobody_named(account: Account) -> Held | None:
    """A child whom extracts show as open and for whom none says who holds it: nobody, since the work began."""
    if account.open_since is None or any(held.stands for held in account.holders):
        return None
    source, day = account.open_by
    when = Window(min(account.open_since, end_of(day) - 1), end_of(day))
    return Held(source, f"{source}/{HOLDS}", Source(""), day, when, "", "", True, NOBODY_NAMED)


def _holder(child: str, held: Held, resolve: Resolve) -> Said:
    holder = resolve(held)
    values: dict[str, Any] = {
        "worker": holder.worker, "team": holder.team, "service": holder.service, "system": held.source,
        "list": held.list_name, "stands": held.stands,
    }  # fmt: skip
    said = held.says or (held.worker if not holder.worker else "")
    values |= {key: value for key, value in (("says", said), ("reason", held.reason), ("named", held.team)) if value}
    return Said(child, HOLDS, "observed", held.when, values, _at(held.source, held.group, held.at, held.day))


def complete_line(child: str, words: tuple[str, ...], to: str) -> Said:
    """Of these words, none recorded means no: extracts that hold every child were read up to this day."""
    at = {"group": "complete", "as_at": to}
    return Said(child, "complete", "observed", day_window(date.fromisoformat(to)), {"words": list(words), "to": to}, at)


def body_of(said: Said) -> dict[str, Any]:
    """The body of the entry that keeps a line."""
    body: dict[str, Any] = {"at": dict(said.at)}
    if said.values:
        body["with"] = dict(said.values)
    return body
