"""A letter's own sentences written anew, before it goes: paragraph by paragraph, each beside what the template says.

What the procedure wants in the letter is not taken out without a reason that is kept with it. Facts stay facts: where
one stands in what was written, the letter says what it is on the day on which it goes.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.doors import allow
from baton.letters.facts_in_text import readable
from baton.sending import outbox
from baton.workspace import words
from baton.workspace.letters import kept
from baton.workspace.letters.making import Made
from baton.workspace.letters.views import OneLetter
from baton.workspace.letters.writing import Box, boxes_of, edits_of
from baton.workspace.page import saved, show

LONGEST = 4000


@allow(permissions.may_record)
def sentences(request: HttpRequest, key: str, word: str, recipient: str) -> HttpResponse:
    """The paragraphs, each in a box; posting keeps them, with who wrote them and when."""
    it = OneLetter(request, key, word, recipient)
    it.desk.reads([c.child for c in it.owed.children], "letter")
    one = it.make()
    if one.usual is None or it.is_closed:
        saved(request, "Nothing can be written into this letter now.")
        return HttpResponseRedirect(it.owed.href)
    boxes = boxes_of(it, one)
    if request.method != "POST":
        return _page(request, it, one, boxes)
    for box in boxes:
        box.text = request.POST.get(f"part-{box.number}", box.text).replace("\r\n", "\n")[:LONGEST]
        box.why = " ".join(request.POST.get(f"why-{box.number}", "").split())[:500]
    edits = edits_of(it, one, boxes)
    if any(box.error for box in boxes):
        return _page(request, it, one, boxes, 400)
    chosen = {name: text for name, text in it.typed.items() if text or name in kept.CHOICES}
    chosen[kept.EDITS] = kept.as_kept(edits)
    outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, chosen)
    changed = words.plural(len(edits), "paragraph differs", "paragraphs differ")
    saved(request, f"Kept: {changed} from the template." if edits else "Kept: the letter is as the template has it.")
    return HttpResponseRedirect(it.owed.href)


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
