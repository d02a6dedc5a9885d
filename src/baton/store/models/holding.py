"""Who is responsible, at every instant of an open child. The database itself refuses overlaps and gaps."""

from __future__ import annotations

from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import models

from baton.store.models.fields import DerivedOfChild, MomentField, text, word_list


class Holding(DerivedOfChild):
    """One holding: a worker by name, a person in an office, another authority, or nobody with its breach."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    during = BigIntegerRangeField()
    kind = text()
    person = text()
    office = text()
    team = text()
    service = text()
    flag = text()
    start_from = MomentField(null=True)  # the start is known only as a window
    start_to = MomentField(null=True)
    breach = models.TextField(null=True)  # key of the rule broken, for "nobody" and for nobody else
    forced_by = text()  # key of the rule broken where somebody holds because nobody else did
    rule = text()
    clause = word_list()
    because = models.JSONField(default=list)

    class Meta:
        db_table = "holding"
        indexes = [models.Index(fields=["authority", "person"], name="holding_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["worker", "office", "outside", "nobody"]), name="holding_kind"
            ),
        ]


class OpenSpell(DerivedOfChild):
    """The child is open during this; every instant of it must be covered by holdings."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    during = BigIntegerRangeField()

    class Meta:
        db_table = "open_spell"
