"""Letters of a transfer: listed, read, written into, taken as a file, sent. Made, judged and kept as on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from baton.accounts import permissions
from baton.accounts.desk import Desk
from baton.api import shapes
from baton.api.acts import moved_on, number_of
from baton.api.app import ACT, READ, answers, at_desk
from baton.api.problems import Problem, refusal
from baton.engine.situation import Done, Refusal
from baton.letters import names_in
from baton.letters.variants import LANGUAGES, NOT_IN_PDF
from baton.sending import outbox
from baton.store.acting import Changed
from baton.store.models import Matter
from baton.workspace.letters import kept, leaving, recording
from baton.workspace.letters.approving import looks
from baton.workspace.letters.facts import ASKED
from baton.workspace.letters.files import KINDS, file_answer
from baton.workspace.letters.making import Made, made, sheet_of
from baton.workspace.letters.opened import Opened
from baton.workspace.letters.owed import Owed, letters_of
from baton.workspace.letters.writing import Box, boxes_of, edits_of
from baton.workspace.saying import Say

router = Router(tags=["letters"])
Form = Annotated[str, Query("pdf", alias="as", pattern="^(pdf|docx)$", description="PDF, or Word to work on further")]
ONE = "/transfers/{matter}/letters/{letter}/{mark}"


@router.get("/transfers/{matter}/letters", response=answers(shapes.Letters), summary="Letters of a transfer",
            operation_id="listLetters", auth=READ)  # fmt: skip
def listed(request: HttpRequest, matter: shapes.Ident) -> Any:
    """Every letter that the transfer asks for; nobody is left out because an address or a fact is missing."""
    desk = at_desk(request, permissions.may_see_children)
    say = _say(desk)
    found = letters_of(desk, say, _matters(desk, matter))
    desk.reads(sorted({c.child for o in found for c in o.children}), "api: letters")
    typed = kept.typed_for(desk, found)
    return {"items": [_row(desk, say, owed, made(desk, say, owed, typed[owed.key])) for owed in found]}


@router.get(ONE, response=answers(shapes.LetterOut), summary="One letter with its text", operation_id="getLetter",
            auth=READ)  # fmt: skip
def one(request: HttpRequest, matter: shapes.Ident, letter: shapes.Ident, mark: shapes.Ident) -> Any:
    """The text as it would go now, part by part, with what differs from the template; or what it lacks."""
    return _said(_opened(at_desk(request, permissions.may_see_children), matter, letter, mark))


@router.post(f"{ONE}/text", response=answers(shapes.LetterOut, 409), summary="Write into a letter",
             operation_id="writeLetter", auth=ACT)  # fmt: skip
def write(
    request: HttpRequest, matter: shapes.Ident, letter: shapes.Ident, mark: shapes.Ident, asked: shapes.WriteIn
) -> Any:
    """Keeps what is written until it is sent. What a clause wants in the letter is not changed without a reason."""
    it = _opened(at_desk(request, permissions.may_record), matter, letter, mark)
    _open_still(it)
    it.typed |= _given(asked)
    if asked.paragraphs is not None:
        it.typed[kept.EDITS] = _edits(it, asked.paragraphs)
    chosen = {k: v for k, v in it.typed.items() if v or k in kept.CHOICES}
    outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, chosen)
    it.row = kept.rows_of(it.desk, [it.owed]).get(it.owed.key)
    return _said(it)


@router.get(f"{ONE}/file", response=answers(None, 409), summary="One letter as PDF or Word",
            operation_id="getLetterFile", auth=READ,
            openapi_extra={"responses": {200: {"content": {kind.type: {} for kind in KINDS.values()}}}})  # fmt: skip
def as_file(
    request: HttpRequest, matter: shapes.Ident, letter: shapes.Ident, mark: shapes.Ident, form: Form = "pdf"
) -> Any:
    """The letter as it would go now: a tagged PDF (PDF/UA-1), or Word. Refused while a fact is lacking, once it was
    sent, and as PDF in a language whose letters the PDF has not. It is not marked as printed: say with /sent what
    became of it."""
    it = _opened(at_desk(request, permissions.may_record), matter, letter, mark)
    _open_still(it)
    one = _whole(it)
    if form == "pdf" and one.language in NOT_IN_PDF:
        raise _kept_out("The PDF has no letters for this language: ask for Word (as=docx).")
    return file_answer([sheet_of(it.owed, one)], form)


@router.post(f"{ONE}/sent", response=answers(shapes.SentOut, 409, 412, status=201), summary="Send a letter",
             operation_id="sendLetter", auth=ACT)  # fmt: skip
def send(
    request: HttpRequest, matter: shapes.Ident, letter: shapes.Ident, mark: shapes.Ident, asked: shapes.SendIn
) -> Any:
    """Records that it was put in the post, or has it leave by e-mail or by a carrier. Refused as on the pages: while
    a fact is lacking, while somebody has still to look at it, or where the procedure stops it."""
    it = _opened(at_desk(request, permissions.may_record), matter, letter, mark)
    _open_still(it)
    one = _whole(it)
    again = [look.what for look in looks(it.desk, it.say, it.owed, it.row) if look.changed_since]
    if again:
        raise _kept_out(f"Written anew since this was done: {again[0]}. It has to be done again.")
    return 201, _posted(request, it, one, dict(asked.seen)) if asked.way == "posted" else _queued(it, one, asked.way)


def _say(desk: Desk) -> Say:
    return Say(desk.pack, desk.around.organisation).seen_by(desk.hidden)


def _matters(desk: Desk, key: str) -> list[Matter]:
    found = list(Matter.objects.filter(authority=desk.authority, key=key).order_by("child"))
    if not found or not permissions.may_see_matter(desk.post, [m.child for m in found]):
        raise Problem("not-found", "There is no such transfer, or this post does not reach any of its children.")
    return found


def _opened(desk: Desk, matter: str, letter: str, mark: str) -> Opened:
    it = Opened(desk, _say(desk), _matters(desk, matter), letter, mark)
    desk.reads([c.child for c in it.owed.children], "api: letter")
    return it


def _open_still(it: Opened) -> None:
    if it.is_closed:
        raise _kept_out("It has been sent, or is on its way.")


def _whole(it: Opened) -> Made:
    """The letter with nothing lacking, and what was written anew in its place."""
    one = it.make()
    if one.letter is None:
        raise _lacking(one)
    if one.misfits:
        raise _kept_out("A paragraph written anew does not fit this form of it, or something in it has changed.")
    return one


def _kept_out(detail: str) -> Problem:
    return Problem("refused", detail, items=[], could_go_on=[])


def _lacking(one: Made) -> Problem:
    lacks = ", ".join(one.lacks.names) if one.lacks is not None else "a template that can be used"
    return _kept_out(f"The letter lacks {lacks}.")


def _posted(request: HttpRequest, it: Opened, one: Made, seen: dict[str, int]) -> dict[str, Any]:
    mine = {child: head for child, head in seen.items() if child in {c.child for c in it.owed.children}}
    answer = recording.post(it.desk, it.owed, one, it.typed, number_of(request), mine)
    if isinstance(answer, Refusal):
        raise refusal(it.desk, answer)
    if isinstance(answer, Changed):
        raise moved_on(it.desk, answer)
    assert isinstance(answer, Done)
    return {"act": next((e.act for e in answer.entries), ""), "waiting": False, "counts": answer.counts}


def _queued(it: Opened, one: Made, way: str) -> dict[str, Any]:
    found = next((w for w in leaving.ways(it.owed, one) if w.key == way), None)
    if found is None or found.why_not:
        raise _kept_out(found.why_not if found is not None else "This letter may not leave this way.")
    against = leaving.judged(it.desk, it.owed, one, it.typed)
    if against is not None:
        raise refusal(it.desk, against)
    leaving.queue(it.desk, it.owed, one, it.typed, way)
    return {"act": "", "waiting": True, "counts": True}


def _given(asked: shapes.WriteIn) -> dict[str, str]:
    """What the body says, as a form would say it."""
    unknown = sorted(set(asked.answers) - set(ASKED))
    if unknown or asked.language not in (None, *LANGUAGES):
        where = f"answers.{unknown[0]}" if unknown else "language"
        says = "No template asks for this." if unknown else "This is not the code of a language of the list."
        raise Problem("invalid", says, errors=[{"where": where, "says": says}])
    given = {name: " ".join(text.split()) for name, text in asked.answers.items()}
    given |= {"own_words": asked.own_words.strip()} if asked.own_words is not None else {}
    given |= {"language": asked.language} if asked.language is not None else {}
    for name in ("plain", "large_print"):
        wanted = getattr(asked, name)
        given |= {name: "yes" if wanted else ""} if wanted is not None else {}
    return given


def _edits(it: Opened, paragraphs: list[shapes.ParagraphIn]) -> str:
    """The paragraphs as they are kept; a problem for one that is not there, or that lacks its reason."""
    one = it.make()
    if one.usual is None:
        raise _lacking(one)
    it.typed.pop(kept.EDITS, None)
    boxes = {box.number: box for box in boxes_of(it, it.make())}
    for paragraph in paragraphs:
        if paragraph.number not in boxes:
            says = "There is no paragraph of this number that can be written anew."
            raise Problem("invalid", says, errors=[{"where": "paragraphs", "says": says}])
        boxes[paragraph.number].text, boxes[paragraph.number].why = paragraph.says, paragraph.why
    edits = edits_of(it, one, list(boxes.values()))
    wanting = [box for box in boxes.values() if box.error]
    if wanting:
        items = [_wants_reason(it, box) for box in wanting]
        raise Problem("reason-wanted", wanting[0].error, items=items, could_go_on=[])
    return kept.as_kept(edits)


def _wants_reason(it: Opened, box: Box) -> dict[str, Any]:
    return {
        "child": it.owed.children[0].child, "kind": "ask_reason", "rule": "", "clause": list(box.clause),
        "missing": [f"paragraph {box.number}"], "needs": [], "instead": "", "says": box.error,
    }  # fmt: skip


def _row(desk: Desk, say: Say, owed: Owed, one: Made) -> dict[str, Any]:
    waits = dict.fromkeys(w for i in owed.items if i.state != "met" for w in i.waits_for)
    return {
        "letter": owed.word.key, "mark": owed.mark, "says": say.word(owed.word.key), "to": owed.who(say),
        "children": [c.child for c in owed.children], "state": owed.tag(desk).text, "done": owed.is_done,
        "ready": one.letter is not None, "lacks": list(one.lacks.names) if one.lacks is not None else [],
        "has_address": not owed.has_no_address, "waits": list(waits),
        "clause": list(dict.fromkeys(c for i in owed.items for c in i.clause)),
    }  # fmt: skip


def _said(it: Opened) -> dict[str, Any]:
    one = it.make()
    boxes = {box.part.wording: box for box in boxes_of(it, one)} if one.usual is not None else {}
    return {
        **_row(it.desk, it.say, it.owed, one), "parts": _parts(it, one, boxes),
        "left_out": [list(part.lines) for part in one.left_out], "misfits": len(one.misfits),
        "answers": {k: v for k, v in it.typed.items() if k in ASKED or k == "own_words"},
        "asks": sorted(set(ASKED) & _asked(one)), "language": one.language, "fell_back": one.fell_back,
        "looks": [
            {"says": k.what, "who": k.who, "done": k.is_done, "again": k.changed_since, "clause": list(k.clause)}
            for k in looks(it.desk, it.say, it.owed, it.row)
        ],
        "ways": {w.key: w.why_not for w in leaving.ways(it.owed, one)} if one.letter is not None else {},
        "waiting": leaving.state_said(it.row) if it.row is not None and not it.owed.is_done else "",
    }  # fmt: skip


def _asked(one: Made) -> frozenset[str]:
    return names_in(one.template.text) if one.template is not None else frozenset()


@dataclass(frozen=True, slots=True)
class _Where:
    """What is known of a part of the letter: the paragraph of the template, and who wrote in it."""

    number: int | None = None
    clause: tuple[str, ...] = ()
    must_name: str = ""
    changed_by: str = ""


def _parts(it: Opened, one: Made, boxes: Mapping[str, Box]) -> list[dict[str, Any]]:
    if one.letter is None:
        return []
    first = {e.says: boxes.get(e.instead_of) for e in one.changes}
    found = []
    for part in one.letter.parts:
        box = first.get(part.wording) if part.was is not None else boxes.get(part.wording)
        at = _Where() if box is None else _Where(box.number, box.clause, box.must_name, box.said_by)
        found.append(
            {"number": at.number, "kind": part.kind, "lines": list(part.lines), "clause": list(at.clause),
             "must_name": at.must_name, "was": list(part.was) if part.was is not None else None,
             "changed_by": at.changed_by}
        )  # fmt: skip
    return found
