"""`./baton explain CLAUSE`: the rule in plain English, how it is read, the scenarios that pin it, whom it touches."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from baton.cli.database import needs_database
from baton.cli.packs import PACKS, Names, Root, folders
from baton.packs_on_disk import load
from baton.policy import model as m
from baton.policy.citing import Citation, cited
from baton.policy.labels import label, listing
from baton.policy.problems import nearest
from baton.policy.saying import say_condition, say_moment, say_who
from baton.policy.wording import sentence

_LINES: Final = re.compile(r"^(?:cast|lines):", re.MULTILINE)


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("explain")
    def _explain(
        clause: Annotated[str, typer.Argument(help="A clause such as ABC-2.8b, or the key of a rule.")],
        packs: Names = None,
        authority: Annotated[
            str, typer.Option("--authority", metavar="A", help="Also the children of this authority it touches now.")
        ] = "",
        root: Root = PACKS,
    ) -> None:
        """What packs make of a clause or a rule, in plain English; with --authority, whom it touches now."""
        if not authority:
            raise typer.Exit(explain(clause, packs or (), root))
        status = explain(clause, packs or (authority,), root)
        raise typer.Exit(status or _touched(authority, clause, root))


@needs_database
def _touched(authority: str, clause: str, root: Path) -> int:
    pack = next((found for folder in folders((authority,), root) if (found := load(folder).pack) is not None), None)
    if pack is None:
        return 1
    rule = clause if any(one.head.key == clause for one in pack.rules) else ""
    for line in touched(authority, clauses_of(clause, pack), rule):
        typer.echo(line)
    return 0


def explain(clause: str, names: Sequence[str] = (), root: Path = PACKS) -> int:
    """Prints what the packs make of a clause or a rule, and which scenarios pin it. 1 if none has it."""
    known: set[str] = set()
    found = False
    for folder in folders(names, root):
        pack = load(folder).pack
        if pack is None:
            continue
        by_clause = cited(pack)
        known |= set(by_clause) | {rule.head.key for rule in pack.rules}
        for line in explanation(clause, pack, by_clause):
            print(line)
            found = True
        if any(key in by_clause for key in clauses_of(clause, pack)):
            print(pinned(clauses_of(clause, pack), folder))
    if not found:
        print(f'No pack has a clause or a rule "{clause}".{nearest(clause, known)}')
    return 0 if found else 1


def clauses_of(name: str, pack: m.Pack) -> tuple[str, ...]:
    """The clause itself, or the clauses of the rule with this key."""
    found = dict.fromkeys(c for rule in pack.rules if rule.head.key == name for c in rule.head.clause)
    return tuple(found) or (name,)


def pinned(clauses: tuple[str, ...], folder: Path) -> str:
    """Which scenarios beside the pack cite one of the clauses."""
    names = [path.stem for path in sorted((folder / "scenarios").glob("*.yaml")) if _cites(path, clauses)]
    return f"Scenarios that cite it: {', '.join(names)}." if names else "No scenario cites it."


def _cites(path: Path, clauses: tuple[str, ...]) -> bool:
    head = _LINES.split(path.read_text(encoding="utf-8"), maxsplit=1)[0]
    return any(f'"{clause}"' in head for clause in clauses)


def touched(authority: str, clauses: tuple[str, ...], rule: str) -> Iterator[str]:
    """The children of an authority for whom it is at work now, or broken, by reference; never by name."""
    from baton.store.models import Breach, Child, WorkItem
    from baton.store.models.work import OPEN_STATES
    from baton.store.tenancy import as_program

    with as_program(authority):
        mine = {"authority": authority, "kind": "child"}
        items = WorkItem.objects.filter(**mine, state__in=OPEN_STATES)
        broken = Breach.objects.filter(**mine, ended__isnull=True)
        by = {"rule": rule} if rule else {"clause__overlap": list(clauses)}
        waiting: dict[str, list[str]] = {}
        for child, key, state in items.filter(**by).values_list("subject_id", "rule", "state").order_by("subject_id"):
            waiting.setdefault(child, []).append(f"{key} ({state.replace('_', ' ')})")
        for child, key in broken.filter(**by).values_list("subject_id", "rule").order_by("subject_id"):
            waiting.setdefault(child, []).append(f"{key} (broken)")
        names = dict(Child.objects.filter(authority=authority, child__in=waiting).values_list("child", "reference"))
    yield f"It touches {len(waiting)} children of {authority} now{':' if waiting else '.'}"
    for child, what in waiting.items():
        yield f"  {names.get(child) or child}: {', '.join(dict.fromkeys(what))}"


def explanation(clause: str, pack: m.Pack, by_clause: dict[str, list[Citation]]) -> Iterator[str]:
    """The lines that explain a clause or the key of a rule."""
    for key in dict.fromkeys(rule.head.key for rule in pack.rules if _is_about(rule, clause)):
        yield from _rule(key, [rule for rule in pack.rules if rule.head.key == key and _is_about(rule, clause)], pack)
    for citation in by_clause.get(clause, ()):
        if citation.what == "setting":
            yield from _setting(pack.settings[citation.key])
        elif citation.what == "guidance":
            yield f"{clause} is guidance: {citation.key}."
        elif citation.what == "term":
            term = pack.terms[citation.key]
            said = say_condition(term.item, pack) if isinstance(term, m.Named) else say_moment(term, pack)
            yield f'The term "{citation.key}" means: {said}.'
        elif citation.what == "forum":
            yield from _forum(pack.forums[citation.key], pack)
        elif citation.what in ("matter", "rung"):
            yield from _ladder(pack.matters[citation.key], pack)
        elif citation.what not in ("rule", "exception", "excuse"):
            yield f"The {citation.what} {citation.key} rests on it ({citation.where.file}:{citation.where.line})."


def _forum(forum: m.Forum, pack: m.Pack) -> Iterator[str]:
    """When it sits, until when its list is open, who decides, and with which outcomes."""
    where = f"{forum.where.file}:{forum.where.line}"
    yield f"{forum.says} ({where}) sits {_cadence(forum.sits)}; on a closed day: {forum.closed_day}."
    if forum.cut_off is not None:
        late = forum.late_items.replace("_", " ")
        yield f"  Its list closes {say_moment(forum.cut_off, pack)}; what comes later: {late}."
    if forum.quorum is not None:
        yield f"  Nothing is decided without {say_who(forum.quorum, pack)}."
    for outcome in forum.outcomes:
        needs = f", with {listing(label(word, pack) for word in outcome.needs)}" if outcome.needs else ""
        yield f"  It may say: {outcome.key.replace('_', ' ')}{needs}."


def _cadence(sits: m.Cadence) -> str:
    if sits.kind == "entered":
        return "on dates that are entered"
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[sits.weekday]
    often = {"monthly": f"monthly, {'the last' if sits.nth < 0 else f'number {sits.nth} of the month,'} {day}"}
    every = "weekly on " if sits.every == 1 else f"every {sits.every} weeks on "
    return f"{often.get(sits.kind, every + day)} at {sits.hour:02}:{sits.minute:02}"


def _ladder(matter: m.Matter, pack: m.Pack) -> Iterator[str]:
    """Who settles it, rung by rung, and what holds meanwhile."""
    mean = {"waits": "the move waits", "goes on": "the move goes on"}.get(matter.meanwhile, "")
    yield f"{matter.says} ({matter.where.file}:{matter.where.line}){'; meanwhile ' + mean if mean else ''}."
    for number, rung in enumerate(matter.rungs, 1):
        within = f", within {say_moment(rung.within, pack)}" if rung.within is not None else ""
        last = ", whose word is the last" if rung.final else ""
        yield f"  {number}. {say_who(rung.who, pack)}{within}{last} ({', '.join(rung.clause)})"


def _is_about(rule: m.Rule, clause: str) -> bool:
    """Whether a rule is to be shown for a clause or key; the stops of a duty's own `before` only by their key."""
    head = rule.head
    if head.key == clause:
        return True
    excuse = getattr(rule, "excuse", None)
    cites = head.clause + head.cites + (excuse.clause if excuse is not None else ())
    return clause in cites and not getattr(rule, "from_rule", "")


def _rule(key: str, rules: list[m.Rule], pack: m.Pack) -> Iterator[str]:
    where = rules[0].head.where
    yield f"{key} ({where.file}:{where.line})"
    for rule in rules:
        yield f"  {sentence(rule, pack)}"
    for text in dict.fromkeys(rule.head.note for rule in rules if rule.head.note):
        yield f"  Note: {text}."
    for text in dict.fromkeys(rule.head.doubt for rule in rules if rule.head.doubt):
        yield f"  In doubt: {text}."
    for text in dict.fromkeys(rule.head.reading for rule in rules if rule.head.reading):
        yield f"  Read as: {text}."


def _setting(setting: m.Setting) -> Iterator[str]:
    guess = " (a guess)" if setting.guess else ""
    yield f"Setting {setting.name}: {setting.is_}{guess}. In doubt: {setting.doubt}."
    for say in setting.or_says:
        yield f"  It could also be: {say}."
