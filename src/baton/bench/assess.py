"""`assess`: working out everything that follows for a child, with clause and because, on one core.

Measured as the store and the clock ask it: what was over when a matter ended is not judged again (docs/decisions/0013);
beside it, the whole, as a page asks it. The peer evaluates only predicates, as many as the rules ask in the whole when
each is judged for itself: no dates are shifted, nobody is found, no clause is given. Beside it, only as many as are
left when tables leave out rules that cannot apply. Both are measured in processor time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import mean
from typing import Any

from baton.bench import zen
from baton.bench.children import ENTRIES, Child, children, setting_of
from baton.bench.report import Asked, Report, best_of, cpu_seconds
from baton.engine import assess, conditions, remembering
from baton.engine.context import Ctx
from baton.engine.rulebook import Rules
from baton.policy import model as m
from baton.policy.model import Packs

ROUNDS = 9
BAR, TIMES_ZEN = 3000, 3
JOINTS = (m.All, m.Any_, m.Not, m.At, m.OfPeople, m.Taken, m.Named, m.Always)


def run(asked: Asked) -> Report:
    """Measures assess on one core, and zen-engine on as many predicates."""
    those = children(asked.pack, asked.size(40, 6))
    packs = setting_of(asked.pack).packs
    leaves = in_equal_parts(those, leaves_evaluated(packs, those))
    report = Report("assess", sizes=_sizes(those, asked.pack))
    reached = in_equal_parts(those, leaves_evaluated(packs, those, tables=True))
    report.sizes["leaves of conditions that the rules ask"] = round(leaves)
    report.sizes["of which of rules that the tables leave in"] = round(reached)
    report.sizes["of which worked out"] = round(
        in_equal_parts(those, leaves_evaluated(packs, those, tables=True, remembering_too=True))
    )

    rounds = ROUNDS if not asked.quick else 3
    seconds_each: dict[str, float] = {}
    kinds = [[c for c in those if c.kind == kind] for kind in dict.fromkeys(c.kind for c in those)]
    for mine in kinds:
        kind = mine[0].kind
        seconds_each[kind] = _seconds(packs, mine, rounds)
        report.figure(f"{kind} ({len(mine)})", 1 / seconds_each[kind], "a second")
    rate = report.figure("children assessed, the kinds in equal parts", 1 / mean(seconds_each.values()), "a second")
    whole = mean(_seconds(packs, mine, rounds, whole=True) for mine in kinds)
    report.figure("the whole of them, with what was over", 1 / whole, "a second")

    peers = zen.rates(round(leaves), rounds)
    for what, peer in peers.items():
        report.figure(f"zen-engine, {what}", peer, "cases a second", peer=True)
    report.ratio = rate / peers[zen.ONE_CALL_EACH]
    report.bar("children a second, one core", rate, BAR)
    report.bar(f"times zen-engine, {zen.ONE_CALL_EACH}", report.ratio, TIMES_ZEN)
    few = zen.rates(round(reached), rounds, only=zen.ONE_CALL_EACH)[zen.ONE_CALL_EACH]
    report.notes.append(f"beside it, not a bar: {rate / few:.3g} times zen-engine for the rules that tables leave in")
    for what in (zen.ONE_GRAPH, zen.ONE_ARRAY):
        report.notes.append(f"beside it, not a bar: {rate / peers[what]:.2g} times zen-engine, {what}")
    return report


def _seconds(packs: Packs, those: Sequence[Child], rounds: int, whole: bool = False) -> float:
    """Processor time a child, in the best round."""
    return best_of(rounds, lambda: cpu_seconds(lambda: _all(packs, those, whole))) / len(those)


def _all(packs: Packs, those: Sequence[Child], whole: bool = False) -> None:
    for child in those:
        assess(packs, child.file, child.now, whole)


def _sizes(those: Sequence[Child], pack: str) -> dict[str, object]:
    lengths = [len(child.file.entries) for child in those]
    return {
        "pack": pack, "children": len(those), "kinds": len({child.kind for child in those}),
        "entries a child": f"{mean(lengths):.0f} ({min(lengths)} to {max(lengths)}, aimed at {ENTRIES})",
    }  # fmt: skip


def in_equal_parts(those: Sequence[Child], figures: Sequence[float]) -> float:
    """The mean over the kinds, each kind counting alike however many children of it there are."""
    by_kind: dict[str, list[float]] = {}
    for child, figure in zip(those, figures, strict=True):
        by_kind.setdefault(child.kind, []).append(figure)
    return mean(mean(found) for found in by_kind.values())


def leaves_evaluated(
    packs: Packs, those: Sequence[Child], tables: bool = False, remembering_too: bool = False
) -> list[int]:
    """How many leaves of conditions each assessment evaluates: counted with the pack compiled once more, to count.

    Every time a rule asks a leaf counts, also of a rule that a table leaves out and where the engine remembers the
    answer from another rule: an engine that is given the rules has that to do. With `tables`, only rules that they
    leave in count; with `remembering_too`, only leaves that are worked out.
    """
    counted: Counter[str] = Counter()
    makers, worth_it, reaching = dict(conditions._MAKERS), remembering.WORTH_IT, Rules.reaching
    if not remembering_too:
        remembering.WORTH_IT = ()  # type: ignore[assignment]
    if not tables:
        Rules.reaching = lambda rules, *_: rules  # type: ignore[method-assign]
    for kind, maker in makers.items():
        if kind not in JOINTS:
            conditions._MAKERS[kind] = _counting(maker, counted)
    try:
        again = Packs(tuple(replace(pack, build=f"{pack.build}-counted") for pack in packs.editions))
        found = []
        for child in those:
            counted.clear()
            assess(again, child.file, child.now)
            found.append(counted.total())
        return found
    finally:
        conditions._MAKERS.update(makers)
        remembering.WORTH_IT, Rules.reaching = worth_it, reaching  # type: ignore[method-assign]


def _counting(maker: Callable[..., Any], counted: Counter[str]) -> Callable[..., Any]:
    def make(condition: m.Condition, compiling: object) -> Callable[[Ctx], Any]:
        judge = maker(condition, compiling)

        def judged(ctx: Ctx) -> Any:
            counted["leaf"] += 1
            return judge(ctx)

        return judged

    return make
