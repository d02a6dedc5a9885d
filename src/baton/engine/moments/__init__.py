"""Moments: each compiled to a reader (ctx) -> (state, window, because, until). A moment not known says why."""

from __future__ import annotations

from typing import Any

from baton.engine.context import (
    Reader,
)
from baton.engine.moments.anchors import (
    act_at,
    answer_at,
    document_at,
    fixed,
    nth_birthday,
    point_of,
    rule_met,
    spell_edge,
)
from baton.engine.moments.events import compile_event, event_at
from baton.engine.moments.joined import choose, extreme
from baton.engine.moments.reading import latest_answer, window_of_text
from baton.engine.moments.shifts import edge_of_day, either_side_of, next_date, next_sitting_after, shifted, time_on
from baton.engine.moments.slots import slot_at
from baton.engine.moments.totals import total_reached
from baton.policy import model as m

__all__ = ["compile_event", "compile_moment", "latest_answer", "window_of_text"]


def compile_moment(moment: m.MomentOf, compiling: Any) -> Reader:
    """Returns the reader of a moment. `compiling` gives `condition(c)` for the conditions inside."""
    reader: Reader = _MAKERS[type(moment)](moment, compiling)
    return reader


_MAKERS: dict[type, Any] = {
    m.EventAt: event_at,
    m.SpellEdge: spell_edge,
    m.AnswerAt: answer_at,
    m.DocumentAt: document_at,
    m.ActAt: act_at,
    m.SlotAt: slot_at,
    m.Birthday: nth_birthday,
    m.RuleMet: rule_met,
    m.PointOf: point_of,
    m.NextSitting: next_sitting_after,
    m.NextDate: next_date,
    m.Fixed: fixed,
    m.TotalReached: total_reached,
    m.Shifted: shifted,
    m.EitherSide: either_side_of,
    m.EdgeOfDay: edge_of_day,
    m.TimeOn: time_on,
    m.Earliest: extreme,
    m.Latest: extreme,
    m.Choose: choose,
}
