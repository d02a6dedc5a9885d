"""What the program's ordinary role may do with accounts and sessions."""

from django.conf import settings
from django.db import migrations

TABLES = ("account", "account_seat", "clearance", "last_look", "sign_in_try", "api_token", "django_session")
ADDED_TO = ("account_change",)  # lines that nobody changes
SEQUENCES = (*TABLES[:6], *ADDED_TO)


def grant(apps, schema_editor):
    role = getattr(settings, "BATON_APP_ROLE", "baton_app")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone() is None:
            return
        quoted = schema_editor.quote_name(role)
        for table in TABLES:
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC")
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {quoted}")
        for table in ADDED_TO:
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC")
            cursor.execute(f"GRANT SELECT, INSERT ON {table} TO {quoted}")
        for table in SEQUENCES:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            cursor.execute(f"GRANT USAGE, SELECT ON {cursor.fetchone()[0]} TO {quoted}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts"), ("sessions", "0001_initial")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
