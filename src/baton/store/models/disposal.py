"""Lawful disposal: which bodies were removed, by whom and why; and the legal holds that stop it."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField


class Disposal(models.Model):
    """The body of one entry was removed. Written by the database function `dispose` alone."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "number")
    authority = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    number = models.IntegerField()
    record_class = models.TextField()
    reason = models.TextField()
    disposed_by = models.TextField()
    disposed_at = MomentField()

    class Meta:
        db_table = "disposal"


class LegalHold(models.Model):
    """Nothing of this subject may be disposed of while the hold stands (`released_at` null)."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "placed_at")
    authority = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    placed_at = MomentField()
    placed_by = models.TextField()
    reason = models.TextField()
    released_at = MomentField(null=True)
    released_by = models.TextField(default="")

    class Meta:
        db_table = "legal_hold"
