"""Mistakes inside one rule of a duty: each with the exact sentence its author reads."""

from __future__ import annotations

import pytest
from tests.policy.small import mistakes

# What is written behind "who" and "strength" of a rule that says "must"; what the author reads.
MISTAKES = {
    "an amount without a unit": (
        "must: move, by: five",
        '"by" needs a number and a unit, such as "5 working days"; found "five".',
    ),
    "a bare number": (
        "must: move, by: 5",
        '"by" needs a number and a unit, such as "5 working days"; found 5.',
    ),
    "an unknown unit": (
        "must: move, by: 5 fortnights after decision",
        '"by" needs a number and a unit, such as "5 working days"; found "5 fortnights after decision".',
    ),
    "bare days": (
        "must: move, by: 5 days after decision",
        '"by" says "5 days", which could be calendar days or working days: write "5 calendar days" or "5 '
        'working days".',
    ),
    "working weeks": (
        "must: move, by: 2 working weeks after decision",
        '"by" says "2 working weeks": only days are working days or calendar days.',
    ),
    "an amount that mixes units": (
        "must: move, by: 2 weeks 3 working days after decision",
        '"by" needs an amount of time: "2 weeks 3 working days" mixes units that cannot be added up: years, '
        "months, weeks and days go together, hours and minutes go together, working days stand alone.",
    ),
    "an amount without a direction": (
        "must: move, by: 5 working days of decision",
        '"by" needs "after", "before" or "either side of" after the amount in "5 working days of decision".',
    ),
    "a moment with a misspelt word": (
        "must: move, by: first cla_reviw",
        '"by" names "cla_reviw", which is no word of this pack. The nearest known name is "cla_review".',
    ),
    "a spell as a moment": (
        "must: move, by: looked_after",
        '"by" says "looked_after", which is a spell and lasts: write "start of looked_after" or "end of looked_after".',
    ),
    "the start of an event": (
        "must: move, by: start of icpc",
        '"by" says "start of icpc", but "icpc" is an event, not a spell: write "icpc" alone.',
    ),
    "a task as a moment": (
        "must: move, by: file_copied",
        '"by" says "file_copied", which is a task: it has no moment. Name the rule that does it: "rule KEY".',
    ),
    "people as a moment": (
        "must: move, by: family",
        '"by" says "family", which is a set of people: it has no moment. Name the rule that does it: "rule KEY".',
    ),
    "words left over behind a moment": (
        "must: move, by: decision or so",
        '"by" reads "decision" and then cannot read "or so".',
    ),
    "a moment that ends too soon": (
        "must: move, by: 5 working days after",
        '"by" ends too soon: what it is counted from is missing after "5 working days after".',
    ),
    "earliest of one": (
        "must: move, by: {earliest: [decision]}",
        '"by" needs at least two moments under "earliest"; found a list of one.',
    ),
    "an unknown join of moments": (
        "must: move, by: {erliest: [decision, accept]}",
        '"by" has no moment "erliest": earliest, latest, choose. The nearest known name is "earliest".',
    ),
    "a branch without a condition before the last": (
        "must: move, by: {choose: [{at: decision}, {at: accept}]}",
        '"by" needs "when" in every branch of "choose" but the last: what follows would never be reached.',
    ),
    "a date that does not exist": (
        "must: move, by: 2026-02-30",
        '"by" says "2026-02-30", and there is no such date.',
    ),
    "a month that does not exist": (
        "must: move, by: next 1 Septembre after birth",
        '"by" needs the name of a month after "next 1"; found "Septembre". The nearest known name is "September".',
    ),
    "a route that is none": (
        "must: move, by: point of moves",
        '"by" names "moves", which is no route of this pack.',
    ),
    "a rule that is none": (
        "must: move, by: 1 hour after rule move",
        '"by" names "move", which is no rule of this pack. The nearest known name is "moves".',
    ),
    "an unknown spell": (
        "must: move, when: has looked_aftr",
        '"when" names "looked_aftr", which is no word of this pack. The nearest known name is "looked_after".',
    ),
    "has an event": (
        "must: move, when: has icpc",
        '"when" says "has icpc", but "icpc" is an event, not a spell: write "icpc is held".',
    ),
    "a part that the word lacks": (
        "must: move, when: has looked_after with type remand",
        '"when" says "with type" of "looked_after": it has basis.',
    ),
    "a value that the part lacks": (
        "must: move, when: has looked_after with basis section_21",
        '"when" says "section_21", which is no value of "basis": section_20, remand. The nearest known name '
        'is "section_20".',
    ),
    "an answer that is not among the answers": (
        "must: move, when: consent is maybe",
        '"when" says "maybe", which is no answer of "consent": yes, no.',
    ),
    "a comparison with free text": (
        "must: move, when: notes is good",
        '"when" compares "notes" with "good", but it holds a free text: only "is known" may be asked.',
    ),
    "a word alone": (
        "must: move, when: consent",
        '"when" says "consent" alone, which is an answer: say what must be so, such as "consent is known".',
    ),
    "a spell with is": (
        "must: move, when: looked_after is held",
        '"when" says "looked_after is held", but "looked_after" is a spell: write "has looked_after".',
    ),
    "a second spelling of held": (
        "must: move, when: icpc has come",
        '"when" says "icpc has come": there is one spelling, "icpc is held".',
    ),
    "a second spelling of written": (
        "must: move, when: summary has come",
        '"when" says "summary has come": there is one spelling, "summary is written".',
    ),
    "a phase a document has not": (
        "must: move, when: summary is read",
        '"when" says "read", which is no phase of "summary": written, sent, received.',
    ),
    "an unknown place": (
        "must: move, when: held by massh",
        '"when" names "massh", which is no place of this pack. The nearest known name is "mash".',
    ),
    "an unknown term": (
        "must: move, when: at_hom",
        '"when" names "at_hom", which is no term of this pack. The nearest known name is "at_home".',
    ),
    "a sentence outside the grammar": (
        "must: move, when: the child lives at home",
        '"when" cannot read "the child lives at home": it fits none of the sentences a condition may be.',
    ),
    "a list of conditions": (
        "must: move, when: [has looked_after, has disability]",
        '"when" needs a condition: join several by "all" or "any"; found a list.',
    ),
    "all of one": (
        "must: move, when: {all: [has looked_after]}",
        '"when" needs a list of at least two conditions under "all"; found a list of one.',
    ),
    "an unknown join": (
        "must: move, when: {every_one: [has looked_after, at_home]}",
        '"when" needs one of all, any, not, some, every, or at with is; found "every_one". The nearest known '
        'name is "every".',
    ),
    "some of something that is no people": (
        "must: move, when: {some: {of: icpc, is: has looked_after}}",
        '"when" names "icpc", which is an event; here stands a set of people.',
    ),
    "a rule state that is none": (
        "must: move, when: rule moves is done",
        '"when" says "done", which is no state of "moves": met, open, late, excused.',
    ),
    "a matter state that is none": (
        "must: move, when: matter urgent is over",
        '"when" says "over", which is no state of "urgent": open, settled, ended.',
    ),
    "an unknown matter": (
        "must: move, when: matter urgnt is open",
        '"when" names "urgnt", which is no matter of this pack. The nearest known name is "urgent".',
    ),
    "a count without a number": (
        "must: move, when: at least two icpc",
        '"when" needs a number after "at least"; found "two".',
    ),
    "a route that is no route": (
        "must: move, when: route is moves",
        '"when" names "moves", which is no route of this pack.',
    ),
    "a holder that is no office": (
        "must: move, when: holder is manager",
        '"when" names "manager", which is no office of this pack. The nearest known name is "team_manager".',
    ),
    "an unknown recipient": (
        "must: tell, to: famly",
        '"to" names "famly", which is no office and no people of this pack. The nearest known name is "family".',
    ),
    "an event as a recipient": (
        "must: tell, to: icpc",
        '"to" names "icpc", which is an event; here stands a set of people.',
    ),
    "an unknown verb": (
        "must: transfre",
        '"must" names "transfre", which is no act. The nearest known name is "raise".',
    ),
    "a verb without its word": (
        "must: hold",
        '"must" says "hold" and not what: "hold …".',
    ),
    "holding a document": (
        "must: hold summary",
        '"must" names "summary", which is a document; here stands an event.',
    ),
    "answering an event": (
        "must: answer icpc",
        '"must" names "icpc", which is an event; here stands an answer or a slot.',
    ),
    "a word behind a verb that takes none": (
        "must: move summary",
        '"must" says "move summary", but "move" takes no word.',
    ),
    "an unknown act": (
        "must: move, before: accpt",
        '"before" names "accpt", which is no act. The nearest known name is "accept".',
    ),
    "an element that is none": (
        "must: invite, to: family, each: booked consent",
        '"each" names "consent", which is an answer; here stands an event.',
    ),
    "an interval without an anchor": (
        "must: send summary, to: family, every: 7 calendar days",
        '"every" needs "from" in "7 calendar days" at its end.',
    ),
    "a channel that is none": (
        "must: tell, to: family, channel: mail",
        '"channel" is "any", "spoken", "letter", "in writing" or "system"; found "mail".',
    ),
    "a misspelt key": (
        "must: move, bye: decision",
        'A rule that says "must" has no key "bye". The nearest known name is "by".',
    ),
    "two verbs": (
        "must: move, may: decide",
        'A rule has exactly one verb; found "must" and "may".',
    ),
    "not known of no kind": (
        "must: move, when: consent is yes, not_known: maybe",
        '"not_known" is "ask", "as yes", "as no", or "as no from MOMENT"; found "maybe".',
    ),
    "a setting without a doubt": (
        "must: move, by: {setting: s, is: 2 hours after decision}",
        'A setting needs "doubt".',
    ),
    "another reading that does not fit": (
        "must: move, by: {setting: s, is: 2 hours after decision, or: [soon], doubt: d}",
        '"by" names "soon", which is no moment, word or act. The nearest known name is "reason".',
    ),
    "another reading with half its words": (
        "must: move, by: {setting: s, is: 2 hours after decision, or: [{say: soon}], doubt: d}",
        "An alternative reading needs {say: a sentence, is: the value}.",
    ),
    "in_force without dates": (
        "must: move, in_force: {measured_on: decision}",
        '"in_force" needs "from", "to" or both.',
    ),
    "either side in a condition": (
        "must: move, when: 5 working days either side of decision has come",
        '"when" may not say "either side of" in a condition: it stands in "by" and "around".',
    ),
    "it without an element": (
        "must: move, by: 1 hour after it",
        '"it" has a meaning only in a rule with "each", or where it is held: what is it?',
    ),
    "it in a condition that is asked once": (
        "must: hold icpc, each: booked icpc, when: it is before decision",
        '"it" is not at hand in "when", which is asked once for all of them: say it in "by", "counts_if" or "until".',
    ),
    "attended it without a meeting": (
        "must: move, counts_if: team_manager attended it",
        '"attended it" has a meaning only where the duty is to hold or attend something.',
    ),
    "a moment taken for a word": (
        "must: move, when: now is monday",
        '"when" says "now is monday", but "now" is a moment: write "now has come", "now is on Friday" or '
        '"now is before …".',
    ),
    "too far from the last": (
        "must: move, by: last but three icpc",
        '"by" needs "last but one" or "last but two" in "last but three icpc".',
    ),
    "hours added up over spells": (
        "must: move, by: 8 hours in total of looked_after",
        '"by" counts "8 hours" in total: only weeks and calendar days add up over broken spells.',
    ),
    "months added up over spells": (
        "must: move, by: 3 months in total of looked_after",
        '"by" counts "3 months" in total: only weeks and calendar days add up over broken spells.',
    ),
    "office hours that nobody gave": (
        "must: move, by: 4 office hours after decision",
        '"by" counts office hours: say when the office is open, "office_hours: 09:00 to 17:00" in "pack".',
    ),
    "a part that it has not": (
        "must: hold icpc, counts_if: it has place x",
        '"it has place", but "icpc" has no such part.',
    ),
    "a value that its part has not": (
        "must: hold icpc, counts_if: it has outcome good",
        '"it has outcome good": it is one of plan_made, no_plan.',
    ),
    "a child's answer asked of an office": (
        "must: move, when: consent of holder is yes",
        '"when" asks for "consent of holder", but "consent" is not about a worker: give it "about: worker".',
    ),
    "a day of the week misspelt": (
        "must: move, every: Tursday",
        '"every" needs an amount "from" a moment, or a day of the week; found "Tursday". '
        'The nearest known name is "Thursday".',
    ),
    "a third working day": (
        "must: move, every: third working day of the month",
        '"every" says "third working day of the month": of working days, the first and the last of the month may be '
        "named.",
    ),
    "no day at all": (
        "must: move, when: transfer_date is on Frieday",
        '"when" needs a day such as Friday, or "working day", "closed day" or "eve of closed day"; found "Frieday".',
    ),
    "an office that is nobody's place": (
        "must: keep holder of care",
        '"must" says "keep holder of …", but "holder" is no office of a place.',
    ),
    "an excuse without a who": (
        "must: move, excuse: {record: [reason]}",
        '"excuse" needs "who".',
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_says_what_is_wrong_with(name: str) -> None:
    written, message = MISTAKES[name]
    rule = f'  - {{key: k, clause: "NEW-3", for: transfer, who: team_manager, strength: warn, {written}}}\n'
    assert mistakes(rule) == [f"4 (NEW-3): {message}"]
