"""What people did with the program: whose record was read, forms kept half done."""

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


class SavedView(models.Model):
    """A list as somebody wants it again: a name, the page and its filters. `given_by`: the colleague who handed it on;
    it shows each person only what that person may see."""

    pk = models.CompositePrimaryKey("authority", "person", "name")
    authority = models.TextField()
    person = models.TextField()
    name = models.TextField()
    page = models.TextField()  # the path
    query = models.TextField(default="")
    made_at = MomentField()
    given_by = models.TextField(default="")

    class Meta:
        db_table = "saved_view"
