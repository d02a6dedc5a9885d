"""Work: every duty somebody can act on, and for whom. The lists of a person and of a team are one index scan each."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import DerivedOfSubject, MomentField, moment_or_end, text, word_list

OPEN_STATES = ("open", "late", "may_apply")
NOTICE_VERBS = ("tell", "send", "invite")


class Duty(DerivedOfSubject):
    """The columns of a duty, as `baton.engine.situation.Duty`."""

    rule = text()
    verb = text()
    words = word_list()
    state = text()
    strength = text()
    matter = text()
    element = text()
    recipient = text()
    by_from = MomentField(null=True)
    by_to = MomentField(null=True)
    earliest = MomentField(null=True)
    since = MomentField(null=True)
    known = MomentField(null=True)
    ended = MomentField(null=True)
    act_by_from = MomentField(null=True)
    act_by_to = MomentField(null=True)
    act_by_at = moment_or_end()  # the order of every list: the last moment in time, END where there is none
    met_at = MomentField(null=True)
    met_by = models.IntegerField(default=0)
    stops = word_list()
    missing = word_list()
    waits_for = word_list()
    asks = word_list()
    follow_up = models.BooleanField(default=False)
    checklist = text()
    clause = word_list()
    because = models.JSONField(default=list)
    why_not = text()
    who = word_list()  # persons
    offices = word_list()
    holder_team = text()  # the team that holds the child now
    family = text()

    class Meta:
        abstract = True


class WorkItem(Duty):
    """One duty of one subject. `state`: not_yet, may_apply, open, met, late, excused."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")

    class Meta:
        db_table = "work_item"
        indexes = [
            models.Index(
                fields=["authority", "holder_team", "act_by_at", "subject_id", "key"],
                name="work_of_team",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(
                fields=["authority", "act_by_at", "subject_id", "key"],
                name="work_of_all",
                condition=models.Q(state__in=OPEN_STATES),
            ),
            models.Index(fields=["authority", "matter"], name="work_of_matter", condition=~models.Q(matter="")),
            models.Index(
                fields=["authority", "act_by_at", "subject_id"],
                name="work_notices",
                condition=models.Q(state__in=OPEN_STATES, verb__in=NOTICE_VERBS),
            ),
        ]


class WorkItemPerson(DerivedOfSubject):
    """An open duty on one person's list; `key` is "person/work item's key", `item` the work item's key."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    person = text()
    item = text()
    act_by_at = moment_or_end()

    class Meta:
        db_table = "work_item_person"
        indexes = [
            models.Index(fields=["authority", "person", "act_by_at", "subject_id", "key"], name="work_of_person"),
        ]


class NoticeOwed(Duty):
    """The duties to tell, send or invite that are open or late: a view over `work_item`, never written."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")

    class Meta:
        db_table = "notice_owed"
        managed = False
