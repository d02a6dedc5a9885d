"""The sittings at which somebody sits, or whose list they keep: one card a sitting, with what is theirs to do there,
and as one line the families that wait for its decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baton.accounts.desk import Desk
from baton.policy.model import Forum, May
from baton.store.lists import Work
from baton.store.models import Matter
from baton.working_time import Moment, local_day
from baton.workspace import words
from baton.workspace.about.duties import OPEN, lines_about
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.sitting import planned
from baton.workspace.sitting.seats import keepers, seats
from baton.workspace.transfer.excusing import offices_of
from baton.workspace.work import line_of


@dataclass(frozen=True, slots=True)
class Card:
    """One sitting as a first page shows it."""

    title: str
    when: str
    href: str
    runs: str
    lines: list[Line]


def at_sittings(desk: Desk, say: Say, work: list[Work]) -> tuple[list[Card], list[Work]]:
    """The last sitting, if something of it is left to do, and the next; and the work without what stands on them."""
    waits = _listed(desk, work)
    cards, said = [], set[tuple[str, str]]()
    for forum in desk.pack.forums.values():
        sits = desk.post.person in {*keepers(desk, forum), *dict(seats(desk, say, forum))}
        if not sits and not waits:
            continue
        for one in _near(desk, forum, waits.values()):
            times = (one.sitting.at, one.sitting.nominal)
            mine = [item for item in work if waits.get((item.subject_id, item.matter)) in times]
            lines = [*_asked(desk, say, one if sits else None), *_decisions(desk, say, one, mine)]
            if lines:
                said |= {(item.subject_id, item.key) for item in mine}
                title, when = words.initial_capital(forum.says), words.when_seen(one.at, desk.now)
                cards.append(Card(title, words.initial_capital(when), one.href, _runs(desk, say, forum), lines))
    return cards, [item for item in work if (item.subject_id, item.key) not in said]


def _listed(desk: Desk, work: list[Work]) -> dict[tuple[str, str], Moment]:
    """When each matter is up that somebody must decide and that stands on a list."""
    keys = {item.matter for item in work if item.kind == "child" and item.verb == "decide"}
    if not keys or not desk.pack.forums:
        return {}
    found = Matter.objects.filter(authority=desk.authority, key__in=keys, sitting__isnull=False)
    return {(m.child, m.key): m.sitting for m in found if m.sitting is not None}


def _near(desk: Desk, forum: Forum, listed: Iterable[Moment]) -> list[planned.Planned]:
    """Today's sitting or the next one, the one before it, and those that a family waits for."""
    found = [one for one in planned.around_today(desk, forum) if not one.sitting.cancelled]
    today, up = local_day(desk.now), set(listed)
    ahead = next((n for n, one in enumerate(found) if local_day(one.at) >= today), len(found))
    near = found[max(ahead - 1, 0) : ahead + 1]
    return [one for one in found if one in near or up & {one.sitting.at, one.sitting.nominal}]


def _asked(desk: Desk, say: Say, one: planned.Planned | None) -> list[Line]:
    """What the procedure asks of this person about the sitting itself."""
    found = lines_about(desk, say, one.subject) if one is not None else []
    over = one.at if one is not None and local_day(one.at) < local_day(desk.now) else None
    mine = [x for x in found if desk.post.person in x.row.who and _pressing(x.row, over)]
    for line in mine:
        line.who = ""
    return mine


def _pressing(row: Any, over: Moment | None) -> bool:
    """Whether it is still to be done: of a sitting that is `over` only what comes after it, such as the minutes."""
    if over is not None:
        return row.state in OPEN and row.verb != "attend" and row.by_to is not None and row.by_to > over
    return row.state in OPEN and (row.verb != "keep" or row.state == "late")


def _decisions(desk: Desk, say: Say, one: planned.Planned, mine: list[Work]) -> list[Line]:
    """The families that wait for a decision, as one line."""
    decide = [item for item in mine if item.verb == "decide"]
    if not decide:
        return []
    line = line_of(desk, say, min(decide, key=lambda item: item.act_by_at), own=True, why=False)
    line.what = f"Decide on {words.plural(len({item.matter for item in decide}), 'family', 'families')}"
    line.href, line.note = one.href, ""
    return [line]


def _runs(desk: Desk, say: Say, forum: Forum) -> str:
    """Who keeps the list, and who alone may say yes, where the procedure names somebody at the receiving end."""
    who = keepers(desk, forum)
    runs = "You run the list" if desk.post.person in who else f"{say.people(who)} runs the list" if who else ""
    deciding = [
        (rule, offices_of(rule.who)) for rule in desk.pack.rules if isinstance(rule, May) and "decide" in rule.acts
    ]
    its = {rule.head.for_ for rule, _ in deciding if getattr(rule.who, "office", "") == forum.key}
    alone = [
        o for rule, offices in deciding if rule.head.for_ in its for o in offices if o.place.startswith("receiving")
    ]
    yes = dict.fromkeys(say.office(f"{o.office} of {o.place}") for o in alone)
    said = f"a yes is recorded by the {words.joined(list(yes))}" if yes else ""
    return f"{words.initial_capital('; '.join(part for part in (runs, said) if part))}." if runs or said else ""
