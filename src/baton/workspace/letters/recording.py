"""That a letter was sent: the act, with the facts it names, and doing it for one or for several."""

from __future__ import annotations

from collections.abc import Mapping

from baton.accounts.desk import Desk
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.letters import names_in
from baton.sending import outbox
from baton.store.acting import Changed
from baton.workspace.acting import refusing
from baton.workspace.letters.facts import KEPT, slots_of
from baton.workspace.letters.kept import message_of
from baton.workspace.letters.making import Made
from baton.workspace.letters.owed import Owed
from baton.workspace.saying import Say


def act_of(owed: Owed, one: Made, typed: Mapping[str, str]) -> Act:
    """That it was sent: to whom, with the facts it names, by which template, and what the writer added."""
    assert one.template is not None
    values: dict[str, object] = slots_of(owed, owed.word.contents)
    values |= {"channel": "letter", "template": one.template.name, "template_version": one.template.version}
    values |= {"language": one.language} if one.language != "en" else {}
    used = names_in(one.template.text)
    values |= {name: typed[name] for name in KEPT if name in used and typed.get(name)}
    values |= {"own_words": typed["own_words"]} if typed.get("own_words") else {}
    return Act(
        "send",
        owed.word.key,
        tuple(c.child for c in owed.children),
        matter=owed.matter.key,
        values=values,
        to=(owed.recipient,),
        reason=typed.get("reason", "") if "reason" in used else "",
    )


def post(
    desk: Desk, owed: Owed, one: Made, typed: Mapping[str, str], number: str = "", seen: Mapping[str, int] | None = None
) -> Done | Refusal | Changed:
    """Records that it was put in the post, or given, and takes it out of the tray."""
    number = number or act_number()
    answer = desk.act(act_of(owed, one, typed), number, seen)
    if isinstance(answer, Done):
        outbox.posted(message_of(desk, owed), desk.now, desk.post.person, number)
    return answer


def posted_said(say: Say, owed: Owed, done: Done) -> str:
    """What is said once it is recorded, with what does not count and what is listed."""
    text = f"{say.word(owed.word.key)} to {owed.who(say)}: marked as posted."
    if not done.counts:
        missing = [refusing.lacking(say, w) for item in done.because for w in item.missing]
        text += f" Kept, but it does not count for a step. {' '.join(dict.fromkeys(missing))}"
    warnings = sorted({say.rule(w.rule) for w in done.warnings if w.clause})
    return text + (f" Listed as done with a warning: {'; '.join(warnings)}." if warnings else "")
