"""When a token was last used."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_rights")]

    operations = [migrations.AddField("token", "last_used_at", models.BigIntegerField(null=True))]
