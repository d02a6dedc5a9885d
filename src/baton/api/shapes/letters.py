"""Letters: what a transfer asks for, how each stands, and what is written into one."""

from __future__ import annotations

from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from baton.api.shapes.common import Ident


class LetterRow(Schema):
    """One letter that a transfer asks for. `letter` and `mark` make its address."""

    letter: str
    mark: str
    says: str
    to: str
    children: list[str]
    state: str = Field(description="Where it stands, in words: to do, posted, out of date, cannot start yet")
    done: bool
    ready: bool = Field(description="It is whole: nothing is lacking")
    lacks: list[str] = Field(description="The facts and answers that it needs and has not")
    has_address: bool
    waits: list[str] = Field(description="The rules that hold it up")
    clause: list[str]


class Letters(Schema):
    """The letters of one transfer, in the order of the procedure."""

    items: list[LetterRow]


class ParagraphOut(Schema):
    """One part of the letter as it would go. `number` tells which can be written anew; null where none of it can.
    `was`: what the template says, where somebody wrote it anew."""

    number: int | None
    kind: str = Field(description="heading, subject, text, list or foot")
    lines: list[str]
    clause: list[str] = Field(description="By which the letter must have it: any change needs a reason")
    must_name: str
    was: list[str] | None
    changed_by: str


class LookOut(Schema):
    """Somebody whom the procedure wants to look at the letter before it goes; done with /acts."""

    says: str
    who: str
    done: bool
    again: bool = Field(description="The letter was written in since: it has to be done again")
    clause: list[str]


class LetterOut(LetterRow):
    """One letter with its text. `parts` is empty while something is lacking."""

    parts: list[ParagraphOut]
    left_out: list[list[str]] = Field(description="Paragraphs of the template that somebody took out")
    misfits: int = Field(description="Paragraphs written anew that are not in it: look at it again before it goes")
    answers: dict[str, str] = Field(description="What was written in: answers to what its template asks, own words")
    asks: list[str] = Field(description="What its template asks of the writer")
    language: str
    fell_back: str
    looks: list[LookOut]
    ways: dict[str, str] = Field(description='How it can leave by itself, each with what is in the way, "" for nothing')
    waiting: str = Field(description='Where it is on its way out; "" where it is not')


class ParagraphIn(Schema):
    """A paragraph written anew, a line each; "" takes it out. `why` is needed where the procedure wants it."""

    model_config = ConfigDict(extra="forbid")
    number: Annotated[int, Field(ge=1, le=500)]
    says: Annotated[str, StringConstraints(max_length=4000)]
    why: Annotated[str, StringConstraints(max_length=500)] = ""


class WriteIn(Schema):
    """What is written into a letter. What is left out stays as it was; `paragraphs`, where given, are all of them."""

    model_config = ConfigDict(extra="forbid")
    answers: dict[
        Annotated[str, StringConstraints(max_length=40)], Annotated[str, StringConstraints(max_length=500)]
    ] = Field({}, description="Answers to what its template asks: reason, meeting_on, sending_phone")
    own_words: str | None = Field(None, max_length=4000)
    language: str | None = Field(None, max_length=2, description="ISO 639-1")
    plain: bool | None = None
    large_print: bool | None = None
    paragraphs: list[ParagraphIn] | None = Field(None, max_length=200)


class SendIn(Schema):
    """How it goes. `seen`: the head of each child as your program saw it."""

    model_config = ConfigDict(extra="forbid")
    way: Annotated[str, StringConstraints(pattern="^(posted|email|post)$")] = Field(
        "posted", description="posted: somebody put it in the post or gave it; email, post: Baton has it leave"
    )
    seen: dict[Ident, Annotated[int, Field(ge=0, le=2_000_000_000)]] = {}


class SentOut(Schema):
    """What came of it: recorded as sent (`act`), or waiting to leave."""

    act: str
    waiting: bool
    counts: bool = Field(description="False: kept, but it does not count for a step")
