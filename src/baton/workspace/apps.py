"""The Django application of the pages."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "baton.workspace"
    label = "workspace"
