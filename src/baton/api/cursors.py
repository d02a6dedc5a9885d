"""Cursors of pages: opaque to the program, the place of the last row to us."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Any

from ninja import Query

from baton.api.problems import Problem

Limit = Annotated[int, Query(50, ge=1, le=200, description="How many at most")]
Cursor = Annotated[str, Query("", max_length=500, description="`next` of the page before")]


def pack(*values: Any) -> str:
    """A cursor from the values of a row's place."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def unpack(cursor: str, *kinds: type) -> tuple[Any, ...] | None:
    """The values again; None where there is no cursor. A cursor that is none of ours is a bad request."""
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise Problem("bad-request", "This cursor was not given by this list.") from None
    big = any(isinstance(v, int) and not -(2**63) <= v < 2**63 for v in values) if isinstance(values, list) else True
    fits = isinstance(values, list) and len(values) == len(kinds) and all(map(isinstance, values, kinds))
    if not fits or big or any(isinstance(v, str) and "\x00" in v for v in values):
        raise Problem("bad-request", "This cursor was not given by this list.")
    return tuple(values)
