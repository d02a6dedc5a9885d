"""A ladder of who settles a dispute: the first rung at the bottom, the last word at the top."""

from __future__ import annotations

from typing import Final

from baton.policy import model as m
from baton.policy.drawing.svg import LINE, Sheet, wrapped
from baton.policy.labels import listing
from baton.policy.saying import say_moment, say_who
from baton.policy.saying_acts import say_effect

WIDTH: Final = 640
_STEP_IN: Final = 40


def ladder_of(pack: m.Pack, matter: str) -> str:
    """The picture of a matter's rungs, as SVG. Raises KeyError if the pack has no such matter or it has no rungs."""
    found = pack.matters[matter]
    if not found.rungs:
        raise KeyError(matter)
    sheet = Sheet(f"{found.says}: who settles it", f"{len(found.rungs)} rungs; the last word is at the top.", WIDTH)
    y = sheet.text(0, 0, [f"{found.says}: who settles it"], "b") + 8
    width = WIDTH - _STEP_IN * (len(found.rungs) - 1)
    for index in range(len(found.rungs) - 1, -1, -1):
        head, lines = _lines(found.rungs[index], index + 1, pack, width - 24)
        x = _STEP_IN * index
        height = (len(head) + len(lines)) * LINE + 14
        sheet.box(x, y, width, height, "grey" if found.rungs[index].final else "")
        sheet.text(x + 12, sheet.text(x + 12, y + 7, head, "b"), lines)
        if index:
            sheet.path(f"M{x + 20} {y + height + 22}V{y + height + 2}", "", True)
        y += height + 24
    clause = f" ({', '.join(found.clause)})" if found.clause else ""
    by = found.opened_by
    opened = f"Opened by {say_who(by, pack)}" if isinstance(by, m.Who) else "Opened"
    mean = {"waits": "; meanwhile the move waits", "goes on": "; meanwhile the move goes on"}.get(found.meanwhile, "")
    sheet.text(0, y, wrapped(f"{opened}{mean}.{clause}", WIDTH))
    return sheet.svg()


def _lines(rung: m.Rung, number: int, pack: m.Pack, width: float) -> tuple[list[str], list[str]]:
    who = say_who(rung.who, pack)
    head = wrapped(f"{number}. {who[:1].upper()}{who[1:]}{': the last word' if rung.final else ''}", width)
    more = []
    if rung.within is not None:
        more.append(f"Within {say_moment(rung.within, pack)}.")
    if rung.late:
        more.append(f"If not: {listing(say_effect(effect, pack) for effect in rung.late)}.")
    if rung.early:
        more.append("May be asked before its turn, with a reason.")
    if rung.clause:
        more.append(f"({', '.join(rung.clause)})")
    return head, wrapped(" ".join(more), width) if more else []
