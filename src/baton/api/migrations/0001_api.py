"""Kept answers, counts, webhooks; and the feed, which the database itself writes with every entry."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "feed.sql"
TABLES = ("api_answered", "api_counted", "api_webhook")


def grant(apps, schema_editor):
    """What the program's ordinary role may do: everything with its own tables, only read the feed."""
    role = getattr(settings, "BATON_APP_ROLE", "baton_app")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON event FROM PUBLIC")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = schema_editor.quote_name(role)
        cursor.execute(f"REVOKE ALL ON event FROM {quoted}")
        cursor.execute(f"GRANT SELECT ON event TO {quoted}")
        for table in TABLES:
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}")
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute(f"GRANT USAGE, SELECT ON {cursor.fetchone()[0]} TO {quoted}")


def to(model, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_rights"), ("store", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Answered",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField()),
                ("asked", models.TextField()),
                ("status", models.IntegerField(null=True)),
                ("body", models.TextField(default="")),
                ("at", models.BigIntegerField()),
                ("token", to("accounts.token")),
            ],
            options={
                "db_table": "api_answered",
                "indexes": [models.Index(fields=["at"], name="api_answered_at")],
                "constraints": [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")],
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minute", models.BigIntegerField()),
                ("requests", models.IntegerField(default=0)),
                ("token", to("accounts.token")),
            ],
            options={
                "db_table": "api_counted",
                "constraints": [models.UniqueConstraint(fields=["token", "minute"], name="one_count_a_minute")],
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ident", models.TextField(unique=True)),
                ("authority", models.TextField()),
                ("url", models.TextField()),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("made_at", models.BigIntegerField()),
                ("cursor", models.TextField()),
                ("tries", models.IntegerField(default=0)),
                ("next_try", models.BigIntegerField(default=0)),
                ("last_error", models.TextField(default="")),
                ("delivered_at", models.BigIntegerField(null=True)),
                ("stopped_at", models.BigIntegerField(null=True)),
                ("token", to("accounts.token")),
            ],
            options={"db_table": "api_webhook"},
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("authority", models.TextField()),
                ("xid", models.BigIntegerField()),
                ("kind", models.TextField()),
                ("subject_id", models.TextField()),
                ("number", models.IntegerField()),
            ],
            options={
                "db_table": "event",
                "indexes": [models.Index(fields=["authority", "xid", "id"], name="event_in_order")],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
