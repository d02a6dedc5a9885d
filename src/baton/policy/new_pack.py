"""The files of a new pack: a procedure of one page that can be read at once, to be filled and thrown away."""

from __future__ import annotations

from typing import Final

from baton.policy.fmt import formatted

_PACK: Final = """# What this procedure is, from when it is in force, and what it stands on.
pack:
  authority: {name}
  title: Case transfer procedure
  based_on: england 2026-11
  prefix: {prefix}
  edition: {{name: "2026", in_force_from: "2026-11-01"}}
  calendar: england-and-wales
  late_learnt: 1 working day
  opens: {{referral: front_door}}
  books: {{allocated_worker: case_system}}

places:
  front_door: {{says: Front door, service: true, landing_holder: team_manager}}
  long_term:
    says: Long-term service
    service: true
    landing_holder: team_manager
    teams: [long_term_1, long_term_2]

offices:
  social_worker: {{says: Social worker, of: team, practitioner: true}}
  team_manager: {{says: Team manager, of: team, above: service_manager, stand_in: line}}
  service_manager: {{says: Service manager, of: service, stand_in: none}}

words:
  home_team:
    kind: answer
    question: "Which team covers the child's home?"
    answers: place
    silence: not known
    asked_of: team_manager of holding team

matters:
  ordinary: {{says: Move to a long-term team, is: transfer}}
"""

_RULES: Final = """# One file a section of the paper, one rule a sentence, in the paper's order.
section: {{title: "Section 1: from the front door", for: ordinary}}

rules:
  - key: to_long_term
    clause: "{prefix}-1.1"
    for: child
    goes: {{from: front_door, to: team in long_term for home_team, as: ordinary}}
    when: has child_in_need
    at: start of child_in_need
    becomes: due

  - key: family_told
    clause: "{prefix}-1.2"
    who: sending_worker
    must: tell
    to: family
    about: [receiving_team, transfer_date]
    by: 1 working day before transfer_date
    before: move
    strength: refuse
    excuse: {{who: team_manager of sending team, record: [reason]}}

  - key: responsibility_moves
    clause: "{prefix}-1.3"
    at: accept
    then: [move to receiving_worker]

guidance:
  - {{clause: "{prefix}-0.1", because: says what the procedure is for}}
"""

_STORIES: Final = """Stories of this pack: one file a story, named by what happens in it. A clause is covered when
a story fails without its rule. See docs/scenarios.md.
"""


def files_of_a_new_pack(name: str) -> dict[str, str]:
    """The files by their names inside the folder of the pack."""
    values = {"name": name, "prefix": name[:3].upper()}
    files = {"pack.yaml": _PACK.format(**values), "section_1.yaml": _RULES.format(**values)}
    return {
        **{file: formatted(file, text).text for file, text in files.items()},
        "scenarios/README.md": _STORIES,
    }
