"""The places inside Reports that are open to a post."""

from __future__ import annotations

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.workspace.reports.questions import QUESTIONS


def nav(desk: Desk, here: str) -> list[tuple[str, str, bool]]:
    asked = [("Today", "/reports"), *((title, f"/reports/{key}") for key, (title, _) in QUESTIONS.items())]
    if permissions.may_look_back(desk.post):
        asked.append(("Who was responsible, when?", "/reports/audit"))
    if permissions.may_export(desk.post):
        asked.append(("Files for others", "/exports"))
    if permissions.may_see_reads(desk.post):
        asked.append(("Who looked?", "/reports/reads"))
    return [(text, href, href == here) for text, href in asked]
