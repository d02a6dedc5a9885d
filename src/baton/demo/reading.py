"""What a rule's condition names: who must be at a meeting, which papers must be there. Judges nothing."""

from __future__ import annotations

from baton.policy.model import All, Any_, Attended, Condition, DocumentIs, Named, Taken


def who_must_attend(condition: Condition | None) -> tuple[str, ...]:
    """The offices and people without whom a meeting cannot count, whoever else comes."""
    if isinstance(condition, Attended):
        return (condition.who,)
    if isinstance(condition, Named | Taken):
        return who_must_attend(condition.item)
    if isinstance(condition, All):
        return tuple(who for item in condition.items for who in who_must_attend(item))
    return ()


def papers_named(condition: Condition | None) -> tuple[str, ...]:
    """The documents that must be there for an answer to count."""
    if isinstance(condition, DocumentIs):
        return (condition.word,)
    if isinstance(condition, Named | Taken):
        return papers_named(condition.item)
    if isinstance(condition, All | Any_):
        return tuple(word for item in condition.items for word in papers_named(item))
    return ()
