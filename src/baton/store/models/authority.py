"""Authorities: who is kept here at all, which pack each works by, and whether the clock may act for it."""

from __future__ import annotations

from django.db import models

from baton.store.models.fields import MomentField


class Authority(models.Model):
    """One authority. The only table without a row policy: it names tenants and holds nothing of theirs.

    `mode` is "running", or "hold" after a restore: then the clock does nothing and no notice leaves until a person
    releases it. `pack` is the folder under packs/. `made_up` marks a demonstration world on every page.
    `organisation` counts the entries about workers, teams, offices and the authority itself, `sittings` those about
    sittings: caches of what was folded from them compare the counts.
    """

    key = models.TextField(primary_key=True)
    name = models.TextField()
    pack = models.TextField()
    mode = models.TextField(default="running")
    held_since = MomentField(null=True)
    held_because = models.TextField(default="")
    made_up = models.BooleanField(default=False)
    organisation = models.BigIntegerField(default=0)
    sittings = models.BigIntegerField(default=0)

    class Meta:
        db_table = "authority"
        constraints = [models.CheckConstraint(condition=models.Q(mode__in=["running", "hold"]), name="authority_mode")]

    def __str__(self) -> str:
        return self.name


class SettingValue(models.Model):
    """A setting of the pack that this authority has given its own value, with who, when and why."""

    pk = models.CompositePrimaryKey("authority", "name", "set_at")
    authority = models.TextField()
    name = models.TextField()
    value = models.TextField()
    set_at = MomentField()
    set_by = models.TextField()
    reason = models.TextField(default="")

    class Meta:
        db_table = "setting_value"
