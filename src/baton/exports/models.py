"""What is withheld when a child's whole record is given out, by whom and on which ground. Never deleted."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField, text


class Redaction(models.Model):
    """One part of one entry is withheld. `part` is "" for the whole entry, else a key of its values, or "reason".

    `taken_back_at`: from then on it is given. A part withheld again is a further row.
    """

    pk = models.CompositePrimaryKey("authority", "child", "entry", "part", "at")
    authority = models.TextField()
    child = models.TextField()
    entry = models.IntegerField()
    part = text()
    ground = models.TextField()
    says = text()  # why, in the person's own words
    by = models.TextField()
    at = MomentField()
    taken_back_at = MomentField(null=True)
    taken_back_by = text()

    class Meta:
        db_table = "redaction"
