"""The other answers that get a row: questions, blocks, contradictions, differences, what does not count, is shown."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import DerivedOfSubject, MomentField, text, word_list


class Question(DerivedOfSubject):
    """A fact not known: who is asked and what waits on it; `key` is the word."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    word = text()
    of = word_list()
    office = text()
    waits = word_list()
    since = MomentField()
    holder_team = text()

    class Meta:
        db_table = "question"
        indexes = [
            models.Index(fields=["authority", "holder_team", "since", "subject_id"], name="question_of_team"),
        ]


class QuestionPerson(DerivedOfSubject):
    """A question on one person's list; `key` is "person/word"."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    person = text()
    item = text()
    since = MomentField()

    class Meta:
        db_table = "question_person"
        indexes = [
            models.Index(fields=["authority", "person", "since", "subject_id"], name="question_of_person"),
        ]


class Block(DerivedOfSubject):
    """An act that would be refused, or questioned, now; `key` is act, rule and matter."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    act = text()
    rule = text()
    strength = text()
    matter = text()
    missing = word_list()
    instead = text()
    clause = word_list()
    because = models.JSONField(default=list)

    class Meta:
        db_table = "block"


class Contradiction(DerivedOfSubject):
    """The clock acted, then a late fact said otherwise; `key` is rule and entry."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    rule = text()
    entry = models.IntegerField()
    was = text()
    now_says = text()
    holder_team = text()
    clause = word_list()

    class Meta:
        db_table = "contradiction"
        indexes = [
            models.Index(fields=["authority", "holder_team"], name="contradiction_of_team"),
        ]


class Difference(DerivedOfSubject):
    """What a person recorded and what a source says, or two sources; `key` is the word."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    word = text()
    sources = models.JSONField(default=list)
    stands = text()
    of = word_list()
    holder_team = text()
    clause = word_list()

    class Meta:
        db_table = "difference"
        indexes = [
            models.Index(fields=["authority", "holder_team"], name="difference_of_team"),
        ]


class DoesNotCount(DerivedOfSubject):
    """A record that was kept and satisfies nothing, and what it lacks; `key` is entry and rule."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    entry = models.IntegerField()
    rule = text()
    missing = word_list()

    class Meta:
        db_table = "does_not_count"


class Shown(DerivedOfSubject):
    """A measure or word to be shown at a place; `key` is the rule."""

    pk = models.CompositePrimaryKey("authority", "kind", "subject_id", "key")
    rule = text()
    measures = word_list()
    figures = word_list()
    places = word_list()
    clause = word_list()
    because = models.JSONField(default=list)

    class Meta:
        db_table = "shown"
