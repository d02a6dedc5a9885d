"""The lists of a story that are not duties, routes or breaches: told, asks, differs, who may, listed, shown, doubts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from baton.engine import who_may as engine_who_may
from baton.engine.absences import spells_about, worker_matters
from baton.engine.sittings import current_sitting, cut_off_of
from baton.engine.situation import Duty, MatterAnswer, Situation
from baton.journal import Entry
from baton.policy import model as m
from baton.stories.seen import Seen
from baton.working_time import CalendarEnded, at, parse_when

Answer = Mapping[str, Any]

_TELLING = frozenset({"told", "tell", "sent", "send", "invite", "invited"})


def told(seen: Seen) -> Iterator[Answer]:
    """Notices that went out: by this line, or for a look all so far."""
    for entry in seen.entries():
        if entry.verb in _TELLING:
            values = entry.values
            clause = values.get("clause") or ()
            yield {
                "child": entry.subject.id, "to": tuple(str(t) for t in entry.body.get("to") or ()),
                "about": tuple(str(a) for a in entry.body.get("about") or ()), "word": entry.word,
                "at": entry.happened, "who": (entry.done_by,), "rule": str(values.get("rule") or ""),
                "clause": tuple(clause),
            }  # fmt: skip


def asks(seen: Seen) -> Iterator[Answer]:
    """Questions: what is not known and who is asked."""
    for child, situation in seen.everything():
        for q in situation.questions:
            yield {"child": child, "word": q.word, "of": q.of, "office": q.office, "waits": q.waits}


def differs(seen: Seen) -> Iterator[Answer]:
    """What sources say differently."""
    for child, situation in seen.situations.items():
        for d in situation.differences:
            yield {
                "child": child, "word": d.word, "sources": dict(d.sources), "stands": d.stands, "of": d.of,
                "clause": d.clause,
            }  # fmt: skip


def contradicted(seen: Seen) -> Iterator[Answer]:
    """What the clock did and a late fact speaks against."""
    for child, situation in seen.situations.items():
        for c in situation.contradictions:
            yield {
                "child": child, "rule": c.rule, "was": c.was, "now_says": c.now_says, "clause": c.clause,
                "choices": ("confirm", "reverse"),
            }  # fmt: skip


def who_may(seen: Seen) -> Iterator[Answer]:
    """Who may do the acts that the line's items ask about."""
    items = seen.line.expect.lists.get("who_may", ()) if seen.line.expect is not None else ()
    for act in dict.fromkeys(str(item.values.get("act") or "") for item in items):
        verb, _, word = act.partition(" ")
        for child, file in seen.files.items():
            for permitted in engine_who_may(seen.packs, file, seen.now, verb, word):
                yield {
                    "child": child, "act": act, "who": (permitted.person,), "as": (permitted.capacity,),
                    "hole": permitted.hole, "clause": permitted.clause,
                }  # fmt: skip


def listed(seen: Seen) -> Iterator[Answer]:
    """Children on the list of a sitting, with how they came onto it."""
    for child, situation in seen.situations.items():
        for matter in situation.matters:
            if matter.sitting is not None and matter.state not in ("ended", "withdrawn"):
                yield _listed(child, matter, seen)


def _listed(child: str, matter: MatterAnswer, seen: Seen) -> Answer:
    assert matter.sitting is not None
    values = dict(matter.values)
    key = str(values.get("forum") or next(iter(seen.pack.forums), ""))
    forum = seen.pack.forums.get(key)
    entry = next((e for e in reversed(seen.files[child].entries)
                  if e.verb in ("list", "carry_over") and e.matter == matter.id), None)  # fmt: skip
    marked = _mark(child, entry, forum, seen) if forum is not None and entry is not None else ""
    return {
        "child": child, "sitting": at(matter.sitting), "forum": key, "marked": marked, "matter": matter.kind,
        "part": str(values.get("list_part") or ""), "rank": values.get("list_rank") or 0,
        "since": at(int(str(values["list_since"]))) if "list_since" in values else None,
        "clause": forum.clause if forum is not None else (),
    }  # fmt: skip


def _mark(child: str, entry: Entry, forum: m.Forum, seen: Seen) -> str:
    """A late addition came onto the list after its cut-off; if the sitting has since been moved, it was added since."""
    planned, id = parse_when(str(entry.values["sitting"])).lo, str(entry.values.get("sitting_id") or "")
    file, late = seen.files[child], []
    for sittings in (file.sittings, seen.journals.sittings(entry.recorded_at)):
        sitting = current_sitting(forum, replace(file, sittings=sittings), planned, id)
        try:
            late.append(entry.recorded_at > cut_off_of(forum, sitting, file.calendar))
        except CalendarEnded:
            late.append(False)
    return "late addition" if late[0] else "added since" if late[1] else ""


def shown(seen: Seen) -> Iterator[Answer]:
    """Measures and words that the procedure wants shown, and on what pages."""
    for child, situation in seen.everything():
        for s in situation.shown:
            yield {
                "child": child, "rule": s.rule, "word": s.measures, "where": s.on, "clause": s.clause,
                "because": tuple(str(v) for _k, v in s.because), "value": s.figures,
            }  # fmt: skip
    if seen.line.seen_by:
        yield from _hidden_siblings(seen)


def _hidden_siblings(seen: Seen) -> Iterator[Answer]:
    """A brother or sister whose record is restricted is to others one more child, and whom to ask."""
    for child, file in seen.files.items():
        if child in seen.hidden:
            continue
        hidden = [seen.hidden[kin.child] for kin in file.kin if kin.child in seen.hidden]
        if hidden:
            number = "one more child" if len(hidden) == 1 else f"{len(hidden)} more children"
            yield {"child": child, "word": ("siblings",), "value": number, "clause": (), "rule": "",
                   "to": tuple(f"ask {person}" for person in hidden if person)}  # fmt: skip


def counted(seen: Seen) -> Iterator[Answer]:
    """Duties that are counted and not breaches, while they are not met; and how many have agreed where some must."""
    from baton.stories.answers import duty_answer

    for child, situation in seen.everything():
        for duty in situation.duties:
            if duty.strength == "count" and duty.state in ("open", "late"):
                yield duty_answer(child, duty, situation, seen)
            elif duty.verb == "agree" and duty.state == "met":
                yield {**duty_answer(child, duty, situation, seen), **_agreed(child, duty, situation, seen)}


def _agreed(child: str, duty: Duty, situation: Situation, seen: Seen) -> Answer:
    matter = next((one for one in situation.matters if one.id == duty.matter), None)
    word = matter.kind if matter is not None else ""
    acts = [e for e in seen.files[child].entries if e.verb == "agree"]
    mine = [e for e in acts if e.matter == duty.matter or word in (e.word, *(e.body.get("about") or ()))]
    return {"value": len({e.done_by for e in mine})}


def doubts(seen: Seen) -> Iterator[Answer]:
    """Where the procedure is in doubt: its settings and the readings of its rules."""
    for setting in seen.pack.settings.values():
        if setting.doubt:
            yield {"word": setting.name, "rule": "", "because": (setting.doubt,), "clause": setting.clause}
    for rule in seen.pack.rules:
        if rule.head.doubt:
            yield {"word": "", "rule": rule.head.key, "because": (rule.head.doubt,), "clause": rule.head.clause}


def absences(seen: Seen) -> Iterator[Answer]:
    """A worker's absence as a matter open for each child whom the worker holds."""
    for child, situation in seen.situations.items():
        holder = situation.holder
        organisation = seen.files[child].organisation
        for kind, word in worker_matters(seen.pack).items() if holder is not None and holder.person else ():
            for about in spells_about(organisation, holder.person if holder is not None else "", word):
                if about.start <= seen.now < about.end:
                    yield {"child": child, "matter": kind, "opened": at(about.start), "state": "open", "rule": "",
                           "clause": seen.pack.matters[kind].clause}  # fmt: skip
