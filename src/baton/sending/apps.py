"""The Django app: its label is `sending`, and it connects no signals."""

from django.apps import AppConfig


class SendingConfig(AppConfig):
    name = "baton.sending"
    label = "sending"
    default_auto_field = "django.db.models.BigAutoField"
