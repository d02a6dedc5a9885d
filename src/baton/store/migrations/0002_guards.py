"""What the database itself refuses: other tenants, changed entries, broken chains, gaps and overlaps of holdings."""

from pathlib import Path

from django.conf import settings
from django.db import migrations

SQL = Path(__file__).parent / "sql"

APPEND = ("entry", "read_log", "setting_value")
READ = ("disposal", "notice_owed")
KEEP = ("authority", "subject", "legal_hold")  # written, never deleted


def grant(apps, schema_editor):
    """The program's own role: append to journals, write the rest; no DELETE or TRUNCATE where history stands."""
    role = getattr(settings, "BATON_APP_ROLE", "baton_app")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = schema_editor.quote_name(role)
        for model in apps.get_app_config("store").get_models():
            table = model._meta.db_table
            rights = "SELECT, INSERT, UPDATE, DELETE"
            if table in APPEND:
                rights = "SELECT, INSERT"
            elif table in READ:
                rights = "SELECT"
            elif table in KEEP:
                rights = "SELECT, INSERT, UPDATE"
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {quoted}")
            cursor.execute(f"GRANT {rights} ON {table} TO {quoted}")
        cursor.execute("REVOKE ALL ON FUNCTION dispose FROM PUBLIC")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION dispose TO {quoted}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "tenants.sql").read_text()),
        migrations.RunSQL((SQL / "journals.sql").read_text()),
        migrations.RunSQL((SQL / "holdings.sql").read_text()),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
