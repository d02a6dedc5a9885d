"""Forums of a pack: cadence, cut-off, list, quorum, parts, outcomes."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from baton.policy import model as m
from baton.policy.definitions import in_words
from baton.policy.moments import real_day
from baton.policy.nodes import Fields, Node, first_clause, said
from baton.policy.problems import Misread, nearest
from baton.policy.reading import Reading
from baton.policy.rule_values import until_of
from baton.policy.shapes import CHOICES, FORUM
from baton.policy.who import who_text

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NTH: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SITS: Final = re.compile(
    r"(?:(?P<weekly>weekly|fortnightly) on (?P<day>\w+)|monthly on the (?P<nth>\w+) (?P<monthday>\w+)) "
    r"at (?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?: from (?P<anchor>\S+))?"
)


def cadence(node: Node) -> m.Cadence:
    """When a forum sits: `weekly on Friday at 10:00`, `fortnightly on … from DATE`, `monthly on the first …`, `dates
    entered`."""
    if node.text == "dates entered":
        return m.Cadence("entered")
    found = _SITS.fullmatch(node.text) if node.kind == "text" else None
    if found is None:
        raise Misread(
            'needs "weekly on Friday at 10:00", "fortnightly on Friday at 10:00 from 2026-01-09", '
            f'"monthly on the first Friday at 10:00" or "dates entered"; found {said(node)}.'
        )
    day = _weekday(found["day"] or found["monthday"])
    hour, minute = int(found["hour"]), int(found["minute"])
    if hour > 23 or minute > 59:
        raise Misread(f'says "{found["hour"]}:{found["minute"]}", and there is no such time.')
    if found["nth"]:
        if found["nth"] not in _NTH:
            raise Misread(f'says "the {found["nth"]} {found["monthday"]}": {", ".join(_NTH)}.')
        return m.Cadence("monthly", day, hour, minute, nth=_NTH[found["nth"]])
    if found["weekly"] == "weekly":
        return m.Cadence("weekly", day, hour, minute)
    if not found["anchor"]:
        raise Misread('needs the date of one sitting: "fortnightly on Friday at 10:00 from 2026-01-09".')
    anchor = real_day(found["anchor"])
    if anchor.weekday() != day:
        raise Misread(f'says "{WEEKDAYS[day]}", but {anchor.isoformat()} is a {WEEKDAYS[anchor.weekday()]}.')
    return m.Cadence("weekly", day, hour, minute, 2, anchor)


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise Misread(f'names "{name}", which is no day of the week.{nearest(name, WEEKDAYS)}')
    return WEEKDAYS.index(name)


def read_forum(key: str, node: Node, r: Reading) -> m.Forum:
    """A forum, whole."""
    with r.problems.under(first_clause(node)):
        fields = Fields(node, r.problems, f'The forum "{key}"')
        fields.only(FORUM)
        fields.choice("decides", CHOICES["decides"])  # there is no other way: a family is decided child by child
        order, earliest_first = _order(fields.get("order"), r)
        sits, quorum, closed, late = (fields.get(k) for k in ("sits", "quorum", "closed_day", "late_items"))
        with r.at("sits"):
            sitting = r.value(sits, cadence, m.Cadence("entered")) if sits is not None else m.Cadence("entered")
        with r.at("quorum"):
            enough = r.who(quorum) if quorum is not None else None
        with r.at("closed_day"):
            closed_day = r.choice(closed, CHOICES["closed day"]) if closed is not None else "next working day"
        with r.at("late_items"):
            late_items = r.choice(late, CHOICES["late items"]) if late is not None else "next sitting"
        return m.Forum(
            key=key,
            says=fields.text("says") or in_words(key),
            of=_of(fields, r),
            sits=sitting,
            closed_day=closed_day,  # type: ignore[arg-type]
            breaks=_breaks(fields, r),
            cut_off=_cut_off(fields, r),
            roll=fields.choice("roll", CHOICES["roll"], "none"),
            late_items=late_items,  # type: ignore[arg-type]
            item=fields.choice("item", CHOICES["forum item"], "family"),  # type: ignore[arg-type]
            administrator=_office(fields, "administrator", r),
            seats=_seats(fields, r),
            quorum=enough,
            parts=_parts(fields.get("parts"), r),
            order=order,
            earliest_first=earliest_first,
            outcomes=_outcomes(fields.get("outcomes"), r),
            clause=fields.clauses(),
            clause_late=fields.clauses("clause_late"),
            where=node.where,
        )


def _of(fields: Fields, r: Reading) -> str:
    of, node = fields.text("of", "authority"), fields.get("of")
    if node is not None and of not in ("authority", "service") and of not in r.names.places:
        r.problems.add(node.where, f'"of" is authority, service or a place; found "{of}".{nearest(of, r.names.places)}')
    return of


def _breaks(fields: Fields, r: Reading) -> tuple[tuple[date, date], ...]:
    found = []
    with r.at("breaks"):
        for item in fields.each("breaks"):
            with r.caught(item):
                since, to, until = item.text.partition(" to ")
                if not to:
                    raise Misread(f'needs "2026-08-03 to 2026-08-28", the first and the last day; found "{item.text}".')
                first, last = real_day(since), real_day(until)
                if last < first:
                    raise Misread(f'ends before it begins: "{item.text}".')
                found.append((first, last))
    return tuple(found)


def _cut_off(fields: Fields, r: Reading) -> m.MomentOf | None:
    found, node = r.plain_moment("cut_off", fields.get("cut_off")), fields.get("cut_off")
    if found is None or node is None:
        return None
    inner = found
    while isinstance(inner, m.Shifted | m.TimeOn | m.EdgeOfDay):
        inner = inner.of
    if inner not in (m.SlotAt("sitting"), m.SlotAt("now")):
        r.problems.add(node.where, '"cut_off" is counted from the sitting: "12:00 on 1 working day before sitting".')
    return found


def _office(fields: Fields, key: str, r: Reading) -> str:
    office, node = fields.key(key), fields.get(key)
    if office and node is not None and office not in r.names.offices:
        r.problems.add(node.where, f'"{key}" names "{office}", which is no office.{nearest(office, r.names.offices)}')
    return office


def _seats(fields: Fields, r: Reading) -> tuple[m.OfficeOf, ...]:
    found = []
    with r.at("seats"):
        for item in fields.each("seats"):
            with r.caught(item):
                found.append(who_text(item.text, r.names))
    return tuple(found)


def _parts(node: Node | None, r: Reading) -> tuple[m.Part, ...]:
    found = []
    for key, part in node.pairs() if node is not None else ():
        when = part.get("when")
        with r.at("when"):
            condition = r.condition(when) if when is not None else m.Always()
        says = part.get("says")
        found.append(m.Part(key, says.text if says is not None else part.text or in_words(key), condition))
    return tuple(found)


def _order(node: Node | None, r: Reading) -> tuple[tuple[m.Condition, ...], tuple[m.MomentOf, ...]]:
    """Conditions, the first of them first; after them moments, the earliest of those alike first."""
    conditions: list[m.Condition] = []
    moments: list[m.MomentOf] = []
    for item in () if node is None else node.items if node.kind == "list" else (node,):
        with r.at("order"):
            found = until_of(item, r)
        if not isinstance(found, m.Condition):
            moments.append(found)
        elif moments:
            r.problems.add(item.where, '"order" has its conditions before its moments.')
        else:
            conditions.append(found)
    return tuple(conditions), tuple(moments)


def _outcomes(node: Node | None, r: Reading) -> tuple[m.Outcome, ...]:
    if node is None:
        return ()
    decision = r.names.words.get("decision")
    allowed = decision.parts.get("value", ()) if decision is not None else ()
    found = []
    for key, needs in node.pairs():
        if allowed and key not in allowed:
            known = f"{', '.join(allowed)}.{nearest(key, allowed)}"
            r.problems.add(needs.where, f'"outcomes" names "{key}", which is no value of "decision": {known}')
        with r.at("outcomes"):
            found.append(m.Outcome(key, r.keys(needs, lambda k: _needed(k, r)) if needs.kind != "nothing" else ()))
    return tuple(found)


def _needed(key: str, r: Reading) -> None:
    if key not in r.names.words and key not in r.names.offices:
        raise Misread(f'names "{key}", {r.names.what(key)}')
