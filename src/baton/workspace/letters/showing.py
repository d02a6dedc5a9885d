"""How one letter looks on its page: the paper, what it lacks and whom to ask, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.journal import act_number
from baton.letters import Letter, Mistake, Part
from baton.letters.plain import plainness
from baton.letters.variants import LANGUAGES, NOT_IN_PDF, RIGHT_TO_LEFT, needs_checking
from baton.sending.models import Message
from baton.workspace import words
from baton.workspace.journal import heads_of
from baton.workspace.letters import kept, leaving
from baton.workspace.letters.approving import looks
from baton.workspace.letters.facts import ASKED, FOLLOWS_FROM, NAMED, clause_of, first_day, who_can_say
from baton.workspace.letters.making import Made, no_longer_named
from baton.workspace.letters.opened import Opened
from baton.workspace.letters.owed import Owed, first_name
from baton.workspace.page import show
from baton.workspace.saying import Say


def shown_letter(request: HttpRequest, it: Opened, one: Made, status: int = 200, **context: Any) -> HttpResponse:
    """The page of one letter."""
    desk, say, owed, row = it.desk, it.say, it.owed, it.row
    lacking = one.lacks.names if one.lacks is not None else ()
    last = max(owed.sent, key=lambda e: e.happened.hi, default=None)
    mistake = one.outcome.says if isinstance(one.outcome, Mistake) else ""
    contact = owed.contact()
    sent = _as_sent(it)
    paper = sent if sent is not None and owed.is_done else one.letter
    return show(
        request,
        "letters/letter.html",
        f"{say.word(owed.word.key)}: {owed.who(say)}",
        status,
        at="children",
        heading_title="Letter",
        key=owed.matter.key,
        owed=owed,
        tag_now=owed.tag(desk),
        letter=paper,
        as_sent=paper is not None and paper is sent,
        changed=_changed(say, one, paper, paper is sent),
        left_out=_left_out(it, one, paper is sent),
        misfits=len(one.misfits),
        sentences=kept.mark_of(it.typed),
        not_named=words.joined([NAMED.get(n, n.replace("_", " ")) for n in no_longer_named(owed, one)]),
        mistake=mistake or ("The template is not in the pack." if one.outcome is None else ""),
        lacks=lacks_said(desk, say, owed, lacking),
        say_who=_who_they_are(desk, say, owed, lacking),
        clause=clause_of(say, owed, lacking),
        contact=contact,
        no_address=owed.has_no_address,
        typed=it.typed,
        form=one.form,
        is_large=one.form.large or owed.for_reading_aloud,
        language=one.language,
        rtl=one.language in RIGHT_TO_LEFT,
        languages=sorted(LANGUAGES.items(), key=lambda pair: (pair[0] != "en", pair[1])),
        in_pdf=one.language not in NOT_IN_PDF,
        fell_back=one.fell_back,
        needs_checking=needs_checking(one.template.text) if one.template is not None else "",
        looks=looks(desk, say, owed, row),
        ways=leaving.ways(owed, one),
        row=row,
        state=leaving.state_said(row),
        state_at=_state_at(row),
        posted=f"{words.day(last.happened.lo)} by {say.person(last.done_by)}" if last is not None else "",
        done=owed.is_done,
        may_record=permissions.may_record(desk.post),
        number=request.POST.get("number") or act_number(),
        heads=heads_of(desk.authority, [c.child for c in owed.children]),
        starts=first_day(owed.matter),
        plain=_plain(one),
        **context,
    )


def _as_sent(it: Opened) -> Letter | None:
    """The letter that was sent last, as it left; None where none was, or where it left before that was kept."""
    parts = it.last.content.get("parts") if it.last is not None else None
    return Letter(tuple(_part(one) for one in parts)) if parts else None


def _part(one: Mapping[str, Any]) -> Part:
    return Part(one["kind"], tuple(one["lines"]), was=tuple(one["was"]) if "was" in one else None)


def _changed(say: Say, one: Made, paper: Letter | None, is_sent: bool) -> list[tuple[str, str]]:
    """What of the letter is not the template's: what the template says, and who wrote it anew and when."""
    if paper is None:
        return []
    by = {} if is_sent else {e.says: f"{say.person(e.by)}, {words.moment(e.at)}" for e in one.changes}
    return [(" / ".join(part.was), by.get(part.wording, "")) for part in paper.parts if part.was is not None]


def _left_out(it: Opened, one: Made, is_sent: bool) -> list[str]:
    if not is_sent:
        return [" / ".join(part.lines) for part in one.left_out]
    left_out = it.last.content.get("left_out") if it.last is not None else None
    return [" / ".join(part["lines"]) for part in left_out or ()]


def _plain(one: Made) -> str:
    """How plain the letter is, for its writer; nothing of one in another language."""
    if one.letter is None or one.language != "en":
        return ""
    found = plainness("\n\n".join(" ".join(part.lines) for part in one.letter.parts if part.kind in ("text", "list")))
    if found is None:
        return ""
    said = f"Read with ease from about {found.age:.0f} years of age."
    return f"{said} The longest sentence has {found.words} words: “{found.longest}”." if found.words > 25 else said


def _state_at(row: Message | None) -> str:
    if row is None:
        return ""
    at = {"printed": row.printed_at, "queued": row.queued_at, "in_doubt": row.leaving_at}.get(row.state)
    return words.moment(at) if at is not None else ""


def _who_they_are(desk: Desk, say: Say, owed: Owed, lacking: tuple[str, ...]) -> str:
    """The form that names the people to whom this letter goes, where the record has nobody by name; else none."""
    word = say.pack.words.get(owed.recipient)
    if "recipient_name" not in lacking or word is None or not permissions.may_record(desk.post):
        return ""
    children = [c.child for c in owed.children]
    asked = [
        ("verb", "in"),
        ("word", word.key),
        *(("with", c) for c in children),
        ("next", f"/transfers/{owed.matter.key}/letters"),
    ]
    return f"/do/{children[0]}?{urlencode(asked)}"


def lacks_said(desk: Desk, say: Say, owed: Owed, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each missing fact in a sentence, and whom to ask; what the writer can add stands in the form instead."""
    found = []
    whose = first_name(owed.children[0])
    for name in facts_lacking(names):
        said = f"{whose}'s {NAMED.get(name, name.replace('_', ' '))} is not known yet."
        if name == "recipient_name":
            said = f"Nobody is on record by name as {whose}'s {say.who(owed.recipient)}."
        found.append((said, who_can_say(desk, say, owed, name)))
    return found


def facts_lacking(names: tuple[str, ...]) -> list[str]:
    """The facts among what is lacking; what only follows from another is said once, by that other."""
    return list(dict.fromkeys(FOLLOWS_FROM.get(n, n) for n in names if n not in ASKED))
