"""That a letter was sent: the act, with the facts it names, and doing it for one or for several."""

from __future__ import annotations

from collections.abc import Mapping

from baton.accounts.desk import Desk
from baton.engine.situation import Act, Done, Refusal
from baton.journal import act_number
from baton.letters import names_in
from baton.sending import outbox
from baton.store.acting import Changed
from baton.working_time import wall_time
from baton.workspace.acting import refusing
from baton.workspace.letters.facts import KEPT, slots_of
from baton.workspace.letters.kept import message_of
from baton.workspace.letters.making import Made, no_longer_named
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
    values |= _written_anew(owed, one)
    return Act(
        "send",
        owed.word.key,
        tuple(c.child for c in owed.children),
        matter=owed.matter.key,
        values=values,
        to=(owed.recipient,),
        reason=typed.get("reason", "") if "reason" in used else "",
    )


def _written_anew(owed: Owed, one: Made) -> dict[str, object]:
    """The sentences that are not the template's, each with what it stands for, who wrote it, when and why; what the
    letter should name and does not; and which letter it puts right. A fact stands by its name, not by its value."""
    found: dict[str, object] = dict.fromkeys(no_longer_named(owed, one), "")
    if one.changes:
        found["changed_sentences"] = [
            {
                "instead_of": e.instead_of, "says": e.says, "by": e.by, "at": f"{wall_time(e.at):%Y-%m-%d %H:%M}",
                **({"clause": list(e.clause)} if e.clause else {}), **({"why": e.why} if e.why else {}),
            }
            for e in one.changes
        ]  # fmt: skip
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    if owed.further and last is not None:
        found |= {"puts_right": last.number, "why_again": owed.further}
    return found


def content_of(one: Made) -> dict[str, object]:
    """The letter as it leaves, for the proof: part by part, and what the template says where it was written anew."""
    assert one.letter is not None
    parts = [
        {"kind": part.kind, "lines": list(part.lines)} | ({"was": list(part.was)} if part.was is not None else {})
        for part in one.letter.parts
    ]
    left_out = [{"kind": part.kind, "lines": list(part.lines)} for part in one.left_out]
    return {"parts": parts, "left_out": left_out, "language": one.language}


def post(
    desk: Desk, owed: Owed, one: Made, typed: Mapping[str, str], number: str = "", seen: Mapping[str, int] | None = None
) -> Done | Refusal | Changed:
    """Records that it was put in the post, or given, and takes it out of the tray."""
    number = number or act_number()
    answer = desk.act(act_of(owed, one, typed), number, seen)
    if isinstance(answer, Done):
        row = message_of(desk, owed)
        row.content, row.own_words = content_of(one), dict(typed)
        outbox.posted(row, desk.now, desk.post.person, number)
    return answer


def posted_said(say: Say, owed: Owed, done: Done) -> str:
    """What is said once it is recorded, with what does not count and what is listed."""
    text = f"{say.word(owed.word.key)} to {owed.who(say)}: marked as posted."
    if not done.counts:
        missing = [refusing.lacking(say, w) for item in done.because for w in item.missing]
        text += f" Kept, but it does not count for a step. {' '.join(dict.fromkeys(missing))}"
    warnings = sorted({say.rule(w.rule) for w in done.warnings if w.clause})
    return text + (f" Listed as done with a warning: {'; '.join(warnings)}." if warnings else "")
