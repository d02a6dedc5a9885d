"""Ofsted's Annex A lists, with the team and worker that hold each child: one file a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import Q

from baton.exports.annex_a_columns import LISTS, NOT_HELD, TITLES
from baton.exports.facts import NO, YES, Facts, coded, end_of, say, start_of
from baton.exports.model import Export, Row, Sheet
from baton.exports.reader import Reader, number_of
from baton.imports.entries import NOBODY_NAMED
from baton.journal import Entry
from baton.store.models import Status
from baton.working_time import END, add_months, local_day, midnight

YEAR: Final = timedelta(days=365)
Values = dict[str, str]


def half_year_to(day: date) -> tuple[date, date]:
    """The six months that end today, as an inspection asks."""
    return add_months(day, -6), day


def export(reader: Reader, first: date, last: date) -> Export:
    """All lists: what began, went on or ended from the first day to the last, and who holds the child then."""
    made = Export("annex-a", "Annex A lists", first, last)
    since = midnight(first)
    open_then = Q(opened__isnull=False) & (Q(closed__isnull=True) | Q(closed__gt=since))
    children = reader.children(open_then)
    ids = [c.child for c in children]
    statuses, holdings = reader.statuses(ids), reader.holdings(ids)
    rows: dict[int, list[Row]] = {number: [] for number in LISTS}
    for child in children:
        facts = Facts(
            child, reader.entries(child.child), statuses.get(child.child, []), holdings.get(child.child, []), last
        )
        shared = _shared(reader, facts)
        for number, values in _lists(facts, first):
            rows[number].append(tuple((shared | values).get(field, "") for _, field in LISTS[number]))
    for number, columns in sorted(LISTS.items()):
        headings = tuple(heading for heading, _ in columns)
        made.sheets.append(Sheet(f"list_{number}_{last}", headings, tuple(rows[number])))
        if number in NOT_HELD:
            made.notes.append(f"List {number}, {TITLES[number]}: no row, for {NOT_HELD[number]}.")
        elif blank := [heading for heading, field in columns if not field]:
            made.notes.append(f"List {number}, {TITLES[number]}: Baton keeps no fact for {'; '.join(blank)}.")
    made.notes.append("List 2: the day on which early help began stands for the start of its assessment.")
    made.children = ids
    return made


def _shared(reader: Reader, facts: Facts) -> Values:
    """What every list says of the child itself, and who holds it."""
    team, person, said = facts.holder()
    written = said.values if said is not None else {}  # as the authority's own system calls team and tray
    worker = reader.person(person) if person else _as_written(str(written.get("says") or ""))
    return {
        "child": number_of(facts.child), "born": say(facts.child.born), "age": facts.age(),
        "sex": coded("sex", facts.given("sex")), "ethnicity": coded("ethnicity", facts.given("ethnicity")),
        "disability": facts.disabled(), "team": str(written.get("named") or "") or reader.written_place(team),
        "worker": worker, "seen": facts.last_seen(),
        "uasc": YES if facts.spells("unaccompanied") else "",
        "adviser": reader.person(_adviser(facts)),
    }  # fmt: skip


def _as_written(says: str) -> str:
    return "" if says == NOBODY_NAMED else says


def _adviser(facts: Facts) -> str:
    named = [e for e in facts.entries if e.verb == "allocate" and e.word == "personal_adviser"]
    return str(named[-1].values.get("person") or "") if named else facts.given("personal_adviser", "adviser")


def _lists(facts: Facts, first: date) -> Iterator[tuple[int, Values]]:
    """The rows of one child, each with its list."""
    since = midnight(first)
    for spell in facts.spells("early_help", since):
        yield 2, _early_help(facts, spell)
    for e in facts.events("referral", since):
        yield 3, _referral(facts, e)
    for number, (word, make) in _SPELLS.items():
        for spell in facts.spells(word, since):
            yield number, {"began": start_of(spell), "ended": end_of(spell), **make(facts, spell)}
    yield 6, _in_need(facts)
    for spell in facts.spells("care_leaver", facts.over)[:1]:
        yield 9, _leaver(facts, spell)
    adoption = _adoption(facts)
    if any(adoption.values()):
        yield 10, adoption | {"began": start_of(care[-1]) if (care := facts.spells("looked_after")) else ""}


def _early_help(facts: Facts, spell: Status) -> Values:
    return {
        "began": start_of(spell),
        "ended": _day(facts.said(spell, "assessment_completed")),
        "organisation": facts.said(spell, "organisation"),
    }


def _adoption(facts: Facts) -> Values:
    """What is recorded of a child's way to adoption; all blank for everybody else."""
    orders, placements = facts.started("order"), facts.started("placement")
    return {
        "placement_order": _last_day(e for e in orders if e.values.get("type") == "placement"),
        "placed_on": _last_day(e for e in placements if e.values.get("kind") == "adoption"),
        "adopted_on": _last_day(e for e in orders if e.values.get("type") == "adoption"),
    }


def _last_day(entries: Iterable[Entry]) -> str:
    days = [e.happened.lo for e in entries if not e.happened.is_vague]
    return say(local_day(max(days))) if days else ""


def _a_year_of(facts: Facts, days: Iterable[int]) -> str:
    return str(sum(day >= midnight(facts.day - YEAR) for day in days))


def _referral(facts: Facts, e: Entry) -> Values:
    nfa = str(e.values.get("no_further_action") or "")
    return {
        "began": say(local_day(e.happened.lo)),
        "referral_source": coded("referral_source", str(e.values.get("source_code") or "")),
        "no_further_action": {"yes": YES, "no": NO}.get(nfa, ""),
        "referrals": _a_year_of(facts, (one.happened.lo for one in facts.events("referral"))),
    }  # fmt: skip


def _assessment(facts: Facts, spell: Status) -> Values:
    conclusion = facts.part(spell, "conclusion")
    in_need = "" if spell.end_to is None or not conclusion else NO if conclusion == "no_further_action" else YES
    return {"in_need": in_need}


def _enquiry(facts: Facts, spell: Status) -> Values:
    later = facts.events("icpc", spell.start_from)[:1]
    outcome = str(later[0].values.get("outcome") or "") if later else ""
    return {
        "icpc": say(local_day(later[0].happened.lo)) if later else "",
        "icpc_unnecessary": NO if later else "",
        "plan_made": {"plan_made": YES, "no_plan": NO}.get(outcome, ""),
        "enquiries": _a_year_of(facts, (s.start_from for s in facts.spells("cp_enquiry"))),
        "icpcs": _a_year_of(facts, (e.happened.lo for e in facts.events("icpc"))),
    }


def _in_need(facts: Facts) -> Values:
    child, spells = facts.child, facts.spells("child_in_need")
    opened = say(local_day(child.opened)) if child.opened is not None and 0 < child.opened < END else ""
    closed = child.closed if child.closed is not None and child.closed < facts.over else None
    closings = [e for e in facts.entries if e.verb in ("close", "closed")]
    code = str(closings[-1].values.get("code") or "") if closed is not None and closings else ""
    need = next((n for s in reversed(spells) if (n := facts.part(s, "need"))), "")
    return {
        "began": _day(facts.given_part("case_status", "in_need_since"))
        or (start_of(spells[-1]) if spells else "")
        or opened,
        "ended": say(local_day(closed)) if closed is not None else "",
        "closure": coded("closure", code),
        "need": coded("need", need),
        "case_status": facts.case_status(),
    }


def _day(text: str) -> str:
    """A day written as text; blank where what was written is none."""
    try:
        return say(date.fromisoformat(text)) if text else ""
    except ValueError:
        return ""


def _plan(facts: Facts, spell: Status) -> Values:
    category = facts.part(spell, "category")
    return {
        "category": coded("abuse", category),
        "first_category": coded("abuse", facts.part(spell, "first_category") or category),
        "conference": facts.latest("cp_conference"),
        "plans_before": str(sum(s.start_from < spell.start_from for s in facts.spells("cp_plan"))),
    }


def _looked_after(facts: Facts, spell: Status) -> Values:
    code, since = facts.legal_status()
    placements = facts.started("placement")
    placed = placements[-1] if placements else None
    again = [s for s in facts.spells("looked_after", midnight(facts.day - YEAR)) if s.start_from < spell.start_from]
    return {
        "need": coded("need", facts.part(spell, "need")), "legal_status": coded("legal_status", code),
        "legal_on": since, "again": YES if again else NO, "review": facts.latest("cla_review"),
        "permanence": coded("permanence", facts.given("permanency_plan", "plan")),
        "placements": _a_year_of(facts, (e.happened.lo for e in placements)) if placements else "",
        "ceased": coded("ceased", facts.part(spell, "reason")) if spell.end_to is not None else "",
        "placed_on": say(local_day(placed.happened.lo)) if placed else "",
        "place": coded("place", str(placed.values.get("place") or "")) if placed else "",
        "provider": coded("provider", str(placed.values.get("provider") or "")) if placed else "",
    }  # fmt: skip


def _leaver(facts: Facts, spell: Status) -> Values:
    names = ("in_touch", "accommodation", "suitability", "activity")
    return {
        "eligibility": coded("eligibility", facts.part(spell, "eligibility")),
        "pathway": facts.latest("pathway_plan_review"),
        **{name: facts.part(spell, name) for name in names},
    }


_SPELLS: Final[dict[int, tuple[str, Callable[[Facts, Status], Values]]]] = {
    4: ("assessment", _assessment),
    5: ("cp_enquiry", _enquiry),
    7: ("cp_plan", _plan),
    8: ("looked_after", _looked_after),
}
