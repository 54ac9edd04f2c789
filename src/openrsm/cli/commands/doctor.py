"""``rsm doctor``: whether the catalogue is sound and agrees with its libraries, and repairs."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.failures import FAILED
from openrsm.cli.render.doctor import checkup_page
from openrsm.domain import troubles
from openrsm.domain.troubles import Severity
from openrsm.errors import CatalogueLocked, RsmError, SystemFault
from openrsm.surface.checkup import CheckupView, FindingView

doctor = typer.Typer()


@command(doctor, "doctor")
def examine(
    call: Call,
    *,
    library: Annotated[
        str | None,
        typer.Option("--library", metavar="NAME", help="Compare one library.", autocompletion=complete.libraries),
    ] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Put right what is safe to be put right.")] = False,
) -> None:
    """Check the catalogue against its file, itself and its libraries; explain what is wrong, and repair on request."""
    view = _examined(call, library, repair=repair)
    call.show(view, checkup_page)
    if any(one.severity is not Severity.NOTE for one in view.findings):
        raise typer.Exit(FAILED)


def _examined(call: Call, library: str | None, *, repair: bool) -> CheckupView:
    try:
        with call.changing() if repair else call.looking() as desk:
            database = desk.manager.database
            return (database.repair if repair else database.check)(desk.session, library)
    except (SystemFault, CatalogueLocked) as fault:
        return _unopened(fault)


def _unopened(fault: RsmError) -> CheckupView:
    """A catalogue that cannot be opened is the one thing that is wrong."""
    trouble = troubles.UNOPENED
    finding = FindingView(
        code=trouble.code,
        severity=trouble.severity,
        subject="catalogue",
        what=fault.what,
        why=trouble.why,
        advice=fault.advice or trouble.advice,
        repairable=trouble.repairable,
    )
    return CheckupView(findings=[finding], repaired=(), compared=())
