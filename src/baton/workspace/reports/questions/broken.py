"""Which rules are broken, and where? By rule, most children first, then the children."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from baton.store.models import Breach
from baton.workspace import words
from baton.workspace.charts import Bar, bars
from baton.workspace.reports.answers import Answer, Asking, Filter, Row
from baton.workspace.work import named, names_of

DRAWN = 15
LONG = (("", "however long"), ("new", "in the last week"), ("7", "for more than a week"),
        ("28", "for more than four weeks"), ("91", "for more than three months"))  # fmt: skip


def broken(asking: Asking) -> Answer:
    """Breaches that go on, of open children that this post reaches."""
    desk, say = asking.desk, asking.say
    team, by_team = asking.team()
    going_on = Breach.objects.filter(authority=desk.authority, kind="child", ended__isnull=True)
    reached = asking.children(team)
    worker, by_worker = _worker(asking, going_on, reached)
    going_on = going_on.filter(
        subject_id__in=(reached.filter(holder_person=worker) if worker else reached).values("child")
    )
    long, by_long = _long(asking)
    going_on = going_on.filter(**long).order_by("since")
    found = list(going_on.values_list("subject_id", "rule", "matter", "holder_team", "since", "known", "clause"))
    by_rule = defaultdict(list)
    for row in found:
        by_rule[row[1]].append(row)
    rows, behind, called, bars_ = [], {}, {}, []
    for rule, mine in sorted(by_rule.items(), key=lambda p: (-len({r[0] for r in p[1]}), p[0])):
        name = say.short(rule, mine[0][2])
        many = len({r[0] for r in mine})
        teams = Counter(r[3] for r in mine if r[3]).most_common()
        where = words.joined([f"{say.place(t)} ({n})" if len(teams) > 1 else say.place(t) for t, n in teams])
        since = mine[0][4]
        rows.append(Row((name, many, words.since(since), where), rule, 1, tuple(mine[0][6]), {2: since}))
        behind[rule] = [(r[0], r) for r in mine]
        called[rule] = name
        bars_.append(Bar(name, many, ", ".join(mine[0][6])))
    chosen = asking.given.get("figure", "")
    kept = [r for rule in called for r in by_rule[rule] if chosen not in called or rule == chosen]

    def note(r: Any) -> str:
        return f"{say.place(r[3])}, since {words.since(r[4])}, known since {words.since(r[5])}"

    def file() -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        names = names_of(desk, [r[0] for r in kept])
        lines = [
            (
                called[r[1]],
                ", ".join(r[6]),
                named(names.get(r[0])),
                say.place(r[3]),
                words.since(r[4]),
                words.since(r[5]),
            )
            for r in kept
        ]
        return ("Rule", "Clause", "Child", "Team", "Since", "Known since"), lines

    return Answer(
        [f"{words.plural(len(by_rule), 'rule')} {'is' if len(by_rule) == 1 else 'are'} broken for "
         f"{words.children(len({r[0] for r in found}))}."] if found else [],
        ("Rule", "Children", "Oldest since", "Where"), rows,
        bars("Rules broken now, by children", "One bar a rule with its clause, most children first.", bars_[:DRAWN])
        if bars_ else "",
        behind, note, [by_team, by_worker, by_long],
        "No rule is broken like that." if worker or long else "No rule is broken for any child that your post reaches.",
        [f"The picture shows the {DRAWN} rules broken for most children."] if len(bars_) > DRAWN else [], called,
        file, [r[0] for r in kept],
    )  # fmt: skip


def _worker(asking: Asking, going_on: Any, reached: Any) -> tuple[str, Filter]:
    """The worker whose children are meant, "" for all, and the filter: those who hold a child with a rule broken."""
    held = reached.filter(child__in=going_on.values("subject_id")).order_by().values_list("holder_person", flat=True)
    people = sorted(((p, asking.say.person(p)) for p in held.distinct() if p), key=lambda one: one[1].lower())
    chosen = asking.get("worker", dict(people))
    return chosen, Filter("worker", "Held by", (("", "all"), *people), chosen)


def _long(asking: Asking) -> tuple[dict[str, int], Filter]:
    """Since when, as a condition of the rows, and its filter."""
    chosen = asking.get("long", dict(LONG))
    ago = asking.desk.now - words.DAY * (7 if chosen == "new" else int(chosen or 0))
    meant = {"since__gte" if chosen == "new" else "since__lt": ago} if chosen else {}
    return meant, Filter("long", "Broken", LONG, chosen)
