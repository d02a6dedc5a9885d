"""What differs between two packs by meaning: rules new, gone, and changed in actor, limit, strength, condition, order.

Two versions of one procedure are matched by key; two authorities by what a rule brings about. Where a rule stands in
its file, and under which name a condition is kept, are no meaning.
"""

from baton.policy.diff.compare import Comparison, DefinitionChange, RuleChange, compare
from baton.policy.diff.values import AspectChange
from baton.policy.diff.wording import as_json, lines

__all__ = ["AspectChange", "Comparison", "DefinitionChange", "RuleChange", "as_json", "compare", "lines"]
