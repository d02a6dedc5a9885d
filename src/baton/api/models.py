"""Answers kept so that the same request twice is one, counts of requests, webhooks, and the feed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from baton.accounts.models import Token


class Answered(models.Model):
    """What a request with an Idempotency-Key was answered, for a day: the same again gets the same."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.TextField()
    asked = models.TextField()  # the digest of method, address and body
    status = models.IntegerField(null=True)  # null: at work, or broken off
    body = models.TextField(default="")
    at = models.BigIntegerField()

    class Meta:
        db_table = "api_answered"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["at"], name="api_answered_at")]


class Counted(models.Model):
    """How many requests a token made in one minute."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    minute = models.BigIntegerField()
    requests = models.IntegerField(default=0)

    class Meta:
        db_table = "api_counted"
        constraints = [models.UniqueConstraint(fields=["token", "minute"], name="one_count_a_minute")]


class Webhook(models.Model):
    """Where the feed is sent as it grows. It reaches what its token reaches; `cursor` is how far it has come."""

    ident = models.TextField(unique=True)
    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    authority = models.TextField()
    url = models.TextField()
    verbs = ArrayField(models.TextField(), default=list)  # [] for all
    made_at = models.BigIntegerField()
    cursor = models.TextField()
    tries = models.IntegerField(default=0)
    next_try = models.BigIntegerField(default=0)
    last_error = models.TextField(default="")
    delivered_at = models.BigIntegerField(null=True)
    stopped_at = models.BigIntegerField(null=True)

    class Meta:
        db_table = "api_webhook"


class Event(models.Model):
    """One entry of a journal in the order in which entries became visible, for the feed. The database writes it.

    `xid` is the transaction that added it: rows are read up to the oldest transaction that is still at work, so that
    none appears behind one that was read already.
    """

    id = models.BigAutoField(primary_key=True)
    authority = models.TextField()
    xid = models.BigIntegerField()
    kind = models.TextField()
    subject_id = models.TextField()
    number = models.IntegerField()

    class Meta:
        db_table = "event"
        indexes = [models.Index(fields=["authority", "xid", "id"], name="event_in_order")]
