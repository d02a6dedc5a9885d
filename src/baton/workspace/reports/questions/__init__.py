"""The questions, in the order in which a service asks them; each is one file and one function."""

from __future__ import annotations

from collections.abc import Callable

from baton.workspace.reports.answers import Answer, Asking
from baton.workspace.reports.questions.broken import broken
from baton.workspace.reports.questions.carrying import carrying
from baton.workspace.reports.questions.changes import changes
from baton.workspace.reports.questions.disputes import disputes
from baton.workspace.reports.questions.flows import flows
from baton.workspace.reports.questions.lateness import lateness
from baton.workspace.reports.questions.moving import moving
from baton.workspace.reports.questions.siblings import siblings
from baton.workspace.reports.questions.telling import telling
from baton.workspace.reports.questions.waiting import waiting
from baton.workspace.reports.questions.wanted import wanted

QUESTIONS: dict[str, tuple[str, Callable[[Asking], Answer]]] = {
    "waiting": ("Where do children wait?", waiting),
    "moving": ("How long from due to moved?", moving),
    "changes": ("How often do children change worker?", changes),
    "flows": ("Who goes where?", flows),
    "carrying": ("Who is carrying what?", carrying),
    "rules": ("Which rules are broken, and where?", broken),
    "lateness": ("What is done late, by which team?", lateness),
    "telling": ("Are families told first?", telling),
    "disputes": ("What is in dispute, and how long?", disputes),
    "siblings": ("Which brothers and sisters have different workers?", siblings),
    "wanted": ("What does the procedure want seen?", wanted),
}
