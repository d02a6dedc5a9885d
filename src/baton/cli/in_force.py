"""`./baton put-in-force FOLDER`, `take-back NUMBER`, `in-force`: which procedure works, and since when."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baton.cli.database import needs_database
from baton.packs_on_disk import whole

if TYPE_CHECKING:
    from baton.store.approving import Foreseen, Steps

SHOWN = 40
Authority = Annotated[str, typer.Option("--authority", metavar="A")]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who decides it.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Preview = Annotated[bool, typer.Option("--preview", help="Only what it would change, child by child.")]
Json = Annotated[bool, typer.Option("--json", help="With --preview: every child, as JSON.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("put-in-force")
    @needs_database
    def _put(
        authority: Authority,
        folder: Annotated[
            Path | None, typer.Argument(help="The folder of the new edition or build.", metavar="FOLDER")
        ] = None,
        by: By = "",
        reason: Reason = "",
        from_: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE", help="A new edition's day.")
        ] = None,
        proposal: Annotated[
            int, typer.Option("--proposal", metavar="NUMBER", help="Approve what was proposed, instead of a folder.")
        ] = 0,
        preview: Preview = False,
        json_: Json = False,
    ) -> None:  # fmt: skip
        """Put an edition, or a better build of one, into force: previewed child by child, done by the same code."""
        raise typer.Exit(put(folder, authority, by, reason, from_.date() if from_ else None, proposal, preview, json_))

    @app.command("take-back")
    @needs_database
    def _back(
        number: Annotated[int, typer.Argument(metavar="NUMBER", help="The entry, as `in-force` lists it.")],
        authority: Authority,
        by: By = "",
        reason: Reason = "",
        preview: Preview = False,
        json_: Json = False,
    ) -> None:
        """Undo what was put into force, by a further entry."""
        raise typer.Exit(take_back(number, authority, by, reason, preview, json_))

    @app.command("in-force")
    @needs_database
    def _list(authority: Authority) -> None:
        """The editions in force, and everything that was proposed, put into force or taken back."""
        raise typer.Exit(listed(authority))


def put(
    folder: Path | None, authority: str, by: str, reason: str, from_: date | None, proposal: int, preview: bool,
    json_: bool,
) -> int:  # fmt: skip
    """Prints what changes for whom, and unless it is a preview does it. 1 where it cannot be done."""
    from baton.accounts.clock import now
    from baton.store import approving, proposing

    try:
        if proposal:
            one = next((p for p in proposing.proposals(authority) if p.number == proposal), None)
            if one is None:
                raise approving.CannotBePut([f"Entry {proposal} proposes nothing."])
            texts, from_ = one.texts, one.from_
        elif folder is None or not any(folder.glob("*.yaml")):
            raise approving.CannotBePut([f"There is no pack in {folder or 'no folder'}: no file there ends in .yaml."])
        else:
            texts = whole(folder)
        _say(approving.what_would_change(authority, texts, from_, now()), preview and json_)
        if preview:
            return 0
        if proposal:
            number = proposing.approve(authority, proposal, by, reason, now())
        else:
            number = approving.put_in_force(authority, texts, from_, by, reason, now())
    except approving.CannotBePut as problem:
        typer.echo(str(problem), err=True)
        return 1
    typer.echo(
        f"In force, as entry {number} of {authority}. To undo it: baton take-back {number} --authority {authority}"
    )
    return 0


def take_back(number: int, authority: str, by: str, reason: str, preview: bool = False, json_: bool = False) -> int:
    """Undoes one entry, or says what that would change. 1 where it cannot be done."""
    from baton.accounts.clock import now
    from baton.store import approving

    try:
        if preview:
            _say(approving.what_taking_back_would_change(authority, number, now()), json_)
            return 0
        further = approving.take_back(authority, number, by, reason, now())
    except approving.CannotBePut as problem:
        typer.echo(str(problem), err=True)
        return 1
    typer.echo(f"Taken back, as entry {further}.")
    return 0


def _say(found: Iterable[Foreseen], json_: bool) -> None:
    """What would change, child by child: all of it as JSON, or the first children in words."""
    if json_:
        typer.echo(json.dumps({"foreseen": [_values(one) for one in found]}, ensure_ascii=False))
        return
    children = 0
    for one in found:
        children += 1
        if children > SHOWN:
            continue
        said = [f"{change.kind} {change.rule}" for change in one.changes]
        typer.echo(f"{one.child}: {'; '.join(said) or 'the same work, by other rules'}")
        for steps in one.matters:
            typer.echo(f"  {steps.id}: {_steps(steps)}")
    if children > SHOWN:
        typer.echo(f"and {children - SHOWN} more children: --preview --json lists them all")
    typer.echo(f"{children} children would be different.")


def _steps(steps: Steps) -> str:
    was, would = steps.editions
    parts = [f"stays with edition {was}" if was == would else f"edition {was} → {would}", f"{len(steps.kept)} kept"]
    for word, rules in (("new", steps.new), ("dropped", steps.dropped), ("born late", steps.born_late)):
        if rules:
            parts.append(f"{len(rules)} {word}: {', '.join(rules)}")
    return "; ".join(parts)


def _values(one: Foreseen) -> dict[str, object]:
    changes = [{"kind": change.kind, "rule": change.rule, "clause": change.clause} for change in one.changes]
    return {"child": one.child, "matters": [steps._asdict() for steps in one.matters], "changes": changes}


def listed(authority: str) -> int:
    """Prints the editions and the entries."""
    from baton.store import approving
    from baton.store.asking import packs_of

    for pack in packs_of(authority).editions:
        typer.echo(f"{pack.edition.name}: from {pack.edition.in_force_from}, build {pack.build[:12]}")
    said = {"undo": "taken back", "proposal": "proposed", "not_approved": "not approved"}
    for e in approving.entries_about(authority):
        of = e.values.get("of") or (e.values.get("proposal") if e.word == "not_approved" else None)
        what = f"entry {of}" if of else f"{e.values['edition']} {e.values.get('from') or ''}".strip()
        verb = said.get(e.word, f"{e.word} put into force")
        typer.echo(f"entry {e.number}: {what}, {verb} by {e.done_by}: {e.body.get('reason', '')}")
    return 0
