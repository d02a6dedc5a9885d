"""`load-demo` and `demo-sign-ins`: the made-up world, and the accounts with which to look at it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from baton.cli.database import needs_database
from baton.platform.places import PACKS

if TYPE_CHECKING:
    from baton.demo.world import World

IfEmpty = Annotated[bool, typer.Option("--if-empty", help="Do nothing, and succeed, if a world is there already.")]
Of = Annotated[str, typer.Option("--authority", metavar="A", help="One authority; every one that has a world if none.")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("load-demo")
    @needs_database
    def _load_demo(if_empty: IfEmpty = False, authority: Of = "") -> None:
        """Load a made-up world: children, staff, panels, every awkward case once."""
        raise typer.Exit(load_demo(if_empty, authority))

    @app.command("demo-sign-ins")
    @needs_database
    def _demo_sign_ins(authority: Of = "") -> None:
        """Print the demonstration accounts, one a role."""
        raise typer.Exit(demo_sign_ins(authority))


def load_demo(if_empty: bool, authority: str) -> int:
    """Loads each world that is asked for; says what was made and how long it took."""
    from baton.demo.loading import NotEmpty, is_loaded, load
    from baton.demo.sign_ins import make_accounts
    from baton.demo.world import WorldErrors
    from baton.packs_on_disk import PackErrors

    chosen = _worlds(authority)
    if not chosen:
        typer.echo("No made-up world is described here: packs/AUTHORITY/demo/world.yaml", err=True)
        return 1
    for one in chosen:
        began = time.perf_counter()
        if if_empty and is_loaded(one):
            make_accounts(_world(one))
            continue
        try:
            made = load(PACKS, one, int(time.time()), say=lambda line: typer.echo(f"  {line} …"))
        except NotEmpty:
            typer.echo(f"{one} is kept here already; a made-up world is only put into an empty place.", err=True)
            return 1
        except (WorldErrors, PackErrors) as wrong:
            typer.echo(f"The made-up world of {one} cannot be made:\n{wrong}", err=True)
            return 1
        accounts = make_accounts(made.world)
        children = sum(len(family.children) for family in made.families)
        typer.echo(
            f"  {made.world.name}: {children} children in {len(made.families)} families, {len(made.world.names)} "
            f"members of staff, {accounts} sign-ins, in {time.perf_counter() - began:.0f} seconds"
        )
        for trouble in made.troubles:
            typer.echo(f"  A journey stopped early: {trouble}", err=True)
    return 0


def demo_sign_ins(authority: str) -> int:
    """Prints every demonstration account with the password of this installation."""
    from baton.demo.loading import is_loaded
    from baton.demo.sign_ins import password, shown

    loaded = [one for one in _worlds(authority) if is_loaded(one)]
    if not loaded:
        typer.echo("There is no made-up world here yet: ./baton load-demo", err=True)
        return 1
    for one in loaded:
        world = _world(one)
        typer.echo(f"  Demonstration sign-ins, {world.name}. Everybody and everything in it is made up.")
        typer.echo(f"  Password of all of them: {password()}")
        for account in shown(world):
            typer.echo(f"    {account.username:<18} {account.role} ({account.name})")
    return 0


def _worlds(authority: str) -> list[str]:
    from baton.demo.loading import worlds

    return [one for one in worlds(PACKS) if not authority or one == authority]


def _world(authority: str) -> World:
    from baton.demo.world import read_world, world_file

    return read_world(world_file(PACKS, authority))
