"""A small pack for tests: two services, a panel, one route. Each test adds or replaces what it is about."""

from __future__ import annotations

from baton.policy.check import check
from baton.policy.packs import PackResult, read_pack

PACK = """\
pack:
  authority: newton
  title: Case transfer
  prefix: NEW
  edition: {name: "1", in_force_from: "2026-11-01"}
  calendar: england-and-wales
  late_learnt: 1 working day
"""
WORDS = """\
words:
  referral: {kind: event, says: Request for service}
  icpc: {kind: event, says: Initial conference, parts: {outcome: [plan_made, no_plan]}}
  cla_review: {kind: event, says: Review}
  looked_after: {kind: spell, says: Looked after, silence: "no", parts: {basis: [section_20, remand]}}
  disability: {kind: spell, says: Disability, silence: not known, asked_of: holder}
  consent: {kind: answer, question: Do they agree?, answers: ["yes", "no"], silence: not known, asked_of: holder}
  notes: {kind: answer, question: What is to be known?, answers: text, silence: not known, asked_of: holder}
  home_team: {kind: answer, question: Which team?, answers: place, silence: not known, asked_of: holder}
  summary: {kind: document, says: Summary}
  file_copied: {kind: task, says: File copied}
  family: {kind: people, says: Child and parents}
  siblings: {kind: people, says: Brothers and sisters}
  decision: {kind: slot, parts: {value: [agreed, not_agreed]}}
  transfer_date: {kind: slot}
  reason: {kind: slot}
  closing: {kind: slot}
  allocated_worker: {kind: slot, says: Named worker}
"""
PLACES = """\
places:
  mash: {says: MASH, service: true, landing_holder: team_manager}
  care: {says: Care, service: true, landing_holder: team_manager, teams: [care_1, care_2]}
  away: {says: Another authority, outside: true}
  both: {says: Both services, group: [mash, care]}
"""
OFFICES = """\
offices:
  team_manager: {of: team, above: service_manager}
  service_manager: {of: service}
"""
FORUMS = """\
forums:
  panel:
    of: authority
    sits: weekly on Wednesday at 10:00
    cut_off: 12:00 on 1 working day before sitting
    outcomes: {agreed: [transfer_date], not_agreed: [reason]}
"""
MATTERS = """\
matters:
  change: {about: child}
  transfer: {is: change, says: Transfer}
  ordinary: {is: transfer, says: Ordinary move}
  urgent: {is: transfer, says: Urgent move}
"""
TERMS = """\
terms:
  at_home: {clause: "NEW-0.1", is: {not: has looked_after}}
"""
ROUTE = """\
  - {key: to_care, clause: NEW-1, for: child, goes: {from: mash, to: care, as: ordinary}, at: first icpc, becomes: due}
  - {key: moves, clause: "NEW-2", for: transfer, at: accept, then: [move to receiving_worker]}
"""
FILE = "packs/newton/pack.yaml"
RULES = "packs/newton/rules.yaml"


def read(rules: str = "", field: dict[str, str] | None = None, **blocks: str) -> PackResult:
    """The small pack with these rules behind its own, and with blocks replaced or text added to them."""
    parts = {
        "pack": PACK, "words": WORDS, "places": PLACES, "offices": OFFICES, "forums": FORUMS, "matters": MATTERS,
        "terms": TERMS,
    }  # fmt: skip
    parts.update(blocks)
    files = {FILE: "\n".join(parts.values()), RULES: f"rules:\n{ROUTE}{rules}"}
    result = read_pack(files, field)
    return PackResult(result.pack, result.errors + (check(result.pack) if result.pack is not None else ()))


def mistakes(rules: str = "", field: dict[str, str] | None = None, **blocks: str) -> list[str]:
    """What is wrong, without the file, as the author reads it: "4 (NEW-3): sentence"."""
    return [str(error).split(":", 1)[1] for error in read(rules, field, **blocks).errors]
