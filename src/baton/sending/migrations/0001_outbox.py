"""The tables of the outbox, of invitations and of what each person wants to be sent."""

import django.contrib.postgres.fields
from django.db import migrations, models

import baton.store.models.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "authority", "uid", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("authority", models.TextField()),
                ("uid", models.TextField()),
                ("person", models.TextField()),
                ("to", models.TextField()),
                ("sequence", models.IntegerField(default=0)),
                ("cancelled", models.BooleanField(default=False)),
                ("starts_at", baton.store.models.fields.MomentField()),
                ("occasion", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "invitation",
                "indexes": [models.Index(fields=["authority", "starts_at"], name="invitation_by_day")],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "authority", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("authority", models.TextField()),
                ("key", models.TextField()),
                ("kind", models.TextField()),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("matter", models.TextField(default="")),
                ("word", models.TextField(default="")),
                ("recipient", models.TextField(default="")),
                ("person", models.TextField(default="")),
                ("way", models.TextField(default="print")),
                ("state", models.TextField(default="draft")),
                ("to", models.TextField(default="")),
                ("subject", models.TextField(default="")),
                ("content", models.JSONField(default=dict)),
                ("named", models.JSONField(default=dict)),
                ("recorded_as", models.JSONField(default=dict)),
                ("own_words", models.JSONField(default=dict)),
                ("act", models.TextField(default="")),
                ("recorded", models.BooleanField(default=False)),
                ("written_at", baton.store.models.fields.MomentField()),
                ("written_by", models.TextField(default="")),
                ("printed_at", baton.store.models.fields.MomentField(null=True)),
                ("queued_at", baton.store.models.fields.MomentField(null=True)),
                ("queued_by", models.TextField(default="")),
                ("capacity", models.TextField(default="own office")),
                ("tries", models.IntegerField(default=0)),
                ("next_try", baton.store.models.fields.MomentField(null=True)),
                ("last_error", models.TextField(default="")),
                ("leaving_at", baton.store.models.fields.MomentField(null=True)),
                ("left_at", baton.store.models.fields.MomentField(null=True)),
                ("carrier", models.TextField(default="")),
                ("reference", models.TextField(default="")),
                ("arrived", models.TextField(default="")),
            ],
            options={
                "db_table": "message",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("queued", "leaving"))),
                        fields=["authority", "next_try", "key"],
                        name="message_to_send",
                    ),
                    models.Index(fields=["authority", "matter"], name="message_of_matter"),
                    models.Index(fields=["authority", "person", "written_at"], name="message_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "draft",
                                    "printed",
                                    "queued",
                                    "leaving",
                                    "in_doubt",
                                    "left",
                                    "undeliverable",
                                    "overtaken",
                                    "stopped",
                                ),
                            )
                        ),
                        name="message_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("letter", "notice", "invitation", "digest"))),
                        name="message_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wishes",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "authority", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("authority", models.TextField()),
                ("person", models.TextField()),
                ("digest", models.BooleanField(default=False)),
                ("digest_at", models.IntegerField(default=480)),
                ("digest_day", models.TextField(default="")),
                ("invitations", models.BooleanField(default=True)),
                ("notices", models.BooleanField(default=True)),
                ("feed", models.TextField(default="")),
                ("large_print", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "wishes",
                "indexes": [models.Index(fields=["authority", "feed"], name="wishes_feed")],
            },
        ),
    ]
