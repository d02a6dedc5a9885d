"""What people did with the program: whose record was read, forms kept half done, notices that left."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField


class ReadLog(models.Model):
    """Somebody read a child's record: who, in which post, when, which page. Append-only like the journals."""

    pk = models.CompositePrimaryKey("authority", "child", "read_at", "person", "page")
    authority = models.TextField()
    child = models.TextField()
    read_at = models.DateTimeField()
    person = models.TextField()
    account = models.TextField(default="")
    page = models.TextField()

    class Meta:
        db_table = "read_log"
        indexes = [
            models.Index(fields=["authority", "person", "read_at"], name="read_log_of_person"),
        ]


class Draft(models.Model):
    """A form kept half done: marked on the page as not saved as a fact. One a person and form."""

    pk = models.CompositePrimaryKey("authority", "person", "form")
    authority = models.TextField()
    person = models.TextField()
    form = models.TextField()  # the page's address
    kept_at = MomentField()
    values = models.JSONField(default=dict)
    act = models.TextField(default="")  # the act number the form was given

    class Meta:
        db_table = "draft"


class NoticeSent(models.Model):
    """The outbox. `key` makes a second sending recognisable: rule, subject, recipient, occasion. At least once:
    a row is written with the entry, and stamped `sent_at` after the channel took it."""

    pk = models.CompositePrimaryKey("authority", "key")
    authority = models.TextField()
    key = models.TextField()
    kind = models.TextField()
    subject_id = models.TextField()
    recipient = models.TextField()
    channel = models.TextField()
    words = models.JSONField(default=dict)
    owed_at = MomentField()
    sent_at = MomentField(null=True)
    tries = models.IntegerField(default=0)
    next_try = MomentField(null=True)
    last_error = models.TextField(default="")
    entry = models.IntegerField(default=0)

    class Meta:
        db_table = "notice_sent"
        indexes = [
            models.Index(
                fields=["authority", "next_try", "key"], name="notice_to_send", condition=models.Q(sent_at__isnull=True)
            ),
            models.Index(fields=["authority", "kind", "subject_id"], name="notice_of_subject"),
        ]
