"""The application: its description, its errors, and what every operation has in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from baton.accounts.desk import Desk, desk_of
from baton.accounts.permissions import Predicate
from baton.api.problems import TYPE, Problem, invalid, respond
from baton.api.shapes import Problem as ProblemShape
from baton.api.shapes import Refused

ABOUT = """Baton runs the transfer of children's cases by each authority's own written procedure. Everything the pages
can do can be done here, by the same rules, with the same refusals.

A token is one person in one post: it reaches the children whom that post reaches and may do what that person may do.
Whatever is read of a child stands in the record of reads. Another authority's children are not found.

Lists come in pages: pass `next` back as `cursor`. Send an Idempotency-Key with everything that changes something. Send
If-None-Match to read again, and If-Match with a child's ETag so that an act is refused where the record moved on and
the answer is another one. Every answer says in RateLimit how many requests are left in this minute."""


class Api(NinjaAPI):
    """With problems described as what they are, and the headers that every answer carries."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for operation in methods.values():
                _described(operation)
        return schema


def _described(operation: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            answer["content"] = {TYPE: content["application/json"]}
    operation["responses"] = {str(k): v for k, v in operation["responses"].items()}


class Scope(HttpBearer):
    """A live token of this scope. The guard has read it and found its desk; here only the scope is asked for."""

    openapi_name = "token"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        asked = getattr(request, "token", None)
        if asked is None or self.name not in asked.scopes:
            raise Problem("not-allowed", f'This needs a token with the scope "{self.name}".')
        return asked


READ, ACT, EXPORT, EVENTS = Scope("read"), Scope("act"), Scope("export"), Scope("events")

api = Api(
    title="Baton",
    version="1",
    description=ABOUT,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    servers=[{"url": "/"}],
)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return respond(request, problem)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, problem: Http404) -> HttpResponse:
    return respond(request, Problem("not-found"))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    return respond(request, invalid(problem.errors))


def answers(shape: Any, *more: int, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation: its own, the problems of every request, and those named."""
    found: dict[Any, Any] = {status: shape}
    for code in (400, 401, 403, 404, 422, 429, *more):
        found[code] = Refused if code == 409 else ProblemShape
    return found


def at_desk(request: HttpRequest, predicate: Predicate | None = None) -> Desk:
    """The desk of this token, where its post may do this."""
    desk = desk_of(request)
    if predicate is not None and not predicate(desk.post):
        raise Problem("not-allowed", f"The post {desk.post.title} may not do this.")
    return desk
