"""Matters (transfers, disputes), one row a child and matter, and the routes that are due, may be, or will be."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import DerivedOfChild, MomentField, moment_or_end, text, word_list

OPEN_STATES = ("open", "decided")
AT_WORK = ("open", "decided", "moved")  # moved: what is left to do stands
DUE_STATES = ("due", "due_if", "offered", "late")


class Matter(DerivedOfChild):
    """An open or ended transfer or dispute of one child; siblings share `key`, the matter's id. Dates never merged:
    when it was due, ready, decided, agreed to move, moved, and entered in the case system are six."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    kind = text()
    says = text()
    state = text()  # open, decided, moved, ended, withdrawn
    opened = MomentField()
    route = text()
    routes = word_list()
    from_team = text()
    from_service = text()
    to_team = text()
    to_service = text()
    receiving_worker = text()
    due_from = MomentField(null=True)
    due_to = MomentField(null=True)
    ready_at = MomentField(null=True)
    decision = text()
    decided_at = MomentField(null=True)
    date_from = MomentField(null=True)  # the transfer date agreed
    date_to = MomentField(null=True)
    moved_at = MomentField(null=True)
    entered_in_case_system_at = MomentField(null=True)
    ended_at = MomentField(null=True)
    sitting = MomentField(null=True)
    sort_at = moment_or_end()  # the order of lists: the last moment of the agreed date, else of the due date
    edition = text()
    rung = models.IntegerField(default=0)
    clause = word_list()
    values = models.JSONField(default=dict)

    class Meta:
        db_table = "matter"
        indexes = [
            models.Index(
                fields=["authority", "to_team", "sort_at", "child", "key"],
                name="matter_coming_in",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(
                fields=["authority", "from_team", "sort_at", "child", "key"],
                name="matter_going_out",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(
                fields=["authority", "sort_at", "child", "key"],
                name="matter_open",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["authority", "key"], name="matter_shared"),
            models.Index(fields=["authority", "child"], name="matter_at_work", condition=models.Q(state__in=AT_WORK)),
            models.Index(
                fields=["authority", "moved_at"], name="matter_moved", condition=models.Q(moved_at__isnull=False)
            ),
            models.Index(
                fields=["authority", "sitting"], name="matter_at_sitting", condition=models.Q(sitting__isnull=False)
            ),
        ]


class RouteRow(DerivedOfChild):
    """One route of the procedure for this child: due, due_if, offered, forecast, late, or taken."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    route = text()
    state = text()
    from_place = text()
    to_place = text()
    holder_team = text()
    at_from = MomentField(null=True)
    at_to = MomentField(null=True)
    until_from = MomentField(null=True)
    until_to = MomentField(null=True)
    sort_at = moment_or_end()
    matter = text()  # the kind of matter it opens
    asks = word_list()
    comes_first = text()
    clause = word_list()
    because = models.JSONField(default=list)

    class Meta:
        db_table = "route_row"
        indexes = [
            models.Index(
                fields=["authority", "holder_team", "sort_at", "child", "key"],
                name="route_due_team",
                condition=models.Q(state__in=DUE_STATES),
            ),
            models.Index(
                fields=["authority", "sort_at", "child", "key"],
                name="route_due",
                condition=models.Q(state__in=DUE_STATES),
            ),
        ]
