"""What surrounds the pages of one authority: procedure, who is who, calendar and sittings. Read, never written."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError

from baton.policy.model import Pack
from baton.store.models import Authority
from baton.store.reading import read
from baton.store.surroundings import Surroundings, surroundings_of
from baton.store.tenancy import as_program
from baton.working_time import Moment, local_day


def around(authority: str) -> Surroundings:
    """The surroundings of an authority, as its journals stand. A transaction of its own; call it outside another."""
    with as_program(authority) as raw:
        return surroundings_of(raw, read(raw, authority, []))


def pack_on(around: Surroundings, now: Moment) -> Pack:
    """The edition in force on this day."""
    return around.packs.on(local_day(now))


def authority_named(key: str) -> Authority | None:
    """The authority's own row, which names it and holds nothing of it."""
    return Authority.objects.filter(key=key).first()


def database_answers() -> bool:
    """Whether the database can be asked at all."""
    try:
        Authority.objects.exists()
    except DatabaseError:
        return False
    return bool(settings.DATABASES)
