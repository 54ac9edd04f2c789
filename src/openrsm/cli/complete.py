"""What the shell offers for a half-typed argument: names from the catalogue, looked up as ``list`` would.

Whatever goes wrong, a shell that completes prints nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import typer

from openrsm.cli.call import Call, Desk

Completer = Callable[[typer.Context, str], list[str]]


def _offering(names: Callable[[Desk], Iterable[str]]) -> Completer:
    def offer(context: typer.Context, incomplete: str) -> list[str]:
        try:
            with _call(context).looking() as desk:
                return sorted(name for name in names(desk) if name.startswith(incomplete))
        except Exception:  # noqa: BLE001 - an error has no place in a half-typed line
            return []

    return offer


def _call(context: typer.Context) -> Call:
    """The call as far as it is typed: while the shell completes, no callback runs."""
    call: Call = context.obj
    for parameters in (context.find_root().params, context.params):
        call = call.given(parameters.get("state"), parameters.get("application"), as_json=False)
    return call


libraries = _offering(lambda desk: (view.library.name for view in desk.manager.libraries.list(desk.session)))
drives = _offering(lambda desk: (view.drive.name for view in desk.manager.drives.list(desk.session)))
pools = _offering(lambda desk: (view.pool.path for view in desk.manager.pools.list(desk.session)))
shares = _offering(lambda desk: (view.name for view in desk.manager.shares.list(desk.session)))
media = _offering(lambda desk: (view.medium.name for view in desk.manager.media.list(desk.session)))
logical_media = _offering(
    lambda desk: (
        name
        for view in desk.manager.media.list(desk.session)
        for logical in view.logical
        for name in (str(logical.id), view.medium.name)
    )
)
work_items = _offering(lambda desk: (f"{view.item.number}" for view in desk.manager.work.list(desk.session)))
tokens = _offering(lambda desk: (view.name for view in desk.manager.security.tokens(desk.session)))
targets = _offering(
    lambda desk: (
        "computer",
        "root",
        *(f"library:{view.library.name}" for view in desk.manager.libraries.list(desk.session)),
        *(f"pool:{view.pool.path}" for view in desk.manager.pools.list(desk.session)),
    )
)
requests = _offering(lambda desk: (f"{view.request.number}" for view in desk.manager.operators.list(desk.session)))
