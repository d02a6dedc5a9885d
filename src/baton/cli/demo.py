"""`load-demo` and `demo-sign-ins`: the made-up world, and the accounts with which to look at it."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from baton.cli.database import needs_database
from baton.cli.side_by_side import run_side_by_side
from baton.platform.places import PACKS

if TYPE_CHECKING:
    from baton.demo.world import World

IfEmpty = Annotated[bool, typer.Option("--if-empty", help="Do nothing, and succeed, if a world is there already.")]
Of = Annotated[str, typer.Option("--authority", metavar="A", help="One authority; every one that has a world if none.")]

Processes = Annotated[int, typer.Option("--processes", metavar="N", help="How many processes make it; 0: one a core.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("load-demo")
    @needs_database
    def _load_demo(if_empty: IfEmpty = False, authority: Of = "", processes: Processes = 0) -> None:
        """Load the made-up worlds: children, staff, meetings, every awkward case once."""
        raise typer.Exit(load_demo(if_empty, authority, processes))

    @app.command("demo-sign-ins")
    @needs_database
    def _demo_sign_ins(authority: Of = "") -> None:
        """Print the demonstration accounts, one a role."""
        raise typer.Exit(demo_sign_ins(authority))


def load_demo(if_empty: bool, authority: str, processes: int = 0) -> int:
    """Loads each world that is asked for; says what was made and how long it took. Several are made at once."""
    from baton.demo.loading import is_loaded
    from baton.demo.sign_ins import is_listed, make_accounts, password

    chosen = _worlds(authority)
    if not chosen:
        typer.echo("No made-up world is described here: packs/AUTHORITY/demo/world.yaml", err=True)
        return 1
    there = [one for one in chosen if is_loaded(one)]
    for one in there:
        if not if_empty:
            typer.echo(f"{one} is kept here already; a made-up world is only put into an empty place.", err=True)
            return 1
        if not is_listed(PACKS, one):
            make_accounts(_world(one))
    missing = [one for one in chosen if one not in there]
    if len(missing) < 2:
        return max((_load(one, processes) for one in missing), default=0)
    password()  # made once, before several want it
    at_once = os.cpu_count() or 1
    typer.echo(f"  Making {len(missing)} made-up authorities, {min(at_once, len(missing))} at a time …")
    words = {one: ("load-demo", "--authority", one, "--processes", "1") for one in missing}
    ended = run_side_by_side(words, at_once, typer.echo)
    return 1 if any(ended.values()) else 0


def _load(authority: str, processes: int) -> int:
    from baton.demo.loading import load
    from baton.demo.sign_ins import make_accounts
    from baton.demo.world import WorldErrors
    from baton.packs_on_disk import PackErrors
    from baton.sending.carriers import Carriers
    from baton.sending.writing import write

    began = time.perf_counter()
    try:
        made = load(PACKS, authority, int(time.time()), say=_say, processes=processes)
    except (WorldErrors, PackErrors) as wrong:
        typer.echo(f"The made-up world of {authority} cannot be made:\n{wrong}", err=True)
        return 1
    accounts = make_accounts(made.world)
    write(made.world.authority, made.now, Carriers([]))  # what the clock has told stands under Notices
    children = sum(len(family.children) for family in made.families)
    typer.echo(
        f"  {made.world.name}: {children} children in {len(made.families)} families, {len(made.world.names)} "
        f"members of staff, {accounts} sign-ins, in {time.perf_counter() - began:.0f} seconds"
    )
    for trouble in made.troubles:
        typer.echo(f"  A journey stopped early: {trouble}", err=True)
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"  {line} …\n")
    sys.stdout.flush()  # seen at once, through a pipe too


def demo_sign_ins(authority: str) -> int:
    """Prints every demonstration account with the password of this installation: a table an authority."""
    from baton.demo.loading import is_loaded
    from baton.demo.sign_ins import listing, password

    loaded = [one for one in _worlds(authority) if is_loaded(one)]
    if not loaded:
        typer.echo("There is no made-up world here yet: ./baton load-demo", err=True)
        return 1
    several = f"{len(loaded)} authorities, none of which sees the others" if len(loaded) > 1 else "one authority"
    typer.echo(f"  Demonstration sign-ins, {several}. Everybody and everything in them is made up.")
    typer.echo(f"  Password of all of them: {password()}")
    for one in loaded:
        found = listing(PACKS, one)
        widest = max((len(account.username) for account in found.accounts), default=0)
        most = max((len(account.role) for account in found.accounts), default=0)
        typer.echo(f"\n  {found.name}")
        for account in found.accounts:
            typer.echo(f"    {account.username:<{widest}}  {account.role:<{most}}  {account.name}")
    return 0


def _worlds(authority: str) -> list[str]:
    from baton.demo.loading import worlds

    return [one for one in worlds(PACKS) if not authority or one == authority]


def _world(authority: str) -> World:
    from baton.demo.world import read_world, world_file

    return read_world(world_file(PACKS, authority))
