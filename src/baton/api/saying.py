"""Rows and values of the engine as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baton.accounts.desk import Desk
from baton.engine.situation import NOT_DONE, Duty, Holding, MatterAnswer, Situation
from baton.journal import Entry
from baton.policy.wording import sentences
from baton.working_time import BEGINNING, END, Moment, Window, say_window, wall_time


def iso(moment: Moment | None) -> str | None:
    """A moment in London time; None for the open ends."""
    return wall_time(moment).isoformat() if moment is not None and BEGINNING < moment < END else None


def span(window: Window | None) -> dict[str, Any] | None:
    """A window, with its words."""
    if window is None:
        return None
    known = window.lo > BEGINNING or window.hi < END
    return {"start": iso(window.lo), "end": iso(window.hi), "says": say_window(window) if known else ""}


def span_of(lo: Moment | None, hi: Moment | None) -> dict[str, Any] | None:
    """The same from two columns."""
    return None if lo is None or hi is None else span(Window(lo, hi))


class Says:
    """Says things in the words of one desk's authority."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._rules: dict[str, str] = {}
        self._clauses = {rule.head.key: list(rule.head.clause) for rule in desk.pack.rules}

    def rule(self, key: str) -> str:
        """A rule as a sentence; "" where this edition has none of that name."""
        if key not in self._rules:
            self._rules[key] = next(iter(sentences(key, self.desk.pack)), "") if key in self._clauses else ""
        return self._rules[key]

    def word(self, key: str) -> str:
        pack = self.desk.pack
        found = pack.words.get(key) or pack.matters.get(key) or pack.forums.get(key)
        return found.says if found is not None and found.says else key.replace("_", " ")

    def person(self, key: str) -> str:
        return self.desk.around.organisation.names.get(key, key)

    def because(self, reasons: Iterable[Any]) -> list[dict[str, Any]]:
        found = []
        for kind, value in reasons or ():
            one: dict[str, Any] = {"kind": str(kind), "value": str(value)}
            if kind == "rule":
                one |= {"says": self.rule(str(value)), "clause": self._clauses.get(str(value), [])}
            elif kind == "word":
                one["says"] = self.word(str(value))
            elif kind == "calendar":
                one["says"] = str(value)
            found.append(one)
        return found

    def holder(self, h: Any, since: Moment | None = None, until: Moment | None = None) -> dict[str, Any]:
        """A holding, of the engine or a row."""
        during = getattr(h, "during", None)
        start = during.lower if during is not None else h.start
        end = during.upper if during is not None else h.end
        return {
            "kind": h.kind, "person": h.person, "name": self.person(h.person) if h.person else "", "office": h.office,
            "team": h.team, "service": h.service, "flag": h.flag, "since": iso(start), "until": iso(end),
            "clause": list(h.clause), "rule": h.rule,
        }  # fmt: skip

    def status(self, s: Any) -> dict[str, Any]:
        """A spell, of the engine or a row."""
        start = span(s.start) if hasattr(s, "start") else span_of(s.start_from, s.start_to)
        end = (span(s.end) if s.end is not None else None) if hasattr(s, "start") else span_of(s.end_from, s.end_to)
        return {
            "word": s.word, "says": self.word(s.word), "start": start, "end": end,
            "parts": {k: str(v) for k, v in dict(s.parts).items()},
        }  # fmt: skip

    def duty(self, d: Any, child: str) -> dict[str, Any]:
        """A duty, of the engine or a row of work."""
        of_engine = isinstance(d, Duty)
        by = d.by if of_engine else (Window(d.by_from, d.by_to) if d.by_to is not None else None)
        return {
            "key": d.key, "child": child, "rule": d.rule, "says": self.rule(d.rule), "verb": d.verb,
            "words": list(d.words), "state": d.state, "strength": d.strength, "matter": d.matter,
            "to": d.to if of_engine else d.recipient, "who": list(d.who), "offices": list(d.offices), "by": span(by),
            "since": iso(d.since), "known": iso(d.known), "met_at": iso(d.met_at), "stops": list(d.stops),
            "missing": list(d.missing), "waits_for": list(d.waits_for), "asks": list(d.asks),
            "clause": list(d.clause), "because": self.because(d.because),
        }  # fmt: skip

    def matter(self, m: Any, child: str) -> dict[str, Any]:
        """A matter, of the engine or a row."""
        of_engine = isinstance(m, MatterAnswer)
        return {
            "matter": m.id if of_engine else m.key, "child": child, "kind": m.kind,
            "says": m.says or self.word(m.kind), "state": m.state, "opened": iso(m.opened), "route": m.route,
            "from_team": m.from_team, "from_service": m.from_service, "to_team": m.to_team,
            "to_service": m.to_service, "receiving_worker": m.receiving_worker,
            "due": span(m.due_at) if of_engine else span_of(m.due_from, m.due_to), "ready": iso(m.ready_at),
            "decision": m.decision, "decided": iso(m.decided_at),
            "transfer_date": span(m.transfer_date) if of_engine else span_of(m.date_from, m.date_to),
            "moved": iso(m.moved_at), "ended": iso(m.ended_at), "sitting": iso(m.sitting), "rung": m.rung,
            "clause": list(m.clause), "values": dict(m.values or {}),
        }  # fmt: skip

    def entry(self, e: Entry) -> dict[str, Any]:
        return {
            "number": e.number, "verb": e.verb, "word": e.word, "happened": span(e.happened),
            "recorded_at": iso(e.recorded_at), "done_by": e.done_by, "recorded_by": e.recorded_by,
            "capacity": e.capacity, "source": e.source, "matter": e.matter, "replaces": e.replaces, "act": e.act,
            "body": dict(e.body),
        }  # fmt: skip

    def situation(self, s: Situation) -> dict[str, Any]:
        """The parts of a Situation that a client can do something with."""
        child = s.subject.id
        return {
            "holder": self.holder(s.holder) if s.holder is not None else None,
            "statuses": [self.status(one) for one in s.timeline.statuses],
            "matters": [self.matter(m, child) for m in s.matters],
            "duties": [self.duty(d, child) for d in s.duties if d.state in NOT_DONE],
            "routes": [self.route(r) for r in s.routes if r.state != "not_due"],
            "blocks": [
                {"act": b.act, "rule": b.rule, "strength": b.strength, "matter": b.matter, "missing": list(b.missing),
                 "instead": b.instead, "clause": list(b.clause), "because": self.because(b.because)}
                for b in s.blocks
            ],
            "breaches": [
                {"rule": b.rule, "says": self.rule(b.rule), "since": iso(b.since), "known": iso(b.known),
                 "ended": iso(b.ended), "matter": b.matter, "missing": list(b.missing), "clause": list(b.clause)}
                for b in s.breaches if b.ended is None
            ],
            "questions": [
                {"word": q.word, "says": self.word(q.word), "of": list(q.of), "office": q.office,
                 "waits": list(q.waits), "since": iso(q.since)}
                for q in s.questions
            ],
            "differences": [
                {"word": d.word, "stands": str(d.stands), "sources": [[str(v) for v in one] for one in d.sources],
                 "clause": list(d.clause)}
                for d in s.differences
            ],
            "edition": s.edition, "build": s.build,
        }  # fmt: skip

    def route(self, r: Any) -> dict[str, Any]:
        return {
            "route": r.route, "state": r.state, "from_place": r.from_, "to_place": r.to, "at": span(r.at),
            "opens": r.matter, "asks": list(r.asks), "clause": list(r.clause), "because": self.because(r.because),
        }  # fmt: skip

    def change(self, c: Any) -> dict[str, Any]:
        """One change of a preview, in words."""
        return {
            "child": c.child, "kind": c.kind, "rule": c.rule, "clause": list(c.clause), "was": self._brief(c.was),
            "now": self._brief(c.now),
        }  # fmt: skip

    def _brief(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, Holding):
            return f"{self.person(value.person) or value.office or value.kind}, {value.team or value.service}"
        if isinstance(value, Duty):
            by = f", {say_window(value.by)}" if value.by is not None and value.by.hi < END else ""
            return f"{value.state}: {self.rule(value.rule) or value.rule}{by}"
        if isinstance(value, Window):
            return say_window(value)
        state = getattr(value, "state", "")
        return f"{state}: {getattr(value, 'to', '')}" if state else str(value)
