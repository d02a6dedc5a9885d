"""Extracts that come in: sent, looked at, taken in."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from baton.api.shapes.common import Word

Format = Annotated[str, StringConstraints(pattern="^(annex-a|ssda903|cin|staff|workforce)$")]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class FileIn(Schema):
    """One file, as it is."""

    model_config = ConfigDict(extra="forbid")
    name: FileName = Field(description="As the authority names it: Annex A lists and the 903 are told by their names")
    content: Annotated[str, StringConstraints(max_length=2_000_000)] = Field(description="Base64")
    gzip: bool = Field(False, description="The content was compressed with gzip before it was written in base64")


class ImportIn(Schema):
    """An extract. Nothing is saved by sending it."""

    model_config = ConfigDict(extra="forbid")
    format: Format
    as_at: date | None = Field(None, description="The day of the extract, where its files do not say it")
    files: Annotated[list[FileIn], Field(min_length=1, max_length=30)]
    complete: list[Word] = Field([], max_length=20, description="Lists that hold every child: who is not in it is not")
    team_names: dict[Annotated[str, StringConstraints(max_length=200)], Word] = Field(
        {}, description="A name in the files, and the team here that it stands for"
    )


class RowOut(Schema):
    """One row that needs a person or cannot be read, with what to do."""

    file: str
    sheet: str
    row: int
    child: str
    answer: str
    why: str
    expected: str
    to_do: str


class ImportOut(Schema):
    """What the files would do, or did. `saved`: they were taken in."""

    ident: str = Field(description='By which it is taken in or let go; "" once it was')
    saved: bool
    changes_nothing: bool
    counts: dict[str, int]
    says: list[str] = Field(description="The report in words")
    unknown_teams: list[str] = Field(description="Names that no team here has: say in `team_names` what they stand for")
    rows: list[RowOut] = Field(description="Up to 500 that need a person or cannot be read")
