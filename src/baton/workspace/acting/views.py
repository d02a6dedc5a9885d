"""One form for any duty, act or record. First what follows is shown; then it is saved; a refusal says why not."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.engine.situation import Act, By, Done, Refusal
from baton.journal import act_number, nature_of
from baton.store import asking
from baton.store.acting import Changed
from baton.store.models import Child, WorkItem
from baton.workspace.acting import refusing
from baton.workspace.acting.ahead import named_before, waits_for
from baton.workspace.acting.already import held_already
from baton.workspace.acting.answers import Answers, act_of, read_answers, with_same_answers
from baton.workspace.acting.drafts import QUIETLY, discard, keep, kept
from baton.workspace.acting.filled import Filled
from baton.workspace.acting.follows import follows
from baton.workspace.acting.menu import menu
from baton.workspace.acting.openings import on_a_child
from baton.workspace.acting.own_matters import by_matter, own_matters
from baton.workspace.acting.paper import letters_to_write
from baton.workspace.acting.task import AGAINST, Task, task_of
from baton.workspace.journal import heads_of
from baton.workspace.page import saved, say_of, show
from baton.workspace.reasons import Line
from baton.workspace.saying import Say
from baton.workspace.work import line_of, together


@allow(permissions.may_record)
def do(request: HttpRequest, child: str) -> HttpResponse:
    """Shows the form, what follows, or saves."""
    desk = desk_of(request)
    task = task_of(request, desk, say_of(desk), child)
    desk.reads([task.child.child], f"do {task.verb}")
    if task.which and request.method != "POST":
        asked = request.GET.urlencode()
        return show(
            request, "acting/which.html", "Which of these is it?", task=task, asked=asked, back=after(request, task)
        )
    held = held_already(task) if request.method != "POST" else 0
    if held:
        return HttpResponseRedirect(f"/children/{task.child.child}/correct/{held}?{request.GET.urlencode()}")
    return handle(request, task)


def handle(request: HttpRequest, task: Task) -> HttpResponse:
    """A form's whole life: shown, kept as a draft, looked ahead, saved or refused."""
    desk = task.desk
    if request.method != "POST":
        draft = kept(desk, request)
        asked: dict[str, Any] = {one.name: list(one.ticked) for one in task.fields if one.ticked}
        asked |= named_before(task)
        asked |= {"to": request.GET.getlist("to")} if request.GET.get("to") else {}
        asked |= {"when-same": "yes"}  # brothers and sisters mostly have one meeting
        return form_page(request, task, draft.values if draft else asked, number="", draft=draft)
    if request.POST.get("step") == "discard":
        discard(desk, request)
        return HttpResponseRedirect(request.get_full_path())
    if request.POST.get("step") == "edit":
        return form_page(request, task, request.POST)
    if request.POST.get("step") == QUIETLY:
        keep(desk, request)
        return HttpResponse(status=204)
    if request.POST.get("step") == "draft":
        keep(desk, request)
        saved(request, "Kept as a draft. It is not saved as a fact.")
        return HttpResponseRedirect(request.get_full_path())
    return _posted(request, task)


def _posted(request: HttpRequest, task: Task) -> HttpResponse:
    chosen = _chosen(request, task)
    request.POST = with_same_answers(request.POST, task.fields, tuple(chosen))  # type: ignore[assignment]
    answers = read_answers(
        request.POST, task.fields, tuple(chosen), task.verb, task.names() if len(chosen) > 1 else None
    )
    if not chosen:
        answers.errors.insert(0, {"field": "child-1", "text": "Choose at least one child"})
    if answers.errors:
        keep(task.desk, request)
        return form_page(request, task, request.POST, status=400, errors=answers.errors)
    acts = acts_of(task, answers, tuple(chosen))
    if request.POST.get("step") == "save":
        return _save(request, task, acts, chosen)
    return _see(request, task, acts, chosen)


def _chosen(request: HttpRequest, task: Task) -> list[str]:
    if not task.several:
        return [task.child.child]
    family = {c.child for c in task.family}
    return [c for c in request.POST.getlist("child") if c in family]


def acts_of(task: Task, answers: Answers, chosen: tuple[str, ...], **more: Any) -> list[Act]:
    """The acts that a form's answers are, with what the address says."""
    if task.against:
        more = {**more, "against_rule": True}
    given = {"values": task.values, "excuses": task.excuses, **more}
    for child in chosen:
        if child in task.facts:
            answers.each[child] = {**task.facts[child], **answers.each.get(child, {})}
    acts = act_of(answers, task.verb, task.word, chosen, task.matter, task.about, task.desk.now, given)
    own = own_matters(task.desk, task.family, task.item, task.matter)
    return [one for act in acts for one in by_matter(act, own)]


def by_of(task: Task) -> By:
    """Who acts: the person of this desk, in the capacity of their post."""
    return By(task.desk.post.person, "", task.desk.post.capacity)


def _see(request: HttpRequest, task: Task, acts: list[Act], chosen: list[str]) -> HttpResponse:
    names, blocks, idle, closed = task.names(), [], [], set()
    for act in acts:
        answer = task.desk.ask(asking.foreseen, act, by_of(task), task.desk.now)
        if isinstance(answer, Refusal):
            return _refused(request, task, answer, chosen)
        done, changes = answer
        blocks += follows(task.desk, task.say, changes, names)
        closes = {change.rule for change in changes if change.kind == "closes"}
        closed |= closes
        if not closes:
            idle.append(done)
    keep(task.desk, request)
    lacking = [d for d in idle if any(item.missing for item in d.because)]
    kept = _kept(task, lacking) if lacking and not closed else ""
    if task.verb == "answer" and task.item is not None and task.item.rule not in closed and not kept:
        kept = "It is kept on the record. What was asked stays to do."
    return form_page(request, task, request.POST, follows=blocks, kept=kept, seen=True, chosen=chosen)


def _save(request: HttpRequest, task: Task, acts: list[Act], chosen: list[str]) -> HttpResponse:
    number = request.POST.get("number") or act_number()
    done: list[Done] = []
    for n, act in enumerate(acts):
        answer = perform(request, task, act, f"{number}.{n}" if n else number)
        if isinstance(answer, Refusal):
            return _refused(request, task, answer, chosen)
        if isinstance(answer, Changed):
            return _changed(request, task, answer, chosen)
        done.append(answer)
    discard(task.desk, request)
    # What is closed or moved may be out of reach now.
    here = permissions.reach_of(task.desk.post).filter(child=task.child.child).exists()
    links = (("See the record", f"/children/{task.child.child}"),) if here else ()
    saved(request, _saved_message(task, done, chosen), links)
    return HttpResponseRedirect(after(request, task) if here or request.GET.get("next") else "/")


def perform(request: HttpRequest, task: Task, act: Act, number: str) -> Done | Refusal | Changed:
    """The act itself, in a transaction of its own: what it returns as done is on disk."""
    seen = {c: h for c, h in heads_typed(request.POST).items() if c in act.children}
    return task.desk.act(act, number, seen)


def heads_typed(post: QueryDict) -> dict[str, int]:
    """The last entry of each child that the page showed, where it is a number such as an entry has."""
    sent = {k.removeprefix("head-"): str(v) for k, v in post.items() if k.startswith("head-")}
    return {child: int(head) for child, head in sent.items() if re.fullmatch("[0-9]{1,9}", head)}


def _saved_message(task: Task, done: list[Done], chosen: list[str]) -> str:
    entry = next((e for d in done for e in d.entries if e.verb == task.verb or e.verb == "sent"), done[0].entries[-1])
    about = task.say.entry(entry)
    said = f"{about}{' For' if about.endswith('?') else ', for'} {task.children(chosen)}."
    kept = _kept(task, done)
    if kept:
        said += f" {kept}"
    warnings = {
        f"{task.say.short(w.rule, task.about_matter)} ({', '.join(w.clause)})"
        for d in done
        for w in d.warnings
        if w.clause
    }
    if warnings:
        said += f" Listed as done with a warning, because this was not done first: {'; '.join(sorted(warnings))}."
    return said


def _kept(task: Task, done: list[Done]) -> str:
    """What a record that counts for no step lacks; "" where one of them counts."""
    if any(d.counts for d in done):
        return ""
    missing = [refusing.lacking(task.say, w) for d in done for item in d.because for w in item.missing]
    if not missing and task.item is None:
        return ""  # no step asked for it
    why = "something is still to be said" if task.verb == "told" and missing else "it does not count for a step"
    return f"Kept, but {why}. {' '.join(dict.fromkeys(missing))}".rstrip()


def after(request: HttpRequest, task: Task) -> str:
    """Where to go on: the page the person came from if it is one of ours, else the transfer, else the child."""
    wanted = request.GET.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return f"/transfers/{task.matter}" if task.matter else f"/children/{task.child.child}"


def _refused(request: HttpRequest, task: Task, answer: Refusal, chosen: list[str]) -> HttpResponse:
    keep(task.desk, request)
    refusal = refusing.said(task.desk, task.say, answer, task.names(), task.doing(chosen), task.about_matter)
    return form_page(
        request, task, request.POST, status=409, refusal=refusal, chosen=chosen, against=_against(request, task, answer)
    )


def _against(request: HttpRequest, task: Task, answer: Refusal) -> str:
    """The way on where an act that is refused was in fact done: for managers, with a date and a reason."""
    refused = any(one.kind == "refuse" for one in answer.items)
    if task.against or not refused or task.desk.post.kind not in AGAINST or nature_of(task.verb) != "act":
        return ""
    address = request.get_full_path()
    return f"{address}{'&' if '?' in address else '?'}against=1"


def _changed(request: HttpRequest, task: Task, answer: Changed, chosen: list[str]) -> HttpResponse:
    names = task.names()
    meanwhile = refusing.changed_said(task.say, answer.meanwhile, task.desk.now, names)
    refusal = None
    if isinstance(answer.answer, Refusal):
        refusal = refusing.said(task.desk, task.say, answer.answer, names, task.doing(chosen), task.about_matter)
    return form_page(request, task, request.POST, status=409, meanwhile=meanwhile, refusal=refusal, chosen=chosen)


def form_page(
    request: HttpRequest, task: Task, values: Any, status: int = 200, number: str | None = None, **context: Any
) -> HttpResponse:
    """The form, with what was typed kept."""
    filled = Filled(values)
    heads = heads_of(task.desk.authority, [c.child for c in task.family])
    chosen = context.pop("chosen", None) or filled.all("child") or task.chosen
    return show(
        request,
        task.template,
        task.title,
        status,
        task=task,
        values=filled,
        chosen=chosen,
        names=task.names(),
        heads=heads,
        number=number or filled.get("number") or act_number(),
        button=task.button(list(chosen)),
        back=after(request, task),
        today=task.desk.now,
        letters=letters_to_write(task),
        ahead=waits_for(task) if request.method == "GET" and not task.against else [],
        **task.extra,
        **context,
    )


@allow(permissions.may_record)
def record_menu(request: HttpRequest, child: str) -> HttpResponse:
    """Everything that can be recorded about a child, in the pack's words."""
    desk = desk_of(request)
    row = permissions.reach_of(desk.post).filter(child=child).first()
    if row is None:
        raise Http404
    say = say_of(desk)
    return show(
        request,
        "acting/menu.html",
        "Record what happened",
        child=row,
        groups=menu(say, request.GET.get("q", "")),
        asked=[] if request.GET.get("q") else _asked(desk, say, row),
        openings=on_a_child(say, child) if row.holder_kind and not request.GET.get("matter") else [],
        matter=request.GET.get("matter", ""),
        q=request.GET.get("q", ""),
    )


def _asked(desk: Desk, say: Say, child: Child) -> list[Line]:
    """What the procedure asks of this person about this child now: what they most likely came to record."""
    items = WorkItem.objects.filter(
        authority=desk.authority,
        kind="child",
        subject_id=child.child,
        state__in=["open", "late", "may_apply"],
        who__contains=[desk.post.person],
    ).order_by("act_by_at", "key")
    lines = together([line_of(desk, say, i, own=True, why=False) for i in items])
    return [one for one in lines if one.href]
