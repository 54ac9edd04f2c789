"""The composition root: the one place where the parts meet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from openrsm.cli import app
from openrsm.daemon.opening import open_state
from openrsm.daemon.state import StateLock

if TYPE_CHECKING:
    from openrsm.configuration.reading import Loaded
    from openrsm.surface.simulation import SimulationOptions, SimulationReport

__all__ = ["StateLock", "main", "open_state", "simulate"]


PRIVATE: Final = 0o027
"""What other users may not do with the files that are made: the catalogue says who has which rights, and more."""


def main() -> None:
    """The command ``rsm``."""
    os.umask(PRIVATE)
    app.run(open_state, _serve, _try_alerts, simulate)


def _serve(loaded: Loaded) -> None:
    from openrsm.daemon.serving import serve  # noqa: PLC0415 - no other command needs it

    serve(loaded)


def _try_alerts(loaded: Loaded) -> Sequence[tuple[str, str]]:
    from openrsm.daemon.alerting import try_alerts  # noqa: PLC0415 - likewise

    return try_alerts(loaded)


def simulate(options: SimulationOptions) -> SimulationReport:
    """See :class:`openrsm.surface.simulation.Simulator`."""
    from openrsm.simulation import running  # noqa: PLC0415 - likewise

    return running.simulate(options)
