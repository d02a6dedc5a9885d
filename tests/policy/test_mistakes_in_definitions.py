"""Mistakes in words, places, offices, forums, matters, terms and the head: the exact lines their author reads."""

from __future__ import annotations

import pytest
from tests.policy.small import FORUMS, MATTERS, OFFICES, PACK, PLACES, TERMS, WORDS, mistakes

# The block, what is changed in it (a text and its replacement; "" adds at the end), and what the author reads.
MISTAKES = {
    "a word of no kind": (
        "words",
        "",
        "  x: {kind: thing}\n",
        [
            '27: "kind" is "spell", "event", "answer", "document", "task", "people" or "slot"; found "thing".',
        ],
    ),
    "a spell without silence": (
        "words",
        "",
        "  x: {kind: spell, says: X}\n",
        [
            '27: The spell "x" needs "silence": "no" if none recorded means no, "not known" if it must be asked.',
        ],
    ),
    "something that runs on and is no spell": (
        "words",
        "",
        "  x: {kind: event, runs_on: true}\n",
        ['27: The event "x" has "runs_on": only a spell can run on from another.'],
    ),
    "something heavy that is no spell": (
        "words",
        "",
        "  x: {kind: event, heavy: true}\n",
        ['27: The event "x" is "heavy": only a spell adds to a worker\'s load.'],
    ),
    "an answer without a question": (
        "words",
        "",
        '  x: {kind: answer, answers: [a, b], silence: "no"}\n',
        [
            '27: The answer "x" needs "question": what a person is asked.',
        ],
    ),
    "an answer without answers": (
        "words",
        "",
        '  x: {kind: answer, question: X?, silence: "no"}\n',
        [
            '27: The answer "x" needs "answers": a list of them, or text, date, place, number or person.',
        ],
    ),
    "an answer with one answer": (
        "words",
        "",
        '  x: {kind: answer, question: X?, answers: done, silence: "no"}\n',
        [
            '27: The answer "x" has one answer only, "done": '
            "list them all, or say text, date, place, number or person.",
        ],
    ),
    "an answer that nobody is asked": (
        "words",
        "",
        "  x: {kind: answer, question: X?, answers: [a, b], silence: not known}\n",
        [
            '27: The answer "x" must be asked when not known: it needs "asked_of".',
        ],
    ),
    "a spell with a question": (
        "words",
        "",
        '  x: {kind: spell, question: X?, silence: "no"}\n',
        [
            '27: The spell "x" has a question: only an answer has.',
        ],
    ),
    "a word asked of nobody known": (
        "words",
        "",
        "  x: {kind: answer, question: X?, answers: [a, b], silence: not known, asked_of: doctor}\n",
        [
            '27: "asked_of" names "doctor", which is no office of this pack.',
        ],
    ),
    "a service without a landing holder": (
        "places",
        "",
        "  x: {says: X, service: true}\n",
        [
            '33: The service "x" needs "landing_holder": who holds a child until a worker is named.',
        ],
    ),
    "a place that is nothing": (
        "places",
        "",
        "  x: {says: X}\n",
        [
            '33: The place "x" is exactly one of service: true, outside: true, group: [places].',
            '33: The service "x" needs "landing_holder": who holds a child until a worker is named.',
        ],
    ),
    "a landing holder that is no office": (
        "places",
        "",
        "  x: {says: X, service: true, landing_holder: boss}\n",
        [
            '33: "landing_holder" names "boss", which is no office of this pack.',
        ],
    ),
    "a group with an unknown place": (
        "places",
        "",
        "  x: {says: X, group: [mash, moon]}\n",
        [
            '33: "group" names "moon", which is no place of this pack.',
        ],
    ),
    "a team with the name of a place": (
        "places",
        "",
        "  x: {service: true, landing_holder: team_manager, teams: [mash]}\n",
        [
            '33: The team "mash" has the name of another place.',
        ],
    ),
    "pairs that do not match": (
        "places",
        "",
        "  x: {service: true, landing_holder: team_manager, teams: [x_1], paired_with: care}\n",
        [
            '33: "paired_with" needs as many teams on both sides: "x" has 1 and "care" 2.',
        ],
    ),
    "a place chosen by a word that is no answer": (
        "places",
        "",
        "  x: {service: true, landing_holder: team_manager, by_address: icpc}\n",
        [
            '33: "by_address" names "icpc", which is an event; here stands an answer.',
        ],
    ),
    "an office of nothing": (
        "offices",
        "",
        "  x: {says: X}\n",
        [
            '37: The office "x" needs "of": authority, service, team, outside or a place; found none.',
        ],
    ),
    "an office below nobody": (
        "offices",
        "",
        "  x: {of: team, above: boss}\n",
        [
            '37: "above" names "boss", which is no office.',
        ],
    ),
    "an office line with no end": (
        "offices",
        "",
        "  x: {of: team, above: y}\n  y: {of: service, above: x}\n",
        [
            '37: The line above "x" has no end: x → y → x.',
            '38: The line above "y" has no end: y → x → y.',
        ],
    ),
    "a forum among the offices": (
        "offices",
        "",
        "  x: {of: authority, sits: weekly on Friday at 10:00}\n",
        [
            '37: The office "x" sits, so it is a forum: write it under "forums".',
        ],
    ),
    "one name for an office and a forum": (
        "offices",
        "",
        "  panel: {of: authority}\n",
        [
            '40: "panel" is an office and a forum: one name, one thing.',
        ],
    ),
    "a forum that sits never": (
        "forums",
        "weekly on Wednesday at 10:00",
        "sometimes",
        [
            '41: "sits" needs "weekly on Friday at 10:00", "fortnightly on Friday at 10:00 from '
            '2026-01-09", "monthly on the first Friday at 10:00" or "dates entered"; found "sometimes".',
        ],
    ),
    "a forum on a day that is none": (
        "forums",
        "Wednesday",
        "Wensday",
        [
            '41: "sits" names "Wensday", which is no day of the week. The nearest known name is "Wednesday".',
        ],
    ),
    "a fortnight without a date": (
        "forums",
        "weekly",
        "fortnightly",
        [
            '41: "sits" needs the date of one sitting: "fortnightly on Friday at 10:00 from 2026-01-09".',
        ],
    ),
    "a fortnight from another weekday": (
        "forums",
        "weekly on Wednesday at 10:00",
        "fortnightly on Friday at 10:00 from 2026-11-04",
        [
            '41: "sits" says "Friday", but 2026-11-04 is a Wednesday.',
        ],
    ),
    "a cut-off counted from elsewhere": (
        "forums",
        "before sitting",
        "before decision",
        [
            '42: "cut_off" is counted from the sitting: "12:00 on 1 working day before sitting".',
        ],
    ),
    "an outcome that is no decision": (
        "forums",
        "not_agreed:",
        "refused:",
        [
            '43: "outcomes" names "refused", which is no value of "decision": agreed, not_agreed. '
            'The nearest known name is "agreed".',
        ],
    ),
    "an outcome that needs an unknown word": (
        "forums",
        "[reason]",
        "[raeson]",
        [
            '43: "outcomes" names "raeson", which is no word of this pack. The nearest known name is "reason".',
        ],
    ),
    "a matter that is a kind of nothing": (
        "matters",
        "",
        "  x: {is: transfr}\n",
        [
            '50: "is" names "transfr", which is no matter of this pack. The nearest known name is "transfer".',
        ],
    ),
    "a matter that is a kind of itself": (
        "matters",
        "",
        "  x: {is: y}\n  y: {is: x}\n",
        [
            '50: The matter "x" is a kind of itself: x → y → x.',
        ],
    ),
    "a ladder with no last word": (
        "matters",
        "",
        "  x: {about: transfer, rungs: [{who: team_manager, clause: NEW-9}]}\n",
        [
            '50: The ladder of "x" has no last word: its last rung needs "final: true".',
        ],
    ),
    "never_stops something unknown": (
        "matters",
        "",
        "  x: {about: transfer, never_stops: [urgnt]}\n",
        [
            '50: "never_stops" names "urgnt", which is no matter of this pack. The nearest known name is "urgent".',
        ],
    ),
    "takes a rule that applies already": (
        "matters",
        "says: Urgent move",
        "says: Urgent move, takes: [{clause: NEW-8, rules: [moves]}]",
        [
            '49 (NEW-8): "takes" names "moves", which is for transfer and so applies to "urgent" already.',
        ],
    ),
    "terms in a circle": (
        "terms",
        TERMS,
        "terms:\n  a: {clause: NEW-7, is: {not: b}}\n  b: {clause: NEW-7, is: {not: a}}\n",
        [
            '52: The term "a" leads back to itself: a → b → a.',
        ],
    ),
    "a term that is two things": (
        "terms",
        TERMS,
        "terms:\n  a: {clause: NEW-7, is: always, at: decision}\n",
        [
            '52 (NEW-7): The term "a" needs exactly one of "is" (a condition) and "at" (a moment).',
        ],
    ),
    "a repeated key": (
        "terms",
        "",
        "  at_home: {clause: NEW-7, is: always}\n",
        [
            '53: The key "at_home" stands twice; it first stands in line 52.',
        ],
    ),
    "a key that reads as true": (
        "terms",
        "",
        "  on: {clause: NEW-7, is: always}\n",
        [
            '53: "on" is no key: many programs read it as true or false.',
        ],
    ),
    "an unknown block": (
        "terms",
        "",
        "word: {}\n",
        [
            '53: A pack has no block "word". The nearest known name is "words".',
        ],
    ),
    "text that is not YAML": (
        "terms",
        "",
        "  x: {clause: NEW-7, is: Is it so?, answers: [a]: b}\n",
        [
            "53: This is not YAML: expected ',' or '}', but got ':'. In braces, text with a colon, "
            'comma or question mark needs quotation marks: {question: "Is it so?"}.',
        ],
    ),
    "no head": (
        "pack",
        PACK,
        "",
        [
            '1: No file of this pack has the block "pack": authority, title, prefix, edition.',
        ],
    ),
    "a head without a title": (
        "pack",
        "  title: Case transfer\n",
        "",
        [
            '1: "pack" needs "title".',
        ],
    ),
    "bare days in the head": (
        "pack",
        "1 working day",
        "1 day",
        [
            '7: "late_learnt" says "1 day", which could be calendar days or working days: write "1 '
            'calendar day" or "1 working day".',
        ],
    ),
    "a date that is none": (
        "pack",
        "2026-11-01",
        "1 Nov 2026",
        [
            '5: "in_force_from" needs a date such as "2018-09-02"; found "1 Nov 2026".',
        ],
    ),
    "opens something unknown": (
        "pack",
        "",
        "  opens: {referal: mash}\n",
        [
            '8: "opens" names "referal", which is no word of this pack. The nearest known name is "referral".',
        ],
    ),
    "opens a child where nobody holds": (
        "pack",
        "",
        "  opens: {referral: both}\n",
        [
            '8: "opens" names "both", which is neither a service, a team nor an outside agency.',
        ],
    ),
    "a setting that no rule has": (
        "pack",
        "",
        "  settings: {windw: 2 hours}\n",
        [
            '8: "settings" sets "windw", which no rule has.',
        ],
    ),
    "a true where text must be": (
        "pack",
        "title: Case transfer",
        "title: true",
        [
            '3: "title" must be text in quotation marks, such as "true"; found true.',
        ],
    ),
}
BLOCKS = {
    "pack": PACK, "words": WORDS, "places": PLACES, "offices": OFFICES, "forums": FORUMS, "matters": MATTERS,
    "terms": TERMS,
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_says_what_is_wrong_with(name: str) -> None:
    block, old, new, expected = MISTAKES[name]
    text = BLOCKS[block].replace(old, new) if old else BLOCKS[block] + new
    assert mistakes("", None, **{block: text}) == expected
