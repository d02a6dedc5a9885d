"""What a proof says: one finding a question, with its verdict, its bounds and the rules it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baton.policy import model as m

Verdict = Literal["proved", "refuted", "declared", "explored"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer. `name` is stable from run to run, so that a pack may declare why it stands ("declared").

    proved: no counter-example within the bounds. refuted: there is one; `story` is a scenario that shows it and fails
    when run, where one could be written. explored: the solver found one and the engine did not follow it, or the
    search ended before it was done. `undecided` of an explored finding tells which.
    """

    check: str
    name: str
    verdict: Verdict
    says: str
    rules: tuple[m.Rule, ...] = ()
    where: tuple[m.Where, ...] = ()
    because: str = ""
    story: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """File, line and clause of everything it speaks of."""
        of_rules = (f"{r.head.where.file}:{r.head.where.line} ({', '.join(r.head.clause)})" for r in self.rules)
        return (*dict.fromkeys(of_rules), *(f"{w.file}:{w.line}" for w in self.where if w.file))


@dataclass(frozen=True, slots=True)
class Proof:
    """All findings of one pack, and the bounds within which they hold."""

    pack: m.Pack
    findings: tuple[Finding, ...]
    bounds: tuple[str, ...]

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings with this verdict."""
        return tuple(finding for finding in self.findings if finding.verdict == verdict)
