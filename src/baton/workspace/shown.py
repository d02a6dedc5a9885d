"""What the procedure wants to be seen at a place (`show … where`): each measure with its figure and its clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baton.accounts.desk import Desk
from baton.store.models import Shown
from baton.workspace import words
from baton.workspace.saying import Say


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to be seen. `figure` is "" where it is not known."""

    what: str
    figure: str
    clause: tuple[str, ...]
    child: str = ""


def shown_at(desk: Desk, say: Say, children: Iterable[str], place: str) -> list[Fact]:
    """What is to be seen at this place about these children; measures without a figure stand elsewhere on the page."""
    rows = Shown.objects.filter(
        authority=desk.authority, kind="child", subject_id__in=list(children), places__contains=[place]
    ).order_by("subject_id", "rule")
    found = []
    for row in rows:
        for measure, figure in zip(row.measures, row.figures, strict=False):
            if figure:
                known = say.pack.words.get(measure)
                asked = known.question if known is not None and known.kind == "answer" else ""
                what = words.initial_capital(asked or say.word(measure)).rstrip(":")
                found.append(Fact(what, say.value(measure, figure), tuple(row.clause), row.subject_id))
    return found
