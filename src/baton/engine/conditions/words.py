"""What was said and done: answers and slots, documents, tasks, what is known."""

from __future__ import annotations

from typing import Any

from baton.engine.conditions.answers import NO
from baton.engine.conditions.of_office import of_office
from baton.engine.context import NOT_KNOWN, Answer, Ctx, Judge, entry_because
from baton.engine.facts import Matter
from baton.engine.moments import latest_answer
from baton.engine.moments.reading import value_of
from baton.engine.said_by import said, said_by
from baton.journal.entry import Entry
from baton.policy import model as m
from baton.working_time import END

UNANSWERED = "not known"  # what somebody answers who was asked and does not know


def word_is(condition: m.WordIs, c: Any) -> Judge:
    word, values = condition.word, condition.values
    if condition.of:
        return of_office(condition.of, word_is(m.WordIs(word, values), c))
    if word == "holder":
        return _holder_is(values)
    if word == "worker":
        return _worker_is(values)
    if word == "rung":
        return lambda ctx: (ctx.matter is not None and str(_rung_of(ctx, ctx.matter)) in values, END, ())
    if word == "route":
        return lambda ctx: (
            (ctx.matter is not None and any(r in values for r in ctx.matter.route.split())), END, ())  # fmt: skip
    definition = c.word(word)
    is_slot = definition.kind == "slot"
    if definition.each_person:
        return _of_each_person(word, values, definition.silence == "no")
    silent_no = "no" in values if definition.silence == "no" else None
    not_known: Answer = (None, END, (("asks", word),))

    def judge(ctx: Ctx) -> Answer:
        matter = ctx.matter
        entry = matter.values_at.get(word) if matter is not None else None
        if entry is not None:
            assert matter is not None
            value = matter.slots[word]
            return not_known if value == UNANSWERED else (value in values, END, (("entry", entry.number),))
        if is_slot:
            found = ctx.slot(word)
            if found is None:
                entry = latest_answer(ctx, word)
                found = entry.values.get(word) if entry is not None else None
            return found in values, END, (("word", word),)
        entry = latest_answer(ctx, word)
        if entry is None or entry.verb == "withdrawn":
            if silent_no is not None:
                return silent_no, END, ()
            return not_known
        value = entry.values.get(word)
        if value is None or value == UNANSWERED:
            return not_known
        return value in values, END, entry_because(entry.number)

    return judge


def _of_each_person(word: str, values: tuple[str, ...], silent_no: bool) -> Judge:
    """Of the person in hand; with nobody in hand, whether anybody answered so."""
    silence: Answer = ("no" in values, END, ()) if silent_no else (None, END, (("asks", word),))

    def judge(ctx: Ctx) -> Answer:
        given = [said_by(ctx, word, ctx.person)] if ctx.person else said(ctx, word)
        known = [e for e in given if e is not None and e.values.get(word) not in (None, UNANSWERED)]
        if not known:
            return silence
        so = [e for e in known if e.values.get(word) in values]
        return bool(so), END, entry_because((so or known)[-1].number)

    return judge


def named_is(condition: m.NamedIs, c: Any) -> Judge:
    word, office, place = condition.word, condition.office, condition.place

    def judge(ctx: Ctx) -> Answer:
        person, entry = value_of(ctx, word)
        if not person or person == UNANSWERED:
            return None, END, (("asks", word),)
        return person in ctx.pack.persons(ctx, office, place), END, entry_because(entry)

    return judge


def says_same(condition: m.SaysSame, c: Any) -> Judge:
    word, other = condition.word, condition.other

    def judge(ctx: Ctx) -> Answer:
        (one, entry), (two, second) = value_of(ctx, word), value_of(ctx, other)
        for key, text in ((word, one), (other, two)):
            if text in (None, "", UNANSWERED):
                return None, END, (("asks", key),)
        return _bare(one) == _bare(two), END, entry_because(entry) + entry_because(second)

    return judge


def _bare(text: Any) -> str:
    """A text without what does not change its words: capitals, spaces and full stops."""
    return " ".join(str(text).casefold().replace(".", " ").split())


def changed(condition: m.Changed, c: Any) -> Judge:
    word, since = condition.word, c.moment(condition.since)

    def judge(ctx: Ctx) -> Answer:
        state, window, because, until = since(ctx)
        if window is None:
            return (None if state == NOT_KNOWN else False), until, because
        values = [e for e in givings(ctx, word) if e.happened.lo <= ctx.now]
        before = [e for e in values if e.happened.last <= window.last]
        if not before:
            return False, until, because
        then, now = before[-1], values[-1]
        return then.values.get(word) != now.values.get(word), until, because + entry_because(now.number)

    return judge


def givings(ctx: Ctx, word: str) -> list[Entry]:
    """Every entry that gave the word a value, in the matter in hand or for the child, in the order of recording."""
    mine = ("", ctx.matter.id) if ctx.matter is not None else None
    return [e for e in ctx.facts.entries.values() if word in e.values and (mine is None or e.matter in mine)]


def _rung_of(ctx: Ctx, matter: Matter) -> int:
    """The rung that a ladder stands on; while it is being referred upwards, the one that it is referred from."""
    refers, doing = matter.acts.get("refer", []), ctx.doing
    return 1 + sum(1 for e in refers if doing is None or e.number != doing.number)


def _worker_is(values: tuple[str, ...]) -> Judge:
    """In a rule for a worker: which offices the worker holds."""

    def judge(ctx: Ctx) -> Answer:
        subject = ctx.file.subject
        held = ctx.people.offices_of(subject.id, ctx.now) if subject.kind == "worker" else ()
        return (
            any(office in values for office, _place, _how in held),
            ctx.people.ends(subject.id),
            (("word", "worker"),),
        )

    return judge


def _holder_is(values: tuple[str, ...]) -> Judge:
    def judge(ctx: Ctx) -> Answer:
        holding = ctx.holding
        if holding is None:
            return NO
        if holding.kind == "office":
            return holding.office in values, END, holding.because
        if holding.person:
            held = ctx.people.offices_of(holding.person, ctx.now)
            turn = ctx.people.turn_of_person(holding.person, ctx.now)
            return any(o[0] in values for o in held), turn, holding.because
        return holding.kind in values, END, holding.because

    return judge


def document_is(condition: m.DocumentIs, c: Any) -> Judge:
    word, kept = condition.word, "documents" if condition.phase == "written" else condition.phase
    lacking: Answer = (False, END, (("word", word),))

    def judge(ctx: Ctx) -> Answer:
        entries = getattr(ctx.facts, kept)[word]
        return (True, END, entry_because(entries[-1].number)) if entries else lacking

    return judge


def task_done(condition: m.TaskDone, c: Any) -> Judge:
    word = condition.word
    lacking: Answer = (False, END, (("word", word),))

    def judge(ctx: Ctx) -> Answer:
        entries = ctx.facts.tasks[word]
        return (True, END, entry_because(entries[-1].number)) if entries else lacking

    return judge


def known(condition: m.Known, c: Any) -> Judge:
    word = condition.word

    own = word != "birth" and c.word(word).each_person

    def judge(ctx: Ctx) -> Answer:
        if word == "birth":
            return ctx.facts.born is not None, END, ()
        if own:
            given = [said_by(ctx, word, ctx.person)] if ctx.person else said(ctx, word)
            found = [e for e in given if e is not None and e.values.get(word) not in (None, "", UNANSWERED)]
            return bool(found), END, entry_because(found[-1].number) if found else (("word", word),)
        matter = ctx.matter
        if matter is not None and word in matter.slots:
            entry = matter.values_at.get(word)
            given = matter.slots[word]
            return bool(given) and given != UNANSWERED, END, entry_because(entry.number) if entry else ()
        entry = latest_answer(ctx, word)
        if entry is not None and entry.verb != "withdrawn":
            return entry.values.get(word, True) not in (None, "", UNANSWERED), END, entry_because(entry.number)
        if word in ctx.facts.spells or word in ctx.facts.events:
            return True, END, ()
        return False, END, (("word", word),)

    return judge
