"""``rsm token``: secrets for callers that no operating system vouches for."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import NO_LIMIT, Limit, limit
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.tokens import tokens_page
from openrsm.cli.render.words import moment
from openrsm.cli.streams import tell
from openrsm.wire.encoding import encode

token = typer.Typer(name="token", help="Tokens, by which programs on other computers are known: create, list, revoke.")


@command(token, "create")
def create(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it, like nightly-backup.")],
    *,
    user: Annotated[
        str | None, typer.Option("--user", metavar="USER", help="In whose name it speaks; yours if not given.")
    ] = None,
    expires: Annotated[
        Limit,
        typer.Option("--expires", parser=limit, metavar="TIME", help="For how long it holds, like 30d or forever."),
    ] = NO_LIMIT,
) -> None:
    """Make a token, and print its secret: this once, and nothing else on standard output."""
    with call.changing() as desk:
        new = desk.manager.security.create_token(desk.session, name, user, expires.seconds)
    call.say(encode(new), new.secret)
    ends = f"until {moment(new.token.expires)}" if new.token.expires else "until it is revoked"
    tell(f"token {name} speaks for {new.token.user} {ends}; keep the secret now, it cannot be shown again")


@command(token, "list")
def list_tokens(call: Call) -> None:
    """List your tokens; all, for an administrator."""
    with call.looking() as desk:
        call.show_items(desk.manager.security.tokens(desk.session), tokens_page)


@command(token, "revoke")
def revoke(
    call: Call,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name or GUID.", autocompletion=complete.tokens)],
) -> None:
    """Make a token worthless at once."""
    with call.changing() as desk:
        desk.manager.security.revoke_token(desk.session, name)
        call.say({"revoked": name}, f"{name} is revoked")
