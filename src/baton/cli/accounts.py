"""`./baton new-authority`, `accounts`, `open-account`, `new-password`, `close-account`: the first steps of a real
installation, and what only the IT team may do. The administrator of an authority does the rest in Set up."""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Annotated

import typer

from baton.cli.database import needs_database

Authority = Annotated[str, typer.Option("--authority", metavar="A", help="The authority's key.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the change.")]
Who = Annotated[str, typer.Argument(metavar="USERNAME")]


def register(app: typer.Typer) -> None:
    """Adds these commands."""

    @app.command("new-authority")
    @needs_database
    def _authority(
        key: Annotated[str, typer.Argument(metavar="KEY", help="A short word, as in addresses: anytown.")],
        name: Annotated[str, typer.Option("--name", metavar="NAME", help="As pages show it.")],
        pack: Annotated[str, typer.Option("--pack", metavar="PACK", help="The folder under packs/, if not KEY.")] = "",
    ) -> None:
        """Begin a real authority: nothing is in it, and no account reaches it until one is opened."""
        raise typer.Exit(new_authority(key, name, pack or key))

    @app.command("accounts")
    @needs_database
    def _list(authority: Authority) -> None:
        """The accounts that may sign in at an authority, with their duties."""
        raise typer.Exit(accounts(authority))

    @app.command("open-account")
    @needs_database
    def _open(
        username: Who,
        authority: Authority,
        name: Annotated[str, typer.Option("--name", metavar="NAME", help="As pages show it.")],
        person: Annotated[
            str, typer.Option("--person", metavar="P", help="The person in the organisation's journal.")
        ] = "",
        duty: Annotated[
            list[str] | None, typer.Option("--duty", metavar="DUTY", help="set up, audit, procedure or approval.")
        ] = None,
        reason: Why = "opened at the command line",
    ) -> None:
        """Open an account; prints the password for its first sign-in, once."""
        raise typer.Exit(open_account(username, authority, name, person, duty or [], reason))

    @app.command("new-password")
    @needs_database
    def _password(username: Who, reason: Why = "forgotten") -> None:
        """A password for one sign-in, whatever authorities the account works for."""
        raise typer.Exit(new_password(username, reason))

    @app.command("close-account")
    @needs_database
    def _close(username: Who, authority: Authority, reason: Why = "closed at the command line") -> None:
        """End what an account reaches in one authority; what it did stays."""
        raise typer.Exit(close_account(username, authority, reason))


def new_authority(key: str, name: str, pack: str) -> int:
    """Makes the authority; 1 if there is one, if the key is no word or the pack cannot be read."""
    from django.conf import settings

    from baton.packs_on_disk import PackErrors, load_packs
    from baton.store.models import Authority as Row

    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", key):
        return _wrong(f"{key} is no key: use small letters, figures and _, beginning with a letter.")
    if Row.objects.filter(key=key).exists():
        return _wrong(f"There is an authority {key} already.")
    try:
        load_packs(Path(settings.BATON_PACKS), pack)
    except PackErrors as problem:
        return _wrong(f"The procedure packs/{pack} cannot be read:\n{problem}")
    Row.objects.create(key=key, name=name, pack=pack)
    typer.echo(f"{name} is there and works by packs/{pack}. Next: open an account that may set it up:")
    typer.echo(f'  ./baton open-account NAME --authority {key} --name "…" --duty "set up"')
    return 0


def accounts(authority: str) -> int:
    """Prints one line an account."""
    from baton.accounts.models import Seat

    seats = Seat.objects.filter(authority=authority).select_related("account").order_by("account__username")
    for seat in seats:
        last = seat.account.last_login
        when = f"last sign-in {last:%Y-%m-%d %H:%M}" if last else "never signed in"
        typer.echo(f"{seat.account.username}  {seat.person}  {', '.join(seat.duties) or '-'}  {when}")
    if not seats:
        typer.echo(f"No account reaches {authority}.")
    return 0


def open_account(username: str, authority: str, name: str, person: str, duties: list[str], reason: str) -> int:
    """Opens it and prints the password; 1 with what is wrong."""
    from baton.accounts.keeping import CannotBeKept
    from baton.accounts.keeping import new_account as make
    from baton.store.models import Authority as Row

    if not Row.objects.filter(key=authority).exists():
        return _wrong(f"There is no authority {authority}. Begin it: ./baton new-authority {authority} --name …")
    if not person and not duties:
        return _wrong("Say which person this is (--person), or which duty the account has (--duty).")
    try:
        password = make(authority, username, name, person or f"account.{username}", duties, getpass.getuser(), reason)
    except CannotBeKept as problem:
        return _wrong(f"{problem}.")
    typer.echo(f"{username} may sign in at {authority}.")
    typer.echo(f"Password for the first sign-in: {password}" if password else "It keeps the password it has.")
    return 0


def new_password(username: str, reason: str) -> int:
    """Makes and prints it; 1 if there is no such account."""
    from baton.accounts.keeping import CannotBeKept, new_password_everywhere
    from baton.accounts.models import Account

    account = Account.objects.filter(username=username.strip().lower()).first()
    if account is None:
        return _wrong(f"There is no account {username}.")
    try:
        password = new_password_everywhere(account, getpass.getuser(), reason)
    except CannotBeKept as problem:
        return _wrong(f"{problem}.")
    typer.echo(f"Password for one sign-in: {password}")
    return 0


def close_account(username: str, authority: str, reason: str) -> int:
    """Ends the seat; 1 if there is none, or nobody else could set the authority up."""
    from baton.accounts.keeping import CannotBeKept, close_seat
    from baton.accounts.models import Seat

    seat = Seat.objects.filter(authority=authority, account__username=username.strip().lower()).first()
    if seat is None:
        return _wrong(f"{username} has no account at {authority}. ./baton accounts --authority {authority} lists them.")
    try:
        close_seat(authority, seat, getpass.getuser(), reason)
    except CannotBeKept as problem:
        return _wrong(f"{problem}.")
    typer.echo(f"{username} no longer reaches {authority}.")
    return 0


def _wrong(text: str) -> int:
    typer.echo(text, err=True)
    return 1
