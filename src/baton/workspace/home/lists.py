"""What my day is made of: occasions by family, what waits for others, what comes, what changed, questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from baton.accounts.desk import Desk
from baton.accounts.models import LastLook
from baton.store.models import Child, Question, QuestionPerson, RouteRow, WorkItem
from baton.working_time import END
from baton.workspace import words
from baton.workspace.journal import entries_since
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.work import items_of_person, line_of, named, names_of


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


def families(desk: Desk, say: Say) -> list[Family]:
    """My open duties by family, the family with the earliest date first."""
    items = items_of_person(desk)
    rows = names_of(desk, [i.subject_id for i in items if i.kind == "child"])
    groups: dict[str, Family] = {}
    who: dict[str, dict[str, Child]] = {}
    for item in items:
        child = rows.get(item.subject_id)
        key = item.family or item.subject_id
        group = groups.setdefault(key, Family(key, "", f"/children/{item.subject_id}"))
        if child is not None:
            who.setdefault(key, {})[child.child] = child
        line = line_of(desk, say, item, named(child) if item.kind == "child" else say.who(item.subject_id), own=True)
        group.lines.append(line)
        group.at = min(group.at, item.act_by_at)
        group.late += item.state == "late"
    for key, group in groups.items():
        _entitle(desk, group, list(who.get(key, {}).values()))
        group.lines = merged(group.lines)
    return sorted(groups.values(), key=lambda g: (g.at, g.key))


def _entitle(desk: Desk, group: Family, children: list[Child]) -> None:
    surnames = list(dict.fromkeys(c.name.rsplit(" ", 1)[-1] for c in children if c.name))
    group.title = f"{' and '.join(surnames)} family" if surnames else "About the team"
    group.about = words.joined([f"{_given(c)}, {words.years_old(c.born, desk.now)}".rstrip(", ") for c in children])
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
        key = (row.rule, row.recipient, row.element.partition("#")[0], line.when, line.tag) if row else (id(line),)
        first = found.get(key)
        if first is None:
            found[key] = line
        else:
            first.child = words.joined([*first.child.replace(" and ", ", ").split(", "), line.child])
            if first.href and row.subject_id not in first.href:
                first.href += f"&with={row.subject_id}"
    return list(found.values())


def _given(child: Child) -> str:
    return child.name.rsplit(" ", 1)[0] if " " in child.name else child.name or child.child


def waiting(desk: Desk, say: Say) -> list[Line]:
    """Duties of others about the children I hold."""
    held = [c.child for c in desk.mine()]
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=held, state__in=["open", "late"]
    ).order_by("act_by_at")[:60]
    rows = names_of(desk, [i.subject_id for i in items])
    others = [i for i in items if desk.post.person not in i.who]
    lines = [line_of(desk, say, i, named(rows.get(i.subject_id))) for i in others]
    lines = merged(lines)
    for line in lines:
        line.href = ""
        line.tag = words.waiting_for(line.who) if line.tag != words.LATE else line.tag
    return lines


def coming(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """Moves that are due, may be due, or are foreseen for the children I hold."""
    held = [c.child for c in desk.mine()]
    routes = RouteRow.objects.filter(authority=desk.authority, child__in=held).order_by("sort_at")[:50]
    rows = names_of(desk, [r.child for r in routes])
    return [{"row": r, "child": rows.get(r.child), **route_line(desk, say, r)} for r in routes]


def route_line(desk: Desk, say: Say, r: RouteRow) -> dict[str, Any]:
    """A route as a line: where to, when, in which state, what is asked."""
    tags = {
        "due": words.Tag("Due"),
        "late": words.LATE,
        "due_if": words.DUE_IF,
        "offered": words.Tag("Offered", "blue"),
        "forecast": words.FORESEEN,
    }
    when = words.since(r.at_from) if r.at_from == r.at_to else words.window(r.at_from, r.at_to)
    texts = {
        "due": f"Due since {when}",
        "late": f"Due since {when}, past its time",
        "due_if": "Due if a question is answered otherwise",
        "offered": f"Could be offered since {when}",
        "forecast": f"Foreseen {when}",
    }
    return {
        "tag": tags.get(r.state, words.TO_DO),
        "text": texts.get(r.state, when),
        "to": say.place(r.to_place),
        "from": say.place(r.from_place),
        "clause": r.clause,
        "asks": [_question(say, a) for a in r.asks],
    }


def _question(say: Say, word: str) -> str:
    found = say.pack.words.get(word)
    return found.question if found is not None and found.question else say.word(word)


def changed(desk: Desk, say: Say) -> dict[str, Any]:
    """What others recorded about my children since I last said that I had seen everything."""
    look = LastLook.objects.filter(authority=desk.authority, person=desk.post.person).first()
    since = look.at if look is not None else desk.now - 7 * words.DAY
    held = [c.child for c in desk.mine()]
    rows = {c.child: c for c in desk.mine()}
    entries = [e for e in entries_since(desk.authority, held, since) if e.done_by != desk.post.person]
    lines = [
        {
            "child": named(rows.get(e.subject.id)),
            "href": f"/children/{e.subject.id}/recorded#entry-{e.number}",
            "text": say.entry(e),
            "by": say.person(e.done_by) if e.done_by else _source(e.source),
            "when": words.when_seen(e.recorded_at, desk.now),
        }
        for e in entries
    ]
    return {"since": words.moment(since) if look else "", "lines": lines[:12], "more": max(0, len(lines) - 12)}


def _source(source: str) -> str:
    return {"import": "an extract", "clock": "the clock"}.get(source, "somebody")


def questions_for(desk: Desk, say: Say) -> list[dict[str, Any]]:
    """The questions asked of me, oldest first."""
    asked = QuestionPerson.objects.filter(authority=desk.authority, person=desk.post.person).order_by("since")[:100]
    keys = {(q.subject_id, q.item or q.key.partition("/")[2]) for q in asked}
    found = Question.objects.filter(authority=desk.authority, subject_id__in=[s for s, _ in keys])
    return question_lines(desk, say, [q for q in found if (q.subject_id, q.word) in keys])


def question_lines(desk: Desk, say: Say, found: list[Question]) -> list[dict[str, Any]]:
    """Questions as rows: the child, the question, what waits, whose it is, how long."""
    rows = names_of(desk, [q.subject_id for q in found])
    return [
        {
            "child": named(rows.get(q.subject_id)),
            "href": f"/children/{q.subject_id}",
            "text": _question(say, q.word),
            "waits": words.joined([say.short(k) for k in q.waits]) or "nothing yet",
            "owner": words.joined([say.person(p) for p in q.of]) or say.office(q.office) or "nobody",
            "age": words.span(desk.now - q.since),
            "answer": f"/do/{q.subject_id}?verb=answer&word={q.word}",
        }
        for q in sorted(found, key=lambda q: q.since)
    ]
