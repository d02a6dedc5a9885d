"""The Django app: its label is `store`, and it connects no signals."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "baton.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
