"""What of a letter may be written anew, paragraph by paragraph, and the edits that come of it; as for pages, so for
programs."""

from __future__ import annotations

from dataclasses import dataclass

from baton.letters import Part
from baton.letters.editing import MAY_BE_EDITED, Edit, edited, lost, wants_reason, wording_of
from baton.letters.facts_in_text import filled
from baton.workspace import words
from baton.workspace.letters import kept
from baton.workspace.letters.facts import NAMED, clause_of
from baton.workspace.letters.making import Made, named
from baton.workspace.letters.opened import Opened


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


def boxes_of(it: Opened, one: Made) -> list[Box]:
    """The paragraphs of the template that may be written anew, each with what stands in it now."""
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


def edits_of(it: Opened, one: Made, boxes: list[Box]) -> list[Edit]:
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
