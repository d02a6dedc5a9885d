"""What sources said: extracts read, and each observation with the entry that keeps it."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField


class Extract(models.Model):
    """One extract that was read: which system, which file, as at when; the same file again is the same `digest`."""

    pk = models.CompositePrimaryKey("authority", "extract")
    authority = models.TextField()
    extract = models.TextField()
    system = models.TextField()
    file = models.TextField()
    digest = models.TextField()
    as_at = MomentField()
    read_at = MomentField()
    read_by = models.TextField()
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "extract"


class Observation(models.Model):
    """This source says this about that: keyed by source, natural key and field group.

    `facts` has one item for each fact that it says: [word, phase, digest of what it says, number of the entry that
    keeps it]. `keep` is what the importer wants to see again at the next comparison, in its own words. `gone_at`: a
    list declared complete no longer has it.
    """

    pk = models.CompositePrimaryKey("authority", "source", "natural_key", "field_group")
    authority = models.TextField()
    source = models.TextField()
    natural_key = models.TextField()
    field_group = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    facts = models.JSONField(default=list)
    keep = models.JSONField(default=dict)
    as_at = MomentField()
    gone_at = MomentField(null=True)

    class Meta:
        db_table = "observation"
        indexes = [
            models.Index(fields=["authority", "kind", "subject_id"], name="observation_of_subject"),
        ]
