"""Children who may be recorded twice: found, compared side by side, joined by one entry, or said not to be the same.

Joining closes the record that is set aside, with one entry in its own journal that names the record that is kept. Both
journals stay as they are; a correction of that entry parts them again. Searches find the child under both names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.accounts.permissions import children_of
from baton.engine.situation import Act, By, Refusal
from baton.journal import act_number
from baton.store import asking
from baton.store.acting import Changed
from baton.store.finding import born_and_sounding_alike
from baton.store.models import Child, Entry, Matter
from baton.workspace import words
from baton.workspace.acting.correcting import before_after
from baton.workspace.child.alike_records import WORD, keys_of, parted, records_like
from baton.workspace.child.gathering import child_at, identity
from baton.workspace.child.likeness import Likeness, likeness
from baton.workspace.page import saved, say_of, show
from baton.workspace.work import named

LATELY = 90 * words.DAY
MOST = 100


@allow(permissions.may_allocate)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Children opened in the last ninety days who may have another record, the likeliest first."""
    desk = desk_of(request)
    pairs = born_and_sounding_alike(desk.authority, desk.now - LATELY)
    rows = _reached(desk, {c for pair in pairs for c in pair})
    keys = keys_of(desk, rows)
    apart = parted(desk, rows)
    found: dict[frozenset[str], Likeness] = {}
    for a, b in pairs:
        pair = frozenset((a, b))
        if a in rows and b in rows and pair not in apart and not rows[a].same_as and not rows[b].same_as:
            found.setdefault(pair, likeness(rows[a], rows[b], keys))
    likely = sorted((one for one in found.values() if one.possible), key=lambda one: -one.strength)[:MOST]
    desk.reads([c for one in likely for c in (one.child.child, one.other.child)], "possibly recorded twice")
    return show(request, "child/duplicates.html", "Possibly recorded twice", at="children", likely=likely, named=named)


@allow(permissions.may_allocate)
def one(request: HttpRequest, child: str) -> HttpResponse:
    """The records that may be of this child too."""
    desk = desk_of(request)
    row = child_at(desk, child)
    desk.reads([child], "possibly recorded twice")
    likely = records_like(desk, row, keys_of(desk, {child: row})[child])
    joined = list(Child.objects.filter(children_of(desk.post), authority=desk.authority, same_as=child))
    return show(
        request,
        "child/duplicates.html",
        "Possibly recorded twice",
        at="children",
        identity=identity(desk, say_of(desk), row),
        child=row,
        likely=likely,
        joined=joined,
        named=named,
    )


@allow(permissions.may_allocate)
def compare(request: HttpRequest, child: str, other: str) -> HttpResponse:
    """Two records side by side; then joined, with what follows shown first, or said not to be of one child."""
    desk = desk_of(request)
    rows = child_at(desk, child), child_at(desk, other)
    if request.method == "POST" and (joined := _joined(rows)):
        saved(request, "These two records are joined already. Nothing more was saved.")
        return HttpResponseRedirect(f"/children/{joined}")
    if child == other or any(row.same_as for row in rows):
        raise Http404
    desk.reads([child, other], "possibly recorded twice")
    if request.method != "POST":
        return _page(request, desk, rows)
    given = {name: request.POST.get(name, "").strip() for name in ("how", "keep", "why", "step", "number")}
    errors = _lacking(given, (child, other))
    if errors:
        return _page(request, desk, rows, given, 400, errors=errors)
    act = _act(given, child, other)
    if given["how"] == "join":
        in_the_way = _in_the_way(desk, rows, act.children[0])
        if in_the_way:
            return _page(request, desk, rows, given, 409, errors=[{"field": "keep-1", "text": in_the_way}])
        if given["step"] != "save":
            return _see(request, desk, rows, given, act)
    return _save(request, desk, rows, given, act)


def _joined(rows: tuple[Child, Child]) -> str:
    """The record that is kept, where one of the two was set aside for the other."""
    a, b = rows
    return b.child if a.same_as == b.child else a.child if b.same_as == a.child else ""


def _act(given: dict[str, str], child: str, other: str) -> Act:
    """One entry in one journal: of the record set aside, or, where they are two children, of the one looked at."""
    if given["how"] == "apart":
        return Act("given", WORD, (child,), values={"same": "no", "other": other}, reason=given["why"])
    aside = other if given["keep"] == child else child
    return Act("closed", WORD, (aside,), values={"same": "yes", "other": given["keep"]}, reason=given["why"])


def _lacking(given: dict[str, str], both: tuple[str, str]) -> list[dict[str, str]]:
    errors = []
    if given["how"] not in ("join", "apart"):
        errors.append({"field": "how-1", "text": "Say whether the two are one child"})
    elif given["how"] == "join" and given["keep"] not in both:
        errors.append({"field": "keep-1", "text": "Choose the record that is kept"})
    if not given["why"]:
        errors.append({"field": "why", "text": "Write how you know"})
    return errors


def _in_the_way(desk: Desk, rows: tuple[Child, Child], aside: str) -> str:
    """What must be settled before a record is set aside: nothing under way may end unseen, nothing hidden show."""
    if rows[0].restricted != rows[1].restricted:
        return (
            "One of the two records is restricted. Restrict the other, or end the restriction, before they are joined."
        )
    row = next(r for r in rows if r.child == aside)
    under_way = Matter.objects.filter(authority=desk.authority, child=aside, state__in=["open", "decided"])
    if under_way.exists():
        return (
            f"{named(row)}, {row.reference or row.child}: a move is under way. Keep this record, or end the move first."
        )
    return ""


def _see(request: HttpRequest, desk: Desk, rows: tuple[Child, Child], given: dict[str, str], act: Act) -> HttpResponse:
    answer = desk.ask(asking.preview, act, By(desk.post.person, "", desk.post.capacity), desk.now)
    if isinstance(answer, Refusal):
        return _page(request, desk, rows, given, 409, errors=[{"field": "how-1", "text": answer.items[0].says}])
    say = say_of(desk)
    follows = [line for line in (before_after(say, change) for change in answer) if line]
    return _page(request, desk, rows, given, seen=True, follows=follows)


def _save(request: HttpRequest, desk: Desk, rows: tuple[Child, Child], given: dict[str, str], act: Act) -> HttpResponse:
    answer = desk.act(act, given["number"] or act_number())
    if isinstance(answer, Refusal | Changed):
        text = answer.items[0].says if isinstance(answer, Refusal) else "Something changed meanwhile: look again."
        return _page(request, desk, rows, given, 409, errors=[{"field": "how-1", "text": text}])
    if given["how"] == "apart":
        saved(request, "Saved. These are two children; it is not asked again.")
        return HttpResponseRedirect(f"/children/{rows[0].child}")
    keep, aside = given["keep"], act.children[0]
    if Child.objects.filter(authority=desk.authority, child=keep).exclude(same_as="").exists():
        # Somebody set the other aside in the same moment: neither may be without a record that is kept.
        undo = Act(
            "closed", WORD, (aside,), corrects=answer.entries[0].number, did_not_happen=True, reason="both at once"
        )
        desk.act(undo, act_number())
        return _page(request, desk, rows, given, 409, errors=[
            {"field": "keep-1", "text": "Somebody set aside the record you keep just now. Nothing was joined."}
        ])  # fmt: skip
    number = answer.entries[0].number
    undo_at = f"/children/{aside}/correct/{number}"
    saved(request, "Saved. The two records are joined; both stay.", (("Undo by correcting it", undo_at),))
    return HttpResponseRedirect(f"/children/{keep}")


def _page(
    request: HttpRequest, desk: Desk, rows: tuple[Child, Child], given: dict[str, str] | None = None, status: int = 200,
    **context: Any,
) -> HttpResponse:  # fmt: skip
    keys = keys_of(desk, {row.child: row for row in rows})
    return show(
        request,
        "child/same.html",
        "Are these two records of one child?",
        status,
        at="children",
        both=rows,
        like=likeness(*rows, keys),
        more=_more(desk, rows),
        given=given or {},
        number=(given or {}).get("number") or act_number(),
        named=named,
        **context,
    )


def _more(desk: Desk, rows: tuple[Child, Child]) -> list[tuple[str, str, str]]:
    """What else each record says, without a judgement."""
    say = say_of(desk)
    counts = {
        row.child: Entry.objects.filter(authority=desk.authority, kind="child", subject_id=row.child).count()
        for row in rows
    }
    a, b = (
        (
            say.person(row.holder_person) or say.office(row.holder_office) or say.place(row.holder_team) or "closed",
            words.day(row.opened) if row.opened is not None else "not opened",
            ", ".join(map(say.word, row.statuses)) or "none",
            str(counts[row.child]),
        )
        for row in rows
    )
    return list(zip(("Holder", "Open since", "Status", "Lines in the record"), a, b, strict=True))


def _reached(desk: Desk, children: Iterable[str]) -> dict[str, Child]:
    rows = Child.objects.filter(children_of(desk.post), authority=desk.authority, child__in=list(children))
    return {row.child: row for row in rows}
