"""The outbox, the invitations that people hold, and what each person wants to be sent. All under row-level security.

A message is no journal entry: what was sent to whom is recorded in the child's journal once it has left. A message is
how it leaves: what exactly, to which address, by which carrier, tried how often.
"""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField, text, word_list

STATES = ("draft", "printed", "queued", "leaving", "in_doubt", "left", "undeliverable", "overtaken", "stopped")
WAITING = ("queued", "leaving")  # what a pass of the sender looks at
KINDS = ("letter", "notice", "invitation", "digest")


class Message(models.Model):
    """One message to one recipient. `key` says what it is (matter, letter, recipient, which sending), so that writing
    it again gives the same row. `draft` is kept words; `printed` lies in the tray; `queued` waits for its turn;
    `leaving` is with the carrier at this moment; `in_doubt`: the program was killed while it was, and a person says
    whether it arrived; `left` was taken by the carrier; `undeliverable` was refused for good; `overtaken`: what it
    named has changed since; `stopped` by a person.
    """

    pk = models.CompositePrimaryKey("authority", "key")
    authority = models.TextField()
    key = models.TextField()
    kind = models.TextField()
    children = word_list()  # whom it is about: who may not see one of them does not see the message
    matter = text()
    word = text()  # the document of the pack's language, or the rule of a notice
    recipient = text()
    person = text()  # the member of staff to whom it goes; "" for everybody else
    way = models.TextField(default="print")  # print, page, email, post (printed and posted by a carrier)
    state = models.TextField(default="draft")
    to = text()  # the e-mail address
    subject = text()
    content = models.JSONField(default=dict)  # what leaves, as it was when it was queued
    named = models.JSONField(default=dict)  # the facts that it names, by child: if they change, it is overtaken
    recorded_as = models.JSONField(default=dict)  # what the entry says once it has left
    own_words = models.JSONField(default=dict)  # what its writer added
    act = text()  # the act number under which its sending is recorded
    recorded = models.BooleanField(default=False)
    written_at = MomentField()
    written_by = text()
    printed_at = MomentField(null=True)
    queued_at = MomentField(null=True)
    queued_by = text()
    capacity = models.TextField(default="own office")
    tries = models.IntegerField(default=0)
    next_try = MomentField(null=True)
    last_error = text()
    leaving_at = MomentField(null=True)
    left_at = MomentField(null=True)
    carrier = text()
    reference = text()  # by which the carrier knows it
    arrived = text()  # what the carrier says became of it, where it says anything

    class Meta:
        db_table = "message"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="message_state"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="message_kind"),
        ]
        indexes = [
            models.Index(
                fields=["authority", "next_try", "key"],
                name="message_to_send",
                condition=models.Q(state__in=WAITING),
            ),
            models.Index(fields=["authority", "matter"], name="message_of_matter"),
            models.Index(fields=["authority", "person", "written_at"], name="message_of_person"),
        ]


class Invitation(models.Model):
    """An invitation that a person holds in their calendar: which revision, and the occasion as it was then."""

    pk = models.CompositePrimaryKey("authority", "uid", "person")
    authority = models.TextField()
    uid = models.TextField()
    person = models.TextField()
    to = models.TextField()
    sequence = models.IntegerField(default=0)
    cancelled = models.BooleanField(default=False)
    starts_at = MomentField()
    occasion = models.JSONField(default=dict)

    class Meta:
        db_table = "invitation"
        indexes = [models.Index(fields=["authority", "starts_at"], name="invitation_by_day")]


class Wishes(models.Model):
    """What one person wants to be sent, where their calendar feed lies, and how large they read. No row: the usual."""

    pk = models.CompositePrimaryKey("authority", "person")
    authority = models.TextField()
    person = models.TextField()
    digest = models.BooleanField(default=False)
    digest_at = models.IntegerField(default=8 * 60)  # minutes after midnight, on working days
    digest_day = text()  # the last day for which one was written
    invitations = models.BooleanField(default=True)
    notices = models.BooleanField(default=True)  # those that are not statutory
    feed = text()  # the digest of the secret in the feed's address; "" where there is none
    large_print = models.BooleanField(default=False)

    class Meta:
        db_table = "wishes"
        indexes = [models.Index(fields=["authority", "feed"], name="wishes_feed")]
