"""Workers, teams, and the words that can be used."""

from __future__ import annotations

from ninja import Schema

from baton.api.shapes.common import Span


class WorkerOut(Schema):
    """A member of staff: posts and offices now, absences, and what they carry."""

    person: str
    name: str
    number: str
    posts: list[dict[str, str]]
    offices: list[dict[str, str]]
    away: list[Span]
    children: int
    arriving: int


class TeamOut(Schema):
    """A team: its service, who works in it, and how many children it holds."""

    team: str
    name: str
    service: str
    workers: list[str]
    children: int
    without_worker: int
    open_matters: int
    breaches: int


class Term(Schema):
    """A word of the authority's procedure."""

    word: str
    kind: str
    says: str
    question: str = ""
    answers: list[str] = []
    parts: dict[str, list[str]] = {}
    about: str = ""
    clause: list[str] = []


class Vocabulary(Schema):
    """What can be said here: acts, phases of records, and the procedure's own words, matters, places and offices."""

    edition: str
    build: str
    acts: list[str]
    phases: list[str]
    words: list[Term]
    matters: list[Term]
    forums: list[Term]
    places: list[Term]
    offices: list[Term]
