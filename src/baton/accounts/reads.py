"""The record of reads: who opened which child's record, in which post, when, on which page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from baton.accounts.posts import Post
from baton.store.models import ReadLog


def record_reads(post: Post, account: str, children: Iterable[str], page: str) -> None:
    """Adds one line a child. In the transaction of the page itself: no line, no page."""
    now = timezone.now()
    ReadLog.objects.bulk_create(
        [
            ReadLog(authority=post.authority, child=child, read_at=now, person=post.person, account=account, page=page)
            for child in dict.fromkeys(children)
        ],
        ignore_conflicts=True,
    )


def record_export(authority: str, by: str, children: Iterable[str], kind: str) -> None:
    """Adds one line a child for an export that was made at the command line, by whoever is named there."""
    now = timezone.now()
    lines = [
        ReadLog(authority=authority, child=child, read_at=now, person=by, account="", page=f"export {kind}")
        for child in dict.fromkeys(children)
    ]
    ReadLog.objects.bulk_create(lines, batch_size=1000, ignore_conflicts=True)
