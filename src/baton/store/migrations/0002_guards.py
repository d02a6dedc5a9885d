"""What the database itself refuses: other tenants, changed entries, broken chains, gaps and overlaps of holdings."""

from pathlib import Path

from django.conf import settings
from django.db import migrations

SQL = Path(__file__).parent / "sql"

APPEND = ("entry", "read_log", "setting_value")
READ = ("disposal", "notice_owed")
KEEP = ("authority", "subject", "legal_hold")  # written, never deleted


def grant(apps, schema_editor):
    """The program's own role: append to journals, write the rest; no DELETE or TRUNCATE where history stands.

    Its name is not always the same, so whoever was given rights on these tables by default gets exactly these.
    """
    with schema_editor.connection.cursor() as cursor:
        roles = _roles(cursor)
        for model in apps.get_app_config("store").get_models():
            table = model._meta.db_table
            rights = "SELECT, INSERT, UPDATE, DELETE"
            if table in APPEND:
                rights = "SELECT, INSERT"
            elif table in READ:
                rights = "SELECT"
            elif table in KEEP:
                rights = "SELECT, INSERT, UPDATE"
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC")
            for role in roles:
                cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
                cursor.execute(f"GRANT {rights} ON {table} TO {role}")
        cursor.execute("REVOKE ALL ON FUNCTION dispose FROM PUBLIC")
        for role in roles:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION dispose TO {role}")


def _roles(cursor):
    """The roles other than the owner that have or should have rights here, quoted."""
    cursor.execute(
        "SELECT DISTINCT quote_ident(r.rolname) FROM pg_roles r WHERE r.rolname <> current_user AND (r.rolname = %s"
        " OR EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'entry'::regclass"
        " AND a.grantee = r.oid AND r.oid <> c.relowner))",
        [getattr(settings, "BATON_APP_ROLE", "baton_app")],
    )
    return [role for (role,) in cursor.fetchall()]


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]

    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gist", migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "tenants.sql").read_text()),
        migrations.RunSQL((SQL / "journals.sql").read_text()),
        migrations.RunSQL((SQL / "holdings.sql").read_text()),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
