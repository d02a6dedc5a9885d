"""Which files were read, and which were written here and may come back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from baton.store.models import Extract
from baton.store.tenancy import in_authority
from baton.working_time import Moment


def note_extract(authority: str, extract: Extract) -> None:
    """Keeps that this extract was read, once for each content."""
    with in_authority(authority):
        if not Extract.objects.filter(authority=authority, extract=extract.extract).exists():
            extract.save(force_insert=True)


OWN = "written here"  # the system of a file that was exported from here


def note_written(authority: str, file: str, body: bytes, as_at: Moment, now: Moment, by: str) -> None:
    """Keeps what was exported, so that the file is known again if it comes back. In a transaction of the authority."""
    digest = hashlib.sha256(body).hexdigest()
    Extract.objects.update_or_create(
        authority=authority, extract=f"written-{digest[:32]}",
        defaults={"system": OWN, "file": file, "digest": digest, "as_at": as_at, "read_at": now, "read_by": by},
    )  # fmt: skip


def written_here(authority: str, digests: Iterable[str]) -> frozenset[str]:
    """Those of these digests that are of files exported from here."""
    with in_authority(authority):
        found = Extract.objects.filter(authority=authority, system=OWN, digest__in=list(digests))
        return frozenset(found.values_list("digest", flat=True))
