"""Commands that keep the record sound: tick, rebuild, verify, seal, backup, restore, release."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from baton.cli.database import needs_database

SHOWN = 20

One = Annotated[str | None, typer.Option("--authority", metavar="A", help="Only this authority.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("tick")
    @needs_database
    def _tick(authority: One = None) -> None:
        """The clock's pass: do what has come due by itself. Safe to run at any time, as often as you like."""
        raise typer.Exit(tick(authority))

    @app.command("rebuild")
    @needs_database
    def _rebuild(
        authority: One = None,
        check: Annotated[bool, typer.Option("--check", help="Change nothing; fail if any row differs.")] = False,
        json_: Annotated[bool, typer.Option("--json", help="How many, as JSON.")] = False,
    ) -> None:
        """Throw away everything derived and work it out again from the journals."""
        raise typer.Exit(rebuild(authority, check, json_))

    @app.command("verify")
    @needs_database
    def _verify(
        authority: One = None,
        against: Annotated[Path | None, typer.Option(metavar="SEAL", help="A seal from outside.")] = None,
    ) -> None:
        """Recompute every hash of every journal, and compare with a seal."""
        raise typer.Exit(verify(authority, against))

    @app.command("seal")
    @needs_database
    def _seal(
        folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="Somewhere that leaves this machine.")],
    ) -> None:
        """Write the head of every journal to a file."""
        from baton.store.verifying import seal

        typer.echo(str(seal(folder, _now())))

    @app.command("backup")
    @needs_database
    def _backup(
        folder: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for safety copies.")],
    ) -> None:
        """Copy the whole database, with a seal and digests."""
        raise typer.Exit(backup(folder))

    @app.command("restore")
    @needs_database
    def _restore(
        folder: Annotated[Path, typer.Argument(metavar="COPY", help="The folder that backup made.")],
        against: Annotated[Path | None, typer.Option(metavar="SEAL", help="The latest seal, from outside.")] = None,
    ) -> None:
        """Put a copy in the place of the database, which is kept beside it. Every authority is then in hold."""
        raise typer.Exit(restore(folder, against))

    @app.command("release")
    @needs_database
    def _release(authority: Annotated[str, typer.Option("--authority", metavar="A")]) -> None:
        """End the hold of an authority: the clock and the notices go on."""
        from baton.store.hold import release

        typer.echo(f"{authority} runs again." if release(authority) else f"{authority} was not in hold.")


def tick(authority: str | None) -> int:
    """Runs the pass and says what it did."""
    from baton.store.ticking import tick as run

    passed = run(_now(), [authority] if authority else None)
    typer.echo(f"{passed.children} children looked at, {passed.entries} entries written, {passed.rows} rows changed.")
    for key in passed.held:
        typer.echo(f"{key} is in hold: nothing was done. See ./baton release")
    for child, problem in passed.failed:
        typer.echo(f"child {child} could not be worked out: {problem}", err=True)
    return 1 if passed.failed else 0


def rebuild(authority: str | None, check: bool, json_: bool = False) -> int:
    """Rebuilds or checks each authority; lists the first differences."""
    from baton.store.rebuilding import rebuild as run

    status = 0
    for key in _authorities(authority):
        found = run(key, _now(), check)
        if json_:
            typer.echo(json.dumps({"authority": key, "children": found.children, "different": len(found.different)}))
            continue
        due = f", {found.due} not judged because the clock owes them a look" if found.due else ""
        typer.echo(f"{key}: {found.children} children, {len(found.different)} differences{due}.")
        for d in found.different[:SHOWN]:
            typer.echo(f"  {d.table} of {d.subject.kind} {d.subject.id}, {d.key} {d.column}: {d.kept!r}; {d.gives!r}")
        status = status or int(check and bool(found.different))
    return status


def verify(authority: str | None, against: Path | None) -> int:
    """Verifies each authority's chains; lists what is broken."""
    from baton.store.verifying import BadSeal
    from baton.store.verifying import verify as run

    broken = 0
    for key in _authorities(authority):
        try:
            found = run(key, against)
        except (BadSeal, OSError) as problem:
            typer.echo(str(problem), err=True)
            return 1
        sealed = f", {found.sealed} heads as sealed" if against else ""
        typer.echo(f"{key}: {found.entries} entries of {found.subjects} journals, {len(found.broken)} broken{sealed}.")
        for b in found.broken[:SHOWN]:
            typer.echo(f"  {b.subject.kind} {b.subject.id}, entry {b.number}: {b.says}", err=True)
        broken += len(found.broken)
    return 1 if broken else 0


def backup(folder: Path) -> int:
    """Verifies first: a copy of a broken record is worse than none."""
    from baton.cli import safekeeping
    from baton.store.verifying import seal
    from baton.store.verifying import verify as run

    counts = {}
    for key in _authorities(None):
        found = run(key)
        if found.broken:
            typer.echo(f"{key}: {len(found.broken)} entries do not verify (./baton verify). Nothing copied.", err=True)
            return 1
        counts[key] = found.entries
    now = _now()
    path = seal(folder, now)
    made = safekeeping.make(folder, now, path, counts)
    path.unlink()
    typer.echo(f"{sum(counts.values())} entries of {len(counts)} authorities are in {made}")
    return 0


def restore(folder: Path, against: Path | None) -> int:
    """Puts the copy in place, holds every authority, says what is missing and what would be sent."""
    from django.db import connections

    from baton.cli import safekeeping
    from baton.store import hold, surroundings

    manifest = safekeeping.check(folder)
    connections.close_all()
    surroundings.forget()
    now = _now()
    before = safekeeping.put_back(folder, now)
    typer.echo(f"Restored. The database as it was is kept as {before}.")
    hold.hold_all(now, f"restored from {folder.name}")
    status = verify(None, against or folder / str(manifest["seal"]))
    for key in _authorities(None):
        found = hold.waiting(key, now)
        typer.echo(
            f"{key} is in hold. When it is released, the clock looks at {found.children} children, and "
            f"{len(found.owed)} notices are owed; {_would_leave(key)} "
            f"What was recorded after {_moment(found.last_recorded)} is missing."
        )
    typer.echo("Look through it, then: ./baton release --authority A")
    return status


def _would_leave(authority: str) -> str:
    """What the outbox would send, less what left since the copy was made."""
    from baton.sending.waiting import waiting

    found = waiting(authority)
    before = (
        f" {found.left_before} more left since the copy was made and are not sent again." if found.left_before else ""
    )
    return f"{found.would_leave} messages are ready to leave.{before}"


def _authorities(one: str | None) -> list[str]:
    from baton.store.models import Authority

    keys = list(Authority.objects.order_by("key").values_list("key", flat=True))
    if one is None:
        return keys
    if one not in keys:
        typer.echo(f'There is no authority "{one}" here; there is {", ".join(keys) or "none"}.', err=True)
        raise typer.Exit(1)
    return [one]


def _now() -> int:
    from baton.accounts.clock import now

    return now()


def _moment(moment: int | None) -> str:
    from baton.working_time import say_moment

    return "the beginning" if moment is None else say_moment(moment)
