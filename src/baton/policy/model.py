"""A pack as frozen values: definitions, conditions, moments, who, rules. Nothing after the reader sees YAML.

After reading there are `Goes`, `Must`, `May`, `Stop`, `Then` and `Show` only: short forms are expanded and every
`except` is folded into its target. Every rule keeps its key, its clauses and the file and line it came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from baton.working_time import Amount, Moment

Clauses = tuple[str, ...]
Strength = Literal["refuse", "ask_reason", "warn", "count"]
Fall = Literal["ask", "yes", "no"]  # which way "not known" falls; "ask" waits for the answer


class Where(NamedTuple):
    """Where in a pack something stands, for messages: file name and line."""

    file: str
    line: int


NOWHERE = Where("", 0)


# --- Conditions: three-valued (yes, no, not known) -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Always:
    pass


@dataclass(frozen=True, slots=True)
class All:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any_:
    items: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Condition


@dataclass(frozen=True, slots=True)
class At:
    """`item` judged at another instant than now (the age on the transfer date)."""

    at: MomentOf
    item: Condition


@dataclass(frozen=True, slots=True)
class OfPeople:
    """`some` or `every` of a set of people (siblings) satisfies `item`."""

    quantifier: Literal["some", "every"]
    people: str
    item: Condition


@dataclass(frozen=True, slots=True)
class HasSpell:
    """has [had] SPELL [with PART V or V]; `of` is an office for "OFFICE has SPELL", "" for the rule's own subject."""

    word: str
    ever: bool = False
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class WordIs:
    """WORD is V [or V]: an answer or a slot (decision, cause, route, holder)."""

    word: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventIs:
    """EVENT is booked | held | cancelled [with PART V or V]."""

    event: EventRef
    phase: Literal["booked", "held", "cancelled"]
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentIs:
    word: str
    phase: Literal["written", "sent"]


@dataclass(frozen=True, slots=True)
class TaskDone:
    word: str


@dataclass(frozen=True, slots=True)
class Known:
    word: str


@dataclass(frozen=True, slots=True)
class Held:
    """held by PLACE (now) or held before by PLACE (ever, by an ended holding there); PLACE is resolved to services."""

    place: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Going:
    """going to | coming from PLACE: the matter's receiving or sending service is in PLACE."""

    direction: Literal["to", "from"]
    place: str


@dataclass(frozen=True, slots=True)
class HasCome:
    moment: MomentOf


@dataclass(frozen=True, slots=True)
class Compare:
    left: MomentOf
    op: Literal["before", "after", "on or before", "on or after"]
    right: MomentOf


@dataclass(frozen=True, slots=True)
class Attended:
    """OFFICE attended EVENT, or `it` (the element that the duty is about)."""

    who: str
    place: str
    event: EventRef | None  # None: `it`


@dataclass(frozen=True, slots=True)
class Available:
    office: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """at least | more than | fewer than N WORD [since M]; a range when history is missing."""

    op: Literal["at least", "more than", "fewer than"]
    n: int
    word: str
    since: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class RuleIs:
    key: str
    states: tuple[str, ...]  # met, open, late, excused
    same_person: bool = False


@dataclass(frozen=True, slots=True)
class MatterIs:
    key: str
    state: Literal["open", "settled", "ended"]


@dataclass(frozen=True, slots=True)
class Same:
    """same WORD: inside some/every, or `same former_worker` about the result of the act."""

    word: str


@dataclass(frozen=True, slots=True)
class Taken:
    """`item`, with not known taken as yes or no (from a moment on; until then it stays not known): from `not_known` of
    an exception folded into its target."""

    item: Condition
    as_: Literal["yes", "no"]
    since: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A term's condition, kept with its key and clause so that the answer can name it."""

    key: str
    clause: Clauses
    item: Condition


Condition = (
    Always
    | All
    | Any_
    | Not
    | At
    | OfPeople
    | HasSpell
    | WordIs
    | EventIs
    | DocumentIs
    | TaskDone
    | Known
    | Held
    | Going
    | HasCome
    | Compare
    | Attended
    | Available
    | Count
    | RuleIs
    | MatterIs
    | Same
    | Taken
    | Named
)

# --- Moments ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventRef:
    """[first|second|nth|last|next|booked] WORD [since M] [up to M]. `nth` counts held events; 0 with `which`."""

    word: str
    which: Literal["", "nth", "last", "next", "booked"] = ""
    nth: int = 0
    since: MomentOf | None = None
    up_to: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class EventAt:
    event: EventRef


@dataclass(frozen=True, slots=True)
class SpellEdge:
    """start of | end of SPELL [with PART V]."""

    edge: Literal["start", "end"]
    word: str
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerAt:
    """When an answer was given; for an answer of kind date, the date it holds. `given`: always when it was given."""

    word: str
    given: bool = False


@dataclass(frozen=True, slots=True)
class DocumentAt:
    word: str
    phase: Literal["written", "sent"] = "written"


@dataclass(frozen=True, slots=True)
class ActAt:
    """When the act was last done here (propose, allocate, accept)."""

    verb: str


@dataclass(frozen=True, slots=True)
class SlotAt:
    """The engine's own moments: transfer_date, decision, point, due, opened, raised, moved, sitting, cut_off, birth,
    now, closing, cause, expected_birth, edition, it."""

    name: str


@dataclass(frozen=True, slots=True)
class Birthday:
    years: int


@dataclass(frozen=True, slots=True)
class RuleMet:
    key: str


@dataclass(frozen=True, slots=True)
class PointOf:
    route: str


@dataclass(frozen=True, slots=True)
class NextSitting:
    """The next sitting of FORUM whose list is still open at the anchor."""

    forum: str
    after: MomentOf


@dataclass(frozen=True, slots=True)
class NextDate:
    """next 1 September after M."""

    month: int
    day: int
    after: MomentOf


@dataclass(frozen=True, slots=True)
class Fixed:
    day: date


@dataclass(frozen=True, slots=True)
class Shifted:
    amount: Amount
    sign: Literal[1, -1]
    of: MomentOf


@dataclass(frozen=True, slots=True)
class EitherSide:
    """Only in `by` and `around`: from `amount` before to `amount` after."""

    amount: Amount
    of: MomentOf


@dataclass(frozen=True, slots=True)
class EdgeOfDay:
    edge: Literal["start", "end"]
    of: MomentOf


@dataclass(frozen=True, slots=True)
class TimeOn:
    hour: int
    minute: int
    of: MomentOf


@dataclass(frozen=True, slots=True)
class Earliest:
    items: tuple[MomentOf, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    items: tuple[MomentOf, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """The first branch whose condition is yes; the last branch may have none (Always)."""

    branches: tuple[tuple[Condition, MomentOf], ...]


MomentOf = (
    EventAt
    | SpellEdge
    | AnswerAt
    | DocumentAt
    | ActAt
    | SlotAt
    | Birthday
    | RuleMet
    | PointOf
    | NextSitting
    | NextDate
    | Fixed
    | Shifted
    | EitherSide
    | EdgeOfDay
    | TimeOn
    | Earliest
    | Latest
    | Choose
)

# --- Who -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OfficeOf:
    """An office, a slot office (holder, sending_worker, receiving_worker, former_worker, presenter) or a forum, and the
    place it is of: "" (the office's own), "sending team", "receiving service", "holding team", "closing team",
    "each service", "service short of capacity", or the key of a place."""

    office: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class AnyOf:
    items: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class EachOf:
    items: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class InOrder:
    items: tuple[Who, ...]


Who = OfficeOf | AnyOf | EachOf | InOrder


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of a notice's recipients: a who, or a people word; with its own condition ("child, when 12 or over")."""

    who: Who | None
    people: str = ""
    when: Condition = Always()


# --- Definitions -----------------------------------------------------------------------------------------------------

WordKind = Literal["spell", "event", "answer", "document", "task", "people", "slot"]


@dataclass(frozen=True, slots=True)
class Word:
    """What can be said about a child, family, worker, team, sitting or authority."""

    key: str
    kind: WordKind
    says: str
    about: str = "child"
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silence: Literal["no", "not known"] = "not known"
    question: str = ""
    answers: tuple[str, ...] = ()  # a closed list, or one of ("text",), ("date",), ("place",), ("number",)
    asked_of: Who | None = None
    contents: tuple[str, ...] = ()
    template: str = ""
    includes: tuple[str, ...] = ()
    one_for_group: bool = False
    also: tuple[str, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Place:
    """A service, a team within one (`service_of`), a named group of services, or an outside agency."""

    key: str
    says: str
    kind: Literal["service", "team", "group", "outside"]
    members: tuple[str, ...] = ()  # teams of a service, or services of a group
    service: str = ""  # for a team: its service
    landing_holder: str = ""  # office key
    statutory: bool | None = None
    by_address: str = ""
    paired_with: str = ""
    holds: Condition | None = None
    also: tuple[str, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class OfficeWord:
    """A role in a place: `of` is authority, service or team; `above` the next office up its line."""

    key: str
    says: str
    of: str = "team"
    above: str = ""
    stand_in: Literal["line", "representative", "none"] = "line"
    slot: bool = False
    practitioner: bool = False
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Cadence:
    """weekly on WEEKDAY at HH:MM; every=2 for fortnightly from `anchor`; "entered" when dates are typed in."""

    kind: Literal["weekly", "monthly", "entered"]
    weekday: int = 0  # Monday is 0
    hour: int = 10
    minute: int = 0
    every: int = 1
    anchor: date | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    key: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sitting, with the condition on a child that belongs to it and who should be there."""

    key: str
    says: str
    when: Condition = Always()


@dataclass(frozen=True, slots=True)
class Forum:
    key: str
    says: str
    of: str
    sits: Cadence
    closed_day: Literal["next working day", "working day before", "cancelled", "stand"] = "next working day"
    cut_off: MomentOf | None = None
    late_items: Literal["refused", "next sitting", "ask_reason"] = "next sitting"
    item: Literal["child", "family", "sibling group"] = "child"
    decides: str = "each child"
    administrator: str = ""  # office key
    seats: tuple[OfficeOf, ...] = ()
    quorum: Who | None = None
    parts: tuple[Part, ...] = ()
    order: tuple[Condition, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Rung:
    who: Who
    within: MomentOf | None = None
    final: bool = False
    early: Literal["", "with reason"] = ""
    late: tuple[Effect, ...] = ()
    clause: Clauses = ()
    prompt: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """Whatever is opened, has a life and ends. `is_` is the matter it is a kind of ("" for a root)."""

    key: str
    says: str
    is_: str = ""
    about: str = "child"
    opened_by: Who | MomentOf | None = None
    ends: MomentOf | None = None
    rungs: tuple[Rung, ...] = ()
    meanwhile: Literal["", "waits", "goes on"] = ""
    never_stops: tuple[str, ...] = ()  # matters that this one never holds up
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Setting:
    """A value an authority may change, with the reading taken, the other readings and the doubt."""

    name: str
    is_: str  # the text as written in the pack
    or_: tuple[str, ...] = ()
    or_says: tuple[str, ...] = ()  # each alternative as a sentence for the page; its value where nothing is said
    doubt: str = ""
    guess: bool = False
    clause: Clauses = ()
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Excuse:
    """Who may set a rule aside, and what must be recorded. `as_` follow-up leaves it as dated work."""

    who: Who
    record: tuple[str, ...] = ("reason",)
    as_: Literal["", "follow-up", "not applicable"] = ""
    to: str = ""  # only this recipient may be left out
    still_breach: bool = False
    clause: Clauses = ()
    each: str = ""  # "child": said for each child, never for a group at once
    record_any: bool = False  # one of `record` is enough


# --- Rules -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect of a `then` or of a limit that ran out.

    kinds: move (to who, as flag), hold, open, end, raise (matter), tell (who), list (forum), list_for_closing, offer.
    """

    kind: Literal["move", "hold", "open", "end", "raise", "raise_to", "tell", "list", "list_for_closing", "offer"]
    who: Who | None = None
    word: str = ""
    as_: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What every rule has. `for_` is the subject: child, family, worker, authority, contact, the key of a matter, or
    "sitting of FORUM"; `not_for` are the kinds of that matter to which it does not apply, because an exception says
    something else there. `reading` and `doubt` are texts for people; `cites` are the clauses of folded exceptions."""

    key: str
    clause: Clauses
    for_: str
    when: Condition = Always()
    not_known: Fall | tuple[Fall, MomentOf] | None = None
    note: str = ""
    doubt: str = ""
    reading: str = ""
    settings: tuple[str, ...] = ()
    where: Where = NOWHERE
    not_for: tuple[str, ...] = ()
    cites: Clauses = ()


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a route goes: a service; the team in it for a place-answer, paired with the sending team or chosen by a
    forum; the closing service or team; another authority."""

    kind: Literal["place", "team for", "paired team", "chosen", "closing service", "closing team", "nobody"]
    place: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Goes:
    head: Head
    from_: str
    to: Destination
    as_: str
    at: MomentOf | None
    around: EitherSide | Amount | None = None
    becomes: Literal["due", "offered"] = "due"
    over: tuple[str, ...] = ()
    together: str = ""


@dataclass(frozen=True, slots=True)
class Every:
    """An interval: `amount` from `anchor` (a duty an interval), or one a sitting of `forum`."""

    amount: Amount | None = None
    anchor: MomentOf | None = None
    forum: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """An element set: each child, order, professional, person, booked EVENT…; `words` are the events or spells."""

    kind: Literal["child", "spell", "booked", "held", "people", "task", "recipient"]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Must:
    """Someone must bring something about. `before` lists the acts that wait for it (a gate at `strength`)."""

    head: Head
    who: Who
    verb: str
    words: tuple[str, ...] = ()
    to: tuple[Recipient, ...] = ()
    about: tuple[str, ...] = ()
    channel: str = "any"
    counts_if: Condition | None = None
    after: tuple[str, ...] = ()
    not_before: MomentOf | None = None
    by: MomentOf | None = None
    before: tuple[str, ...] = ()
    every: Every | None = None
    each: Each | None = None
    while_: Condition | None = None
    until: MomentOf | Condition | None = None
    prompt: MomentOf | None = None
    strength: Strength = "warn"
    excuse: Excuse | None = None
    late: tuple[Effect, ...] = ()
    again_if: tuple[str, ...] = ()
    roll: str = "none"
    paused_while: Condition | None = None
    stand_in: str = ""
    not_same_person_as: tuple[str, ...] = ()
    different_people: bool = False
    prepared_by: Who | None = None
    checklist: str = ""  # key of the checklist it is a line of


@dataclass(frozen=True, slots=True)
class May:
    head: Head
    who: Who
    acts: tuple[str, ...]  # "decide", "allocate", "authorise unallocated"
    stand_in: str = ""
    not_same_person_as: tuple[str, ...] = ()
    prepared_by: Who | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """An act does not happen until / while. Exactly one of `until` and `while_`. `rules`: those duties wait instead."""

    head: Head
    acts: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    until: Condition | None = None
    while_: Condition | None = None
    strength: Strength = "refuse"
    excuse: Excuse | None = None
    instead: str = ""
    from_rule: str = ""  # the `must` whose `before` or `after` this is; "" for a stop written as such
    each: Each | None = None


@dataclass(frozen=True, slots=True)
class Then:
    """Once, at the first instant not before `at` at which `when` is yes and no `stop` holds it. With `lapses`, after
    that moment it does not happen by itself: a person is asked."""

    head: Head
    at: MomentOf
    effects: tuple[Effect, ...]
    default_for: str = ""
    lapses: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Show:
    head: Head
    measures: tuple[str, ...]
    on: tuple[str, ...]


Rule = Goes | Must | May | Stop | Then | Show


@dataclass(frozen=True, slots=True)
class Guidance:
    clause: Clauses
    because: str
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Edition:
    name: str
    in_force_from: date
    in_force_to: date | None = None
    review_by: date | None = None
    clause: Clauses = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """One authority's procedure, read, resolved and expanded. `build` is the hash of all its files."""

    authority: str
    title: str
    prefix: str
    edition: Edition
    build: str
    late_learnt: Amount
    opens: Mapping[str, str]  # word whose event or spell opens a child -> place whose landing holder then holds it
    books: Mapping[str, str]
    words: Mapping[str, Word]
    places: Mapping[str, Place]
    offices: Mapping[str, OfficeWord]
    forums: Mapping[str, Forum]
    matters: Mapping[str, Matter]
    terms: Mapping[str, Named | MomentOf]
    settings: Mapping[str, Setting]
    rules: tuple[Rule, ...]
    guidance: tuple[Guidance, ...]
    based_on: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)  # file name -> title
    moment_clauses: Mapping[str, Clauses] = field(default_factory=dict)  # terms that are moments -> their clauses


@dataclass(frozen=True, slots=True)
class Packs:
    """All editions of one authority's pack, newest last."""

    editions: tuple[Pack, ...]

    def on(self, day: date) -> Pack:
        """The edition in force on `day`; before the first one, the first."""
        best = self.editions[0]
        for pack in self.editions:
            if pack.edition.in_force_from <= day:
                best = pack
        return best

    def named(self, name: str) -> Pack:
        """The edition called `name`. Raises KeyError."""
        for pack in self.editions:
            if pack.edition.name == name:
                return pack
        raise KeyError(name)


__all__ = [name for name in dir() if name[0].isupper()] + ["Moment"]
