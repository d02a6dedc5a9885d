"""What a line of the log says: a refusal is no mistake of the program, and needs no traceback."""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied


class RefusalsInOneLine(logging.Filter):
    """Leaves the traceback out where a page was refused to somebody."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always yes: the line stays."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True
