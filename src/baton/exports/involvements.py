"""The involvements of the Standard Safeguarding Dataset, with the professionals and departments that they name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from baton.exports.episodes import Episode, Reasons, episodes_of
from baton.exports.model import Export, Row, Sheet
from baton.exports.reader import Reader, number_of
from baton.imports.staff import numbers_of
from baton.journal import Entry
from baton.store.models import Child, Holding
from baton.working_time import BEGINNING, END, Moment, local_day, midnight

INVOLVEMENTS = (
    "invo_involvements_id", "invo_professional_id", "invo_professional_role_id", "invo_professional_team",
    "invo_involvement_start_date", "invo_involvement_end_date", "invo_worker_change_reason", "invo_person_id",
    "invo_referral_id",
)  # fmt: skip
PROFESSIONALS = (
    "prof_professional_id", "prof_staff_id", "prof_professional_name", "prof_social_worker_registration_no",
    "prof_professional_job_title", "prof_professional_caseload", "prof_professional_department",
    "prof_full_time_equivalency", "prof_agency_worker_flag",
)  # fmt: skip
DEPARTMENTS = ("dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name")
ROLE = {"worker": "Allocated Case Worker", "office": "Allocated Manager"}


def export(reader: Reader, first: date, last: date) -> Export:
    """Every spell in which somebody held a child here and that touches the period; a spell for each team."""
    made = Export("ssd-involvements", "Standard Safeguarding Dataset: involvements", first, last)
    lo = midnight(first)
    children = reader.children(Q(opened__isnull=False) & (Q(closed__isnull=True) | Q(closed__gt=lo)))
    ids = [c.child for c in children]
    holdings = reader.holdings(ids)
    reasons = Reasons(reader)
    rows = [row for child in children for row in _of(reader, reasons, child, holdings.get(child.child, []), lo, last)]
    people = {row[1] for row in rows}
    made.sheets = [
        Sheet("ssd_involvements", INVOLVEMENTS, tuple(rows)),
        Sheet("ssd_professionals", PROFESSIONALS, tuple(_professionals(reader, people))),
        Sheet("ssd_department", DEPARTMENTS, tuple(_departments(reader))),
    ]
    made.notes.append("invo_referral_id and prof_full_time_equivalency are blank where no extract has given them.")
    made.children = ids
    return made


def _of(reader: Reader, reasons: Reasons, child: Child, held: list[Holding], lo: Moment, last: date) -> Iterator[Row]:
    hi = midnight(last + timedelta(days=1))
    inside = [h for h in held if h.kind in ROLE and h.person and h.during.upper > lo and h.during.lower < hi]
    if not inside:
        return
    entries: dict[int, Entry] = {e.number: e for e in reader.entries(child.child)}
    episodes, short = episodes_of(child.child, held, last)
    changes: dict[str, tuple[Episode, Episode | None]] = {}
    before: Episode | None = None
    for e in sorted([*episodes, *short], key=lambda e: e.start):
        changes[e.holdings[0].key] = (e, before)
        before = e
    for h in inside:
        change = changes.get(h.key)
        reason = reasons.reason(change[0], change[1], entries, child.opened) if change else "TSPROC"
        yield (
            f"{number_of(child)}-{h.key}", h.person, ROLE[h.kind], h.team or h.service, _day(h.during.lower),
            _day(h.during.upper) if h.during.upper < hi else "", reason, number_of(child), "",
        )  # fmt: skip


def _professionals(reader: Reader, people: set[str]) -> Iterator[Row]:
    organisation, now = reader.around.organisation, reader.now
    numbers = numbers_of(e for entries in reader.around.journals.values() for e in entries)
    counts = dict.fromkeys(people, 0)
    for person in Child.objects.filter(reader.reach, authority=reader.authority, holder_person__in=people).values_list(
        "holder_person", flat=True
    ):
        counts[person] += 1
    posts = {p.person: p for p in organisation.posts if p.start <= now < p.end}
    for person in sorted(people):
        post = posts.get(person)
        title = reader.pack.offices[post.role].says if post and post.role in reader.pack.offices else ""
        yield (
            person, person, reader.person(person), numbers.get(person, ""), title, str(counts[person]),
            post.team if post else "", "", "",
        )  # fmt: skip


def _departments(reader: Reader) -> Iterator[Row]:
    for key, team in sorted(reader.around.organisation.teams.items()):
        yield key, reader.place(key), team.service, reader.place(team.service)


def _day(moment: Moment) -> str:
    return f"{local_day(moment):%d/%m/%Y}" if BEGINNING < moment < END else ""
