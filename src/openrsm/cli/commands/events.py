"""``rsm events``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from openrsm.cli.arguments import object_type, type_names
from openrsm.cli.call import Call, Desk
from openrsm.cli.everywhere import command
from openrsm.cli.render.events import Names, event_line
from openrsm.cli.streams import put
from openrsm.domain.records import Happening
from openrsm.domain.values import ObjectType
from openrsm.surface.notices import Changes
from openrsm.wire.encoding import encode

events = typer.Typer()

LISTENING = 60.0
"""Seconds for which one question waits."""


def _types(incomplete: str) -> list[str]:
    return [name for name in type_names() if name.startswith(incomplete)]


@command(events, "events")
def follow(
    call: Call,
    kinds: Annotated[
        list[ObjectType] | None,
        typer.Option(
            "--type", metavar="TYPE", parser=object_type, autocompletion=_types, help="Only of this type; repeat it."
        ),
    ] = None,
    after: Annotated[
        int | None, typer.Option("--after", metavar="N", min=0, help="Begin after event N; else with what comes.")
    ] = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="Print what there is, and end.")] = False,
) -> None:
    """Print what changes, a line for each change, until interrupted. With --json each line is a JSON document."""
    with call.looking() as desk, suppress(KeyboardInterrupt):
        names = Names(lambda kind: desk.manager.objects.view(desk.session, kind))
        last = after
        while True:
            heard = _hear(desk, last, kinds or (), wait=not once)
            for change in heard.changes:
                _print(call, change, names)
            if once and not heard.changes:
                return
            last = heard.last


def _hear(desk: Desk, last: int | None, kinds: Sequence[ObjectType], *, wait: bool) -> Changes:
    return desk.manager.notices.since(desk.session, last, types=kinds, timeout=LISTENING if wait else 0)


def _print(call: Call, change: Happening, names: Names) -> None:
    put(json.dumps(encode(change)) if call.as_json else event_line(change, names))
