"""Teams and people taken in: tried out first, row by row, then written. The same files again change nothing.

It adds teams, people, numbers and posts. It ends nothing that would leave a child with nobody: a person who is in
another team here than in the file, or who has left and holds children, is told to a person who decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from baton.accounts.posts import say_office
from baton.imports.cells import folded
from baton.imports.dry_run import Answer, RowAnswer
from baton.imports.model import CannotRead, NotUsed, Reading, Rejected, Remark, Source
from baton.imports.readers.staff_files import CensusRow, PersonRow, TeamRow, read_census, read_staff
from baton.imports.staff import Staff, numbers_of
from baton.imports.staff_report import StaffReport
from baton.imports.teams import Teams
from baton.journal import Subject
from baton.store import observation, observing
from baton.store.asking import around as around_of
from baton.store.models import Child
from baton.store.surroundings import Surroundings
from baton.store.tenancy import as_program
from baton.working_time import Moment, Window, day_window, local_day, midnight

FORMATS: Final = ("staff", "workforce")
SOURCE: Final = "staff"
_NUMBER: Final = re.compile(r"SW\d+")


def dry_run(authority: str, format: str, files: Sequence[Path], now: Moment, as_at: date | None = None) -> StaffReport:
    """What these files would do. Nothing is saved."""
    return _Compared(authority, format, files, now, as_at).report


def apply(
    authority: str, format: str, files: Sequence[Path], now: Moment, by: str, as_at: date | None = None
) -> StaffReport:
    """Takes them in; `by` says whose doing it is."""
    report = _Compared(authority, format, files, now, as_at).report
    report.entries = observing.observe(authority, report.said, by, now).entries
    report.saved = True
    return report


class _Compared:
    """The files set against the organisation as it stands."""

    def __init__(self, authority: str, format: str, files: Sequence[Path], now: Moment, as_at: date | None) -> None:
        if format not in FORMATS:
            raise CannotRead(f'"{format}" is no list of staff.', f"Give one of {', '.join(FORMATS)}.")
        self._authority, self._now = authority, now
        self._around: Surroundings = around_of(authority)
        self._pack = self._around.packs.on(local_day(now))
        self._teams = Teams(self._pack, self._around.organisation)
        entries = [e for journal in self._around.journals.values() for e in journal]
        self._staff, self._numbers = Staff(self._around.organisation, entries), numbers_of(entries)
        self._by_number = {number: person for person, number in self._numbers.items()}
        self._workforce = {
            e.subject.id: dict(e.values) for e in entries if e.subject.kind == "worker" and e.word == "workforce"
        }
        self._new_teams: dict[str, str] = {}
        self._held = self._holding()
        self.report = StaffReport(as_at or local_day(now))
        for row in self._rows(format, files, as_at):
            self._take(row)

    def _holding(self) -> Counter[str]:
        with as_program(self._authority):
            held = Child.objects.filter(authority=self._authority).exclude(holder_kind="")
            return Counter(held.values_list("holder_person", flat=True))

    def _rows(self, format: str, files: Sequence[Path], as_at: date | None) -> Iterator[Any]:
        for path in files:
            if not path.is_file():
                raise CannotRead(f"There is no file {path.name}.", "Check its name and folder.")
        found: list[Any] = []
        for path in files:
            for row in read_staff(path) if format == "staff" else read_census(path):
                if isinstance(row, date):
                    self.report.as_at = as_at or row
                else:
                    found.append(row)
        if self.report.as_at > local_day(self._now):
            raise CannotRead(f"The list is of {self.report.as_at:%d/%m/%Y}, a day to come.", "Give its day: --as-at.")
        yield from sorted(found, key=lambda row: not isinstance(row, TeamRow))  # teams before those who work in them

    def _take(self, row: TeamRow | PersonRow | CensusRow | Reading) -> None:
        if isinstance(row, TeamRow):
            self._team(row)
        elif isinstance(row, PersonRow):
            self._person(row)
        elif isinstance(row, CensusRow):
            self._census(row)
        elif isinstance(row, Rejected):
            self._answer(row.at, "needs a person" if row.field else "cannot be read", row.reason, row.todo)
        elif isinstance(row, NotUsed):
            self._answer(row.at, "not used", row.reason)
        elif isinstance(row, Remark):
            self._answer(row.at, "needs a person", row.says, row.todo)

    def _answer(self, at: Source, answer: Answer, why: str, todo: str = "") -> None:
        self.report.answers.append(RowAnswer(at.file, at.sheet, at.row, "", answer, why, "", todo))

    def _say(self, kind: str, ident: str, group: str, verb: str, word: str, when: Window, **values: Any) -> None:
        body = {"with": {k: v for k, v in values.items() if v not in ("", None)}, "at": {"system": SOURCE}}
        key = observation.Key(SOURCE, f"{kind}/{ident}", group)
        line = observation.Line(verb, word, when, body)
        as_at = midnight(self.report.as_at)
        self.report.said.append(observation.Said(key, Subject(kind, ident), as_at, (line,), how="add"))  # type: ignore[arg-type]

    # --- teams ---------------------------------------------------------------------------------------------------

    def _team(self, row: TeamRow) -> None:
        name, service = row.cells["name"], row.cells["service"]
        key = self._key(row.cells["team"] or name)
        known = self._around.organisation.teams.get(key)
        found = self._teams.of_name(service)
        place = self._service(service) or (found.service if found is not None else None)
        if known is not None and (known.name in ("", name) or folded(known.name) == folded(name)):
            return self._answer(row.at, "unchanged", f"{name} is there")
        if place is None:
            todo = f"The nearest is {self._teams.nearest(service) or 'none'}."
            return self._answer(row.at, "needs a person", f'"{service}" is no service of this procedure', todo)
        self._new_teams[folded(name)] = self._new_teams[folded(key)] = key
        self._say("team", key, "team", "opened", "team", day_window(self.report.as_at), service=place, name=name)
        return self._answer(row.at, "new" if known is None else "changed", f"{name}, of {place}")

    def _service(self, key: str) -> str | None:
        found = self._pack.places.get(key)
        return key if found is not None and found.kind == "service" else None

    def _key(self, text: str) -> str:
        return re.sub(r"[^a-z0-9]+", "_", folded(text)).strip("_")

    def _team_of(self, text: str) -> str:
        """The key of the team that this text names: here already, or in these files; "" for none."""
        place = self._teams.of_name(text)
        if place is not None:
            return place.team
        return text if text in self._around.organisation.teams else self._new_teams.get(folded(text), "")

    # --- people --------------------------------------------------------------------------------------------------

    def _person(self, row: PersonRow) -> None:
        cells = row.cells
        number, name = cells.get("number", "").upper(), cells["name"]
        team = self._team_of(cells.get("team", "")) if cells.get("team") else ""
        role = self._role(cells.get("role", ""))
        problem = self._not_understood(cells, number, team, role)
        if problem:
            return self._answer(row.at, "needs a person", *problem)
        person = self._who(cells.get("person", ""), number, name, team)
        changes = self._identity(person, name, number) + self._post(row, person, role, team)
        if changes and changes[0] == "?":
            return self._answer(row.at, "needs a person", changes[1], changes[2])
        new = person not in self._known()
        return self._answer(row.at, "new" if new and changes else "changed" if changes else "unchanged",
                            f"{name}: {', '.join(changes) or 'as it is here'}")  # fmt: skip

    def _not_understood(self, cells: Any, number: str, team: str, role: str) -> tuple[str, str] | None:
        if number and not _NUMBER.fullmatch(number):
            return f"{number} is no number of the register", "It begins with SW, then digits."
        if cells.get("team") and not team:
            near = self._teams.nearest(cells["team"]) or "none"
            return f'"{cells["team"]}" is no team here', f"The nearest is {near}. Add the team to the file of teams."
        if cells.get("role") and not role:
            return f'"{cells["role"]}" is no office of this procedure', "Give an office in the procedure's words."
        return None

    def _known(self) -> set[str]:
        organisation = self._around.organisation
        named = {*(p.person for p in organisation.posts), *(o.person for o in organisation.offices)}
        return {*organisation.names, *named, *self._held}

    def _who(self, ident: str, number: str, name: str, team: str) -> str:
        if number and number in self._by_number:
            return self._by_number[number]
        known = self._known()
        if ident and ident in known:
            return ident
        found = self._staff.person(name, team)
        if found in known or not ident:
            return found
        return ident

    def _identity(self, person: str, name: str, number: str) -> list[str]:
        organisation = self._around.organisation
        was = organisation.names.get(person, person if person in self._known() else "")
        had = self._numbers.get(person, "")
        changes = [f"named {name}"] if folded(was) != folded(name) else []
        changes += [f"number {number}"] if number and number != had else []
        if changes:
            self._say("worker", person, f"worker/{name}/{number or had}", "started", "worker",
                      day_window(self.report.as_at), name=name, number=number or had)  # fmt: skip
        return changes

    def _post(self, row: PersonRow, person: str, role: str, team: str) -> list[str]:
        """Starts a post, or says why a person has to look: a wrong end would leave children with nobody."""
        if not role or not team:
            return []
        now = [p for p in self._around.organisation.posts if p.person == person and p.start <= self._now < p.end]
        held = self._held[person]
        if row.ended is not None and row.ended < self.report.as_at:
            if not any((p.role, p.team) == (role, team) for p in now):
                return []
            if held:
                self._unsay(person)
                return ["?", f"{row.cells['name']} left on {row.ended:%d/%m/%Y} and holds {held} children here",
                        "Give the children to others, then end the post."]  # fmt: skip
            self._say("worker", person, f"end/{role}@{team}/{row.ended}", "end_post", "post", day_window(row.ended),
                      team=team, role=role, last_day=row.ended.isoformat())  # fmt: skip
            return [f"left {self._team_says(team)} on {row.ended:%d/%m/%Y}"]
        if any((p.role, p.team) == (role, team) for p in now):
            return []
        if now and held:
            self._unsay(person)
            return ["?", f"{row.cells['name']} is in {self._team_says(now[0].team)} here and holds {held} children",
                    "Say on the page of the worker when the post changed, and who takes the children."]  # fmt: skip
        since = day_window(row.started or self.report.as_at)
        self._say("worker", person, f"post/{role}@{team}", "started", "post", since, role=role, team=team,
                  until=row.ended.isoformat() if row.ended else "")  # fmt: skip
        return [f"{say_office(self._pack, role)} in {self._team_says(team)}"]

    def _unsay(self, person: str) -> None:
        """What needs a person is not half done."""
        self.report.said = [s for s in self.report.said if s.subject != Subject("worker", person)]

    def _team_says(self, team: str) -> str:
        known = self._around.organisation.teams.get(team)
        return known.name if known is not None and known.name else team.replace("_", " ")

    def _role(self, text: str) -> str:
        if text in self._pack.offices:
            return text
        wanted = folded(text)
        named = ((key, name) for key, o in self._pack.offices.items() for name in (o.says or key, *o.also))
        return next((key for key, name in named if wanted and folded(name) == wanted), "")

    # --- the census ----------------------------------------------------------------------------------------------

    def _census(self, row: CensusRow) -> None:
        number = row.number.upper()
        if not _NUMBER.fullmatch(number):
            return self._answer(row.at, "needs a person", f'"{row.number}" is no number of the register',
                                "It begins with SW, then digits.")  # fmt: skip
        person = self._by_number.get(number)
        if person is None:
            return self._answer(row.at, "needs a person", f"nobody here has the number {number}",
                                "Import the staff with their numbers first; the census has no names.")  # fmt: skip
        values = {_WORDS[k]: v for k, v in row.cells.items()}
        if self._workforce.get(person) == values:
            return self._answer(row.at, "unchanged", f"{number} as it is known")
        self._say("worker", person, f"workforce/{self.report.as_at}", "observed", "workforce",
                  day_window(self.report.as_at), **values)  # fmt: skip
        cases, here = row.cells.get("Cases30", ""), self._held[person]
        differs = f"; the census counts {cases} cases, here there are {here}" if cases and cases != str(here) else ""
        known = person in self._workforce
        return self._answer(row.at, "changed" if known else "new", f"{number}: {len(values)} facts{differs}")


_WORDS: Final = {
    "AgencyWorker": "agency", "FTE": "fte", "FTE30": "fte_on_the_day", "OrgRole": "role_code",
    "RoleStartDate": "role_started", "RoleEndDate": "role_ended", "Cases30": "cases", "Absat30Sept": "absent",
    "ReasonAbsence": "absence_reason",
}  # fmt: skip
