"""A child as lists and pages see it: names, holder now, statuses, and on which other subjects its answers rely."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import CollateC, DerivedOfChild, DerivedOfSubject, MomentField, text, word_list


class Child(DerivedOfChild):
    """One row a child; `key` is empty. Open from `opened` until `closed` (null: still open)."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    reference = text()
    name = text()  # as it is said: given name, then family name
    name_key = CollateC(default="")  # family name, given name, folded: the order of lists
    born = models.DateField(null=True)
    expected = models.DateField(null=True)
    family = text()
    opened = MomentField(null=True)
    closed = MomentField(null=True)
    holder_kind = text()  # worker, office, outside, nobody; "" when not open
    holder_person = text()
    holder_office = text()
    holder_team = text()
    holder_service = text()
    holder_flag = text()
    holder_since = MomentField(null=True)
    statuses = word_list()  # words of the spells that stand now
    workers = models.IntegerField(default=0)  # how many workers by name so far
    open_matters = models.IntegerField(default=0)
    breaches = models.IntegerField(default=0)  # breaches that go on
    outside = word_list()  # the clauses by which the procedure does not apply
    edition = text()
    build = text()
    same_as = text()  # the record of the same child that is kept instead of this one

    class Meta:
        db_table = "child"
        indexes = [
            models.Index(fields=["authority", "same_as"], name="child_same_as", condition=~models.Q(same_as="")),
            models.Index(fields=["authority", "name_key", "child"], name="child_by_name"),
            models.Index(fields=["authority", "born"], name="child_by_born"),
            models.Index(fields=["authority", "reference"], name="child_by_reference"),
            models.Index(
                fields=["authority", "holder_team", "name_key", "child"],
                name="child_of_team",
                condition=~models.Q(holder_kind=""),
            ),
            models.Index(
                fields=["authority", "holder_person", "name_key", "child"],
                name="child_of_person",
                condition=~models.Q(holder_kind=""),
            ),
            models.Index(
                fields=["authority", "holder_since", "child"],
                name="child_with_nobody",
                condition=models.Q(holder_kind="nobody"),
            ),
            models.Index(
                fields=["authority", "family", "child"], name="child_of_family", condition=~models.Q(family="")
            ),
        ]


class ChildName(DerivedOfChild):
    """Every part of every name, number and earlier name, folded, for search by prefix as a range; `key` is the part.
    `open`: the child is; most searches are among these, which are few beside all that were ever known."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    part = CollateC(default="")
    open = models.BooleanField(default=False)

    class Meta:
        db_table = "child_name"
        indexes = [
            models.Index(fields=["authority", "part", "child"], name="child_name_part"),
            models.Index(fields=["authority", "part", "child"], name="child_name_open", condition=models.Q(open=True)),
        ]


class Status(DerivedOfChild):
    """A spell of a word (looked_after, basis section_20); `end_from` null: still so."""

    pk = models.CompositePrimaryKey("authority", "child", "key")
    word = text()
    start_from = MomentField()
    start_to = MomentField()
    end_from = MomentField(null=True)
    end_to = MomentField(null=True)
    parts = models.JSONField(default=dict)
    entry = models.IntegerField(default=0)

    class Meta:
        db_table = "status"
        indexes = [
            models.Index(fields=["authority", "word", "child"], name="status_word"),
        ]


class ReliesOn(DerivedOfSubject):
    """This subject's answers read that one's journal; `key` is "kind/id" of the other."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    on_kind = text()
    on_id = text()

    class Meta:
        db_table = "relies_on"
        indexes = [
            models.Index(fields=["authority", "on_kind", "on_id"], name="relies_on_other"),
        ]
