"""Services and routes: who hands over to whom, every line numbered at both ends and explained beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from baton.policy import model as m
from baton.policy.drawing.svg import LINE, Sheet, wrapped
from baton.policy.labels import place_name
from baton.policy.wording import destination_name, sentence

WIDTH: Final = 1000
_BOX: Final = 300
_PORT: Final = 22
_GAP: Final = 18
_TOP: Final = 70


def services_of(pack: m.Pack) -> str:
    """The picture of all routes of a pack, as SVG. A dashed line is a move that is offered, not due."""
    routes = sorted((rule for rule in pack.rules if isinstance(rule, m.Goes)), key=_order(pack))
    sheet = Sheet(
        f"{pack.title}: services and routes",
        f"{len(routes)} routes, numbered; each is explained in the list beneath the picture.",
        WIDTH,
    )
    sheet.text(0, 0, [f"{pack.title}: who hands over to whom"], "b")
    sheet.text(0, 30, ["From"], "b")
    sheet.text(WIDTH - _BOX, 30, ["To"], "b")
    left = [_from(rule, pack) for rule in routes]
    right = [destination_name(rule.to, pack) for rule in routes]
    ports = _column(sheet, 0, left, right), _column(sheet, WIDTH - _BOX, right, left)
    for index, rule in enumerate(routes):
        start, end = ports[0][index], ports[1][index]
        x, far = _BOX + 24, WIDTH - _BOX - 24
        middle = (x + far) / 2
        style = "dash" if rule.becomes == "offered" else ""
        sheet.path(f"M{_BOX} {start}H{x}C{middle} {start} {middle} {end} {far} {end}H{WIDTH - _BOX - 2}", style, True)
        sheet.number(x, start, index + 1)
        sheet.number(far, end, index + 1)
    y = sheet.height + 24
    for index, rule in enumerate(routes):
        sheet.number(10, y + LINE / 2, index + 1)
        offered = "Offered: " if rule.becomes == "offered" else ""
        y = sheet.text(30, y, wrapped(offered + sentence(rule, pack), WIDTH - 40)) + 6
    return sheet.svg()


def _order(pack: m.Pack):  # type: ignore[no-untyped-def]
    places = {key: index for index, key in enumerate(pack.places)}
    return lambda rule: (places.get(rule.from_, len(places)), places.get(rule.to.place, len(places)))


def _from(rule: m.Goes, pack: m.Pack) -> str:
    return place_name(rule.from_, pack) or "Any service"


def _column(sheet: Sheet, x: float, names: Sequence[str], others: Sequence[str]) -> dict[int, float]:
    """Draws one side's boxes; gives the height at which each route's line meets its box."""
    order = list(dict.fromkeys(names))
    rank = {name: index for index, name in enumerate(dict.fromkeys(others))}
    found: dict[int, float] = {}
    y = float(_TOP)
    for name in order:
        mine = sorted((i for i, one in enumerate(names) if one == name), key=lambda i: (rank[others[i]], i))
        lines = wrapped(name, _BOX - 24)
        height = max(len(mine) * _PORT, len(lines) * LINE) + 14
        sheet.box(x, y, _BOX, height, "grey", 4)
        sheet.text(x + 12, y + (height - len(lines) * LINE) / 2, lines)
        first = y + height / 2 - (len(mine) - 1) * _PORT / 2
        for at, index in enumerate(mine):
            found[index] = first + at * _PORT
        y += height + _GAP
    return found
