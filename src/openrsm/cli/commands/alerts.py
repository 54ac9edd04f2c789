"""``rsm alerts``."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from openrsm.cli.call import Call
from openrsm.cli.configured import ConfigurationFile, load, refuse
from openrsm.cli.everywhere import command
from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, row
from openrsm.errors import InvalidParameter

alerts = typer.Typer(name="alerts", help="Alerts to people outside OpenRSM.", no_args_is_help=True)


@command(alerts, "test")
def try_out(call: Call, file: ConfigurationFile = None) -> None:
    """Send a test alert to each configured address; exit 1 if one could not be reached."""
    loaded = load(call, file)
    refuse(loaded)
    if not loaded.configuration.alerts.urls:
        raise InvalidParameter("nobody is to be told of alerts", "set alerts.urls; see: rsm config example")
    told = call.herald(loaded)
    call.show_data({"items": [{"to": name, "error": why} for name, why in told]}, lambda: _page(told))
    lost = sum(bool(why) for _, why in told)
    if lost:
        raise InvalidParameter(f"{lost} of {len(told)} addresses could not be reached", "correct alerts.urls")


def _page(told: Sequence[tuple[str, str]]) -> Page:
    rows = [row(name, Cell(why, Tone.BAD) if why else Cell("sent", Tone.GOOD)) for name, why in told]
    return [Section(Table(("To", "Sent"), rows, frozenset({"Sent"})))]
