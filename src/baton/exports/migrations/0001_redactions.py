"""What is withheld from a record that is given out, under the row policy of its authority."""

from django.conf import settings
from django.db import migrations, models

import baton.store.models.fields

POLICY = """ALTER TABLE redaction ENABLE ROW LEVEL SECURITY;
ALTER TABLE redaction FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON redaction USING (authority = nullif(current_setting('baton.authority', true), ''));
CREATE POLICY clearance ON redaction AS RESTRICTIVE FOR SELECT USING (
  (SELECT current_setting('baton.clearances', true)) = '*'
  OR EXISTS (SELECT FROM subject s WHERE s.authority = redaction.authority AND s.kind = 'child'
             AND s.subject_id = redaction.child)
);"""


def grant(apps, schema_editor):
    """The program's ordinary role writes and reads it, and deletes nothing."""
    role = getattr(settings, "BATON_APP_ROLE", "baton_app")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("REVOKE ALL ON redaction FROM PUBLIC")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is not None:
            quoted = schema_editor.quote_name(role)
            cursor.execute(f"REVOKE ALL ON redaction FROM {quoted}")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON redaction TO {quoted}")


class Migration(migrations.Migration):
    dependencies = [("store", "0002_guards")]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "authority", "child", "entry", "part", "at", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("authority", models.TextField()),
                ("child", models.TextField()),
                ("entry", models.IntegerField()),
                ("part", models.TextField(default="")),
                ("ground", models.TextField()),
                ("says", models.TextField(default="")),
                ("by", models.TextField()),
                ("at", baton.store.models.fields.MomentField()),
                ("taken_back_at", baton.store.models.fields.MomentField(null=True)),
                ("taken_back_by", models.TextField(default="")),
            ],
            options={"db_table": "redaction"},
        ),
        migrations.RunSQL(POLICY, migrations.RunSQL.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]  # fmt: skip
