"""``rsm acl``: who may do what."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.access import access_page, written
from openrsm.domain.rights import ALL, GENERIC, NONE, Right, right_names, rights_named
from openrsm.errors import InvalidParameter

acl = typer.Typer(name="acl", help="Who may do what: show, grant, revoke.")

WORDS = ", ".join(map(written, (*right_names(ALL), *GENERIC)))


def right(told: object) -> Right:
    """A right by its name, with ``-`` or ``_``, and in either case."""
    try:
        return rights_named([str(told)])
    except InvalidParameter as error:
        raise typer.BadParameter(f"{told!r} is none of {WORDS}") from error


def _words(incomplete: str) -> list[str]:
    return [word for word in WORDS.split(", ") if word.startswith(incomplete)]


TargetName = Annotated[
    str,
    typer.Argument(
        metavar="TARGET", help="computer, root, library:NAME or pool:PATH.", autocompletion=complete.targets
    ),
]
GranteeName = Annotated[str, typer.Argument(metavar="WHO", help="user:NAME, group:NAME or everyone.")]


@command(acl, "show")
def show(call: Call, target: TargetName) -> None:
    """Show who may do what to a target, and what you may."""
    with call.looking() as desk:
        call.show(desk.manager.security.show(desk.session, target), access_page)


@command(acl, "grant")
def grant(
    call: Call,
    target: TargetName,
    who: GranteeName,
    rights: Annotated[
        list[Right], typer.Argument(metavar="RIGHT", parser=right, autocompletion=_words, help=f"Some of {WORDS}.")
    ],
) -> None:
    """Give rights in addition to those that are given."""
    with call.changing() as desk:
        call.show(desk.manager.security.grant(desk.session, target, who, reduce(or_, rights)), access_page)


@command(acl, "revoke")
def revoke(
    call: Call,
    target: TargetName,
    who: GranteeName,
    rights: Annotated[
        list[Right] | None,
        typer.Argument(
            metavar="RIGHT", parser=right, autocompletion=_words, help="Which rights; all if none is named."
        ),
    ] = None,
) -> None:
    """Take rights back."""
    taken = reduce(or_, rights or [], NONE) or None
    with call.changing() as desk:
        call.show(desk.manager.security.revoke(desk.session, target, who, taken), access_page)
