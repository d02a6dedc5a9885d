"""What does the procedure want seen? Each figure that it asks for in a report, a list or a tray, with its children."""

from __future__ import annotations

from collections import defaultdict

from baton.store.models import Shown
from baton.workspace import words
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.shown import facts_of

# The places of a `show` that are no page of their own: what they want seen stands here.
PLACES = ("report", "tracker", "dashboard", "tray", "team", "referral", "procedure")


def wanted(asking: Asking) -> Answer:
    """By what is to be seen: for how many children, and for each of them its figure; of the authority, the figure."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    rows_of = Shown.objects.filter(authority=desk.authority, places__overlap=list(PLACES)).order_by(
        "rule", "subject_id"
    )
    behind: dict[str, list[tuple[str, str]]] = defaultdict(list)
    clauses: dict[str, tuple[str, ...]] = {}
    for row in rows_of.filter(kind="child", subject_id__in=asking.children(team).values("child")):
        for fact in facts_of(say, row):
            behind[fact.what].append((fact.child, fact.figure))
            clauses.setdefault(fact.what, fact.clause)
    rows = [Row((what, words.plural(len({c for c, _ in found}), "child", "children")), what, 1, clauses[what])
            for what, found in sorted(behind.items())]  # fmt: skip
    of_all = [f for row in rows_of.filter(kind="authority") for f in facts_of(say, row)]
    rows += [Row((fact.what, fact.figure), clause=fact.clause) for fact in of_all]
    return Answer(
        [f"{words.plural(len(rows), 'figure')} that the procedure asks for."] if rows else [],
        ("What", "For whom, or how much"), rows, behind=behind, filters=[by_team],
        empty="The procedure asks for no figure here that is known today.", named={what: what for what in behind},
    )  # fmt: skip
