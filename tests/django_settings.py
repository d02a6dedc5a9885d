"""One set of Django settings for every test that needs the site, without a database until a server is at hand."""

from __future__ import annotations

from typing import Any

import django
from django.conf import settings


def configure() -> None:
    """The site's own settings, once a process; the database is a test server's."""
    if settings.configured:
        return
    from baton.config import settings as site

    given: dict[str, Any] = {name: getattr(site, name) for name in dir(site) if name.isupper()}
    given |= {
        "SECRET_KEY": "tests",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "baton"}},
        "ALLOWED_HOSTS": ["*"],
        "AUTHENTICATION_BACKENDS": ["baton.accounts.backend.AccountBackend"],
        "BATON_APP_ROLE": "baton_app",
        "LOGGING_CONFIG": None,
    }
    apps = given["INSTALLED_APPS"]
    given["INSTALLED_APPS"] = [*apps, *(one for one in ("django.contrib.auth",) if one not in apps)]
    settings.configure(**given)
    django.setup()
