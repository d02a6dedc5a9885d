"""The readiness grid: every line of the checklists of a transfer by every child, with a date, a tag, or why it does not
apply. Lines, conditions and words are the pack's; nothing here knows any checklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE
from baton.journal import Entry
from baton.policy.model import Must, Pack, Stop
from baton.policy.model.conditions import ALWAYS, All, Always, Any_, Condition, Named, Not, RuleIs, Taken
from baton.policy.wording import say_condition
from baton.store.models import Child, DoesNotCount, Matter, WorkItem
from baton.working_time import local_day
from baton.workspace import words
from baton.workspace.acting.field import JOURNAL_VERB
from baton.workspace.own_answers.asking import own_words
from baton.workspace.saying import Say
from baton.workspace.transfer.excusing import excuse_href
from baton.workspace.words import Tag
from baton.workspace.work import first, href_of, may_do, question, tag_of, when_of

DATED = frozenset({"written", "held", "done"})  # what is recorded by its date alone


@dataclass(slots=True)
class Cell:
    """One line for one child. `name` is the field in which its date may be typed, "" where it is not typed here."""

    child: str
    tag: Tag | None = None
    text: str = ""
    notes: list[str] = field(default_factory=list)
    href: str = ""
    excuse: str = ""
    name: str = ""
    answers: list[tuple[str, str]] = field(default_factory=list)  # questions without which its record does not count
    open: bool = False
    done: bool = False


@dataclass(slots=True)
class Row:
    """One line of a checklist over all children."""

    rule: str
    what: str
    clause: tuple[str, ...]
    note: str
    cells: list[Cell]
    verb: str
    word: str

    @property
    def open(self) -> bool:
        return any(c.open for c in self.cells)


@dataclass(slots=True)
class Grid:
    """One checklist: its name and lines; `last` for the duties that wait for its lines, which come at the end."""

    title: str
    rows: list[Row]
    last: bool = False

    @property
    def open(self) -> bool:
        return any(r.open for r in self.rows)

    @property
    def applies(self) -> bool:
        return any(c.tag != words.DOES_NOT_APPLY for r in self.rows for c in r.cells)


def lines_of(pack: Pack, kinds: Iterable[str]) -> list[Must]:
    """The lines of all checklists of a kind of matter, then the duties that wait for such lines."""
    wanted = set(kinds)
    here = [r for r in pack.rules if isinstance(r, Must) and r.head.for_ in wanted and not wanted & set(r.head.not_for)]
    lines = [r for r in here if r.checklist]
    keys = {r.head.key for r in lines}
    wait = {key for r in pack.rules if isinstance(r, Stop) and keys & _rules_in(r.until) for key in r.rules}
    waiting = [r for r in here if not r.checklist and (r.head.key in wait or keys & set(r.after))]
    return list({r.head.key: r for r in [*lines, *waiting]}.values())


def _rules_in(when: Condition | None) -> set[str]:
    """The rules that a condition speaks of."""
    match when:
        case RuleIs(key):
            return {key}
        case Not(item) | Taken(item=item) | Named(item=item):
            return _rules_in(item)
        case All(items) | Any_(items):
            return {key for item in items for key in _rules_in(item)}
    return set()


def has_lines(desk: Desk, matter: Matter) -> bool:
    """Whether a line of any checklist applies in this transfer."""
    found = WorkItem.objects.filter(authority=desk.authority, kind="child", matter=matter.key)
    return found.exclude(checklist="").exists()


def grids_of(
    desk: Desk,
    say: Say,
    lead: Matter,
    children: Mapping[str, Child],
    names: Mapping[str, str],
    entries: Mapping[str, Mapping[int, Entry]],
) -> list[Grid]:
    """The grids of a transfer, one a checklist, in the order of the pack."""
    found = WorkItem.objects.filter(
        authority=desk.authority, kind="child", matter=lead.key, subject_id__in=list(children)
    )
    items: dict[tuple[str, str], list[WorkItem]] = {}
    for item in found:
        items.setdefault((item.rule, item.subject_id), []).append(item)
    kept = _kept(desk, children)
    grids: dict[str, Grid] = {}
    for rule in lines_of(say.pack, say.kinds(lead.kind)):
        cells = [
            _cell(desk, say, rule, items.get((rule.head.key, c), []), c, entries[c], kept.get((rule.head.key, c)))
            for c in children
        ]
        title = say.lower(rule.checklist) if rule.checklist else ""
        grid = grids.setdefault(rule.checklist, Grid(words.initial_capital(title), [], not rule.checklist))
        grid.rows.append(_row(say, rule, cells, lead, len(names)))
    return sorted(grids.values(), key=lambda g: g.last)


def _row(say: Say, rule: Must, cells: list[Cell], lead: Matter, children: int) -> Row:
    word = rule.words[0] if rule.words else ""
    known = say.pack.words.get(word)
    one = known is not None and known.one_for_group and children > 1
    what = say.short(rule.head.key, lead.key) if rule.verb not in ("write", "hold", "do") else say.word(word)
    return Row(
        rule.head.key,
        words.initial_capital(what),
        rule.head.clause[:1],
        "may be one date" if one else "",
        cells,
        JOURNAL_VERB.get(rule.verb, rule.verb),
        word,
    )


def _kept(desk: Desk, children: Iterable[str]) -> dict[tuple[str, str], DoesNotCount]:
    """The last record of each line that was kept and does not count."""
    rows = DoesNotCount.objects.filter(authority=desk.authority, kind="child", subject_id__in=list(children))
    return {(d.rule, d.subject_id): d for d in rows.order_by("entry")}


def _cell(
    desk: Desk,
    say: Say,
    rule: Must,
    items: list[WorkItem],
    child: str,
    entries: Mapping[int, Entry],
    kept: DoesNotCount | None,
) -> Cell:
    if not items:
        return Cell(child, words.DOES_NOT_APPLY, only_if(say, rule))
    order = ("late", "open", "may_apply", "not_yet", "excused", "met")
    lead = min(items, key=lambda i: order.index(i.state) if i.state in order else 9)
    cell = Cell(child, tag_of(lead, desk), open=lead.state in NOT_DONE, done=lead.state == "met")
    if lead.state == "met":
        return _done(desk, say, cell, lead, entries)
    if lead.state == "excused":
        cell.text = _excused(say, lead, entries)
        return cell
    when, left = when_of(lead, desk)
    cell.text = " ".join(part for part in (when, left) if part)
    before = first(say, lead, most=3)
    if before:
        cell.notes.append(before)
    if lead.asks:
        cell.notes.append(" ".join(question(say, w) for w in lead.asks))
    entry = entries.get(kept.entry) if kept is not None else None
    if kept is not None and entry is not None:
        cell.notes.append(f"On record: {words.day(entry.happened.lo)}, does not count.")
        asked = [w for w in kept.missing if w in say.pack.words and say.pack.words[w].kind == "answer"]
        if not asked and rule.counts_if is not None:
            cell.notes.append(f"It counts when {say.condition(rule.counts_if)}.")
        here = quote(f"/transfers/{lead.matter}/readiness")
        cell.answers = [(question(say, w), f"/do/{child}?verb=answer&word={w}&next={here}") for w in asked]
    if may_do(desk, lead):
        cell.href = href_of(lead)
        if JOURNAL_VERB.get(lead.verb, lead.verb) in DATED and len(items) == 1 and not lead.recipient:
            cell.name = f"on-{lead.rule}-{child}"
    cell.excuse = excuse_href(desk, say, lead)
    return cell


def _done(desk: Desk, say: Say, cell: Cell, item: WorkItem, entries: Mapping[int, Entry]) -> Cell:
    """The date it was done, by whom, and how late."""
    entry = entries.get(item.met_by)
    day = entry.happened.lo if entry is not None else item.met_at
    cell.text = words.day(day) if day is not None else ""
    cell.tag = None if cell.text else cell.tag
    if entry is not None and entry.done_by:
        cell.notes.append(say.person(entry.done_by))
    if when_of(item, desk)[1]:
        cell.notes.append(when_of(item, desk)[1])
    return cell


def _excused(say: Say, item: WorkItem, entries: Mapping[int, Entry]) -> str:
    """By whom it was excused, and why."""
    found = [e for e in entries.values() if e.verb == "excuse" and item.rule in (e.body.get("excuses"), e.word)]
    last = max(found, key=lambda e: e.number, default=None)
    if last is None:
        return ""
    said = [str(last.body.get("reason") or ""), say.person(last.done_by), words.day(local_day(last.recorded_at))]
    return ", ".join(part for part in said if part)


def only_if(say: Say, rule: Must) -> str:
    """Why a line does not apply: what it is only asked for, without what the whole checklist is asked for."""
    parts = tuple(p for p in _parts(rule.head.when) if not _of_an_exception(p))
    whole = [_parts(r.head.when) for r in say.pack.rules if isinstance(r, Must) and r.checklist == rule.checklist]
    own = [p for p in parts if not all(p in others for others in whole)] if rule.checklist else parts
    if own or rule.each is None:
        said = [say_condition(_brief(p), say.pack).replace('"', "") for p in own or parts]
        return f"only if {' and '.join(said)}" if said else "nothing asks for it here"
    return f"none on record: {words.joined([say.lower(w) for w in rule.each.words]) or rule.each.kind}"


def _parts(when: Condition) -> tuple[Condition, ...]:
    if isinstance(when, Always):
        return ()
    if isinstance(when, All):
        return tuple(part for item in when.items for part in _parts(item))
    return (when,)


def _of_an_exception(when: Condition) -> bool:
    """Whether a part only keeps the rule apart from what another rule makes of it."""
    match when:
        case RuleIs():
            return True
        case Not(item) | Taken(item=item):
            return _of_an_exception(item)
    return False


def _brief(when: Condition) -> Condition:
    """A named condition by its name alone: what it means stands on the page of its clause."""
    match when:
        case Named(key, _, _):
            return Named(key, (), ALWAYS)
        case Not(item):
            return Not(_brief(item))
        case Any_(items) | All(items):
            return replace(when, items=tuple(_brief(i) for i in items))
    return when


def counts(grids: Iterable[Grid]) -> dict[str, int]:
    """How many cells are dated, open, and do not apply."""
    cells = [c for g in grids if not g.last for r in g.rows for c in r.cells]
    return {
        "dated": sum(c.done for c in cells),
        "open": sum(c.open for c in cells),
        "not": sum(c.tag == words.DOES_NOT_APPLY for c in cells),
        "all": sum(c.tag != words.DOES_NOT_APPLY for c in cells),
    }


def tabs(desk: Desk, lead: Matter, current: str) -> list[tuple[str, str, bool]]:
    """The parts of a transfer, as sub navigation; readiness only where there are lines."""
    parts: list[tuple[str, Any]] = [
        ("Steps", ""),
        ("Readiness", "/readiness"),
        ("Each person", "/answers"),
        ("Who has been told", "/told"),
        ("Letters", "/letters"),
    ]
    shown = {"Readiness": has_lines(desk, lead), "Each person": bool(own_words(desk.pack, lead.kind))}
    return [(text, f"/transfers/{lead.key}{end}", text == current) for text, end in parts if shown.get(text, True)]
