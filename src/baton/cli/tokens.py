"""`./baton token`: issue a token for the API, list them, revoke one. What a program sends is shown once."""

from __future__ import annotations

from typing import Annotated

import typer

from baton.cli.database import needs_database

AUTHORITY = typer.Option(help="The authority, by its key.")
BY = typer.Option(help="Who does this: stands with the token.")
WHY = typer.Option(help="Why: stands among the changes of the account.")


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Tokens for programs that use the API.", no_args_is_help=True)
    app.add_typer(group, name="token")

    @group.command("issue")
    @needs_database
    def issue_command(
        authority: Annotated[str, AUTHORITY],
        person: Annotated[str, typer.Option(help="The person whose post the program works in.")],
        name: Annotated[str, typer.Option(help="What it is for: people know it by this.")],
        post: Annotated[str, typer.Option(help="How the post's title begins, where there are several.")] = "",
        scopes: Annotated[str, typer.Option(help="read, act, export, events: those that are needed.")] = "read",
        days: Annotated[int, typer.Option(help="For how many days.")] = 90,
        by: Annotated[str, BY] = "command line",
        reason: Annotated[str, WHY] = "from the command line",
    ) -> None:
        """Make a token. It is printed once and kept nowhere."""
        raise typer.Exit(_issue(authority, person, post, scopes, name, days, by, reason))

    @group.command("list")
    @needs_database
    def list_command(authority: Annotated[str, AUTHORITY]) -> None:
        """The tokens of an authority, by what they are for."""
        from baton.accounts.clock import now
        from baton.accounts.models import Token

        for one in Token.objects.filter(authority=authority).order_by("issued_at"):
            state = "revoked" if one.revoked_at else "expired" if one.expires_at <= now() else "live"
            typer.echo(f"{one.pk}  {one.hint}…  {state}  {one.name}  {one.post.split('|')[1]}  {', '.join(one.scopes)}")

    @group.command("revoke")
    @needs_database
    def revoke_command(
        authority: Annotated[str, AUTHORITY],
        number: Annotated[int, typer.Argument(help="Its number in the list.")],
        by: Annotated[str, BY] = "command line",
        reason: Annotated[str, WHY] = "from the command line",
    ) -> None:
        """From now on it opens nothing."""
        raise typer.Exit(_revoke(authority, number, by, reason))


def _issue(authority: str, person: str, post: str, scopes: str, name: str, days: int, by: str, reason: str) -> int:
    from baton.accounts import tokens
    from baton.accounts.clock import now

    try:
        wanted = scopes.replace(",", " ").split()
        plain, row = tokens.issue(authority, person, post, wanted, name, days, by, now(), reason)
    except tokens.CannotIssue as problem:
        typer.echo(str(problem), err=True)
        return 1
    typer.echo(f"Token {row.pk}, {', '.join(row.scopes)}, for {days} days. It is shown this once:", err=True)
    typer.echo(plain)
    return 0


def _revoke(authority: str, number: int, by: str, reason: str) -> int:
    from baton.accounts import tokens
    from baton.accounts.clock import now
    from baton.accounts.models import Token

    found = Token.objects.filter(authority=authority, pk=number).first()
    if found is None:
        typer.echo(f"There is no token {number} in {authority}.", err=True)
        return 1
    tokens.revoke(found, by, now(), reason)
    typer.echo(f"Token {number} ({found.name}) is revoked.")
    return 0
