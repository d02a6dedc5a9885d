"""What is not known and has to be: each question once, whom it is put to, which rules wait for it, and since when."""

from __future__ import annotations

from baton.engine import closed_teams
from baton.engine.context import Ctx
from baton.engine.situation import NOT_DONE, Duty, Question, RouteAnswer
from baton.engine.who import resolve, resolve_office
from baton.working_time import BEGINNING, Moment


def questions_of(ctx: Ctx, routes: tuple[RouteAnswer, ...], duties: list[Duty]) -> tuple[Question, ...]:
    """Returns the questions of the routes and of duties not done yet. Who is asked: whom the pack says, else the
    holder, else whoever takes children on for the team."""
    waits: dict[str, list[str]] = {}
    since: dict[str, Moment] = {}
    opened = ctx.timeline.opened if ctx.timeline.opened is not None else BEGINNING
    first = ctx.file.entries[0].recorded_at if ctx.file.entries else BEGINNING
    begun = {mm.id: mm.opened for mm in ctx.facts.matters.values()}

    def wait(word: str, rule: str, start: Moment) -> None:
        waits.setdefault(word, []).append(rule)
        start = max(start, first)  # nobody was asked before the first that is on record
        since[word] = min(since.get(word, start), start)

    for route in routes:
        if route.state in ("due_if", "due", "late", "forecast"):
            start = route.at.lo if route.at is not None and route.state != "forecast" else opened
            for word in route.asks:
                wait(word, route.route, start)
    for duty in duties:
        if duty.asks and duty.state in NOT_DONE:
            for word in duty.asks:
                wait(word, duty.rule, begun.get(duty.matter, opened))
    for rule, start in closed_teams.asked(ctx):
        wait(closed_teams.ANOTHER, rule, start)
    found = []
    for word, rules in waits.items():
        definition = ctx.pack.words.get(word)
        asked = definition.asked_of if definition is not None else None
        who = resolve(ctx, asked) if asked is not None else None
        persons = who.persons if who is not None and who.persons else (
            (ctx.holding.person,) if ctx.holding is not None and ctx.holding.person else ())  # fmt: skip
        if not persons and ctx.holding is not None:
            persons = resolve_office(ctx, ctx.pack.landing_office(ctx.holding.team), ctx.holding.team).persons
        office = who.offices[0] if who is not None and who.offices else "holder"
        found.append(Question(word, persons, office, tuple(dict.fromkeys(rules)), since[word]))
    return tuple(found)
