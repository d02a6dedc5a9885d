"""Everything one child's page shows, from derived rows and the child's own journal."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from baton.accounts.desk import Desk
from baton.accounts.permissions import children_of
from baton.journal import Entry, Subject
from baton.store import models as rows
from baton.workspace import words
from baton.workspace.child.beside import beside
from baton.workspace.child.holder import Holder, holder, spells, workers_so_far
from baton.workspace.child.journey import draw
from baton.workspace.home.lists import question_lines, route_line
from baton.workspace.journal import by_number, entries_of
from baton.workspace.reasons import why_of
from baton.workspace.saying import Say
from baton.workspace.shown import shown_at
from baton.workspace.work import line_of, named, together

RISKS = ("cp_plan", "cp_enquiry", "order", "care_proceedings", "looked_after")


def child_at(desk: Desk, ident: str) -> rows.Child:
    """The child, if this post reaches the record; else there is nothing here."""
    found = rows.Child.objects.filter(children_of(desk.post), authority=desk.authority, child=ident).first()
    if found is None:
        raise Http404
    return found


def identity(desk: Desk, say: Say, child: rows.Child) -> dict[str, Any]:
    """The bar that stays on every page about the child: who, how old, risks, brothers and sisters, mismatch."""
    statuses = list(rows.Status.objects.filter(authority=desk.authority, child=child.child).order_by("start_from"))
    standing = [s for s in statuses if s.end_to is None or s.end_to > desk.now]
    return {
        "name": child.name or "Name not known",
        "born": child.born,
        "age": words.age(child.born, desk.now, child.expected),
        "reference": child.reference,
        "statuses": [_status(say, s) for s in standing],
        "siblings": siblings(desk, child),
        "stale": _stale(desk, child.child),
        "child": child.child,
        "restricted": child.restricted,
    }


def _status(say: Say, s: rows.Status) -> dict[str, Any]:
    parts = ", ".join(say.value(k, v) for k, v in s.parts.items() if v)
    return {
        "text": f"{words.initial_capital(say.word(s.word))} since {words.window(s.start_from, s.start_to)}",
        "parts": parts,
        "risk": s.word in RISKS,
    }


def _stale(desk: Desk, ident: str) -> str:
    row = rows.Subject.objects.filter(authority=desk.authority, kind="child", subject_id=ident).first()
    return words.when_seen(row.stale_since, desk.now) if row is not None and row.stale_since is not None else ""


def siblings(desk: Desk, child: rows.Child) -> list[dict[str, Any]]:
    """Brothers and sisters on the record; those this post does not reach have no link."""
    if not child.family:
        return []
    family = rows.Child.objects.filter(authority=desk.authority, family=child.family).exclude(child=child.child)
    reached = set(family.filter(children_of(desk.post)).values_list("child", flat=True))
    return [
        {
            "child": s.child,
            "name": named(s),
            "age": words.years_old(s.born, desk.now),
            "open": s.child in reached,
            "holder": s.holder_person,
            "team": s.holder_team,
            "workers": s.workers,
        }
        for s in family.order_by("born", "child")
    ]


def gather(desk: Desk, say: Say, child: rows.Child) -> dict[str, Any]:
    """All parts of the page "now"."""
    about = {"authority": desk.authority, "kind": "child", "subject_id": child.child}
    entries = entries_of(desk.authority, Subject("child", child.child))
    numbered = by_number(entries)
    holdings = list(rows.Holding.objects.filter(authority=desk.authority, child=child.child))
    statuses = list(rows.Status.objects.filter(authority=desk.authority, child=child.child))
    history = spells(desk, say, holdings)
    due = list(rows.WorkItem.objects.filter(**about, state__in=["open", "late", "may_apply"]).order_by("act_by_at"))
    late = {(d.rule, d.matter) for d in due if d.state == "late"}
    who: Holder = holder(desk, say, child, holdings)
    return {
        "holder": who,
        "holder_why": next(
            (
                why_of(say, h, numbered, "who is responsible")
                for h in holdings
                if h.during.lower <= desk.now < h.during.upper
            ),
            None,
        ),
        "beside": beside(
            desk, say, child, entries, rows.Matter.objects.filter(authority=desk.authority, child=child.child)
        ),
        "shown": shown_at(desk, say, [child.child], "child"),
        "joined": list(rows.Child.objects.filter(authority=desk.authority, same_as=child.child)),
        "history": history,
        "workers": workers_so_far(desk, child, holdings),
        "before": history[1] if len(history) > 1 else None,
        "duties": together([line_of(desk, say, d, entries=numbered) for d in due]),
        "routes": [
            {"row": r, "why": why_of(say, r, numbered, "this move"), **route_line(say, r, desk.now)}
            for r in rows.RouteRow.objects.filter(authority=desk.authority, child=child.child).order_by("sort_at")
        ],
        "matters": matters(desk, say, child),
        "breaches": [
            breach(desk, say, b, numbered)
            for b in rows.Breach.objects.filter(**about, ended__isnull=True)
            if (b.rule, b.matter) not in late  # said under what is due
        ],
        "questions": question_lines(desk, say, list(rows.Question.objects.filter(**about).order_by("since", "key"))),
        "contradictions": list(rows.Contradiction.objects.filter(**about)),
        "differences": [difference(say, d) for d in rows.Difference.objects.filter(**about)],
        "drawing": draw(desk, say, history, statuses, entries, named(child)),
        "statuses_table": [
            {
                "text": say.word(s.word),
                "parts": _status(say, s)["parts"],
                "from": words.window(s.start_from, s.start_to),
                "to": words.window(s.end_from, s.end_to) if s.end_from is not None else "now",
            }
            for s in sorted(statuses, key=lambda s: -s.start_from)
        ],
        "entries": len(entries),
    }


def matters(desk: Desk, say: Say, child: rows.Child) -> list[dict[str, Any]]:
    """The child's transfers and disputes, open ones first."""
    found = rows.Matter.objects.filter(authority=desk.authority, child=child.child)
    ordered = sorted(found, key=lambda m: (m.state not in ("open", "decided"), -m.opened))
    return [
        {
            "row": m,
            "href": f"/{'disputes' if _is_ladder(say, m.kind) else 'transfers'}/{m.key}",
            "text": m.says or say.word(m.kind),
            "to": say.place(m.to_team or m.to_service),
            "from": say.place(m.from_team or m.from_service),
            "state": state(m),
        }
        for m in ordered
    ]


def _is_ladder(say: Say, kind: str) -> bool:
    found = say.pack.matters.get(kind)
    return bool(found and found.rungs)


def state(m: rows.Matter) -> str:
    """The state of a matter in a short sentence."""
    if m.state == "decided" and m.date_to is not None:
        return f"{m.decision.replace('_', ' ')}, for {words.window(m.date_from, m.date_to)}"
    if m.state == "moved":
        return f"moved {words.day(m.moved_at)}, work left"
    if m.state == "ended":
        return f"ended {words.day(m.ended_at)}"
    if m.state == "withdrawn":
        return f"withdrawn {words.day(m.ended_at)}"
    return f"open since {words.day(m.opened)}"


def words_of_rule(say: Say, b: rows.Breach) -> tuple[str, ...]:
    """What the rule itself names: that it is lacking is what the line says already."""
    return tuple(getattr(say.rule_of(b.rule, b.matter), "words", ()))


def breach(desk: Desk, say: Say, b: rows.Breach, entries: dict[int, Entry] | Any) -> dict[str, Any]:
    """A rule broken that goes on."""
    known = "" if b.known - b.since < words.DAY else f", known since {words.when_seen(b.known, desk.now)}"
    return {
        "text": f"{say.short(b.rule, b.matter)}."
        if not say.short(b.rule, b.matter).endswith("?")
        else say.short(b.rule, b.matter),
        "since": f"since {words.when_seen(b.since, desk.now)}{known}",
        "clause": b.clause,
        "missing": say.missing([m for m in b.missing if m not in words_of_rule(say, b)]),
        "why": why_of(say, b, entries, "this breach"),
    }


OURS = "what is recorded here"  # the source that is this record itself


def difference(say: Say, d: rows.Difference) -> dict[str, Any]:
    """What two sources say about the same fact."""
    sources = [f"{OURS if s[0] == 'baton' else s[0]} says {say.value(d.word, s[1])}" for s in d.sources if len(s) > 1]
    return {
        "text": f"{words.initial_capital(say.word(d.word))}: {words.joined(sources)}.",
        "clause": d.clause,
        "stands": say.value(d.word, d.stands),
        "of": say.people(d.of),
    }
