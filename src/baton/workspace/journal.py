"""A child's own journal as the pages read it."""

from baton.store.entries import by_number, entries_of, entries_of_each, entries_since, head_of, heads_of

__all__ = ["by_number", "entries_of", "entries_of_each", "entries_since", "head_of", "heads_of"]
