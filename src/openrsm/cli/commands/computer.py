"""``rsm computer``: settings of the whole service."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from openrsm.cli.arguments import Description, age
from openrsm.cli.call import Call
from openrsm.cli.changing import change_object
from openrsm.cli.everywhere import command
from openrsm.cli.render.objects import settings_page
from openrsm.domain.values import ObjectType
from openrsm.surface.objects import ObjectChange

computer = typer.Typer(name="computer", help="Settings of the whole service: what is kept, forgotten and told.")

IT: Final = "computer"

Flag = bool | None


@command(computer, "show")
def show(call: Call) -> None:
    """Show the settings."""
    with call.looking() as desk:
        call.show(desk.manager.objects.show(desk.session, ObjectType.COMPUTER, IT), settings_page)


@command(computer, "set")
def set_computer(
    call: Call,
    *,
    description: Description = None,
    keep_work: Annotated[
        float | None, typer.Option(parser=age, metavar="TIME", help="How long work items that ended are kept, like 3d.")
    ] = None,
    keep_requests: Annotated[
        float | None, typer.Option(parser=age, metavar="TIME", help="How long answered operator requests are kept.")
    ] = None,
    purge_work: Annotated[Flag, typer.Option(help="Forget work items after that time.")] = None,
    purge_failed_work: Annotated[Flag, typer.Option(help="Those that failed, too.")] = None,
    purge_requests: Annotated[Flag, typer.Option(help="Forget operator requests after that time.")] = None,
    purge_refused_requests: Annotated[Flag, typer.Option(help="Those that were refused, too.")] = None,
    operator_alerts: Annotated[Flag, typer.Option(help="Alert operators to their requests.")] = None,
    forget_free: Annotated[Flag, typer.Option(help="Forget free media that leave their library.")] = None,
    keep_import: Annotated[Flag, typer.Option(help="Keep import media that leave their library.")] = None,
) -> None:
    """Change settings; the configuration file may say something else about how long history is kept."""
    change = ObjectChange(
        description=description,
        work_purge_seconds=None if keep_work is None else round(keep_work),
        operator_purge_seconds=None if keep_requests is None else round(keep_requests),
        purge_work=purge_work,
        purge_failed_work=purge_failed_work,
        purge_requests=purge_requests,
        purge_refused_requests=purge_refused_requests,
        operator_alerts=operator_alerts,
        forget_free=forget_free,
        keep_import=keep_import,
    )
    change_object(call, ObjectType.COMPUTER, IT, change)
