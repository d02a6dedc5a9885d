"""Everything one transfer's page shows: the matter of each child, its steps, what stands in the way, its dates."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404

from baton.accounts.desk import Desk
from baton.accounts.permissions import may_see_matter
from baton.journal import Subject
from baton.policy.model import May, Must, Then
from baton.store.models import Child, Matter, WorkItem
from baton.workspace import words
from baton.workspace.acting.openings import on_a_transfer
from baton.workspace.acting.task import AGAINST, editions_to_go_to
from baton.workspace.child.holder import workers_so_far
from baton.workspace.journal import by_number, entries_of
from baton.workspace.saying import Say
from baton.workspace.shown import alike, shown_at
from baton.workspace.transfer.alongside import clocks, excused, seen, that_week
from baton.workspace.transfer.chain import chain
from baton.workspace.transfer.in_the_way import in_the_way
from baton.workspace.transfer.steps import blocks_of
from baton.workspace.words import Tag
from baton.workspace.work import named, names_of


def matters_at(desk: Desk, key: str) -> list[Matter]:
    """The matter's rows, one a child, if this post reaches one of the children; else there is nothing here."""
    found = list(Matter.objects.filter(authority=desk.authority, key=key).order_by("child"))
    if not found or not may_see_matter(desk.post, [m.child for m in found]):
        raise Http404
    return found


def gather(desk: Desk, say: Say, found: list[Matter]) -> dict[str, Any]:
    """All parts of the page."""
    lead = found[0]
    children = names_of(desk, [m.child for m in found])
    names = _names(children)
    entries = {c: dict(by_number(entries_of(desk.authority, Subject("child", c)))) for c in children}
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", matter=lead.key, subject_id__in=list(children)
    )
    blocks = blocks_of(desk, say, items, children, names, entries)
    steps = [step for block in blocks for step in block.steps]
    at_once, more = in_the_way(desk, say, lead, names, steps)
    below = excused(say, items, entries)
    return {
        "lead": lead,
        "rows": found,
        "children": sorted(children.values(), key=lambda c: (str(c.born), c.child)),
        "names": names,
        "family": _family(children),
        "steps": steps,
        "sections": blocks,
        "standing": _tag(desk, found, steps),
        "where": _status(desk, say, found, children),
        "in_the_way": at_once,
        "more_in_the_way": more,
        "chain": chain(say, lead, steps),
        "seen": seen(desk, say, items, lead),
        "clocks": clocks(desk, say, steps, lead),
        "that_week": that_week(desk, say, lead, children, entries),
        "below": below,
        "dates": _dates(say, found, names),
        "workers": _workers(desk, children, names),
        "serves": _serves(say, found, names),
        "route": say.short(lead.route.split(" ")[0]) if lead.route else "",
        "shown": alike(names, shown_at(desk, say, list(children), "transfer")),
        "actions": _actions(desk, say, lead),
        "moves": "transfer" in say.kinds(lead.kind) or "change" in say.kinds(lead.kind),
        "to": say.place(lead.to_team or lead.to_service),
        "from_": say.place(lead.from_team or lead.from_service),
        "done": sum(s.state == "met" for s in steps),
    }


def _names(children: dict[str, Child]) -> dict[str, str]:
    full = {key: named(c) for key, c in children.items()}
    return {k: n.rsplit(" ", 1)[0] for k, n in full.items()} if len(full) > 1 else full


def _family(children: dict[str, Child]) -> str:
    surnames = list(dict.fromkeys(c.name.rsplit(" ", 1)[-1] for c in children.values() if c.name))
    return f"{' and '.join(surnames) or 'A'} family ({len(children)})"


def _tag(desk: Desk, found: list[Matter], steps: list[Any]) -> Tag | None:
    lead = found[0]
    if lead.state == "moved":
        return words.Tag("Moved, work left", "light-blue")
    if lead.state in ("ended", "withdrawn"):
        return words.Tag(lead.state.capitalize())
    if lead.date_to is not None and lead.date_to <= desk.now:
        return words.PAST_ITS_DATE
    if lead.decision:
        return words.outcome(lead.decision)
    return words.LATE if any(s.state == "late" for s in steps) else None


def _status(desk: Desk, say: Say, found: list[Matter], children: dict[str, Child]) -> list[str]:
    """Where it stands, in sentences: decided or not, for when, with whom the children are meanwhile."""
    lines = []
    groups: dict[str, list[str]] = {}
    names = _names(children)
    for m in found:
        if m.child in children:
            groups.setdefault(_standing(desk, say, m), []).append(names[m.child])
    for text, who in groups.items():
        if not text:
            continue
        lines.append(f"{words.joined(who)}: {text}" if len(groups) > 1 else text)
    holders = {c.holder_person or c.holder_office: c for c in children.values() if c.holder_kind}
    for c in holders.values():
        held = [
            names[k]
            for k, x in children.items()
            if (x.holder_person or x.holder_office) == (c.holder_person or c.holder_office)
        ]
        holder = say.person(c.holder_person) if c.holder_person else say.office(c.holder_office)
        if c.holder_kind == "nobody":
            holder = "nobody, which is a breach"
        lines.append(f"{words.joined(held)}: now with {holder}, {say.place(c.holder_team or c.holder_service)}.")
    return lines


def _standing(desk: Desk, say: Say, m: Matter) -> str:
    if m.moved_at is not None:
        return f"Responsibility moved on {words.since(m.moved_at)}."
    if m.decision and m.date_from is not None:
        worker = f", to {say.person(m.receiving_worker)}" if m.receiving_worker else ", new worker not named yet"
        agreed = words.initial_capital(m.decision.replace("_", " "))
        return f"{agreed} on {words.day(m.decided_at)} for {words.window(m.date_from, m.date_to)}{worker}."
    if m.decision:
        return f"{words.initial_capital(m.decision.replace('_', ' '))} on {words.day(m.decided_at)}."
    if m.sitting is not None:
        return f"On the list for {words.moment(m.sitting)}."
    return "Not decided yet." if _is_decided(say, m.kind) else ""


def _is_decided(say: Say, kind: str) -> bool:
    """Whether the procedure has a decision for this kind of matter at all."""
    kinds = set(say.kinds(kind))
    return any(
        r.head.for_ in kinds and ("decide" in getattr(r, "acts", ()) or getattr(r, "verb", "") == "decide")
        for r in say.pack.rules
    )


def _dates(say: Say, found: list[Matter], names: dict[str, str]) -> list[dict[str, Any]]:
    """The dates that are never merged, each child that differs apart."""
    rows = []
    clause = _clauses(say, found[0])
    for m in found:
        if m.child not in names:
            continue
        dates = (
            ("Became due", words.window(m.due_from, m.due_to), tuple(m.clause)),
            ("Ready", words.since(m.ready_at), ()),
            ("Decided", words.since(m.decided_at), clause["decide"]),
            ("Agreed for", words.window(m.date_from, m.date_to), clause["transfer_date"]),
            ("Responsibility moved", words.since(m.moved_at), clause["move"]),
            ("Entered in the case system", words.since(m.entered_in_case_system_at), ()),
            ("Ended", words.since(m.ended_at), ()),
        )
        rows.append((names[m.child], dates))
    groups: dict[Any, list[str]] = {}
    for name, dates in rows:
        groups.setdefault(dates, []).append(name)
    return [{"who": words.joined(who) if len(groups) > 1 else "", "dates": dates} for dates, who in groups.items()]


def _clauses(say: Say, lead: Matter) -> dict[str, tuple[str, ...]]:
    """By which clauses this kind of move is decided, is given its date, and moves responsibility."""
    kinds: set[str] = set(say.kinds(lead.kind))
    found: dict[str, tuple[str, ...]] = {}
    for rule in say.pack.rules:
        if rule.head.for_ not in kinds or kinds & set(rule.head.not_for):
            continue
        does = [effect.kind for effect in rule.effects] if isinstance(rule, Then) else []
        may = list(rule.acts) if isinstance(rule, May) else []
        asked = [rule.verb, *rule.words] if isinstance(rule, Must) and rule.verb in ("decide", "answer") else []
        for key in ("decide", "transfer_date", "move"):
            if key in (*does, *may, *asked):
                found.setdefault(key, tuple(rule.head.clause))
    return {key: found.get(key, ()) for key in ("decide", "transfer_date", "move")}


def _workers(desk: Desk, children: dict[str, Child], names: dict[str, str]) -> list[str]:
    from baton.store.models import Holding

    return [
        f"{names[k]}: {workers_so_far(desk, c, list(Holding.objects.filter(authority=desk.authority, child=k)))}"
        for k, c in children.items()
    ]


def _serves(say: Say, found: list[Matter], names: dict[str, str]) -> list[tuple[str, str]]:
    """The free answers given with the matter (how it serves the child), in the pack's own questions."""
    lines: dict[tuple[str, str], list[str]] = {}
    for m in found:
        for key, value in (m.values or {}).items():
            word = say.pack.words.get(key)
            if word is not None and word.kind == "answer" and not word.each_person and value and m.child in names:
                lines.setdefault((word.question or word.says, say.value(key, value)), []).append(names[m.child])
    return [(q, v if len(who) == len(names) else f"{v} ({words.joined(who)})") for (q, v), who in lines.items()]


def _actions(desk: Desk, say: Say, lead: Matter) -> list[tuple[str, str]]:
    """What else can be done: every ladder and escalation of the pack, the date, the list, withdrawing."""
    if lead.state in ("ended", "withdrawn"):
        return []
    base = f"/do/{lead.child}?matter={lead.key}"
    found: list[tuple[str, str]] = []
    moves = "transfer" in say.kinds(lead.kind) or "change" in say.kinds(lead.kind)
    if moves and lead.state == "open" and say.pack.forums and lead.sitting is None:
        found.append(("Put on the list", f"{base}&verb=list&word={next(iter(say.pack.forums))}"))
    found += on_a_transfer(say, lead.child, lead.key)
    if moves and lead.state in ("open", "decided") and lead.moved_at is None:
        found.append(("Decline", f"{base}&verb=decline"))
    if lead.date_from is not None and lead.moved_at is None:
        found.append(("Change the date", f"{base}&verb=change_date"))
    editions = [name for name in editions_to_go_to(desk) if name != lead.edition]
    found += [(f"Go over to edition {n}", f"{base}&verb=change_edition&{urlencode({'edition': n})}") for n in editions]
    if lead.moved_at is None and _may_withdraw(desk, lead):
        found.append(("Withdraw", f"{base}&verb=withdraw"))
    return found


def _may_withdraw(desk: Desk, lead: Matter) -> bool:
    """Whoever manages, and whoever holds the child: not all who may read of it."""
    if desk.post.kind in AGAINST:
        return True
    return any(child.child == lead.child for child in desk.mine())
