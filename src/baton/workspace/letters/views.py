"""One letter: on a page to read, to write into, to print, to send, and to mark as posted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Done, Refusal
from baton.letters import names_in
from baton.sending import outbox
from baton.store.acting import Changed
from baton.workspace.acting import refusing
from baton.workspace.acting.views import heads_typed
from baton.workspace.letters import kept, leaving, recording
from baton.workspace.letters.approving import looks
from baton.workspace.letters.facts import ASKED, phone_of
from baton.workspace.letters.files import KINDS, file_answer
from baton.workspace.letters.making import Made, sheet_of
from baton.workspace.letters.opened import Opened
from baton.workspace.letters.owed import FURTHER, Owed, first_name
from baton.workspace.letters.printing import print_these
from baton.workspace.letters.showing import shown_letter
from baton.workspace.page import saved, say_of
from baton.workspace.transfer.gathering import matters_at


class OneLetter(Opened):
    """A request about one letter: whose, with what words, and what has been made of it."""

    def __init__(self, request: HttpRequest, key: str, word: str, mark: str) -> None:
        desk = desk_of(request)
        super().__init__(desk, say_of(desk), matters_at(desk, key), word, mark)
        self.request = request

    def page(self, one: Made | None = None, status: int = 200, **context: Any) -> HttpResponse:
        """The page of the letter."""
        one = one or self.make()
        return shown_letter(self.request, self, one, status, fields=_fields(self.desk, self.owed, one), **context)

    def refused(self, one: Made, refusal: Refusal | None, doing: str, meanwhile: tuple[str, ...] = ()) -> HttpResponse:
        """The page again, with what stands in the way."""
        said = None
        if refusal is not None:
            names = {c.child: first_name(c) for c in self.owed.children}
            said = refusing.said(self.desk, self.say, refusal, names, doing, self.owed.matter.key)
        return self.page(one, 409, refusal=said, meanwhile=list(meanwhile))

    def back(self) -> HttpResponse:
        """To the list of the transfer's letters."""
        return HttpResponseRedirect(f"/transfers/{self.owed.matter.key}/letters")


@allow(permissions.may_see_children)
def letter(request: HttpRequest, key: str, word: str, recipient: str) -> HttpResponse:
    """One letter; what is done with it is said by the button."""
    it = OneLetter(request, key, word, recipient)
    it.desk.reads([c.child for c in it.owed.children], "letter")
    if request.method != "POST":
        return it.page()
    if not permissions.may_record(it.desk.post):
        return HttpResponseForbidden()
    seen = request.POST.get("sentences", kept.mark_of(it.typed)) == kept.mark_of(it.typed)
    it.typed |= kept.given(request.POST)
    step = request.POST.get("step", "")
    if step in _OUTBOX:
        return _OUTBOX[step](it)
    if step not in _STEPS:
        return _keep(it)
    one = it.make()
    if one.letter is None:
        return it.page(one, 409)
    if one.misfits or not seen:
        return it.page(one, 409, errors=[_MISFIT if one.misfits else _NOT_SEEN])
    return _STEPS[step](it, one)


def _keep(it: OneLetter) -> HttpResponse:
    """What was written is kept, so that nothing is lost; the page shows the letter with it."""
    chosen = {k: v for k, v in it.typed.items() if v or k in kept.CHOICES}
    outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, chosen)
    it.row = kept.rows_of(it.desk, [it.owed]).get(it.owed.key)
    return it.page()


def _file(it: OneLetter, one: Made) -> HttpResponse:
    step = it.request.POST["step"]
    if step == "pdf":
        return print_these(it.desk, [(it.owed, one)])
    return file_answer([sheet_of(it.owed, one)], step)


def _post(it: OneLetter, one: Made) -> HttpResponse:
    if again := [look for look in looks(it.desk, it.say, it.owed, it.row) if look.changed_since]:
        return it.page(one, 409, errors=[_look_again(again[0].what)])
    children = {c.child for c in it.owed.children}
    seen = {child: head for child, head in heads_typed(it.request.POST).items() if child in children}
    answer = recording.post(it.desk, it.owed, one, it.typed, it.request.POST.get("number", ""), seen)
    if isinstance(answer, Done):
        saved(it.request, recording.posted_said(it.say, it.owed, answer))
        return it.back()
    meanwhile: tuple[str, ...] = ()
    if isinstance(answer, Changed):
        names = {c.child: first_name(c) for c in it.owed.children}
        meanwhile = tuple(refusing.changed_said(it.say, answer.meanwhile, it.desk.now, names))
    refusal = answer.answer if isinstance(answer, Changed) else answer
    return it.refused(one, refusal if isinstance(refusal, Refusal) else None, "mark this letter as posted", meanwhile)


def _leave(it: OneLetter, one: Made) -> HttpResponse:
    step = it.request.POST["step"]
    way = next((w for w in leaving.ways(it.owed, one) if w.key == step), None)
    if way is None or way.why_not:
        said = way.why_not if way is not None else "This letter may not leave this way."
        return it.page(one, 409, errors=[{"field": "step", "text": f"{said} Print it instead."}])
    if again := [look for look in looks(it.desk, it.say, it.owed, it.row) if look.changed_since]:
        return it.page(one, 409, errors=[_look_again(again[0].what)])
    refusal = leaving.judged(it.desk, it.owed, one, it.typed)
    if refusal is not None:
        return it.refused(one, refusal, "send this letter")
    queued = leaving.queue(it.desk, it.owed, one, it.typed, step)
    what = f"{it.say.word(it.owed.word.key)} to {it.owed.who(it.say)}"
    saved(it.request, f"{what}: it leaves within minutes." if queued else f"{what}: it is on its way already.")
    return it.back()


def _look_again(what: str) -> dict[str, str]:
    return {
        "field": "own_words",
        "text": f"The words were changed after this was done: {what}. It has to be done again.",
    }


def _stop(it: OneLetter) -> HttpResponse:
    stopped = outbox.stop(it.desk.authority, it.owed.key, f"Stopped by {it.say.person(it.desk.post.person)}.")
    saved(it.request, "Stopped: it does not leave." if stopped else "It is too late: it has left, or is leaving.")
    return HttpResponseRedirect(it.owed.href)


def _further(it: OneLetter) -> HttpResponse:
    """Begins a letter that puts right one that was sent, or lets it go; what was sent is never changed."""
    if it.request.POST["step"] == "not_further":
        outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, {})
        return HttpResponseRedirect(it.owed.href)
    why = " ".join(it.request.POST.get("why_again", "").split())[:500]
    if not why:
        error = {"field": "why_again", "text": "Say what the letter that was sent has wrong"}
        return it.page(None, 400, errors=[error])
    if it.owed.is_done and it.owed.sent:
        begun = it.last.own_words if it.last is not None else {}  # the further one begins with the words of the last
        words = {**{name: str(text) for name, text in begun.items() if text}, FURTHER: why}
        outbox.keep_words(kept.message_of(it.desk, it.owed), it.desk.now, it.desk.post.person, words)
    return HttpResponseRedirect(it.owed.href)


def _settle(it: OneLetter) -> HttpResponse:
    arrived = it.request.POST["step"] == "arrived"
    if outbox.settle(it.desk.authority, it.owed.key, arrived, it.desk.now):
        saved(it.request, "Recorded as sent." if arrived else "It is sent again within minutes.")
    return it.back()


_STEPS: Mapping[str, Callable[[OneLetter, Made], HttpResponse]] = {
    **dict.fromkeys(KINDS, _file), "posted": _post, "email": _leave, "post": _leave,
}  # fmt: skip
_OUTBOX: Mapping[str, Callable[[OneLetter], HttpResponse]] = {
    "further": _further, "not_further": _further, "stop": _stop, "arrived": _settle, "again": _settle,
}  # fmt: skip
_MISFIT = {
    "field": "sentences",
    "text": "What was written anew does not fit this form of the letter, or something in it has changed. "
    "Look at its sentences again",
}
_NOT_SEEN = {"field": "sentences", "text": "Its sentences were changed while this page was open. Read it again"}


def _fields(desk: Desk, owed: Owed, one: Made) -> list[tuple[str, str, bool, bool]]:
    """What the writer may add: name, question, needed, long. A number that set-up knows is not asked for."""
    if one.template is None:
        return []
    matter, used = owed.matter, names_in(one.template.text)
    lacking = one.lacks.names if one.lacks is not None else ()
    sender = str(matter.values.get("sending_worker") or "")
    known = {
        "sending_phone": phone_of(desk, sender, matter.from_team),
        "receiving_phone": phone_of(desk, matter.receiving_worker, matter.to_team),
    }
    return [
        (name, question, name in lacking or name in known, name in LONG)
        for name, question in ASKED.items()
        if name in used and not known.get(name)
    ]


LONG = ("reason", "remembers", "did_together", "good_at", "thanks", "goodbye")
