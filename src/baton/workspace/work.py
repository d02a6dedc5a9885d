"""Derived rows of work as lines for a page: the sentence, the tag, the date in words, the clause and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from baton.accounts.desk import Desk
from baton.accounts.permissions import may_see_team
from baton.engine.situation import NOT_DONE
from baton.journal import Entry
from baton.store.day import Asked
from baton.store.lists import Work
from baton.store.models import Child
from baton.working_time import END, CalendarEnded, local_day, midnight_after
from baton.workspace import words
from baton.workspace.reasons import Line, why_of
from baton.workspace.said_rules import WAITS
from baton.workspace.saying import Say
from baton.workspace.words import Tag


def tag_of(item: Any, desk: Desk) -> Tag:
    """The one tag of a duty, as section 4 of the brief has it."""
    state, now = item.state, desk.now
    if state == "met":
        return words.COMPLETED
    if state == "excused":
        return words.EXCUSED
    if state == "does_not_apply":
        return words.DOES_NOT_APPLY
    if state == "late":
        if item.act_by_to is not None and now < item.act_by_to and item.act_by_to != item.by_to:
            return words.LATE_LEARNT
        return words.LATE
    if item.waits_for or state == "not_yet":
        return words.CANNOT_START
    if state == "may_apply":
        return words.NOT_KNOWN
    if item.act_by_at < END and item.act_by_at <= soon(desk):
        return words.DUE_SOON
    return words.TO_DO


def soon(desk: Desk) -> int:
    """The end of the third working day from now: until then a duty is due soon."""
    calendar = desk.around.calendar
    today = local_day(desk.now)
    if calendar is None:
        return desk.now + words.SOON_DAYS * words.DAY
    try:
        return midnight_after(calendar.add_working_days(today, words.SOON_DAYS))
    except CalendarEnded:
        return desk.now + words.SOON_DAYS * words.DAY


def when_of(item: Any, desk: Desk) -> tuple[str, str]:
    """The date of a duty in words, and how much is left or how long ago."""
    now, calendar = desk.now, desk.around.calendar
    if item.state == "met":
        late = item.by_to is not None and item.met_at is not None and item.met_at >= item.by_to
        days = words.working_days(local_day(item.by_to - 1), local_day(item.met_at), calendar) if late else None
        return words.day(item.met_at), f"{words.plural(days, 'day')} late" if days else ""
    if item.state == "late":
        due = item.by_to - 1 if item.by_to is not None else item.since
        said = f"was due {words.day(due)}" if due is not None else "late"
        if item.act_by_to is not None and now < item.act_by_to and item.act_by_to != item.by_to:
            return f"{said}, learnt {words.day(item.known)}: do {words.limit(item.act_by_from, item.act_by_to)}", ""
        return said, words.ago(due, now, calendar) if due is not None else ""
    said = words.limit(item.by_from, item.by_to)
    if item.earliest is not None and item.by_to is not None and item.by_to < END:
        said = f"{words.short_day(item.earliest)} to {words.day(item.by_to - 1)}"
    return said, words.left(item.by_to, now, calendar) if said and item.by_to is not None else ""


def line_of(
    desk: Desk,
    say: Say,
    item: Any,
    child: str = "",
    entries: Mapping[int, Entry] | None = None,
    own: bool = False,
    why: bool = True,
) -> Line:
    """One duty as a line. `own`: the page is about the person whose duty it is, so the who is left out. Without `why`,
    the reasons are to be added to the lines that are shown, when lines have been merged."""
    when, left = when_of(item, desk)
    line = Line(
        say.duty(item),
        "" if own else say.by(item),
        when,
        left,
        tag_of(item, desk),
        tuple(dict.fromkeys(item.clause)),
        child=child,
        key=item.key,
        row=item,
    )
    if why:
        line.why = why_of(say, item, entries, line.what)
    line.note = _note(say, item)
    if may_do(desk, item):
        line.href = href_of(item)
    if item.state == "met" and item.who:
        line.who = say.by(item)
    return line


# Acts that count only when done by those whose they are; what happened, anybody who works with the child may record.
OWN = frozenset(
    ("answer", "allocate", "agree", "authorise", "settle", "decide", "accept", "decline", "request", "keep", "list")
)


def may_do(desk: Desk, item: Any) -> bool:
    """Whether a link to doing it helps this person: it is open, nothing comes first, and it is theirs or a record."""
    if item.state not in ("open", "late", "may_apply") or item.waits_for:
        return False
    if item.kind == "authority":
        return may_see_team(desk.post) and (item.verb not in OWN or desk.post.person in item.who)
    if item.kind != "child":
        return False
    return desk.post.kind != "duty" and (item.verb not in OWN or desk.post.person in item.who)


def href_of(item: Any) -> str:
    """Where this duty is done."""
    if item.kind == "authority":
        return f"/about/authority/{item.subject_id}/do?item={quote(item.key)}"
    if item.verb == "allocate" or (item.verb == "keep" and "allocated_worker" in item.words):
        due = "" if item.matter else f"&rule={quote(item.rule)}"  # a move that is due and that nobody has opened yet
        beside = f"&word={item.words[0]}" if item.verb == "allocate" and item.words else ""
        return f"/allocate/{item.subject_id}?matter={item.matter}{due}{beside}"
    if item.verb == "keep":
        return f"/children/{item.subject_id}/record?matter={item.matter}"
    return f"/do/{item.subject_id}?item={quote(item.key)}"


def first(say: Say, item: Any, most: int | None = None) -> str:
    """What has to be done before this duty, each once; never the duty itself, "" where nothing else is named."""
    keys = [key for key in item.waits_for if key.partition(".")[0] != item.rule][:most]
    before = [one for one in dict.fromkeys(say.short(key, item.matter) for key in keys) if one != say.duty(item)]
    tasks = [one for one in before if not one.startswith(WAITS)]
    text = words.joined(tasks)
    said = [f"First: {text}{'' if text.endswith('?') else '.'}"] if tasks else []
    return " ".join([*said, *(f"{one}." for one in before if one.startswith(WAITS))])


def _note(say: Say, item: Any) -> str:
    notes = []
    if item.waits_for and item.state in NOT_DONE:
        notes.append(first(say, item))
    if item.missing and item.state in ("open", "late") and set(item.missing) - set(item.words):
        notes.append(f"Lacking: {say.missing(item.missing)}.")
    if item.stops and item.state in NOT_DONE:
        notes.append(f"Stops {say.acts(item.stops)}.")
    if item.asks:
        notes.append(f"Waits for the answer: {words.joined([question(say, w) for w in item.asks])}")
    if item.follow_up:
        notes.append("Follow-up.")
    return " ".join(note for note in notes if note)


def together(lines: list[Line]) -> list[Line]:
    """One act that several clauses ask for as one line, where it can be done: the earliest date, every clause. To hold
    something and to be there oneself is one occasion.

    Only lines that lead somewhere are joined, one record closes them all; or those that wait for the very same.
    """
    found: dict[tuple[Any, ...], Line] = {}
    for line in lines:
        row = line.row
        same = row is not None and (line.href or line.note)
        key = (_asked(line), line.child, row.matter, "" if line.href else line.note) if same else (id(line),)
        first = found.setdefault(key, line)
        if first is line:
            continue
        first.clause = tuple(dict.fromkeys((*first.clause, *line.clause)))
        first.note = notes_together(first.note, line.note)
        rather = not first.when
        if row.verb != first.row.verb:
            first.note = notes_together(first.note, "You have to be there.")
            rather = row.verb == "hold"
        if rather:
            first.what, first.row, first.href = line.what, row, line.href
        if not first.when:
            first.when, first.left, first.tag = line.when, line.left, line.tag
    return list(found.values())


def _asked(line: Line) -> tuple[str, ...]:
    """What is asked: the same occasion for who holds it and who comes to it, else the words of the line."""
    verb = line.row.verb
    return ("occasion", *line.row.words) if verb in ("hold", "attend") and line.row.words else (verb, line.what)


def notes_together(one: str, other: str) -> str:
    """Two notes as one, each sentence once."""
    said = [s.strip(" .") for note in (one, other) for s in note.split(". ") if s.strip(" .")]
    return " ".join(f"{s}{'' if s.endswith('?') else '.'}" for s in dict.fromkeys(said))


def question(say: Say, word: str) -> str:
    """The question of a word, else its name."""
    found = say.pack.words.get(word)
    return found.question if found is not None and found.question else say.word(word)


def names_of(desk: Desk, children: Iterable[str]) -> dict[str, Child]:
    """The rows of these children, by id, that this transaction may see."""
    return {c.child: c for c in Child.objects.filter(authority=desk.authority, child__in=set(children))}


def named(child: Child | None, ident: str = "") -> str:
    """How a child is called in a list; a number where there is no name."""
    if child is None:
        return "a child you may not see"
    return child.name or (f"No. {child.reference}" if child.reference else f"child {ident or child.child}")


def called(row: Work | Asked) -> str:
    """The same for a row that was read with its child's name beside it."""
    if row.child_name is None:
        return "a child you may not see"
    return row.child_name or (f"No. {row.child_reference}" if row.child_reference else f"child {row.subject_id}")
