"""By solver: no gate that can never be met, no duty that can never count, over three-valued facts."""

from __future__ import annotations

from collections.abc import Iterator

from baton.policy import model as m
from baton.proving.encoding import Encoding
from baton.proving.findings import Finding


def gates(pack: m.Pack) -> Iterator[Finding]:
    """One finding for all gates that can be met, and one for each that cannot."""
    number = 0
    for rule in pack.rules:
        condition = _what_opens(rule)
        if condition is None:
            continue
        number += 1
        encoding = Encoding(pack)
        when, _ = encoding.judge(rule.head.when)
        opens, shut = encoding.judge(condition)
        wanted = shut if isinstance(rule, m.Stop) and rule.while_ is not None else opens
        if encoding.ask(when) is None:
            says = f'"{rule.head.key}" can never apply: its "when" is never yes.'
            yield Finding("gate", f"never applies:{rule.head.key}", "refuted", says, (rule,))
        elif encoding.ask(when, wanted) is None:
            says = f'"{rule.head.key}" can never be met: where it applies, what it asks for cannot be.'
            yield Finding("gate", f"never met:{rule.head.key}", "refuted", says, (rule,))
    yield Finding("gate", "gates", "proved", f"{number} gates can each be met where they apply.")


def _what_opens(rule: m.Rule) -> m.Condition | None:
    """What must come true, or stop being true, for the rule to be satisfied; None if it asks for no fact."""
    if isinstance(rule, m.Stop) and rule.strength == "refuse" and not rule.from_rule:
        if rule.until is not None:
            return rule.until
        return rule.while_ if rule.while_ != m.ALWAYS else None
    if isinstance(rule, m.Must) and rule.counts_if is not None:
        return rule.counts_if
    return None
