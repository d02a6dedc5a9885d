"""What is known where a form opens: what its act waits for, so that nobody is refused afterwards; who was named."""

from __future__ import annotations

from typing import Any

from baton.engine.situation import NOT_DONE
from baton.store.models import Block, Matter, WorkItem
from baton.workspace.acting.task import Task
from baton.workspace.work import href_of, may_do


def waits_for(task: Task) -> list[tuple[str, str, str]]:
    """The steps without which this act is refused now, each once: what, who, and its form where it is this person's."""
    children = [c.child for c in task.family if c.child in task.chosen]
    acts = {task.verb, f"{task.verb} {task.word}".strip()}
    own = task.item.rule if task.item is not None else ""
    blocks = Block.objects.filter(
        authority=task.desk.authority, kind="child", subject_id__in=children, matter=task.about_matter, act__in=acts,
        strength="refuse",
    )  # fmt: skip
    rules = {b.rule.split(".")[0] for b in blocks} - {own}
    items = WorkItem.objects.filter(
        authority=task.desk.authority, kind="child", subject_id__in=children, matter=task.about_matter,
        rule__in=rules, state__in=NOT_DONE,
    ) if rules and task.about_matter else ()  # fmt: skip
    found: dict[str, tuple[str, str, str]] = {}
    for item in sorted(items, key=lambda i: (i.act_by_at, i.key)):
        mine = task.desk.post.person in item.who and may_do(task.desk, item)
        what = task.say.duty(item)
        found.setdefault(what, (what, "" if mine else task.say.by(item), href_of(item) if mine else ""))
    return list(found.values())


def named_before(task: Task) -> dict[str, Any]:
    """The worker who was named for each child before, where a form asks for one: nothing is asked twice."""
    if not any(f.name == "receiving_worker" for f in task.fields):
        return {}
    ids = [c.child for c in task.family]
    found = Matter.objects.filter(authority=task.desk.authority, key=task.about_matter, child__in=ids)
    return {f"receiving_worker-{m.child}" if task.several else "receiving_worker": m.receiving_worker for m in found}
