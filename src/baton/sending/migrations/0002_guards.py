"""Other authorities see nothing of the outbox, nor does anybody of a child whose record is closed to them."""

from django.conf import settings
from django.db import migrations

TABLES = ("message", "invitation", "wishes")
# Whoever may not see one of the children does not see the message. An empty list is about nobody.
SQL = """
DO $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['message', 'invitation', 'wishes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
    EXECUTE format(
      'CREATE POLICY tenant ON %I USING (authority = nullif(current_setting(''baton.authority'', true), ''''))', one);
  END LOOP;
END $$;
CREATE POLICY clearance ON message AS RESTRICTIVE USING (
  (SELECT current_setting('baton.clearances', true)) = '*'
  OR NOT EXISTS (
    SELECT FROM unnest(message.children) AS c (child) WHERE NOT EXISTS (
      SELECT FROM subject s
      WHERE s.authority = message.authority AND s.kind = 'child' AND s.subject_id = c.child
    )
  )
);

-- Where the body of an entry is disposed of by law, the letter that it records goes too: that it left, and when, stays.
CREATE FUNCTION message_disposed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE message SET content = '{}', named = '{}', own_words = '{}', recorded_as = '{}', "to" = ''
    WHERE authority = NEW.authority AND act = NEW.act AND act <> '';
  RETURN NULL;
END $$;
CREATE TRIGGER entry_disposed AFTER UPDATE ON entry FOR EACH ROW
  WHEN (OLD.body IS NOT NULL AND NEW.body IS NULL) EXECUTE FUNCTION message_disposed();
"""


def grant(apps, schema_editor):
    """The program's own role keeps the outbox; a message is never deleted."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT quote_ident(r.rolname) FROM pg_roles r WHERE r.rolname <> current_user AND (r.rolname = %s"
            " OR EXISTS (SELECT FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = 'message'::regclass"
            " AND a.grantee = r.oid AND r.oid <> c.relowner))",
            [getattr(settings, "BATON_APP_ROLE", "baton_app")],
        )
        roles = [role for (role,) in cursor.fetchall()]
        for table in TABLES:
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC")
            for role in roles:
                cursor.execute(f"REVOKE ALL ON {table} FROM {role}")
                cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("sending", "0001_outbox"), ("store", "0002_guards")]

    operations = [
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
