"""What a form would record a second time: the meeting that somebody was to be at, once it has been held."""

from __future__ import annotations

from baton.workspace.acting.task import Task
from baton.workspace.journal import entries_of


def held_already(task: Task) -> int:
    """The entry of what somebody was to be at, where it has been held: whoever was there is added by correcting it.
    0 where it is still to come, or the duty is another one."""
    item = task.item
    number = item.element.partition("#")[2] if item is not None and item.verb == "attend" else ""
    if not number.isdecimal():
        return 0
    entries = entries_of(task.desk.authority, task.child_subject())
    stands = {e.number for e in entries if e.verb == "held"} - {e.replaces for e in entries if e.replaces}
    return int(number) if int(number) in stands else 0
