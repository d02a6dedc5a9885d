"""What my day is made of: occasions by family, what waits for others, what comes, what changed, questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from baton.accounts.desk import Desk
from baton.store.day import CHANGES, Asked, Day, Move
from baton.store.gates import gates_before
from baton.store.lists import PAGE, Work, work_of_person
from baton.store.models import Question, RouteRow
from baton.working_time import END
from baton.workspace import words
from baton.workspace.held_up import say_what_holds_up
from baton.workspace.reasons import Line, why_of
from baton.workspace.saying import Say
from baton.workspace.several import to_several
from baton.workspace.talks import one_talk
from baton.workspace.work import called, line_of, named, names_of, question, together, when_of

BACK = "/my-day"


@dataclass(slots=True)
class Family:
    """The work about one family: its lines, who it is about, and the earliest date among them."""

    key: str
    title: str
    href: str
    lines: list[Line] = field(default_factory=list)
    at: int = END
    late: int = 0
    about: str = ""
    children: set[str] = field(default_factory=set)


def families(
    desk: Desk, say: Say, day: Day | None = None, back: str = BACK, work: list[Work] | None = None
) -> list[Family]:
    """Open duties of mine by family, the family with the earliest date first: of them `work`, else those of `day`, else
    the first of them. A form opened from here comes back to the page `back`."""
    items = work if work is not None else day.work[:PAGE] if day else work_of_person(desk.authority, desk.post.person)
    gates = gates_before(desk.authority, desk.post.person) if day is None else day.gates
    groups: dict[str, Family] = {}
    who: dict[str, dict[str, Work]] = {}
    for item in items:
        key = item.family or item.subject_id
        group = groups.get(key)
        if group is None:
            href = f"/children/{item.subject_id}"
            if item.kind == "authority":
                href = f"/about/authority/{item.subject_id}"
            group = groups[key] = Family(key, "About the authority" if item.kind == "authority" else "", href)
            who[key] = {}
        if item.child_name is not None:
            who[key].setdefault(item.subject_id, item)
        if item.kind == "child":
            group.children.add(item.subject_id)
        child = called(item) if item.kind == "child" else say.who(item.subject_id)
        line = line_of(desk, say, item, child, own=True, why=False)
        line.href = _and_back(line.href, back)
        group.lines.append(line)
        group.at = min(group.at, item.act_by_at)
        group.late += item.state == "late"
    say_what_holds_up(desk, say, [line for group in groups.values() for line in group.lines], gates)
    for key, group in groups.items():
        _entitle(desk, group, list(who[key].values()))
        group.lines = reasoned(say, one_talk(say, to_several(say, together(merged(group.lines)))))
    return sorted(groups.values(), key=lambda g: (g.at, g.key))


def _and_back(href: str, back: str) -> str:
    """The address of a form that comes back to this page, to the next thing."""
    return f"{href}&next={quote(back, safe='')}" if href.startswith("/do/") else href


def next_things(desk: Desk, say: Say, work: list[Work]) -> dict[str, str]:
    """The first thing asked of me about each child, with its date; the work comes the earliest date first."""
    found: dict[str, str] = {}
    for item in work:
        if item.kind == "child" and item.subject_id not in found and item.state in ("open", "late"):
            when, _ = when_of(item, desk)
            found[item.subject_id] = f"{say.duty(item)}{f', {when}' if when else ''}"
    return found


def _entitle(desk: Desk, group: Family, children: list[Work]) -> None:
    surnames = list(dict.fromkeys(c.child_name.rsplit(" ", 1)[-1] for c in children if c.child_name))
    if not group.title:
        group.title = f"{' and '.join(surnames)} family" if surnames else "About the team"
    ages = [f"{_given(c)}, {words.years_old(c.child_born, desk.now)}".rstrip(", ") for c in children]
    group.about = words.joined(ages)
    if len(children) == 1:
        for line in group.lines:
            line.child = ""
    else:
        for line in group.lines:
            line.child = line.child.rsplit(" ", 1)[0]


def merged(lines: list[Line]) -> list[Line]:
    """The same work about several children as one line: one record closes it for all of them."""
    found: dict[tuple[object, ...], Line] = {}
    for line in lines:
        row = line.row
        same = (
            (row.rule, row.recipient, row.element.partition("#")[0], line.when, line.tag, bool(line.href))
            if row
            else ()
        )
        key = same or (id(line),)
        first = found.get(key)
        if first is None:
            found[key] = line
        else:
            first.child = words.joined([*first.child.replace(" and ", ", ").split(", "), line.child])
            if first.href and row.subject_id not in first.href:
                first.href += f"&with={row.subject_id}"
    return list(found.values())


def reasoned(say: Say, lines: list[Line]) -> list[Line]:
    """The same lines with their reasons."""
    for line in lines:
        line.why = why_of(say, line.row, None, line.what)
    return lines


def _given(c: Work) -> str:
    name = c.child_name or ""
    return name.rsplit(" ", 1)[0] if " " in name else name or c.subject_id


def waiting(desk: Desk, say: Say, others: list[Work]) -> list[Line]:
    """Duties of others about the children I hold."""
    lines = reasoned(say, merged([line_of(desk, say, i, called(i), why=False) for i in others]))
    for line in lines:
        line.href = ""
        line.tag = words.waiting_for(_few(line)) if line.tag != words.LATE else line.tag
    return lines


def _few(line: Line) -> str:
    """Whom one waits for, as a tag: of more than two, whose names stand beside it, only how many."""
    n = len(line.row.who)
    return line.who if n <= 2 else f"{n} people"


def coming(say: Say, moves: list[Move], now: int) -> list[dict[str, Any]]:
    """Moves that are due, may be due, or are foreseen for the children I hold."""
    return [{"row": r, "name": r.child_name, **route_line(say, r, now)} for r in moves]


def route_line(say: Say, r: RouteRow | Move, now: int) -> dict[str, Any]:
    """A route as a line: where to, when, in which state, what is asked."""
    tags = {
        "due": words.Tag("Due"),
        "late": words.LATE,
        "due_if": words.DUE_IF,
        "offered": words.Tag("Offered", "blue"),
        "forecast": words.FORESEEN,
    }
    when = words.since(r.at_from) if r.at_from == r.at_to else words.window(r.at_from, r.at_to)
    due = words.initial_capital(words.due_since(r.at_from, r.at_to, now))
    texts = {
        "due": due,
        "late": f"{due}, past its time",
        "due_if": "Whether it is due is not known yet",
        "offered": f"Could be offered since {when}",
        "forecast": f"Foreseen {when}",
    }
    return {
        "tag": tags.get(r.state, words.TO_DO),
        "text": texts.get(r.state, when),
        "to": say.place(r.to_place),
        "from": say.place(r.from_place),
        "clause": r.clause,
        "asks": [question(say, a) for a in r.asks],
    }


def changed(desk: Desk, say: Say, day: Day) -> dict[str, Any]:
    """What others recorded about my children since I last said that I had seen everything."""
    lines = [
        {
            "child": day.names[e.subject.id] or named(None),
            "href": f"/children/{e.subject.id}/recorded#entry-{e.number}",
            "text": say.entry(e),
            "by": say.person(e.done_by) if e.done_by in say.organisation.names else _source(e.source),
            "when": words.when_seen(e.recorded_at, desk.now),
        }
        for e in day.changes
    ]
    since = words.moment(day.last_look) if day.last_look is not None else ""
    return {"since": since, "lines": _alike(lines[:CHANGES]), "more": len(lines) > CHANGES}


def _alike(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same said of several children by the same person on the same day is one line, with the latest time."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for line in lines:
        key = (line["text"], line["by"], line["when"].rsplit(", ", 1)[0])
        first = found.setdefault(key, {**line, "children": []})
        if line["child"] not in first["children"]:
            first["children"].append(line["child"])
    return [{**line, "child": words.joined(line["children"])} for line in found.values()]


def _source(source: str) -> str:
    return {"import": "an extract", "clock": "the clock"}.get(source, "somebody")


def asked_lines(desk: Desk, say: Say, found: list[Asked]) -> list[dict[str, Any]]:
    """Questions as rows: the child, the question, what waits, whose it is, how long."""
    return [_asked(desk, say, q, called(q)) for q in found]


def question_lines(desk: Desk, say: Say, found: list[Question]) -> list[dict[str, Any]]:
    """The same for rows read as models, in their order."""
    rows = names_of(desk, [q.subject_id for q in found])
    return [_asked(desk, say, q, named(rows.get(q.subject_id))) for q in found]


def _asked(desk: Desk, say: Say, q: Question | Asked, child: str) -> dict[str, Any]:
    return {
        "child": child,
        "href": f"/children/{q.subject_id}",
        "text": words.CLOSED_TEAM if q.word == "receiving_team" else question(say, q.word),
        "waits": words.joined([say.short(k) for k in q.waits]) or "nothing yet",
        "owner": words.joined([say.person(p) for p in q.of]) or say.office(q.office) or "nobody",
        "age": words.span(desk.now - q.since),
        "answer": f"/do/{q.subject_id}?verb=answer&word={q.word}",
    }
