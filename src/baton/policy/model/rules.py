"""Rules: the six verbs that are left after reading (an `except` is folded into its target)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from baton.policy.model.common import NOWHERE, Clauses, Fall, Strength, Where
from baton.policy.model.conditions import ALWAYS, Condition, Count
from baton.policy.model.definitions import Excuse
from baton.policy.model.moments import EitherSide, MomentOf
from baton.policy.model.who import Recipient, Who
from baton.working_time import Amount


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect of a `then` or of a limit that ran out.

    kinds: move (to who, as flag), hold, open, end, raise (matter), tell (who), list (forum), list_for_closing, offer.
    """

    kind: Literal[
        "move", "hold", "open", "end", "raise", "raise_to", "tell", "list", "list_for_closing", "offer", "decide"
    ]  # fmt: skip
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
    when: Condition = ALWAYS
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

    kind: Literal["place", "team for", "paired team", "by remit", "chosen", "closing service", "closing team", "nobody"]
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
    """An interval, a duty each: `amount` from `anchor`, or with `from_last` from the last time (first from `anchor`).

    Or one a day of the calendar from `anchor` on: each `weekday` (Monday is 0, 7 any working day), or with `nth` the
    first to fifth (-1: last) of it in each month. Or one a sitting of `forum`.
    """

    amount: Amount | None = None
    anchor: MomentOf | None = None
    forum: str = ""
    from_last: bool = False
    weekday: int | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Each:
    """An element set: each child, order, professional, person, booked EVENT…; `words` are the events or spells."""

    kind: Literal["child", "spell", "booked", "held", "people", "task", "recipient", "team"]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Must:
    """Someone must bring something about. `before` lists the acts that wait for it (a gate at `strength`)."""

    head: Head
    who: Who
    verb: str
    words: tuple[str, ...] = ()
    to: tuple[Recipient, ...] = ()
    only_to: bool = False  # sending it to anybody else is refused
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
    """Only these people may do an act. With `acts` "excuse" and `rules`, a departure: they may set those rules aside
    for one child, recording `record`. What is allowed `lasts` for a time, and may be allowed so many `times`."""

    head: Head
    who: Who
    acts: tuple[str, ...]  # "decide", "allocate", "authorise unallocated"
    stand_in: str = ""
    not_same_person_as: tuple[str, ...] = ()
    prepared_by: Who | None = None
    rules: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    lasts: Amount | None = None
    times: int = 0


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
class Measure:
    """What a measure counts: a word's value, how many (`count`), a span in `unit`, how a rule stands, how late or how
    often missed it is, how often a word changed, how many duties fall due."""

    kind: Literal["word", "count", "span", "rule", "late", "missed", "changes", "due"]
    word: str = ""
    unit: str = ""
    count: Count | None = None
    since: MomentOf | None = None
    up_to: MomentOf | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """`measures` as they are written, and `reads`: what each of them counts."""

    head: Head
    measures: tuple[str, ...]
    on: tuple[str, ...]
    reads: tuple[Measure, ...] = ()


Rule = Goes | Must | May | Stop | Then | Show
