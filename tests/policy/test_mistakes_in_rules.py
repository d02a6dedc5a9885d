"""Mistakes of whole rules and between rules: each with the exact lines its author reads."""

from __future__ import annotations

import pytest
from tests.policy.small import mistakes

MISTAKES = {
    "a clause and a recipient that are empty lists": (
        ["  - {key: k, clause: [], for: transfer, who: sending_worker, must: tell, to: [], strength: warn}"],
        [
            '4: "clause" is an empty list: give it a value or leave the key out.',
            '4: "to" is an empty list: give it a value or leave the key out.',
        ],
    ),
    "counts_if where nothing is weighed": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: sending_worker, must: tell, '
            "to: sending_worker, counts_if: decision is agreed, strength: warn}",
        ],
        [
            '4 (NEW-3): "counts_if" has no meaning for "must: tell": say "while" or "when", or stop the act that comes '
            "too early.",
        ],
    ),
    "either side where it has no meaning": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: 5 working days either side of decision, then: '
            "[open ordinary], default_for: moves}",
        ],
        [
            '4 (NEW-3): "at" may not say "either side of": it stands in "by" and "around".',
        ],
    ),
    "same outside some": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: allocate, until: same allocated_worker, '
            "strength: refuse}",
        ],
        [
            '4 (NEW-3): "same allocated_worker" has a meaning only inside "some" or "every": with whom is it the same?',
        ],
    ),
    "an unknown office": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: team_managr, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" names "team_managr", which is no office of this pack. The nearest known name '
            'is "team_manager".',
        ],
    ),
    "a place as an office": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: mash, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" names "mash", which is a place, not an office.',
        ],
    ),
    "an answer as an office": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: consent, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" names "consent", which is an answer, not an office.',
        ],
    ),
    "a slot office with a place": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: holder of mash, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" says "holder of …", but "holder" is one by itself: leave out the place.',
        ],
    ),
    "a plain role without a place": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: worker, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" says "worker" without a place: write "worker of receiving team" or "worker of PLACE".',
        ],
    ),
    "a set that is none": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: {one: [holder, team_manager]}, must: move, '
            "strength: warn}",
        ],
        [
            '4 (NEW-3): "who" has no set "one": any (one of them), each (all of them), in_order (the first available).',
        ],
    ),
    "a set of one": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: {any: [holder]}, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "who" needs at least two offices under "any"; found a list of one.',
        ],
    ),
    "an effect that is none": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: decision, then: [moves to receiving_worker], '
            "default_for: moves}",
        ],
        [
            '4 (NEW-3): "then" has no effect "moves to receiving_worker": move to, hold with, open, end, '
            "raise, raise to, tell, list at, list for closing, decide, offer next rung.",
        ],
    ),
    "an effect with an unknown flag": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: decision, then: [move to receiving_worker as '
            "spare], default_for: moves}",
        ],
        [
            '4 (NEW-3): "then" says "as spare": unallocated, cover, duty.',
        ],
    ),
    "a strength that is none": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: team_manager, must: move, strength: block}',
        ],
        [
            '4 (NEW-3): "strength" is one of refuse, ask_reason, warn, count; found "block".',
        ],
    ),
    "no strength": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: team_manager, must: move}',
        ],
        [
            '4 (NEW-3): A rule that says "must" needs "strength".',
        ],
    ),
    "on instead of where": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, show: closing, on: [transfer]}',
        ],
        [
            '4: "on" is no key: many programs read it as true or false.',
            '4 (NEW-3): A rule that says "show" needs "where".',
        ],
    ),
    "no verb": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: team_manager, should: move}',
        ],
        [
            "4 (NEW-3): A rule needs one verb: goes, must, may, stop, then, show, except. The nearest known "
            'name is "show".',
        ],
    ),
    "a stop with both ends": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: move, until: decision is agreed, while: '
            "always, strength: warn}",
        ],
        [
            '4 (NEW-3): A rule that says "stop" needs exactly one of "until" and "while".',
        ],
    ),
    "a stop with no end": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: move, strength: warn}',
        ],
        [
            '4 (NEW-3): A rule that says "stop" needs exactly one of "until" and "while".',
        ],
    ),
    "stop a rule that cannot wait": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: {rules: [moves]}, until: decision is agreed, '
            "strength: warn}",
        ],
        [
            '4 (NEW-3): "stop" names the rule "moves", which is no duty: only a "must" can wait.',
        ],
    ),
    "no subject": (
        [
            '  - {key: k, clause: "NEW-3", who: team_manager, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): A rule needs "for": what it is about, such as child or transfer. Or say it once in "section".',
        ],
    ),
    "an unknown subject": (
        [
            '  - {key: k, clause: "NEW-3", for: transfr, who: team_manager, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "for" names "transfr", which is no subject. The nearest known name is "transfer".',
        ],
    ),
    "no clause": (
        [
            "  - {key: k, for: transfer, who: team_manager, must: move, strength: warn}",
        ],
        [
            '4: A rule that says "must" needs "clause".',
        ],
    ),
    "a clause that is a number": (
        [
            "  - {key: k, clause: 4.10, for: transfer, who: team_manager, must: move, strength: warn}",
        ],
        [
            '4 (4.10): "clause" must be in quotation marks, or 4.10 becomes 4.1; found 4.10.',
        ],
    ),
    "a clause that is none": (
        [
            '  - {key: k, clause: "section 2", for: transfer, who: team_manager, must: move, strength: warn}',
        ],
        [
            '4 (section 2): "clause" needs the id of a clause, such as "ABC-2.8b"; found "section 2".',
        ],
    ),
    "a key that is no name": (
        [
            '  - {key: My rule, clause: "NEW-3", for: transfer, who: team_manager, must: move, strength: warn}',
        ],
        [
            '4 (NEW-3): "key" needs one name in small letters with underscores; found "My rule".',
        ],
    ),
    "one key for two rules": (
        [
            '  - {key: moves, clause: "NEW-3", for: transfer, who: team_manager, strength: warn, must: move}',
        ],
        [
            '4 (NEW-3): The key "moves" stands for two rules; the first is in packs/newton/rules.yaml:3.',
        ],
    ),
    "a route left open": (
        [
            '  - {key: k, clause: "NEW-3", for: child, goes: {from: mash, to: care, as: ordinary}, when: '
            "consent is yes, at: decision, becomes: due}",
        ],
        [
            '4 (NEW-3): A route\'s "when" uses "consent", which may be not known: say which way it falls, '
            '"not_known: ask", "as yes", "as no" or "as no from MOMENT".',
        ],
    ),
    "a stop left open": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: move, while: has disability, strength: warn}',
        ],
        [
            '4 (NEW-3): A stop\'s "while" uses "disability", which may be not known: say which way it falls, '
            '"not_known: ask", "as yes", "as no" or "as no from MOMENT".',
        ],
    ),
    "a then left open": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: decision, when: {some: {of: siblings, is: has '
            "looked_after}}, then: [open urgent]}",
        ],
        [
            '4 (NEW-3): The "when" of a "then" uses "siblings", which may be not known: say which way it '
            'falls, "not_known: ask", "as yes", "as no" or "as no from MOMENT".',
        ],
    ),
    "a route to a group": (
        [
            '  - {key: k, clause: "NEW-3", for: child, goes: {from: mash, to: both, as: ordinary}, at: '
            "decision, becomes: due}",
        ],
        [
            '4 (NEW-3): The route goes to "both", a group, which holds nobody. Name a service, or "team in '
            'both chosen by FORUM".',
        ],
    ),
    "a route to an unknown place": (
        [
            '  - {key: k, clause: "NEW-3", for: child, goes: {from: mash, to: team in care, as: ordinary}, '
            "at: decision, becomes: due}",
        ],
        [
            '4 (NEW-3): "to" needs "team in care for ANSWER", "team in care paired with sending team", '
            '"team in care by remit" or "team in care chosen by FORUM"; found "team in care".',
        ],
    ),
    "a team chosen by an answer that is no place": (
        [
            '  - {key: k, clause: "NEW-3", for: child, goes: {from: mash, to: team in care for consent, as: '
            "ordinary}, at: decision, becomes: due}",
        ],
        [
            '4 (NEW-3): "to" chooses the team by "consent", whose answer is no place.',
        ],
    ),
    "an exception wider than its rule": (
        [
            '  - {key: k, clause: "NEW-3", for: ordinary, stop: list, while: always, strength: warn}',
            '  - {key: e, clause: "NEW-4", for: transfer, except: [k], change: drop}',
        ],
        [
            '5 (NEW-4): The exception is for transfer, but "k" is for ordinary: it would be wider than its rule.',
        ],
    ),
    "an exception that can never apply": (
        [
            '  - {key: k, clause: "NEW-3", for: ordinary, stop: list, while: always, strength: warn}',
            '  - {key: e, clause: "NEW-4", for: urgent, except: [k], change: drop}',
        ],
        [
            '5 (NEW-4): The exception is for urgent, but "k" is for ordinary: it can never apply.',
        ],
    ),
    "an exception that drops all": (
        [
            '  - {key: k, clause: "NEW-3", for: ordinary, stop: list, while: always, strength: warn}',
            '  - {key: e, clause: "NEW-4", for: ordinary, except: [k], change: drop}',
        ],
        [
            '5 (NEW-4): The exception drops "k" whole: take the rule out instead.',
        ],
    ),
    "an exception that changes what cannot change": (
        [
            '  - {key: e, clause: "NEW-4", for: urgent, except: [moves], change: {strength: warn}}',
        ],
        [
            '4 (NEW-4): "change" says "strength", but of "moves" can change: "at".',
        ],
    ),
    "an exception left open": (
        [
            '  - {key: e, clause: "NEW-4", for: urgent, except: [moves], when: consent is yes, change: {at: decision}}',
        ],
        [
            '4 (NEW-4): The exception\'s "when" uses "consent", which may be not known: say which way it '
            'falls, "not_known: ask", "as yes", "as no" or "as no from MOMENT".',
        ],
    ),
    "two exceptions to one key": (
        [
            '  - {key: e, clause: "NEW-4", for: urgent, except: [moves], change: {at: decision}}',
            '  - {key: f, clause: "NEW-5", for: urgent, except: [moves], change: {at: first icpc}}',
        ],
        [
            '5 (NEW-5): The exceptions "e" and "f" could both change "moves": one of them needs "over".',
        ],
    ),
    "after in a circle": (
        [
            '  - {key: a, clause: "NEW-3", for: transfer, who: team_manager, strength: warn, must: decide, after: [b]}',
            '  - {key: b, clause: "NEW-3", for: transfer, who: team_manager, strength: warn, must: tell, to: '
            "family, after: [a]}",
        ],
        [
            '4 (NEW-3): "after" leads back to itself: a → b → a.',
        ],
    ),
    "a second ordinary move": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: decision, then: [move to receiving_worker]}',
        ],
        [
            '2 (NEW-1): The route goes as "ordinary", in which "moves" and "k" both move the child: all but '
            'one need "default_for".',
        ],
    ),
    "default_for something that moves nobody": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, at: decision, then: [move to receiving_worker], '
            "default_for: to_care}",
        ],
        [
            '4 (NEW-3): "default_for" names "to_care", which moves nobody.',
        ],
    ),
    "a decision that nobody may take": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, stop: move, until: decision is agreed, strength: refuse}',
        ],
        [
            '4 (NEW-3): In "ordinary" "move" waits for a decision, and nobody may decide there: write a "may: decide".',
        ],
    ),
    "a setting with two values": (
        [
            '  - {key: k, clause: "NEW-3", for: transfer, who: team_manager, must: move, by: {setting: s, '
            "is: 2 hours after decision, doubt: d}, strength: warn}",
            '  - {key: l, clause: "NEW-3", for: transfer, who: team_manager, must: decide, by: {setting: s, '
            "is: 3 hours after decision, doubt: d}, strength: warn}",
        ],
        [
            '5 (NEW-3): The setting "s" has two values: "2 hours after decision" (packs/newton/rules.yaml:4) '
            'and "3 hours after decision". One name, one value.',
        ],
    ),
    "a checklist line with a mistake": (
        [
            "  - checklist: c",
            '    clause: "NEW-3"',
            "    for: transfer",
            "    who: team_manager",
            "    strength: warn",
            "    lines:",
            '      - {key: l, clause: "NEW-3a", must: write summry}',
        ],
        [
            '10 (NEW-3a): "must" names "summry", which is no word of this pack. The nearest known name is "summary".',
        ],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_says_what_is_wrong_with(name: str) -> None:
    lines, expected = MISTAKES[name]
    assert mistakes("\n".join(lines) + "\n") == expected


def test_a_page_on_which_something_is_shown_is_one_of_the_pages() -> None:
    rule = '  - {key: shown, clause: "NEW-9", for: child, show: looked_after, where: [child, tracker, dashbord]}\n'
    (said,) = mistakes(rule)
    assert (
        '"where" is "child", "transfer"' in said and 'found "dashbord". The nearest known name is "dashboard".' in said
    )
