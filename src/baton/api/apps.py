"""The Django application of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "baton.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
