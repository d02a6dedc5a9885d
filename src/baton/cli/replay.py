"""`./baton replay --authority A --pack DRAFT`: what would be different, child by child."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baton.cli.comparing import pack_named
from baton.cli.database import needs_database

if TYPE_CHECKING:
    from baton.replaying import Replayed

SHOWN = 40
_SAYS = {
    "holder": "held by somebody else", "due": "due, or no longer due", "elsewhere": "due elsewhere",
    "late": "late, or no longer late", "owed": "with other work owed", "blocked": "blocked, or no longer blocked",
    "breach": "with other breaches on record",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Adds this command."""

    @app.command("replay")
    @needs_database
    def _replay(
        authority: Annotated[str, typer.Option("--authority", metavar="A")],
        pack: Annotated[str, typer.Option("--pack", metavar="DRAFT", help="The draft: a folder with a pack in it.")],
        from_: Annotated[
            datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE",
                                          help="As if the draft had been in force from this date on.")
        ] = None,
        json_: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
        processes: Annotated[int, typer.Option("--processes", help="All cores if not said.")] = 0,
    ) -> None:  # fmt: skip
        """Run history and today's caseload under a draft: who would be due, blocked, late, elsewhere; load per team."""
        raise typer.Exit(run(authority, pack, from_.date() if from_ else None, json_, processes))


def run(authority: str, name: str, from_: date | None, json_: bool, processes: int) -> int:
    """Prints what differs. 0: nothing, for no child. 1: something does, or a child failed. 2: it cannot be tried."""
    from baton.accounts.clock import now
    from baton.replaying import replay
    from baton.store.models import Authority

    if not Authority.objects.filter(key=authority).exists():
        known = ", ".join(Authority.objects.order_by("key").values_list("key", flat=True))
        typer.echo(f'There is no authority "{authority}" here; there is {known or "none"}.', err=True)
        return 2
    draft = pack_named(name)
    if draft is None:
        return 2
    if draft.authority != authority:
        typer.echo(f'The draft is of "{draft.authority}", not of "{authority}".', err=True)
        return 2
    if sys.stderr.isatty():
        found = replay(authority, draft, now(), from_, processes, _progress)
        typer.echo("", err=True)
    else:
        found = replay(authority, draft, now(), from_, processes)
    if json_:
        typer.echo(json.dumps(_values(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    return 1 if found.different or found.failed else 0


def _progress(done: int, all_: int) -> None:
    typer.echo(f"\r{done} of {all_} children", nl=False, err=True)


def _print(found: Replayed) -> None:
    touched = found.touched
    typer.echo(f"{found.children} children judged by both; {len(touched)} would differ.")
    for child, problem in found.failed:
        typer.echo(f"child {child} could not be judged: {problem}", err=True)
    if not touched:
        return
    counts = Counter(kind for kind, _child in {(one.kind, one.child) for one in found.different})
    for kind, number in counts.most_common():
        typer.echo(f"  {number} {_SAYS[kind]}")
    typer.echo("\nTeam: held, due out, coming in, duties late; before → by the draft, where they differ")
    for team in sorted({*found.before, *found.after}):
        was, would = found.before.get(team, (0, 0, 0, 0)), found.after.get(team, (0, 0, 0, 0))
        if was != would:
            pairs = ", ".join(str(a) if a == b else f"{a} → {b}" for a, b in zip(was, would, strict=True))
            typer.echo(f"  {team}: {pairs}")
    typer.echo("")
    for child in touched[:SHOWN]:
        typer.echo(f"child {child}")
        for one in found.different:
            if one.child == child:
                clause = f" ({', '.join(one.clause)})" if one.clause else ""
                typer.echo(f"  {one.rule}{clause}: {one.before or 'nothing'} → {one.after or 'nothing'}")
    if len(touched) > SHOWN:
        typer.echo(f"… and {len(touched) - SHOWN} more children: --json lists them all.")


def _values(found: Replayed) -> dict[str, Any]:
    return {
        "children": found.children,
        "touched": list(found.touched),
        "different": [one._asdict() for one in found.different],
        "teams": {
            team: {"before": found.before[team]._asdict() if team in found.before else None,
                   "after": found.after[team]._asdict() if team in found.after else None}
            for team in sorted({*found.before, *found.after})
        },
        "failed": [{"child": child, "problem": problem} for child, problem in found.failed],
    }  # fmt: skip
