"""The one layout: order of keys, unfolding, quotation marks, comments; and never another meaning."""

from __future__ import annotations

import pytest

from baton.policy.fmt import formatted, scalar

WRITTEN = """\
# what this file is
section: {for: transfer, title: "Section 2: moving"}
rules:
  # the panel
  - must: {setting: a, is: b}
    strength: warn   # as agreed
    clause: 'NEW-2.8b'
    key: window
    by: {setting: handover_window, is: 5 working days either side of transfer_date,
      or: [5 working days after transfer_date], doubt: 'a, b'}
  - {clause: [NEW-1, NEW-2], key: k, stop: move, until: decision is agreed, strength: refuse}
# the end
"""
LAID_OUT = """\
# what this file is
section: {title: "Section 2: moving", for: transfer}

rules:
  # the panel
  - key: window
    clause: "NEW-2.8b"
    must: {setting: a, is: b}
    by:
      setting: handover_window
      is: 5 working days either side of transfer_date
      or: [5 working days after transfer_date]
      doubt: "a, b"
    # as agreed
    strength: warn

  - key: k
    clause: ["NEW-1", "NEW-2"]
    stop: move
    until: decision is agreed
    strength: refuse
# the end
"""


def test_a_file_is_laid_out() -> None:
    assert formatted("a.yaml", WRITTEN).text == LAID_OUT


def test_empty_lines_between_groups_of_words_stay() -> None:
    text = "words:\n\n  a: {kind: task}\n\n\n  # people\n  b: {kind: people}\n  c: {kind: task}\n"
    expected = "words:\n  a: {kind: task}\n\n  # people\n  b: {kind: people}\n  c: {kind: task}\n"
    assert formatted("a.yaml", text).text == expected


def test_what_is_laid_out_stays_as_it_is() -> None:
    assert formatted("a.yaml", LAID_OUT).text == LAID_OUT


def test_a_file_that_is_no_yaml_stays_as_it_is() -> None:
    result = formatted("a.yaml", "rules: [a: {b\n")
    assert result.text == "rules: [a: {b\n"
    assert [error.file for error in result.errors] == ["a.yaml"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("decision is agreed", "decision is agreed"),
        ("12:00 on 1 working day before sitting", "12:00 on 1 working day before sitting"),
        ("yes", '"yes"'),
        ("on", '"on"'),
        ("2026-11-01", '"2026-11-01"'),
        ("4.10", '"4.10"'),
        ("12:30", '"12:30"'),
        ("Is it so?", '"Is it so?"'),
        ("a: b", '"a: b"'),
        ('"soon" has no measure', "'\"soon\" has no measure'"),
        ("CIN/CP & more (two)", '"CIN/CP & more (two)"'),
        ("", '""'),
    ],
)
def test_text_is_plain_only_where_every_reader_takes_it_for_the_same(text: str, written: str) -> None:
    assert scalar(text) == written


def test_folded_text_is_laid_out_as_what_it_says() -> None:
    folded = 'guidance:\n  - clause: "NEW-1"\n    because: >-\n      one two\n      three\n'
    result = formatted("a.yaml", folded)
    assert not result.errors
    assert result.text == 'guidance:\n  - {clause: "NEW-1", because: one two three}\n'
