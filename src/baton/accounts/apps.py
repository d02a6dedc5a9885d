"""The Django application of the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baton.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
