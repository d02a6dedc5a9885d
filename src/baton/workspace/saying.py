"""The authority's own words for what the rows hold by key: words, places, offices, persons, duties, entries.

Every name comes from the pack or the organisation; a key that neither knows is said as it is written, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from typing import Any

from baton.accounts.posts import say_office, say_place
from baton.journal import Entry, Organisation
from baton.letters.facts_in_text import readable
from baton.policy.model import Pack
from baton.store.viewing import says
from baton.working_time import parse_when, say_window
from baton.workspace import words
from baton.workspace.phrases import DONE, DUTY, WAITS
from baton.workspace.said_rules import SaidRules, kind_of

INNER = frozenset(
    ("sitting_id", "rule", "clause", "effect", "kind", "of", "texts", "build", "shown")
)  # for the program, not for people


MOST_DUTIES = 4096
MANY = 4  # meetings of which any one will do
LITTLE = frozenset(("in", "&"))
TITLED = frozenset(("write", "hold", "do"))
MOST_NAMES = 6  # above it a line says how many may do it, and in which office


class Say(SaidRules):
    """Says what rows hold, in one authority's words."""

    def __init__(self, pack: Pack, organisation: Organisation) -> None:
        self.hidden: Callable[[], Mapping[str, str]] = dict  # whom this reader may not see, with whom to ask
        super().__init__(pack)
        self.organisation = organisation
        self._duties: dict[tuple[object, ...], str] = {}

    # --- names -----------------------------------------------------------------------------------------------------

    def word(self, key: str) -> str:
        """A word, a forum or a matter, as the authority says it."""
        found = self.pack.words.get(key) or self.pack.forums.get(key) or self.pack.matters.get(key)
        if found is not None and found.says:
            return found.says
        return key.replace("_", " ")

    def lower(self, key: str) -> str:
        """The same inside a sentence: a small first letter unless the word is an abbreviation or a title."""
        said = self.word(key)
        first, *others = said.split(" ")
        second = next((one for one in others if one not in LITTLE), "")
        title = second[:1].isupper() and second[1:2].islower()  # such as "Case Transfer Document"
        named = title or any(letter.isupper() for letter in first[1:])  # such as "LiquidLogic"
        return said if named or said[:1].isdigit() else said[:1].lower() + said[1:]

    def person(self, key: str) -> str:
        return self.organisation.names.get(key, key)

    def people(self, keys: Iterable[str]) -> str:
        return words.joined([self.who(key) for key in keys])

    def office(self, key: str) -> str:
        """ "team_manager of sending team" as "Team Manager of the sending team"."""
        office, _, place = key.partition(" of ")
        said = say_office(self.pack, office)
        if not place:
            return said
        named = place in self.pack.places or place in self.organisation.teams
        return f"{said}, {self.place(place)}" if named else f"{said} of the {place}"

    def place(self, key: str) -> str:
        return say_place(self.pack, self.organisation, key) if key else ""

    def who(self, key: str) -> str:
        """Whoever a key names: a person, an office, a people word, a place."""
        if key in self.organisation.names:
            return self.person(key)
        if key.partition(" of ")[0] in self.pack.offices:
            return self.office(key)
        if key in self.pack.places:
            return self.place(key)
        if key in self.pack.words or key in self.pack.forums:
            return self.lower(key)
        return self.unseen(key) or key.replace("_", " ")

    def unseen(self, key: str) -> str:
        """What is said in the place of a child whom this reader may not see; "" for everything else."""
        hidden = self.hidden()
        if key not in hidden:
            return ""
        return says(self.person(hidden[key]) if hidden[key] else "")

    def seen_by(self, hidden: Callable[[], Mapping[str, str]]) -> Say:
        """The same for one reader: what it says of children whom they may not see is only whom to ask."""
        mine = copy(self)
        mine.hidden = hidden
        return mine

    def by(self, item: Any) -> str:
        """Who must do a duty: its persons, else the office that nobody holds."""
        if len(item.who) > MOST_NAMES and item.offices:
            return f"any of {len(item.who)} people: {words.joined([self.office(o) for o in item.offices], 'or')}"
        if item.who:
            return words.joined([self.person(p) for p in item.who])
        return words.joined([self.office(o) for o in item.offices]) or "nobody named"

    # --- duties ----------------------------------------------------------------------------------------------------

    def duty(self, item: Any) -> str:
        """What a work item asks for, in a sentence without its who and when; worked out once for each such duty."""
        to = getattr(item, "recipient", "") or getattr(item, "to", "")
        element = self.element(item.element) if item.element else ""
        if to and to not in self.pack.words and to not in self.organisation.names:
            to = self.unseen(to) or to
        kind = kind_of(getattr(item, "matter", ""))
        key = (item.rule, item.verb, tuple(item.words), to, element, kind)
        said = self._duties.get(key)
        if said is None:
            if len(self._duties) > MOST_DUTIES:
                self._duties.clear()
            said = self._duties[key] = self._duty(item, to, element)
        return said

    def _duty(self, item: Any, to: str, element: str) -> str:
        about = words.joined(self._about_some([self._about(item.verb, w) for w in item.words]), "or")
        if item.verb == "agree" and self.agrees_a_date(item):
            return "Agree the date of the move"
        elif item.verb in TITLED and len(item.words) == 1 and ": " in self.word(item.words[0]):
            return self.word(item.words[0])  # "Line 3: Address up to date" is no thing to write
        elif item.verb == "allocate" and item.words:
            return f"Name the {self.office(item.words[0])}"  # somebody beside the worker, by their role
        if item.verb in ("settle", "agree") and not about:
            about = self.lower(kind_of(getattr(item, "matter", "")))
        said = (
            DUTY.get(item.verb, item.verb.replace("_", " ").capitalize() + " {}")
            .format(about)
            .strip()
            .removesuffix(" to:")
            .rstrip(":")
        )
        if to:
            joins = {"tell": " ", "invite": " ", "answer": " "}
            whom = f"{joins.get(item.verb, ' to ')}{self.who(to)}"
            known = said.removesuffix(whom.removeprefix(" to ")).removesuffix("the ").endswith(" to ")
            said += "" if known else whom  # "the letter to the child" goes to the child
        if item.verb in ("tell", "invite"):
            said += self.topic(item)
        if element and self._tells_apart(item.element, element, said):
            said += f" ({element})"
        return words.initial_capital(said)

    def _tells_apart(self, key: str, element: str, said: str) -> bool:
        """Whether naming the element says more than the duty does: not "Be at the conference (conference)", nor the
        group in which the child is one."""
        word = self.pack.words.get(key.partition("#")[0])
        return element.lower() not in said.lower() and not (word is not None and word.kind == "people")

    def agrees_a_date(self, item: Any) -> bool:
        """Whether what is to be agreed is the date of a move: a new date is agreed anew."""
        rule = self.rule_of(item.rule, getattr(item, "matter", ""))
        return item.verb == "agree" and "transfer_date" in getattr(rule, "again_if", ())

    @staticmethod
    def _about_some(several: list[str]) -> list[str]:
        """Of a long list of things that will all do, the first two and how many more: the form names each."""
        return several if len(several) < MANY else [*several[:2], f"{len(several) - 2} more that will do"]

    def _about(self, verb: str, key: str) -> str:
        word = self.pack.words.get(key)
        if verb == "answer" and word is not None and word.question:
            return word.question
        if verb == "answer":
            return f"give the {self.lower(key)}"
        return self.lower(key)

    def topics(self, item: Any) -> tuple[str, ...]:
        """What a duty to tell or to invite is about, by its rule."""
        rule = self.rule_of(item.rule, getattr(item, "matter", ""))
        return tuple(getattr(rule, "about", ()) or ()) or tuple(item.words)

    def topic(self, item: Any) -> str:
        """The same after whom it is told to: ": new worker", " to the conference"."""
        about = self.topics(item)
        joint = " to the " if item.verb == "invite" else ": "
        if not about and item.verb == "tell":
            about = (kind_of(getattr(item, "matter", "")),)  # nothing but that it is so: "Tell the child: transfer"
        said = words.joined([self.lower(a) for a in about if a])
        return joint + said if said else ""

    def element(self, key: str) -> str:
        """The element that a duty is about: an event of the child ("cla_review#12"), a person, a word."""
        begins = key.removeprefix("from ")
        if begins != key and begins.isdecimal():
            return f"from {words.day(int(begins))}"
        return self.who(key.partition("#")[0])

    def acts(self, keys: Iterable[str]) -> str:
        """The acts that wait: "the move", "the decision", "the answer to “What is decided?”"."""
        return words.joined([self._act(k) for k in keys])

    def _act(self, key: str) -> str:
        verb, _, word = key.partition(" ")
        if word:
            known = self.pack.words.get(word)
            named = self.lower(word)
            if known is None or known.kind != "answer":
                return named
            return f"the answer to “{known.question}”" if known.question else f"the answer “{named}”"
        return WAITS.get(verb, verb.replace("_", " "))

    def missing(self, keys: Iterable[str]) -> str:
        """What is lacking, as names."""
        return words.joined(list(dict.fromkeys(self.who(k) for k in keys)))

    # --- entries ---------------------------------------------------------------------------------------------------

    def entry(self, e: Entry) -> str:
        """What an entry says was done or happened."""
        if e.body.get("disposed"):
            return "Removed by lawful disposal"
        word = self.word(e.word) if e.word else ""
        known = self.pack.words.get(e.word)
        if known is not None and known.kind == "answer" and known.question:
            word = known.question
        if e.verb == "allocate" and e.word in self.pack.offices:
            return f"{self.office(e.word)} named"
        if e.verb == "decide" and e.values.get("decision"):
            return f"Decided: {self.value('decision', e.values['decision'])}"
        if e.verb == "excuse":
            word = self.rule(str(e.body.get("excuses") or e.word))
        said = DONE.get(e.verb, e.verb.replace("_", " ").capitalize() + (" {}" if word else "")).format(word)
        if e.verb in ("told", "tell", "invited", "invite"):
            said += f" {self.people(str(x) for x in e.body.get('to') or ())}" if e.body.get("to") else ""
            topic = [self.lower(str(x)) for x in e.body.get("about") or ([e.word] if e.word else [])]
            said += (" to the " if e.verb.startswith("invit") else ": ") + words.joined(topic) if topic else ""
        if known is not None and known.each_person and e.body.get("to"):
            said += f" {self.people(str(x) for x in e.body['to'])}"
        if e.body.get("did_not_happen"):
            said += " (did not happen)"
        return words.initial_capital(said.strip())

    def details(self, e: Entry) -> list[tuple[str, str]]:
        """The values of an entry, with who was there and the reason."""
        if e.body.get("wrong_child"):
            return [("Sealed", "recorded here by mistake; it is about another child")]
        found = [
            (self.word(key), self.value(key, value))
            for key, value in e.values.items()
            if value not in (None, "") and key not in INNER
        ]
        attended = [str(x) for x in e.body.get("attended") or ()]
        if attended:
            found.append(("There", self.people(attended)))
        if e.body.get("reason"):
            found.append(("Reason", str(e.body["reason"])))
        return found

    def value(self, key: str, value: Any) -> str:
        """One value: a date, a person, a place, one of a word's answers, or text."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list | tuple):
            return words.joined([self.value(key, v) for v in value])
        if isinstance(value, dict):
            return words.joined([f"{self.word(k)} {self.value(k, v)}" for k, v in value.items()])
        text = str(value)
        if "⟦" in text:
            return readable(text)  # a letter's sentence, with its facts by name
        if len(text) >= 10 and text[:4].isdigit() and text[4] == "-":
            try:
                return say_window(parse_when(text))
            except ValueError:
                return text
        if text in self.organisation.names:
            return self.person(text)
        if text in self.pack.places or text in self.organisation.teams:
            return self.place(text)
        if text in self.pack.words:
            return self.lower(text)
        word = self.pack.words.get(key)
        closed = bool(word and (word.answers or word.parts))
        return text.replace("_", " ") if closed or "_" in text else text

    def happened(self, e: Entry) -> str:
        return words.window(e.happened.lo, e.happened.hi)
