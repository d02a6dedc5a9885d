"""Which brothers and sisters have different workers? Families whose open children are held by different people."""

from __future__ import annotations

from collections import defaultdict

from baton.store.models import Child
from baton.workspace import words
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.work import named


def siblings(asking: Asking) -> Answer:
    """One line a family: who holds whom, and since when it is so."""
    team, by_team = asking.team()
    mine = asking.children(team).exclude(family="").values("family")
    open_ = asking.children().filter(family__in=mine)
    families: dict[str, list[Child]] = defaultdict(list)
    fields = ("child", "name", "reference", "family", "born", "holder_kind", "holder_person", "holder_office",
              "holder_team", "holder_since")  # fmt: skip
    for c in open_.order_by("born", "child").only("authority", "key", *fields):
        families[c.family].append(c)
    apart = {f: cs for f, cs in families.items() if len({_holder(c) for c in cs}) > 1}
    rows, behind, called = [], {}, {}
    for family, children in sorted(apart.items(), key=lambda p: _since(p[1])):
        held = words.joined([f"{_given(c)}: {_who(asking, c)}" for c in children])
        surnames = dict.fromkeys(c.name.rsplit(" ", 1)[-1] for c in children if c.name)
        title = f"{' and '.join(surnames) or family} family"
        rows.append(Row((title, len(children), len({_holder(c) for c in children}), held,
                         words.day(_since(children))), family, 1))  # fmt: skip
        behind[family] = [(c.child, f"{_who(asking, c)}, since {words.day(c.holder_since)}") for c in children]
        called[family] = title
    several = sum(len(cs) > 1 for cs in families.values())
    return Answer(
        [f"In {words.plural(len(apart), 'family', 'families')} of {several:,} with several open children, brothers and "
         "sisters have different workers."],
        ("Family", "Children", "Holders", "Who holds whom", "Since"), rows, "", behind, [by_team],
        f"In none of {words.plural(several, 'family', 'families')} with several open children.",
        ["Since: when the latest of them came to a different holder. Only children whom your post reaches."], called,
        in_file=[c.child for cs in apart.values() for c in cs],
    )  # fmt: skip


def _holder(c: Child) -> tuple[str, str, str]:
    return (c.holder_person or c.holder_office, c.holder_kind, "" if c.holder_person else c.holder_team)


def _who(asking: Asking, c: Child) -> str:
    if c.holder_kind == "nobody":
        return "nobody"
    return asking.say.person(c.holder_person) or asking.say.office(c.holder_office) or asking.say.place(c.holder_team)


def _given(c: Child) -> str:
    return named(c).rsplit(" ", 1)[0]


def _since(children: list[Child]) -> int:
    return max(c.holder_since or 0 for c in children)
