"""A letter's own sentences written anew, before it goes: paragraph by paragraph, each beside what the template says.

What the procedure wants in the letter is not taken out without a reason that is kept with it. Facts stay facts: where
one stands in what was written, the letter says what it is on the day on which it goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.doors import allow
from baton.letters import Part
from baton.letters.editing import MAY_BE_EDITED, Edit, edited, lost, wants_reason, wording_of
from baton.letters.facts_in_text import filled, readable
from baton.sending import outbox
from baton.workspace import words
from baton.workspace.letters import kept
from baton.workspace.letters.facts import NAMED, clause_of
from baton.workspace.letters.making import Made, named
from baton.workspace.letters.views import OneLetter
from baton.workspace.page import saved, show

LONGEST = 4000


@dataclass(slots=True)
class Box:
    """One paragraph on the page: what stands in it, what the template says, and what of it must be there."""

    number: int
    part: Part
    text: str
    why: str = ""
    said_by: str = ""
    must_name: str = ""
    clause: tuple[str, ...] = ()
    error: str = ""

    @property
    def rows(self) -> int:
        """How high its box is."""
        return min(12, max(2, sum(1 + len(line) // 70 for line in self.text.split("\n"))))


@allow(permissions.may_record)
def sentences(request: HttpRequest, key: str, word: str, recipient: str) -> HttpResponse:
    """The paragraphs, each in a box; posting keeps them, with who wrote them and when."""
    it = OneLetter(request, key, word, recipient)
    it.desk.reads([c.child for c in it.owed.children], "letter")
    one = it.make()
    if one.usual is None or it.is_closed:
        saved(request, "Nothing can be written into this letter now.")
        return HttpResponseRedirect(it.owed.href)
    boxes = _boxes(it, one)
    if request.method != "POST":
        return _page(request, it, one, boxes)
    for box in boxes:
        box.text = request.POST.get(f"part-{box.number}", box.text).replace("\r\n", "\n")[:LONGEST]
        box.why = " ".join(request.POST.get(f"why-{box.number}", "").split())[:500]
    edits = _edits(it, one, boxes)
    if any(box.error for box in boxes):
        return _page(request, it, one, boxes, 400)
    chosen = {name: text for name, text in it.typed.items() if text or name in kept.CHOICES}
    chosen[kept.EDITS] = kept.as_kept(edits)
    outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, chosen)
    changed = words.plural(len(edits), "paragraph differs", "paragraphs differ")
    saved(request, f"Kept: {changed} from the template." if edits else "Kept: the letter is as the template has it.")
    return HttpResponseRedirect(it.owed.href)


def _boxes(it: OneLetter, one: Made) -> list[Box]:
    assert one.usual is not None and one.template is not None
    mine = {e.instead_of: e for e in one.changes if e.template == one.template.name}
    found = []
    for number, part in enumerate(one.usual.parts, 1):
        if part.kind not in MAY_BE_EDITED:
            continue
        edit = mine.get(part.wording)
        text = filled(edit.says, one.facts) if edit is not None else "\n".join(part.lines)
        box = Box(number, part, text)
        if edit is not None:
            box.why, box.said_by = edit.why, f"{it.say.person(edit.by)}, {words.moment(edit.at)}"
        must = lost(part, "", it.owed.word.contents, frozenset())
        box.must_name = words.joined([NAMED.get(name, name.replace("_", " ")) for name in must])
        box.clause = part.clause or (clause_of(it.say, it.owed, must) if must else ())
        found.append(box)
    return found


def _edits(it: OneLetter, one: Made, boxes: list[Box]) -> list[Edit]:
    """What was changed, each with its maker; a box that needs a reason and has none says so."""
    assert one.usual is not None and one.template is not None
    before = {(e.instead_of, e.says, e.why): e for e in kept.edits_in(it.typed)}
    found: list[tuple[Box, Edit]] = []
    for box in boxes:
        says = wording_of(box.text, box.part, one.facts)
        if says == box.part.wording:
            continue
        same = before.get((box.part.wording, says, box.why))
        by, at = (same.by, same.at) if same is not None else (it.desk.post.person, it.desk.now)
        found.append((box, Edit(one.template.name, box.part.wording, says, box.why, tuple(box.clause), by, at)))
    after = edited(one.usual, one.template.name, [e for _, e in found], one.facts)
    there = named(after.letter)
    for box, edit in found:
        gone = lost(box.part, edit.says, it.owed.word.contents, there)
        if wants_reason(box.part, edit.says, gone) and not edit.why:
            what = words.joined([NAMED.get(name, name.replace("_", " ")) for name in gone]) or "this paragraph"
            by = ", ".join(box.clause)
            box.error = f"The procedure wants {what} in this letter ({by}). Say why it is not so here"
    return [edit for _, edit in found]


def _page(
    request: HttpRequest, it: OneLetter, one: Made, boxes: list[Box], status: int = 200, **context: Any
) -> HttpResponse:
    return show(
        request,
        "letters/sentences.html",
        f"The sentences of this letter to {it.owed.who(it.say)}",
        status,
        at="children",
        heading_title="The sentences of a letter",
        href=it.owed.href,
        boxes=boxes,
        misfits=[(readable(e.instead_of), readable(e.says)) for e in one.misfits],
        errors=[{"field": f"why-{box.number}", "text": box.error} for box in boxes if box.error],
        form=one.form,
        language=one.language,
        **context,
    )
