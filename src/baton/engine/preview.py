"""What follows: two situations compared, before and after an act, record or correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from baton.engine.assess import assess
from baton.engine.attempt import Files, attempt, with_entries
from baton.engine.situation import Act, By, Done, Duty, Refusal, Situation
from baton.policy.model import Clauses, Packs
from baton.working_time import Moment


class Change(NamedTuple):
    """One thing that the act changes for one child. `was` and `now` are keys and values for the page to word."""

    child: str
    kind: Literal["holder", "opens", "closes", "limit", "late", "no longer late", "route", "moves", "told"]
    rule: str
    was: object
    now: object
    clause: Clauses


def foreseen(packs: Packs, files: Files, act: Act, by: By, now: Moment) -> tuple[Done, tuple[Change, ...]] | Refusal:
    """Returns what the act would be answered, with every change that it would make, child by child; or the Refusal.
    Nothing is added."""
    result = attempt(packs, files, act, by, now, "preview")
    if isinstance(result, Refusal):
        return result
    return result, tuple(c for child in act.children for c in _for_child(packs, files, child, result, now))


def _for_child(packs: Packs, files: Files, child: str, result: Done, now: Moment) -> list[Change]:
    mine = [e for e in result.entries if e.subject.id == child]
    before = assess(packs, files[child], now)
    after = assess(packs, with_entries(files[child], mine), now)
    return compare(child, before, after)


def compare(child: str, before: Situation, after: Situation) -> list[Change]:
    """The differences between two situations of one child that a person would want to know before saving."""
    changes: list[Change] = []
    was, now = before.holder, after.holder
    if (was and (was.person, was.team, was.start)) != (now and (now.person, now.team, now.start)):
        changes.append(Change(child, "holder", now.rule if now else "", was, now, now.clause if now else ()))
    old = {d.key: d for d in before.duties}
    for duty in after.duties:
        changes.extend(_duty(child, old.get(duty.key), duty))
    seen = {r.route: r for r in before.routes}
    for route in after.routes:
        past = seen.get(route.route)
        if (past.state if past is not None else "not_due") != route.state:
            changes.append(Change(child, "route", route.route, past, route, route.clause))
    return changes


def _duty(child: str, was: Duty | None, now: Duty) -> list[Change]:
    if was is not None and replace(was, who=now.who, because=now.because) == now:
        return []
    found: list[Change] = []
    before = was.state if was is not None else "does_not_apply"
    live = ("open", "late")
    if now.state == "met" and before != "met":
        found.append(Change(child, "closes", now.rule, was, now, now.clause))
    elif now.state == "late" and before != "late":
        found.append(Change(child, "late", now.rule, was, now, now.clause))
    elif before == "late" and now.state != "late":
        found.append(Change(child, "no longer late", now.rule, was, now, now.clause))
    elif now.state in live and before not in live:
        found.append(Change(child, "opens", now.rule, was, now, now.clause))
    elif was is not None and was.by != now.by and now.state in live:
        found.append(Change(child, "limit", now.rule, was.by, now.by, now.clause))
    return found
