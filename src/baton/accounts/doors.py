"""Marks on views: who may come in. A view without a mark lets nobody in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from baton.accounts.permissions import Predicate

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(view: View) -> View:
    """Signed in or not: the sign-in itself, health, statements."""
    view.baton_open = True  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Signed in, with no post chosen yet."""
    view.baton_signed_in = True  # type: ignore[attr-defined]
    return view


def before_all_else(view: View) -> View:
    """Signed in, even with a password that is good for this one sign-in and has to be changed before anything else."""
    view.baton_first = True  # type: ignore[attr-defined]
    return signed_in(view)


def allow(predicate: Predicate) -> Callable[[View], View]:
    """In a post for which the predicate holds."""

    def mark(view: View) -> View:
        view.baton_allow = predicate  # type: ignore[attr-defined]
        return view

    return mark
