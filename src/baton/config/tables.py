"""Which changes of the tables have not been made yet."""

from __future__ import annotations

from django.db import connections
from django.db.migrations.executor import MigrationExecutor


def missing(alias: str = "owner") -> list[str]:
    """Their names, in order."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _ in plan]
