"""What has to be done is done again where the rule says what counts: what was done before settles nothing after."""

from __future__ import annotations

from dataclasses import replace

from baton.engine import assess
from baton.journal import Entry, Subject
from baton.policy import model as m
from baton.working_time import moment_of, parse_when

from .small_pack import PACK, Story, head

LOOKED, CURRENT = "looked_into", "record_current"
LOOK = m.Must(
    head("look", "child"), m.OfficeOf("holder"), "do", (LOOKED,),
    counts_if=m.Count("at least", 1, LOOKED, m.AnswerAt(CURRENT, "last")),
)  # fmt: skip
WORDS = {**PACK.words, LOOKED: m.Word(LOOKED, "task", "Looked into")}
PACKS = m.Packs((replace(PACK, build="", rules=(*PACK.rules, LOOK), words=WORDS),))


def state_after(*lines: tuple[str, str, str]) -> tuple[str, int]:
    story = Story()
    entries = []
    for number, (when, verb, word) in enumerate(lines, 2):
        at = parse_when(when)
        body = {"values": {CURRENT: "no"}} if word == CURRENT else {}
        entries.append(Entry(Subject("child", "amy"), number, "b", verb, word, at, at.lo, body=body))
    story.take(tuple(entries))
    found = next(d for d in assess(PACKS, story.file, moment_of("2026-08-20 12:00")).duties if d.rule == "look")
    return found.state, found.met_by


def test_what_was_done_since_counts() -> None:
    assert state_after(("2026-08-05 10:00", "given", CURRENT), ("2026-08-06 10:00", "done", LOOKED)) == ("met", 3)


def test_what_was_done_before_does_not() -> None:
    done = ("2026-08-06 10:00", "done", LOOKED)
    assert (
        state_after(("2026-08-05 10:00", "given", CURRENT), done, ("2026-08-07 10:00", "given", CURRENT))[0] == "open"
    )
