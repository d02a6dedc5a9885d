"""A record that begins: what came in, about whom; and the child that it made."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from baton.api.shapes.common import Ident, When, Word

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class BeginIn(Schema):
    """A child who is in no record yet, and what opens the record."""

    model_config = ConfigDict(extra="forbid")
    word: Word = Field(description="What came in: referral. A wrong word is answered with those that there are")
    happened: When | None = Field(None, description="When it came in; now where it is not given")
    given_names: Name
    family_name: Name
    born: date | None = None
    expected_birth: date | None = Field(None, description="Instead of `born`, for a child not yet born")
    reference: str = Field("", max_length=100, description="The number in the case system")
    sibling: Ident | None = Field(None, description="A brother or sister whose record this post reaches")
    same_household: Literal["yes", "no", "not known"] = "not known"
    values: dict[Word, Any] = Field({}, description="Parts of what came in: source")
    reason: str = Field("", max_length=4000)
    another: bool = Field(False, description="It is another child than those in `likely` and at `kept_at`")


class BegunOut(Schema):
    """The child whose record has begun. `lost`: what of the child could not be kept beside it; mostly nothing."""

    child: str
    lost: list[str]
