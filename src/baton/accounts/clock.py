"""What time it is for a person at the pages. The rooms below are handed the moment; only the shell asks for it."""

from __future__ import annotations

import time

from django.conf import settings

from baton.working_time import Moment


def now() -> Moment:
    """This second, or the moment that a test or a demonstration has set."""
    fixed = getattr(settings, "BATON_NOW", None)
    return int(fixed() if callable(fixed) else fixed) if fixed else int(time.time())
