"""Rules in the authority's own words: as a sentence, as what they ask for, as what stands in the way."""

from __future__ import annotations

from typing import Any, NamedTuple

from baton.policy.drawing import brief_rule, in_words
from baton.policy.model import All, Always, Any_, Clauses, Must, Pack, RuleIs, Stop
from baton.policy.wording import say_condition, sentence_alone
from baton.workspace import words

_RULES: dict[int, tuple[Pack, dict[str, list[Any]]]] = {}
_SENTENCES: dict[tuple[int, int, bool], str] = {}
# Why somebody holds a child where no rule of the pack says so.
OWN_RULES = {"observed": "As a source says", "opens": "As the record here was opened"}
MOST_PACKS = 64
WAITS = "Waits until"  # how a gate begins that stands for no duty


def _rules_of(pack: Pack) -> dict[str, list[Any]]:
    """The rules of a pack by key, gathered once a process for each pack in use."""
    kept = _RULES.get(id(pack))
    if kept is None:
        if len(_RULES) > MOST_PACKS:
            _RULES.clear()
            _SENTENCES.clear()
        rules: dict[str, list[Any]] = {}
        for rule in pack.rules:
            rules.setdefault(rule.head.key, []).append(rule)
        kept = _RULES[id(pack)] = (pack, rules)
    return kept[1]


class Asked(NamedTuple):
    """A rule in the shape of a duty, for saying it."""

    rule: str
    verb: str
    words: tuple[str, ...]
    matter: str
    to: str = ""
    element: str = ""


class SaidRules:
    """The part of `Say` that speaks of rules."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._rules = _rules_of(pack)
        self._governing: dict[tuple[str, str], Any] = {}

    def duty(self, item: Any) -> str:
        """What a duty asks for, in the authority's words."""
        raise NotImplementedError

    def rule_of(self, key: str, matter: str = "") -> Any:
        """The rule of this key that governs this kind of matter; an exception may have split it in several."""
        kind = kind_of(matter)
        if (key, kind) not in self._governing:
            self._governing[(key, kind)] = self._rule_for(key, kind)
        return self._governing[(key, kind)]

    def _rule_for(self, key: str, kind: str) -> Any:
        found = self._rules.get(key, [])
        kinds = self.kinds(kind)
        fitting = [r for kind in kinds for r in found if r.head.for_ == kind and not set(kinds) & set(r.head.not_for)]
        return (fitting or found or [None])[0]

    def kinds(self, kind: str) -> list[str]:
        """A kind of matter and all that it is a kind of, nearest first."""
        found: list[str] = []
        while kind and kind in self.pack.matters and kind not in found:
            found.append(kind)
            kind = self.pack.matters[kind].is_
        return found

    def rule(self, key: str, matter: str = "") -> str:
        """A rule as a sentence in our words; its clauses stand beside it on the page."""
        found = self.rule_of(key, matter)
        base, _, ending = key.rpartition(".")
        if found is None and ending == "late" and self.rule_of(base, matter) is not None:
            return f"{self.short(base, matter).rstrip('?')}, late"
        if found is None:
            return OWN_RULES.get(key) or key.replace("_", " ").replace(".", ", ")
        return sentence_of(self.pack, found, briefly=True)

    def short(self, key: str, matter: str = "") -> str:
        """A rule as the thing it asks for: "Be at the transfer meeting"; a rule that asks for nothing in full."""
        found = self.rule_of(key, matter)
        if isinstance(found, Stop):
            return self._gate(found, matter)
        if not isinstance(found, Must):
            return self.rule(key, matter)
        return self.duty(Asked(found.head.key, found.verb, tuple(found.words), matter))

    def _gate(self, stop: Stop, matter: str) -> str:
        """A gate as what it waits for: the duty it stands for, else its condition."""
        if stop.from_rule and self.rule_of(stop.from_rule, matter) is not None:
            return self.short(stop.from_rule, matter)
        if stop.until is not None:
            asked = self._asked_first(stop.until, matter)
            return asked or f"{WAITS} {self.condition(stop.until)}"
        if stop.while_ is not None and not isinstance(stop.while_, Always):
            return f"Not while {self.condition(stop.while_)}"
        return self.rule(stop.head.key, matter)

    def _asked_first(self, until: Any, matter: str) -> str:
        """The duties whose being done a condition waits for, where it asks for nothing else; "" otherwise."""
        parts = until.items if isinstance(until, All | Any_) else (until,)
        rules = [p for p in parts if isinstance(p, RuleIs) and self.rule_of(p.key, matter) is not None]
        if len(rules) < len(parts):
            return ""
        same = " (for the same person)" if any(p.same_person for p in rules) else ""
        return (
            words.joined([self.short(p.key, matter) for p in rules], "or" if isinstance(until, Any_) else "and") + same
        )

    def condition(self, condition: Any) -> str:
        """A condition in words, its terms by their names alone: the page of the clause says what they mean."""
        return say_condition(in_words(condition, self._rule_named), self.pack)

    def _rule_named(self, key: str) -> str:
        """A rule that a condition speaks of, as the duty it asks for."""
        return self.short(key) if isinstance(self.rule_of(key), Must) else key.replace("_", " ")

    def clauses(self, clauses: Clauses | list[str]) -> str:
        return ", ".join(clauses)

    def reading(self, key: str, matter: str = "") -> tuple[str, str]:
        """The declared reading of a rule and its doubt; empty where the source is plain."""
        found = self.rule_of(key, matter)
        return (found.head.reading, found.head.doubt) if found is not None else ("", "")


def never(rule: Any) -> bool:
    """Whether a gate refuses always: this kind of matter has no such act, another takes its place."""
    return isinstance(rule, Stop) and isinstance(rule.while_, Always)


def kind_of(matter: str) -> str:
    """The kind of a matter's key ("transfer-3") or of a kind itself."""
    return matter.rsplit("-", 1)[0] if "-" in matter else matter


def sentence_of(pack: Pack, rule: Any, briefly: bool = False) -> str:
    """A rule in our words, by the policy room's own wording; worked out once a process for each pack in use.

    `briefly`: the pack's terms by their names alone, not by what they mean.
    """
    _rules_of(pack)  # keeps the pack, so that its rules stay the ones of these ids
    key = (id(pack), id(rule), briefly)
    if key not in _SENTENCES:
        try:
            _SENTENCES[key] = sentence_alone(brief_rule(rule) if briefly else rule, pack)
        except (TypeError, KeyError, AttributeError):
            _SENTENCES[key] = str(rule.head.note or rule.head.key.replace("_", " "))
    return _SENTENCES[key]
