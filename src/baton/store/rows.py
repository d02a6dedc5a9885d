"""A Situation as derived rows, by stable key. Pure; decides only what deserves a row, never what is true.

An answer gets a row if somebody can act on it, must be told, or a list shows it. Everything else of a Situation is had
by assessing again, which costs less than keeping it.
"""

from __future__ import annotations

from collections.abc import Iterable

from baton.engine.situation import Duty, Holding, MatterAnswer, Question, Situation
from baton.store.persons import Person, search_parts
from baton.store.tables import Row, Rows
from baton.working_time import END, Moment, Window, last_moment

_ALWAYS = frozenset(("open", "late", "may_apply"))
_WHILE_OPEN = frozenset(("not_yet", "met", "excused"))
_ROUTES = frozenset(("due", "due_if", "offered", "forecast", "late"))
_OPEN_MATTER = frozenset(("open", "decided", "moved"))  # moved: its steps stay on the page until it is ended

_NONE = (None, None)


def rows_of(situation: Situation, person: Person | None, family: str) -> Rows:
    """All derived rows of one subject. `person` is given for a child."""
    s = situation
    team = s.holder.team if s.holder is not None else ""
    open_matters = {m.id for m in s.matters if m.state in _OPEN_MATTER}
    duties = [d for d in s.duties if d.state in _ALWAYS or (d.state in _WHILE_OPEN and d.matter in open_matters)]
    rows: Rows = {
        "relies_on": {f"{kind}/{i}": (kind, i) for kind, i in _relies_on(s) if (kind, i) != s.subject},
        "matter": {m.id: _matter(m) for m in s.matters},
        "work_item": {d.key: _duty(d, team, family) for d in duties},
        "work_item_person": {
            f"{person}/{d.key}": (person, d.key, _order(d)) for d in duties if d.state in _ALWAYS for person in d.who
        },
        "breach": {
            f"{b.rule}/{b.matter}/{b.element}/{b.since}": (
                b.rule, b.since, b.known, b.ended, *_window(b.since_window), b.matter, b.element, b.strength,
                b.missing, team, b.clause, b.because)
            for b in s.breaches
        },
        "question": {q.word: (q.word, q.of, q.office, q.waits, _asked(q, s), team) for q in s.questions},
        "question_person": {f"{one}/{q.word}": (one, q.word, _asked(q, s)) for q in s.questions for one in q.of},
        "block": {
            f"{b.act}/{b.rule}/{b.matter}": (
                b.act, b.rule, b.strength, b.matter, b.missing, b.instead, b.clause, b.because)
            for b in s.blocks
        },
        "contradiction": {
            f"{c.rule}/{c.entry}": (c.rule, c.entry, c.was, c.now_says, team, c.clause) for c in s.contradictions
        },
        "difference": {d.word: (d.word, d.sources, d.stands, d.of, team, d.clause) for d in s.differences},
        "does_not_count": {f"{n}/{rule}": (n, rule, missing) for n, rule, missing in s.does_not_count},
        "shown": {x.rule: (x.rule, x.measures, x.figures, x.on, x.clause, x.because) for x in s.shown},
    }  # fmt: skip
    if person is not None:
        rows |= _of_child(s, person, family, team, len(open_matters))
    return rows


def _relies_on(s: Situation) -> set[tuple[str, str]]:
    """What the engine names, and whoever is asked a question or holds by office: an absence or a cover changes it."""
    found: set[tuple[str, str]] = {(o.kind, o.id) for o in s.relies_on}
    found.update(("worker", person) for q in s.questions for person in q.of)
    if s.holder is not None and s.holder.office:
        found.add(("office", f"{s.holder.office}@{s.holder.team}"))
    return found


def _asked(q: Question, s: Situation) -> Moment:
    """Since when a question stands. A running "now" would be a row that changes with every look."""
    return q.since if q.since < s.now else (s.timeline.opened or 0)


def _of_child(s: Situation, person: Person, family: str, team: str, open_matters: int) -> Rows:
    line = s.timeline
    spells = [x for x in line.statuses if x.end is None or x.end.hi > s.now]
    opened = None if line.opened is None else (line.opened, END if line.closed is None else line.closed)
    return {
        "child": {"": _child(s, person, family, sorted({x.word for x in spells}), open_matters)},
        "child_name": {part: (part, s.holder is not None) for part in search_parts(person)},
        "status": {
            f"{x.word}/{x.entry}/{x.start.lo}": (
                x.word, x.start.lo, x.start.hi, *_window(x.end), dict(x.parts), x.entry)
            for x in line.statuses
        },
        "open_spell": {} if opened is None or opened[0] >= opened[1] else {
            str(opened[0]): (f"[{opened[0]},{opened[1]})",)},
        "holding": {str(h.start): _holding(h) for h in line.holdings if h.start < h.end},
        "route_row": {
            f"{r.route}/{r.from_}": (
                r.route, r.state, r.from_, r.to, team, *_window(r.at), *_window(r.until),
                END if r.at is None else last_moment(r.at), r.matter, r.asks, r.comes_first, r.clause, r.because)
            for r in s.routes if r.state in _ROUTES
        },
    }  # fmt: skip


def _child(s: Situation, person: Person, family: str, statuses: list[str], open_matters: int) -> Row:
    h, line = s.holder, s.timeline
    if h is None:
        holder: Row = ("", "", "", "", "", "", None)
    else:
        holder = (h.kind, h.person, h.office, h.team, h.service, h.flag, _since(h, line.holdings))
    workers = len({x.person for x in line.holdings if x.kind == "worker" and x.start <= s.now})
    going_on = sum(1 for b in s.breaches if b.ended is None)
    return (
        person.reference, person.name, person.name_key, _iso(person.born), _iso(person.expected), family,
        line.opened, line.closed, *holder, tuple(statuses), workers, open_matters, going_on, s.outside, s.edition,
        s.build, person.same_as,
    )  # fmt: skip


def _since(now: Holding, holdings: Iterable[Holding]) -> Moment:
    """Since when this person or office has held without a break, whatever the rule's name was."""
    since = now.start
    for h in sorted(holdings, key=lambda h: -h.start):
        if h.end == since and (h.kind, h.person, h.office, h.team) == (now.kind, now.person, now.office, now.team):
            since = h.start
    return since


def _holding(h: Holding) -> Row:
    nobody = h.kind == "nobody"
    return (
        f"[{h.start},{h.end})", h.kind, h.person, h.office, h.team, h.service, h.flag, *_window(h.start_window),
        h.breach if nobody else None, "" if nobody else h.breach, h.rule, h.clause, h.because,
    )  # fmt: skip


def _matter(m: MatterAnswer) -> Row:
    when = m.transfer_date or m.due_at
    return (
        m.kind, m.says, m.state, m.opened, m.route, m.routes, m.from_team, m.from_service, m.to_team, m.to_service,
        m.receiving_worker, *_window(m.due_at), m.ready_at, m.decision, m.decided_at, *_window(m.transfer_date),
        m.moved_at, _entered(m), m.ended_at, m.sitting, END if when is None else last_moment(when), m.edition, m.rung,
        m.clause, dict(m.values),
    )  # fmt: skip


def _entered(m: MatterAnswer) -> Moment | None:
    when = dict(m.values).get("entered_in_case_system_at")
    return when if isinstance(when, int) else None


def _duty(d: Duty, team: str, family: str) -> Row:
    return (
        d.rule, d.verb, d.words, d.state, d.strength, d.matter, d.element, d.to, *_window(d.by), d.earliest, d.since,
        d.known, d.ended, *_window(d.act_by), _order(d), d.met_at, d.met_by, d.stops, d.missing, d.waits_for, d.asks,
        d.follow_up, d.checklist, d.clause, d.because, d.why_not, d.who, d.offices, team, family,
    )  # fmt: skip


def _order(d: Duty) -> Moment:
    limit = d.act_by or d.by
    return END if limit is None else last_moment(limit)


def _window(w: Window | None) -> tuple[Moment | None, Moment | None]:
    return _NONE if w is None else (w.lo, w.hi)


def _iso(day: object) -> str | None:
    return None if day is None else str(day)
