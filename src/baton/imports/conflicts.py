"""Where two lists or two rows say different things of one child: both are kept, and the child's status decides which
stands. Pure: it compares observations and decides nothing that a person should.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from baton.imports.cells import folded
from baton.imports.dry_run import Alike, Conflict, Say
from baton.imports.model import Fact, Observation
from baton.working_time import age_on, local_day, say_window

_ADULT: Final = 18
_OVER: Final = frozenset({"ended", "closed"})
_ADULT_CATEGORIES: Final = frozenset({"former_relevant", "qualifying"})
# Which list speaks of the worker, by the child's status; where the status is none of them, the first that there is.
_ELSE: Final = ("list_6", "list_7", "list_8", "list_9", "list_5", "list_4", "list_3")
_ACTIVE: Final[Mapping[str, str]] = {
    "list_8/looked_after": "looked_after",
    "list_7/cp_plan": "cp_plan",
    "list_9/care_leaver": "care_leaver",
}


def conflicts_in(said: Sequence[Observation], clashes: Iterable[Sequence[Observation]]) -> list[Conflict]:
    """Every conflict, by child and word."""
    found: list[Conflict] = []
    by_child: dict[str, list[Observation]] = defaultdict(list)
    for each in said:
        by_child[each.child].append(each)
    found.extend(_rows_differ(rows) for rows in clashes)
    clashing = {(rows[0].child, rows[0].group) for rows in clashes}
    for child, observations in by_child.items():
        own = sorted(observations, key=lambda each: (each.group, each.source))
        for check in (_workers, _births, _sexes, _statuses):
            conflict = check(child, own)
            if conflict and not all((child, each.group) in clashing for each in conflict.says):
                found.append(conflict)
    return sorted(found, key=lambda each: (each.child, each.word, each.says[0].at))


def _say(observation: Observation, value: str) -> Say:
    list_name = f"{observation.source} {observation.group}" if "/" not in observation.group else observation.group
    return Say(list_name, value, observation.at, observation.as_at)


def _in_words(fact: Fact) -> str:
    parts = " ".join(f"{name} {value or 'nobody'}" for name, value in fact.parts)
    when = "" if fact.is_open else f" {say_window(fact.happened)}"
    return f"{fact.phase}{when} {parts}".strip()


def _rows_differ(rows: Sequence[Observation]) -> Conflict:
    """Two rows of one extract with the same key. Nothing tells which is right, so a fixed order does."""
    shared = set.intersection(*(set(each.facts) for each in rows))
    ordered = sorted(rows, key=lambda each: each.at)
    words = sorted({fact.word for each in rows for fact in each.facts if fact not in shared})
    says = tuple(
        _say(each, "; ".join(f"{f.word} {_in_words(f)}" for f in each.facts if f not in shared) or "nothing of this")
        for each in ordered
    )
    because = "two rows of one extract say different things and nothing in them tells which is right"
    return Conflict(ordered[0].child, words[0] if words else "", says, None, because)


def _of_list(group: str) -> str:
    return group.split("/", 1)[0]


def _workers(child: str, own: Sequence[Observation]) -> Conflict | None:
    """Who holds the child now, by several Annex A lists."""
    says = _holding(own)
    people = {" ".join(sorted(folded(said.value).split())) for said in says.values()}
    if len(people) < 2:
        return None
    speaks, because = _who_speaks(own, says)
    return Conflict(child, "allocated_worker", tuple(says[name] for name in sorted(says)), says[speaks], because)


def _holding(own: Iterable[Observation]) -> dict[str, Say]:
    """What each Annex A list says of who holds the child."""
    return {
        _of_list(each.group): _say(each, each.facts[0].part("worker") or "")
        for each in own
        if each.source == "annex_a" and each.group.endswith("/allocated_worker")
    }


def holders_in(said: Iterable[Observation]) -> dict[str, Say]:
    """For each child that the Annex A lists give a worker's cell for: what stands of who holds it. "" is nobody."""
    by_child: dict[str, list[Observation]] = defaultdict(list)
    for each in said:
        by_child[each.child].append(each)
    holders: dict[str, Say] = {}
    for child in sorted(by_child):
        if says := _holding(by_child[child]):
            holders[child] = says[_who_speaks(by_child[child], says)[0]]
    return holders


def _who_speaks(own: Sequence[Observation], says: Mapping[str, Say]) -> tuple[str, str]:
    status = _active(own)
    if "list_8" in says and "looked_after" in status:
        return "list_8", "the child is looked after, so list 8 speaks"
    if "list_9" in says and "care_leaver" in status and _is_adult(own):
        return "list_9", "the young person is a care leaver of 18 or over, so list 9 speaks"
    if "list_7" in says and "cp_plan" in status:
        return "list_7", "the child has a protection plan, so list 7 speaks"
    best = next(name for name in _ELSE if name in says)
    return best, f"no status puts another list before it, so {best.replace('_', ' ')} speaks"


def _active(own: Sequence[Observation]) -> set[str]:
    """What the child is now, by the dated lists and by list 6's case status."""
    active: set[str] = set()
    for each in own:
        if each.source != "annex_a":
            continue
        if each.group == "list_6/case_status":
            active.update(fact.part("value") or "" for fact in each.facts)
        word = _ACTIVE.get("/".join(each.group.split("/")[:2]))
        phases = {fact.phase for fact in each.facts if fact.word == word}
        if word and "started" in phases and phases.isdisjoint(_OVER):
            active.add(word)
    return active


def _is_adult(own: Sequence[Observation]) -> bool:
    for each in own:
        for fact in each.facts:
            if fact.word == "birth":
                born = local_day(fact.happened.lo)
                return born <= each.as_at and age_on(born, each.as_at)[0] >= _ADULT
    return any(fact.part("eligibility") in _ADULT_CATEGORIES for each in own for fact in each.facts)


def _differing(
    child: str, own: Sequence[Observation], word: str, value: Callable[[Fact], str], because: str
) -> Conflict | None:
    says = {
        (each.source, each.group): _say(each, value(fact)) for each in own for fact in each.facts if fact.word == word
    }
    if len({said.value for said in says.values()}) < 2:
        return None
    return Conflict(child, word, tuple(says[key] for key in sorted(says)), None, because)


def _births(child: str, own: Sequence[Observation]) -> Conflict | None:
    because = "no list is better than another about a birth date, and ages decide which rules apply"
    return _differing(child, own, "birth", lambda fact: say_window(fact.happened), because)


def _sexes(child: str, own: Sequence[Observation]) -> Conflict | None:
    because = "no list is better than another about the child's sex"
    return _differing(child, own, "sex", lambda fact: fact.part("value") or "", because)


def _statuses(child: str, own: Sequence[Observation]) -> Conflict | None:
    """List 6 calls the child one thing while a dated list shows another going on."""
    dated = [each for each in own if each.group.startswith(("list_7/cp_plan", "list_8/looked_after"))]
    going_on = [each for each in dated if _active([each])]
    said = next((each for each in own if each.group == "list_6/case_status"), None)
    in_need = next(
        (each for each in own if each.group.startswith("list_6/child_in_need") and _open_spell(each)),
        None,
    )
    says = said or in_need
    if says is None or not going_on:
        return None
    status = says.facts[0].part("value") or says.facts[0].word
    words = {word for each in going_on for word in _active([each])}
    if status in words or (status == "looked_after" and "looked_after" in words):
        return None
    stands = max(going_on, key=lambda each: each.group)
    values = (_say(says, status), *(_say(each, next(iter(_active([each])))) for each in going_on))
    because = f"the dated list {_of_list(stands.group)[-1]} stands before list 6's status"
    return Conflict(child, "case_status", values, values[1 + going_on.index(stands)], because)


def _open_spell(each: Observation) -> bool:
    return all(fact.phase not in _OVER for fact in each.facts)


def same_child(observations: Iterable[Observation]) -> list[Alike]:
    """Identifiers that may be of one child: written alike, or with one pupil number."""
    alike: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in observations:
        bare = each.child.casefold().lstrip("0")
        alike["the identifiers differ only in leading noughts or case", bare].add(each.child)
        for fact in each.facts:
            if fact.word == "identifier":
                shared = f"they have one {(fact.part('system') or '').upper()}"
                alike[shared, fact.part("value") or ""].add(each.child)
    found = (Alike(tuple(sorted(children)), why) for (why, _), children in alike.items() if len(children) > 1)
    return sorted(found, key=lambda each: (each.children, each.because))
