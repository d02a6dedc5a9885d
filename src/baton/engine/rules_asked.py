"""Rules asked by other rules: which a matter has, what their duties are, whether they are met.

What a compiled pack answers while it is at work; nothing here is known before there is a child.
"""

from __future__ import annotations

from collections.abc import Mapping

from baton.engine.context import Ctx
from baton.engine.duties import BEING_JUDGED, duties_of
from baton.engine.facts import Matter
from baton.engine.rulebook import Rules
from baton.engine.ruled import CMust
from baton.engine.situation import Duty
from baton.policy import model as m
from baton.working_time import END, Moment, shift


class RulesAsked:
    """The part of a compiled pack that answers for its rules."""

    child: Rules
    matters: Mapping[str, Rules]  # by kind, its ancestors' rules included
    mays: Mapping[str, m.May]

    def rules_of(self, kind: str) -> Rules:
        return self.matters.get(kind) or self.child

    def rules_here(self, ctx: Ctx) -> Rules:
        return self.rules_of(ctx.matter.kind) if ctx.matter is not None else self.child

    def duties_under(self, ctx: Ctx, key: str) -> list[Duty]:
        """The duties of a rule for the matter in hand, or for the child where the matter knows no such rule."""
        duties: list[Duty] = []
        matter = ctx.matter
        own = self.rules_of(matter.kind).must(key) if matter is not None else ()
        if own:
            for r in own:
                duties += duties_of(ctx, r)
        else:
            ctx.matter = None
            for r in self.child.must(key):
                duties += duties_of(ctx, r)
            ctx.matter = matter
        return [d for d in duties if d.state != "does_not_apply"]

    def rule_is(self, ctx: Ctx, key: str, states: tuple[str, ...], person: str) -> tuple[bool | None, Moment]:
        """Whether all duties of a rule are in one of the states; a rule that does not apply stands in no one's way."""
        if key in self.mays:
            return self._allowed(ctx, key, states)
        matter = ctx.matter
        rules = self.child if matter is None else self.rules_of(matter.kind)
        if matter is not None and matter.left is not None and self._over(matter, key):
            if "met" in states and "excused" in states:
                return True, END
        elif own := rules.must(key):
            known = ctx.memo.get((own[0], matter.id if matter is not None else None)) if len(own) == 1 else None
            found = known if known is not None else _applying(ctx, own)
            if len(found) < 2:  # as nearly always: one duty, or none
                state = found[0].state if found else "does_not_apply"
                if state == "may_apply":
                    return None, END
                if state == "does_not_apply":
                    return "met" in states, END
                return state in states or (state == "not_yet" and "open" in states), END
        duties = self.duties_under(ctx, key)
        if not duties:
            return "met" in states, END
        if person:
            duties = [d for d in duties if d.to == person] or duties
        all_states = {d.state for d in duties}
        if "may_apply" in all_states:
            return None, END
        if "open" in states or "late" in states:
            return not all_states.isdisjoint(states) or ("open" in states and "not_yet" in all_states), END
        return all_states.issubset(states), END

    def is_being_judged(self, ctx: Ctx, key: str) -> bool:
        """Whether a rule of this key is itself in hand: what is said of it meanwhile is not its answer."""
        matter = ctx.matter.id if ctx.matter is not None else None
        own = self.rules_here(ctx).must(key)
        if not own:
            own, matter = self.child.must(key), None
        return any(ctx.memo.get((r, matter)) is BEING_JUDGED for r in own)

    def _over(self, matter: Matter, key: str) -> bool:
        """Whether a matter has ended and each duty of this rule of its own was met, excused or not applying then."""
        return matter.left is not None and key not in matter.left and bool(self.rules_of(matter.kind).must(key))

    def _allowed(self, ctx: Ctx, key: str, states: tuple[str, ...]) -> tuple[bool | None, Moment]:
        """Whether what a `may` allows was done and still lasts ("met"), or not ("open")."""
        from baton.engine.permission import acts_under

        may, until, stands = self.mays[key], END, False
        for entry in acts_under(ctx, may):
            if entry.happened.lo > ctx.now:
                until = min(until, entry.happened.lo)
                continue
            ends = shift(entry.happened, may.lasts, 1, ctx.file.calendar).hi if may.lasts is not None else END
            if ctx.now < ends:
                stands, until = True, min(until, ends)
        return ("met" in states) if stands else ("open" in states), until

    def met_at(self, ctx: Ctx, key: str) -> Moment | None:
        """When the last of a rule's duties was met; None while one is not."""
        moments = [d.met_at for d in self.duties_under(ctx, key)]
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None


def _applying(ctx: Ctx, rules: tuple[CMust, ...]) -> tuple[Duty, ...]:
    """The duties of the copies of a rule that exceptions split: of those copies that apply to the matter in hand."""
    found: tuple[Duty, ...] = ()
    for r in rules:
        duties = duties_of(ctx, r)
        if duties and duties[0].state != "does_not_apply":
            found += duties
    return found
