"""A letter that the procedure wants looked at before it goes: who does that, and whether its words are still the same.

The procedure says so by a duty that stands before sending it (`must: do letter_checked`, `before: send letter`). The
engine refuses to send before that is done; this file adds what only the letter knows: that it was written anew since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from baton.accounts.desk import Desk
from baton.policy.model import Must, RuleIs, Stop
from baton.sending.models import Message
from baton.store.models import WorkItem
from baton.workspace import words
from baton.workspace.letters.owed import Owed
from baton.workspace.saying import Say
from baton.workspace.work import href_of, may_do

LOOKS = ("do", "agree", "answer", "read")


@dataclass(frozen=True, slots=True)
class Look:
    """One look that is wanted: what, by whom, where it is recorded, and how it stands."""

    what: str
    who: str
    href: str
    clause: tuple[str, ...]
    is_done: bool
    changed_since: bool

    @property
    def in_the_way(self) -> bool:
        return self.changed_since or not self.is_done


def looks(desk: Desk, say: Say, owed: Owed, row: Message | None) -> list[Look]:
    """The looks that the procedure wants at this letter, in the order of its rules."""
    keys = list(dict.fromkeys(_rules(say, owed)))
    if not keys:
        return []
    items = WorkItem.objects.filter(
        authority=desk.authority, kind="child", rule__in=keys, matter=owed.matter.key,
        subject_id__in=[c.child for c in owed.children],
    )  # fmt: skip
    found = []
    for item in sorted(items, key=lambda i: (keys.index(i.rule), i.subject_id)):
        done = item.state in ("met", "excused")
        changed = bool(done and row is not None and row.own_words and item.met_at and row.written_at > item.met_at)
        who = words.joined([say.person(p) for p in item.who], "or")
        href = href_of(item) if may_do(desk, item) and not done else ""
        found.append(Look(say.short(item.rule, item.matter), who, href, tuple(item.clause), done, changed))
    return found


def _rules(say: Say, owed: Owed) -> Iterator[str]:
    kinds = set(say.kinds(owed.matter.kind))
    verbs = {rule.head.key: rule.verb for rule in say.pack.rules if isinstance(rule, Must)}
    for rule in say.pack.rules:
        if isinstance(rule, Stop) and rule.head.for_ in kinds and f"send {owed.word.key}" in rule.acts:
            if isinstance(rule.until, RuleIs) and verbs.get(rule.until.key) in LOOKS:
                yield rule.until.key
