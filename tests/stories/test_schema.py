"""The schema that an editor uses is made from the tables that the reader uses."""

from pathlib import Path

from baton.stories.schema import schema, schema_text
from baton.stories.shape import EXPECT, LINES, LISTS

FILE = Path(__file__).parents[2] / "docs" / "story.schema.json"


def test_the_file_is_the_schema_of_this_version() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text()


def test_each_kind_of_line_and_each_list_is_there() -> None:
    made = schema()
    assert len(made["$defs"]["line"]["oneOf"]) == len(LINES)
    assert set(LISTS) <= set(made["$defs"]["expect"]["properties"]) == set(EXPECT)
