"""Rules broken: since when, known since when, and when it ended (null: it goes on)."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import DerivedOfSubject, MomentField, text, word_list


class Breach(DerivedOfSubject):
    """`key` is rule, matter, element and `since`."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    rule = text()
    since = MomentField()
    known = MomentField()
    ended = MomentField(null=True)
    since_from = MomentField(null=True)
    since_to = MomentField(null=True)
    matter = text()
    element = text()
    strength = text()
    missing = word_list()
    holder_team = text()
    clause = word_list()
    because = models.JSONField(default=list)

    class Meta:
        db_table = "breach"
        indexes = [
            models.Index(
                fields=["authority", "holder_team", "since", "subject_id"],
                name="breach_of_team",
                condition=models.Q(ended__isnull=True),
            ),
            models.Index(fields=["authority", "rule", "since"], name="breach_by_rule"),
            models.Index(fields=["authority", "since"], name="breach_by_since"),
        ]
