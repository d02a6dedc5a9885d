"""What an authority has said of its sources: which lists are complete, which source is the book of record of what.

Where it has said nothing, the return that is made of a kind of fact comes first, and no list is complete. These words
stand in the authority's own journal, so that it is known who said so and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from baton.journal import Entry

SOURCES: Final = ("annex_a", "ssda903", "cin")

# Which source is asked first about a word, where the authority does not say.
_CARE: Final = ("ssda903", "annex_a", "cin")
_NEED: Final = ("cin", "annex_a", "ssda903")
_LISTS: Final = ("annex_a", "cin", "ssda903")
_FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "looked_after": _CARE,
    "order": _CARE,
    "placement": _CARE,
    "care_proceedings": _CARE,
    "unaccompanied": _CARE,
    "cla_review": _CARE,
    "cp_plan": _NEED,
    "cp_enquiry": _NEED,
    "assessment": _NEED,
    "icpc": _NEED,
    "pre_proceedings": _NEED,
}

# The words of which a list (or file, or module) that holds every child says "no" by not showing one. Court orders and
# proceedings are none of them: they touch children whom no list shows; an authority declares those words by themselves.
# A child in the authority's own list of looked-after children is not another authority's.
COMPLETE: Final[Mapping[str, tuple[str, ...]]] = {
    "list_2": ("early_help",),
    "list_4": ("assessment",),
    "list_5": ("cp_enquiry",),
    "list_6": ("child_in_need",),
    "list_7": ("cp_plan",),
    "list_8": ("looked_after", "placed_by_other_authority", "placement", "unaccompanied"),
    "list_9": ("care_leaver",),
    "episodes": ("looked_after", "placed_by_other_authority", "placement"),
    "reviews": ("cla_review",),
    "uasc": ("unaccompanied",),
    "oc3": ("care_leaver",),
    "assessment": ("assessment",),
    "cp_enquiry": ("cp_enquiry",),
    "cin_plan": ("child_in_need",),
    "cp_plan": ("cp_plan",),
    "pre_proceedings": ("pre_proceedings",),
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What one authority has said of its sources."""

    complete: frozenset[str] = frozenset()  # lists, files or words, of which every extract holds every child
    told: Mapping[str, str] = field(default_factory=dict)  # word to the last day up to which it was complete
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    books: Mapping[str, str] = field(default_factory=dict)  # of the pack: word or "statuses" to baton | case_system
    team_names: Mapping[str, str] = field(default_factory=dict)  # name in an extract to a team's or service's key

    def order(self, word: str) -> tuple[str, ...]:
        """The sources of a word, the one that is asked first before the others."""
        return self.first.get(word) or _FIRST.get(word, _LISTS)

    def keeps_here(self, word: str) -> bool:
        """Whether Baton, not the case system, is the book of record of this word."""
        return self.books.get(word, self.books.get("statuses", "baton")) == "baton"

    def complete_words(self, groups: Iterable[str]) -> tuple[str, ...]:
        """The words of which an extract with these groups holds every child: by its lists, or said by themselves."""
        here = {group.split("/", 1)[0] for group in groups}
        lists = {name for name in self.complete if name in COMPLETE}
        words = {word for name in lists & here for word in COMPLETE[name]}
        return tuple(sorted(words | (self.complete - lists)))

    def complete_in(self, groups: Iterable[str]) -> frozenset[str]:
        """The complete lists among those that an extract holds: what is missing from an absent list has not gone."""
        here = {group.split("/", 1)[0] for group in groups}
        speaking = {name for name, words in COMPLETE.items() if not self.complete.isdisjoint((name, *words))}
        return frozenset(here & speaking)


def sources_from(entries: Iterable[Entry], books: Mapping[str, str]) -> Sources:
    """What the authority's own journal says of its sources; later words add to earlier ones."""
    complete: set[str] = set()
    first: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    told: dict[str, str] = {}
    for entry in entries:
        if entry.word == "complete":
            told |= dict.fromkeys(_names(entry.values.get("words")), str(entry.values.get("to")))
        elif entry.word == "complete_lists":
            complete |= set(_names(entry.values.get("lists")))
            complete -= set(_names(entry.values.get("no_longer")))
        elif entry.word == "book_of_record":
            first[str(entry.values.get("of"))] = tuple(_names(entry.values.get("sources")))
        elif entry.word == "team_names":
            names |= {str(name): str(team) for name, team in (entry.values.get("names") or {}).items()}
    return Sources(frozenset(complete), told, first, books, names)


def _names(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value or ()]
