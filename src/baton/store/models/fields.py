"""Kinds of column that the tables share: moments, exact JSON, lists of words, and the base of everything derived."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from baton.working_time import END


class MomentField(models.BigIntegerField):  # type: ignore[type-arg]
    """Whole seconds UTC since 1970; BEGINNING and END are the open ends."""


class ExactJsonField(models.Field):  # type: ignore[type-arg]
    """JSON kept to the byte (`json`, not `jsonb`): the hash of an entry is over this very text."""

    def db_type(self, connection: Any) -> str:
        return "json"

    def get_prep_value(self, value: Any) -> Any:
        raise TypeError("bodies are written by baton.store.codec only")


class CollateC(models.TextField):  # type: ignore[type-arg]
    """Text compared byte by byte, so that a prefix can be searched as a range under row-level security."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


def word_list() -> ArrayField[Any, Any]:
    """A list of words, persons, offices or clauses, in order."""
    return ArrayField(models.TextField(), default=list)


def text() -> models.TextField[Any, Any]:
    return models.TextField(default="")


def moment_or_end() -> MomentField:
    return MomentField(default=END)


class Derived(models.Model):
    """A row that `recalculate` made from journals, by a stable key. Nobody else writes it; it can be thrown away.

    `restricted` rows are seen only with a live clearance for the subject (`baton.clearances`). `digest` is over the
    row's content, so that only differences are written.
    """

    authority = models.TextField()
    key = models.TextField()
    restricted = models.BooleanField(default=False)
    digest = models.BigIntegerField()

    class Meta:
        abstract = True


class DerivedOfChild(Derived):
    """A derived row of one child."""

    child = models.TextField()

    class Meta:
        abstract = True


class DerivedOfSubject(Derived):
    """A derived row of any subject: for a child, kind is "child" and subject_id its id."""

    kind = models.TextField(default="child")
    subject_id = models.TextField()

    class Meta:
        abstract = True
