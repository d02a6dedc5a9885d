"""What a line of a story asks of the engine: an Act, and whose journal it is about."""

from __future__ import annotations

from typing import Any

from baton.engine.sittings import sittings_between
from baton.engine.situation import Act, By
from baton.journal import Entry, Subject
from baton.journal.organisation import sitting_id
from baton.policy import model as m
from baton.stories.journals import Journals
from baton.stories.model import AUTHORITY, Line
from baton.working_time import local_day

_NAMES_A_WORKER = frozenset({"allocate", "accept", "name_holder", "cover"})
_REACH_DAYS = 60


def by_of(line: Line) -> By:
    """Who acts by a line, and as what."""
    return By(line.by, line.typed_by or line.by, line.capacity)


def act_of(line: Line, subject: Subject | None, matter: str) -> Act:
    """The act or record that a line states."""
    values = dict(line.values)
    to: tuple[str, ...] = line.to
    if line.kind == "act" and line.verb in _NAMES_A_WORKER and to:
        values.setdefault("person", to[0])
        if not line.word:
            values.setdefault("receiving_worker", to[0])
        to = ()
    word = line.word
    excuses = ""
    if line.verb == "excuse":
        word, excuses = "", line.word
    about = () if subject is not None else line.about
    return Act(
        line.verb, word, line.for_, line.happened, matter, values, {k: dict(v) for k, v in line.each.items()}, to,
        about, line.attended, line.reason, excuses, None, line.did_not_happen, line.wrong_child, line.against_rule,
        subject,
    )  # fmt: skip


def subject_of(line: Line, pack: m.Pack, journals: Journals) -> Subject | None:
    """The worker, office or sitting that a line is about; None for lines about children."""
    about = line.about[0] if line.about else ""
    if about == AUTHORITY and not line.for_:
        return Subject("authority", pack.authority)
    office, joined, place = about.partition(" of ")
    about_office = line.verb in ("end_office", "cover", "delegate") and not line.for_
    if about_office or line.word == "office" or line.verb == "name_holder":
        word = pack.offices.get(office)
        where = "" if word is not None and word.of in ("authority", "outside") else place if joined else ""
        return Subject("office", f"{office}@{where}")
    if line.verb == "end_post" or (line.verb == "died" and not line.for_) or _about_worker(line, pack):
        return Subject("worker", about)
    forum = line.word if line.word in pack.forums else about if about in pack.forums else ""
    if forum and not line.for_:
        return sitting_of(forum, line, pack, journals)
    return None


def _about_worker(line: Line, pack: m.Pack) -> bool:
    """Whether a line records something of a worker: a post, or a word of the pack that is about workers."""
    word = pack.words.get(line.word)
    return line.word == "post" or (word is not None and word.about == "worker" and not line.for_)


def sitting_of(forum: str, line: Line, pack: m.Pack, journals: Journals) -> Subject:
    """The sitting that a line is about: the one it names, else the next that has not been held."""
    day = line.sitting.first_day if line.sitting is not None else local_day(line.at)
    file = journals.file(Subject("sitting", forum))
    last = type(day).fromordinal(day.toordinal() + _REACH_DAYS)
    found = sittings_between(pack.forums[forum], file, day, last)
    if line.sitting is not None:
        named = [s for s in found if day in (local_day(s.at), local_day(s.nominal))]
        if named:
            return Subject("sitting", sitting_id(forum, named[0].nominal))
    for sitting in found:
        if not sitting.held and not sitting.cancelled:
            return Subject("sitting", sitting_id(forum, sitting.nominal))
    return Subject("sitting", sitting_id(forum, line.at))


def open_matters(journals: Journals, child: str) -> dict[str, str]:
    """The matters ever opened for a child: id to kind, in order."""
    found: dict[str, str] = {}
    for entry in journals.entries(Subject("child", child)):
        kind = (entry.body.get("opens") or {}).get("kind")
        if entry.matter and kind:
            found[entry.matter] = str(kind)
    return found


def matter_of(line: Line, journals: Journals) -> str:
    """The id of the matter that a line names by its kind; "" where it names none."""
    if not line.matter or not line.for_:
        return ""
    fitting = [id for id, kind in open_matters(journals, line.for_[0]).items() if line.matter in (kind, id)]
    return fitting[-1] if fitting else ""


def correction_of(line: Line, before: Entry, original: Line) -> Act:
    """The act by which a line corrects an earlier entry: its whole new content."""
    stated = line.stated
    values: dict[str, Any] = {**dict(before.values), **line.values}
    about_child = before.subject.kind == "child"
    return Act(
        before.verb, before.word, (before.subject.id,) if about_child else (),
        line.happened if "happened" in stated else before.happened, before.matter, values, {},
        line.to if "to" in stated else tuple(before.body.get("to") or ()), tuple(before.body.get("about") or ()),
        line.attended if "attended" in stated else tuple(before.body.get("attended") or ()),
        line.reason, "", before.number, line.did_not_happen, line.wrong_child, False,
        None if about_child else before.subject,
    )  # fmt: skip
