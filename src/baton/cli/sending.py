"""`./baton send`: hands over what waits in the outbox, and the feed to webhooks. From cron, every minute; safe at any
time.
"""

from __future__ import annotations

from typing import Annotated

import typer

from baton.cli.database import needs_database


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command("send")
    @needs_database
    def _send(
        authority: Annotated[str | None, typer.Option("--authority", metavar="A", help="Only this authority.")] = None,
        to: Annotated[str, typer.Option("--try", metavar="ADDRESS", help="Send one message to try the settings.")] = "",
    ) -> None:
        """Send what waits in the outbox: letters, notices, invitations, digests. Each leaves once."""
        raise typer.Exit(try_out(to) if to else send(authority))


def send(authority: str | None) -> int:
    """One pass over every authority; says what was done, and once each what was in the way."""
    from baton.accounts.clock import now
    from baton.api.delivering import deliver
    from baton.cli.upkeep import _authorities
    from baton.sending.carriers import carriers
    from baton.sending.leaving import send as run
    from baton.sending.writing import write

    at_hand, status = carriers(), 0
    for key in _authorities(authority):
        write(key, now(), at_hand)
        found = run(key, now(), at_hand)
        if found.held:
            typer.echo(f"{key} is in hold: nothing was sent. See ./baton release")
        elif found.busy:
            typer.echo(f"{key}: another pass is at work.")
        else:
            parts = [(found.left, "sent"), (found.overtaken, "no longer true"), (found.refused, "refused"),
                     (found.in_doubt, "in doubt"), (found.waiting, "waiting")]  # fmt: skip
            typer.echo(f"{key}: " + ", ".join(f"{n} {what}" for n, what in parts if n or what == "sent") + ".")
        for problem in found.says:
            typer.echo(f"  {problem}", err=True)
        told = deliver(key, now())
        if told.sent or told.later or told.stopped:
            typer.echo(
                f"{key}: webhooks: {told.sent} delivered, {told.later} to be tried again, {told.stopped} stopped."
            )
        status = status or int(bool(found.says or told.stopped))
    return status


def try_out(address: str) -> int:
    """One message to an address of your own, by every carrier that takes e-mail; names what is wrong."""
    from django.conf import settings

    from baton.journal import act_number
    from baton.sending.carriers import Later, Never, Parcel, carriers

    names = [name for name, there in (("smtp", settings.BATON_SMTP), ("notify", settings.BATON_NOTIFY)) if there]
    if not names:
        typer.echo("No carrier is set up: letters are printed, and notices stand on the pages. See docs/sending.md")
        return 1
    status = 0
    for name in names:
        carrier = carriers().named(name)
        assert carrier is not None
        text = "This message shows that Baton can send. Nothing needs to be done."
        try:
            carrier.hand_over(Parcel(act_number(), address, "Baton: a message to try", text), lambda: None)
        except (Later, Never) as problem:
            typer.echo(f"{name}: {problem}", err=True)
            status = 1
        else:
            typer.echo(f"{name}: handed over. Look whether it arrives.")
    return status
