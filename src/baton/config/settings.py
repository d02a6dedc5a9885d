"""The settings of the site. What differs between machines comes from the environment or from .baton/."""

from __future__ import annotations

import os
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from baton.config import mail
from baton.platform.database import addresses
from baton.platform.places import BUILT, PACKS, STATE, secret


def _names(variable: str, without: str = "") -> list[str]:
    return [name for name in os.environ.get(variable, without).replace(",", " ").split() if name]


def _database(url: str) -> dict[str, Any]:
    parts: dict[str, Any] = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "") or "baton",
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


DEBUG = False
SECRET_KEY = os.environ.get("BATON_SECRET_KEY") or secret("django")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *_names("BATON_HOSTS")]
HTTPS = os.environ.get("BATON_HTTPS", "") == "1"  # behind a proxy that speaks https
BATON_ADDRESS = os.environ.get("BATON_ADDRESS", "")
BATON_PACKS = os.environ.get("BATON_PACKS") or PACKS
BATON_STATE = STATE
BATON_WEBHOOK_HOSTS = _names("BATON_WEBHOOK_HOSTS")  # where the API's webhooks may go; none unless named
BATON_SMTP = mail.smtp()
BATON_NOTIFY = mail.notify()
BATON_LETTERS_BY_EMAIL = os.environ.get("BATON_LETTERS_BY_EMAIL", "") == "1"  # else only where the procedure says so

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "baton.store",
    "baton.accounts",
    "baton.sending",
    "baton.exports",
    "baton.workspace",
    "baton.api",
]
MIDDLEWARE = [
    "baton.config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads what it packs, against guessing at secrets by length
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "baton.accounts.middleware.PostMiddleware",
]
ROOT_URLCONF = "baton.config.urls"
WSGI_APPLICATION = "baton.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "baton.workspace.jinja.environment",
            "context_processors": ["baton.config.headers.nonce", "baton.config.headers.one_token"],
        },
    }
]

# `default` is the program's ordinary role; `owner` makes the tables and nothing else. Both are one database.
_KNOWN = addresses()
DATABASES = {
    alias: _database(_KNOWN[name]) for alias, name in (("default", "app"), ("owner", "owner")) if _KNOWN.get(name)
}
BATON_APP_ROLE = DATABASES.get("default", {}).get("USER") or "baton_app"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
]
AUTHENTICATION_BACKENDS = ["baton.accounts.backend.AccountBackend"]
LOGIN_URL = "/sign-in"

SESSION_ENGINE = "baton.accounts.sessions"
SESSION_COOKIE_NAME = "baton"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * int(os.environ.get("BATON_SIGNED_IN_MINUTES", "600"))
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "baton.workspace.problems.csrf"
CSRF_TRUSTED_ORIGINS = [BATON_ADDRESS] if BATON_ADDRESS.startswith("https://") else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0

STATIC_URL = "/static/"
STATICFILES_DIRS = [BUILT] if BUILT.exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "Europe/London"
USE_TZ = True

# One handler on the root: without it a failure leaves no line at all. Messages carry ids, never a name; the traceback
# of a request shows code, not values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"refusals": {"()": "baton.config.log_lines.RefusalsInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("BATON_LOG_LEVEL", "WARNING")},
    "loggers": {"django": {"handlers": [], "propagate": True, "level": "WARNING"}},
}
