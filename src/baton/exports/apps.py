"""The Django application of the exports: it keeps what was withheld from a record that was given out."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "baton.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"
