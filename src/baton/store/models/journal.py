"""Journals: subjects and their entries. Entries are appended by `acting` and `observing` only, and never change."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import ExactJsonField, MomentField


class Subject(models.Model):
    """Whatever has a history of its own. Its row is what a writer locks: the head of the chain.

    `head` is the last entry's number (0: none yet), `head_hash` its hash. `next_change` is the first instant at which
    the answers could differ without a new entry (null: never, or not assessed). `stale_since`: something it relies on
    has changed and it has not been recalculated yet; pages say so. `family` is the family this child belongs to ("").
    `edition` and `build`: the pack it was last assessed with.
    """

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id")
    authority = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    head = models.IntegerField(default=0)
    head_hash = models.BinaryField(default=b"")
    next_change = MomentField(null=True)
    stale_since = MomentField(null=True)
    restricted = models.BooleanField(default=False)
    family = models.TextField(default="")
    edition = models.TextField(default="")
    build = models.TextField(default="")

    class Meta:
        db_table = "subject"
        indexes = [
            models.Index(
                fields=["authority", "next_change"],
                name="subject_next_change",
                condition=models.Q(next_change__isnull=False),
            ),
            models.Index(
                fields=["authority", "stale_since"], name="subject_stale", condition=models.Q(stale_since__isnull=False)
            ),
            models.Index(fields=["authority", "family"], name="subject_family", condition=~models.Q(family="")),
            models.Index(
                fields=["authority", "kind", "subject_id"],
                name="subject_restricted",
                condition=models.Q(restricted=True),
            ),
        ]


class Entry(models.Model):
    """One line of a journal, as `baton.journal.Entry`, with its place in the chain.

    hash = sha256(header, sha256(salt, body), previous_hash). Salt and body are null after a lawful disposal; the chain
    still verifies. UPDATE, DELETE and TRUNCATE are refused by triggers to every role.
    """

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "number")
    authority = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    number = models.IntegerField()
    act = models.TextField()
    verb = models.TextField()
    word = models.TextField()
    happened_from = MomentField()
    happened_to = MomentField()
    recorded_at = MomentField()
    done_by = models.TextField()
    recorded_by = models.TextField()
    capacity = models.TextField()
    source = models.TextField()
    matter = models.TextField()
    replaces = models.IntegerField(null=True)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()
    body_digest = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = ExactJsonField(null=True)

    class Meta:
        db_table = "entry"
        indexes = [
            models.Index(
                fields=["authority", "happened_to"],
                name="entry_planned",
                condition=models.Q(verb__in=["booked", "moved"]),
            ),
            models.Index(
                fields=["authority", "recorded_at"],
                name="entry_told_by_clock",
                condition=models.Q(source="clock", verb="told"),
            ),
            models.Index(
                fields=["authority", "subject_id"],
                name="entry_telling",
                condition=models.Q(verb__in=["told", "tell", "sent", "send"]),
            ),
        ]
