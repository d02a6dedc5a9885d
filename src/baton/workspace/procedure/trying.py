"""For who owns the procedure: two versions compared, a version proved, a draft tried on today's children."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from baton.accounts import permissions
from baton.accounts.desk import Desk, desk_of
from baton.accounts.doors import allow
from baton.policy.diff import Comparison, compare
from baton.policy.wording import sentence
from baton.workspace.page import address, page_of, show
from baton.workspace.procedure.jobs import Job
from baton.workspace.procedure.versions import Version, others_of, version_of, versions_of
from baton.workspace.work import named, names_of

AT_ONCE = 25  # differences on one page
VERDICTS = {
    "refuted": ("Refuted", "red"), "declared": ("Declared", "purple"), "explored": ("Explored", "yellow"),
    "proved": ("Proved", "green"),
}  # fmt: skip
KINDS = {
    "holder": "held by somebody else", "due": "due, or no longer due", "elsewhere": "due elsewhere",
    "late": "late, or no longer late", "owed": "other work owed", "blocked": "blocked, or no longer blocked",
    "breach": "other breaches on record",
}  # fmt: skip


def prove_job(version: Version) -> Job:
    """The proof of a version."""
    return Job(("prove", str(version.folder), "--json"), build_of(version))


def replay_job(desk: Desk, version: Version) -> Job:
    """A version tried on this authority's children, today and by its present staff."""
    words = ("replay", "--authority", desk.authority, "--pack", str(version.folder), "--json", "--processes", "1")
    return Job(words, f"{build_of(version)} {as_it_stands(desk)}")


def as_it_stands(desk: Desk) -> str:
    """What makes an answer of yesterday, or before a change of staff or procedure, another one."""
    return f"{desk.around.marks} {desk.now // 86400}"


@allow(permissions.may_try_procedure)
def comparing(request: HttpRequest) -> HttpResponse:
    """Two versions, or this procedure and another's, by meaning."""
    desk = desk_of(request)
    own = versions_of(desk)
    choices = (*own, *others_of(desk))
    keys = request.GET.get("a", own[-1].key), request.GET.get("b", "")
    chosen = [version_of(choices, key) for key in keys]
    problems: list[Any] = []
    found = None
    if chosen[0] is not None and chosen[1] is not None:
        packs = []
        for version in chosen:
            assert version is not None
            pack, errors = version.read()
            problems += errors if pack is None else ()
            packs.append(pack)
        if packs[0] is not None and packs[1] is not None:
            found = compare(packs[0], packs[1])
    return show(
        request, "procedure/comparing.html", "Compare two versions", at="procedure", choices=choices, keys=keys,
        chosen=chosen, found=found, problems=problems, sentence=sentence,
        **(_parts(request, found) if found is not None else {}),
    )  # fmt: skip


def _parts(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    """What differs: all at once where it is little; else one kind of difference, page by page."""
    every = {
        "changed": ("Changed", found.changed),
        "new": ("New", found.added),
        "gone": ("Gone", found.gone),
        "words": ("Words, places, people and settings", found.definitions),
        "guidance": ("Guidance", found.guidance),
    }
    every = {key: (text, rows) for key, (text, rows) in every.items() if rows}
    if sum(len(rows) for _, rows in every.values()) <= AT_ONCE:
        return {"shown": {key: list(rows) for key, (_, rows) in every.items()}, "parts": [], "listing": None}
    here = request.GET.get("part", "")
    here = here if here in every else next(iter(every))
    listing = page_of(request, list(every[here][1]), AT_ONCE)
    parts = [
        (f"{text} ({len(rows)})", address(request, part=key, page=1), key == here)
        for key, (text, rows) in every.items()
    ]
    return {"shown": {here: listing["rows"]}, "parts": parts, "listing": listing}


@allow(permissions.may_try_procedure)
def proving(request: HttpRequest) -> HttpResponse:
    """A version proved, as far as that goes, with its bounds."""
    desk = desk_of(request)
    versions = versions_of(desk)
    version = _asked(request, versions)
    job = prove_job(version)
    if request.method == "POST":
        job.begin()
        return HttpResponseRedirect(f"/procedure/prove?version={version.key}")
    answer = job.answer or {}
    findings = sorted(answer.get("findings", ()), key=lambda one: list(VERDICTS).index(one["verdict"]))
    return show(
        request, "procedure/proving.html", "Prove a version", at="procedure", versions=versions, version=version,
        job=job, findings=findings, counts=Counter(one["verdict"] for one in findings), verdicts=VERDICTS,
        bounds=answer.get("bounds", ()), problems=version.read()[1],
    )  # fmt: skip


@allow(permissions.may_try_procedure)
def replaying(request: HttpRequest) -> HttpResponse:
    """A draft tried on this authority's children, as they are now. Nothing is written."""
    desk = desk_of(request)
    versions = versions_of(desk)
    drafts = tuple(version for version in versions if version.is_draft)
    version = _asked(request, versions) if drafts or request.GET.get("version") else versions[-1]
    job = replay_job(desk, version)
    if request.method == "POST":
        job.begin()
        return HttpResponseRedirect(f"/procedure/replay?version={version.key}")
    answer = job.answer or {}
    return show(
        request, "procedure/replaying.html", "Try a draft on today's children", at="procedure", versions=versions,
        version=version, job=job, drafts=drafts, **_replayed(desk, answer),
    )  # fmt: skip


def _replayed(desk: Desk, answer: dict[str, Any]) -> dict[str, Any]:
    """The children this post reaches, by name; the counts are of all."""
    different = answer.get("different", [])
    touched = answer.get("touched", [])
    rows = names_of(desk, touched[:200]) if permissions.may_see_children(desk.post) else {}
    return {
        "children": answer.get("children", 0),
        "touched": len(touched),
        "kinds": Counter(kind for kind, _child in {(one["kind"], one["child"]) for one in different}).most_common(),
        "says": KINDS,
        "teams": {k: v for k, v in answer.get("teams", {}).items() if v["before"] != v["after"]},
        "lines": [
            {
                "child": child,
                "named": named(rows.get(child)),
                "differences": [d for d in different if d["child"] == child],
            }
            for child in touched[:200]
            if child in rows
        ],
        "failed": answer.get("failed", []),
    }


def _asked(request: HttpRequest, versions: tuple[Version, ...]) -> Version:
    key = request.POST.get("version") or request.GET.get("version") or versions[-1].key
    version = version_of(versions, key)
    if version is None or (version.folder is None and request.method == "POST"):
        raise Http404
    return version


def build_of(version: Version) -> str:
    """The hash of its files."""
    pack, _errors = version.read()
    return pack.build if pack is not None else "not readable"
