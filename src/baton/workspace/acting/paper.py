"""Where the letter is written that a form records as sent, so that nobody has to look for it."""

from __future__ import annotations

from baton.store.models import Matter
from baton.workspace.acting.task import Task
from baton.workspace.letters.owed import letters_of

SENDING = ("send", "sent", "written")


def letters_to_write(task: Task) -> list[tuple[str, str]]:
    """The letters of this form that are owed and have a template: to whom, and the address of each."""
    word = task.say.pack.words.get(task.word)
    if task.verb not in SENDING or word is None or not word.template or not task.matter:
        return []
    matters = Matter.objects.filter(authority=task.desk.authority, key=task.matter)
    to = task.item.recipient if task.item is not None else ""
    family = {c.child for c in task.family}
    return [
        (f"to {owed.who(task.say)}", owed.href)
        for owed in letters_of(task.desk, task.say, matters)
        if owed.word.key == task.word
        and to in ("", owed.recipient)
        and not owed.is_done
        and family & {c.child for c in owed.children}
    ]
