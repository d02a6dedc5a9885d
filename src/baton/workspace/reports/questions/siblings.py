"""Which brothers and sisters have different workers? Families whose open children are held by different people."""

from __future__ import annotations

from django.db.models import Case, Count, F, Max, TextField, When
from django.db.models import Value as V
from django.db.models.functions import Concat

from baton.store.models import Child
from baton.workspace import words
from baton.workspace.reports.answers import Answer, Asking, Row
from baton.workspace.work import named

MOST = 200  # families that are listed


def siblings(asking: Asking) -> Answer:
    """One line a family: who holds whom, and since when it is so."""
    team, by_team = asking.team()
    open_ = asking.children().exclude(family="")
    by_office = Concat("holder_office", V("@", TextField()), "holder_team", output_field=TextField())
    holder = Case(When(holder_person="", then=by_office), default=F("holder_person"))
    of_team = open_
    if team:  # named one by one: joined to itself, the table of children would be walked once for each
        of_team = open_.filter(family__in=list(asking.children(team).values_list("family", flat=True).distinct()))
    each = of_team.values("family").annotate(n=Count("child")).filter(n__gt=1)
    each = each.annotate(holders=Count(holder, distinct=True), since=Max("holder_since"))
    families = list(each.values_list("since", "family", "holders"))  # gathered once, counted and put in order here
    parted = sorted((since or 0, family) for since, family, holders in families if holders > 1)
    several, many = len(families), len(parted)
    apart: dict[str, list[Child]] = {family: [] for _since, family in parted[:MOST]}
    fields = ("child", "name", "reference", "family", "born", "holder_kind", "holder_person", "holder_office",
              "holder_team", "holder_since")  # fmt: skip
    for c in open_.filter(family__in=list(apart)).order_by("born", "child").only("authority", "key", *fields):
        apart[c.family].append(c)
    rows, behind, called = [], {}, {}
    for family, children in apart.items():
        held = words.joined([f"{_given(c)}: {_who(asking, c)}" for c in children])
        surnames = dict.fromkeys(c.name.rsplit(" ", 1)[-1] for c in children if c.name)
        title = f"{' and '.join(surnames) or family} family"
        rows.append(Row((title, len(children), len({_holder(c) for c in children}), held,
                         words.day(_since(children))), family, 1, by={4: _since(children)}))  # fmt: skip
        behind[family] = [(c.child, f"{_who(asking, c)}, since {words.day(c.holder_since)}") for c in children]
        called[family] = title
    return Answer(
        [f"In {words.plural(many, 'family', 'families')} of {several:,} with several open children, brothers and "
         "sisters have different workers."],
        ("Family", "Children", "Holders", "Who holds whom", "Since"), rows, "", behind, str, [by_team],
        f"In none of {words.plural(several, 'family', 'families')} with several open children.",
        ["Since: when the latest of them came to a different holder. Only children whom your post reaches.",
         *([f"The {MOST} that have been so longest."] if many > MOST else [])], called,
        in_file=[c.child for cs in apart.values() for c in cs],
    )  # fmt: skip


def _holder(c: Child) -> tuple[str, str]:
    return (c.holder_person or c.holder_office, "" if c.holder_person else c.holder_team)


def _who(asking: Asking, c: Child) -> str:
    if c.holder_kind == "nobody":
        return "nobody"
    return asking.say.person(c.holder_person) or asking.say.office(c.holder_office) or asking.say.place(c.holder_team)


def _given(c: Child) -> str:
    return named(c).rsplit(" ", 1)[0]


def _since(children: list[Child]) -> int:
    return max(c.holder_since or 0 for c in children)
