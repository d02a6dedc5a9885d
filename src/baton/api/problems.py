"""What went wrong, as problem details (RFC 9457): the same refusals as on the pages, with fact, clause and way on."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from baton.accounts.desk import Desk
from baton.accounts.permissions import reached
from baton.engine.situation import InTheWay, Refusal
from baton.policy.wording import sentences

TYPE = "application/problem+json"
WHERE = "/api/problems/"  # the types; each is explained in docs/api.md
TITLES = {
    "bad-request": (400, "The request cannot be read"),
    "no-token": (401, "A token is needed"),
    "not-allowed": (403, "This token may not do this"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This address does not take this method"),
    "refused": (409, "The procedure does not allow this now"),
    "reason-wanted": (409, "Say why, then send it again"),
    "known-already": (409, "There may be a record of this child already"),
    "not-yours": (403, "This is somebody else's to do"),
    "impossible": (422, "This cannot be true"),
    "begin-again": (410, "The feed was begun anew"),
    "moved-on": (412, "The record moved on meanwhile, and the answer is another"),
    "invalid": (422, "What was sent is not as described"),
    "key-used": (422, "This key was used for another request"),
    "too-many": (429, "Too many requests"),
    "broken": (500, "Something went wrong here"),
}
log = logging.getLogger(__name__)


class Problem(Exception):
    """Ends a request with this problem."""

    def __init__(self, kind: str, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(kind)
        self.kind, self.detail, self.more, self.headers = kind, detail, more, dict(headers or {})


def respond(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    status, title = TITLES[problem.kind]
    body = {"type": f"{WHERE}{problem.kind}", "title": title, "status": status, "instance": request.path}
    if problem.detail:
        body["detail"] = problem.detail
    answer = HttpResponse(json.dumps(body | problem.more, ensure_ascii=False), status=status, content_type=TYPE)
    for name, value in problem.headers.items():
        answer[name] = value
    return answer


def invalid(errors: Iterable[Mapping[str, Any]]) -> Problem:
    """What does not fit the description, each with its place."""
    found = [{"where": ".".join(str(part) for part in e.get("loc", ())), "says": str(e.get("msg", ""))} for e in errors]
    return Problem("invalid", "See errors: each names the place.", errors=found)


def refusal(desk: Desk, answer: Refusal) -> Problem:
    """A refusal of the engine. Its kind is the strongest of what stands in the way."""
    kinds = {item.kind for item in answer.items}
    kind = "refused"
    if kinds == {"ask_reason"}:
        kind = "reason-wanted"
    elif kinds == {"impossible"}:
        kind = "impossible"
    elif kinds == {"not_yours"}:
        kind = "not-yours"
    items = [in_the_way(desk, one) for one in answer.items]
    if answer.act.subject is not None:  # who changes the organisation need not know which children it would leave
        known = set(reached(desk.post, [item["child"] for item in items]))
        for n, item in enumerate(items, 1):
            item["child"] = item["child"] if item["child"] in known else f"child {n}"
    detail = " ".join(dict.fromkeys(item["says"] for item in items if item["says"]))
    return Problem(kind, detail, items=items, could_go_on=[] if answer.act.subject else list(answer.could_go_on))


def in_the_way(desk: Desk, one: InTheWay) -> dict[str, Any]:
    """One thing in the way, with the rule as a sentence."""
    rule = sentences(one.rule, desk.pack) if one.rule else ()
    return {
        "child": one.child, "kind": one.kind, "rule": one.rule, "clause": list(one.clause),
        "missing": list(one.missing), "needs": list(one.needs), "instead": one.instead,
        "says": one.says or (rule[0] if rule else ""),
    }  # fmt: skip
