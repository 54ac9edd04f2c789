"""``rsm simulate``."""

from __future__ import annotations

from typing import Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.everywhere import command
from openrsm.cli.render.simulation import report_page
from openrsm.errors import InvalidState
from openrsm.surface.simulation import SimulationOptions

simulation = typer.Typer()
YEAR = 365

Years = Annotated[float, typer.Option("--years", metavar="YEARS", min=0.01, max=20, help="How long, in years.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same workload.")]
Drives = Annotated[int, typer.Option("--drives", metavar="N", min=2, max=16, help="How many drives.")]
Slots = Annotated[int, typer.Option("--slots", metavar="N", min=30, max=1000, help="How many slots.")]
Faults = Annotated[int, typer.Option("--faults", metavar="N", min=0, max=300, help="What goes wrong in a month.")]
People = Annotated[bool, typer.Option("--people/--no-people", help="Whether people come to the library.")]


@command(simulation, "simulate")
def simulate(
    call: Call,
    *,
    years: Years = 1.0,
    seed: Seed = 1,
    drives: Drives = 2,
    slots: Slots = 60,
    faults: Faults = 8,
    people: People = True,
) -> None:
    """Run a whole service on a virtual library through years of work and faults, in minutes, and check it all the time.

    It uses a temporary folder, and nothing of this state. Exit status 1 if anything was lost, doubled, or stuck.
    """
    days = max(1, round(years * YEAR))
    options = SimulationOptions(days=days, seed=seed, drives=drives, slots=slots, faults=faults, people=people)
    report = call.simulator(options)
    call.show(report, report_page)
    if report.violations:
        raise InvalidState(f"{report.violations[0]}", f"report it, with this output and the seed {seed}")
