"""``rsm import``: takes over what another tool knew of a library's media."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from openrsm.cli import complete
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.foreign import acsls, bacula, mtx
from openrsm.cli.render.claims import claims_page
from openrsm.cli.streams import tell
from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.errors import InvalidParameter

imports = typer.Typer()


class Source(StrEnum):
    """Which tool printed the file."""

    MTX = "mtx-status"
    BACULA = "bacula"
    BAREOS = "bareos"
    ACSLS = "acsls"


Read = Callable[[str], Sequence[KnownVolume]]
_READS: Final[Mapping[Source, tuple[Read, str]]] = {
    Source.MTX: (mtx.read, "mtx status"),
    Source.BACULA: (bacula.read, "list volumes, or llist volumes"),
    Source.BAREOS: (bacula.read, "list volumes, or llist volumes"),
    Source.ACSLS: (acsls.read, "query volume all, followed by query scratch all"),
}
STDIN: Final = Path("-")


@command(imports, "import")
def import_(
    call: Call,
    source: Annotated[Source, typer.Argument(metavar="TOOL", help="mtx-status, bacula, bareos or acsls.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What it printed; - for standard input.")],
    *,
    library: Annotated[
        str,
        typer.Option("--library", metavar="NAME", help="Where the media are.", autocompletion=complete.libraries),
    ],
    owner: Annotated[
        str | None,
        typer.Option("--for", metavar="NAME", help="The application that gets them; else the tool's name."),
    ] = None,
    under: Annotated[
        str | None, typer.Option("--under", metavar="PATH", help="The pool for its pools; else the tool's name.")
    ] = None,
    pool: Annotated[
        list[str] | None,
        typer.Option("--pool", metavar="THEIRS=OURS", help="For that pool of the tool's, this one, which may be new."),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; else only show what would be done.")] = False,
) -> None:
    """Take over what another tool knew of a library's media: their pools, what is written, and what is blank.

    Nobody else gets media with data on them then. Media come into no free pool, and nothing is moved by a robot. What
    does not fit what the library shows is told, and left as it is.
    """
    name = source.value.partition("-")[0]
    prefix = name if under is None else under
    how = Claiming(owner=owner or name, prefix=prefix, pools=dict(_pair(one) for one in pool or ()))
    with call.changing() as desk:
        claims = desk.manager.media.claim(desk.session, library, _volumes(source, file), how, dry_run=not apply)
        call.show(claims, partial(claims_page, applied=apply))
    if not apply:
        tell("nothing was changed; do it with --apply")


def _volumes(source: Source, file: Path) -> Sequence[KnownVolume]:
    read, printed = _READS[source]
    volumes = read(_text(file))
    if not volumes:
        raise InvalidParameter(f"there are no volumes in {file}", f"give what was printed by: {printed}")
    return volumes


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if file == STDIN else file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InvalidParameter(f"{file} cannot be read ({error.strerror})", "name another file") from error


def _pair(told: str) -> tuple[str, str]:
    theirs, _, ours = told.partition("=")
    if not ours:
        raise typer.BadParameter(f"{told!r} names no two pools; write THEIRS=OURS, as in Full=backups/full")
    return theirs, ours
