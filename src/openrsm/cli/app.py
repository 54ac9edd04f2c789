"""``rsm``: reads the line, runs the command, and turns whatever happens into an exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NoReturn

import openrsm
from openrsm.cli.streams import put

if TYPE_CHECKING:
    import typer

    from openrsm.cli.opener import Herald, Opener, Server
    from openrsm.configuration.reading import Loaded
    from openrsm.surface.simulation import SimulationOptions, SimulationReport, Simulator

DESCRIPTION = """Tape libraries, drives and removable disks, shared safely between applications.

Objects are named by bar code, name or GUID; pools by path. Exit status: 0 done, 1 refused or failed, 2 usage.
"""


def run(opener: Opener, server: Server, herald: Herald, simulator: Simulator) -> NoReturn:
    """Run the command that this process was started with, and exit as it ended."""
    sys.exit(execute(opener, sys.argv[1:], server, herald, simulator))


def no_server(_loaded: Loaded) -> None:
    """Stands for the service where none can be run."""
    from openrsm.errors import NotSupported  # noqa: PLC0415 - the version is told without it

    raise NotSupported("no service can be run here", "run the command rsm itself")


def no_herald(_loaded: Loaded) -> Sequence[tuple[str, str]]:
    """Stands for the sending of alerts where none can be sent."""
    from openrsm.errors import NotSupported  # noqa: PLC0415 - the version is told without it

    raise NotSupported("no alert can be sent from here", "run the command rsm itself")


def no_simulator(_options: SimulationOptions) -> SimulationReport:
    """Stands for the simulation where none can be run."""
    from openrsm.errors import NotSupported  # noqa: PLC0415 - the version is told without it

    raise NotSupported("nothing can be simulated from here", "run the command rsm itself")


def execute(
    opener: Opener,
    words: Sequence[str],
    server: Server = no_server,
    herald: Herald = no_herald,
    simulator: Simulator = no_simulator,
) -> int:
    """Run one command; its exit status."""
    options = set(takewhile(lambda word: word != "--", words))
    if list(words) == ["--version"]:  # what scripts ask first and often; nothing needs importing for it
        put(f"rsm {openrsm.__version__}")
        return 0
    return _guarded(
        partial(_dispatch, opener, server, herald, simulator),
        words,
        as_json="--json" in options,
        debug="--debug" in options,
    )


def _guarded(dispatch: Callable[[Sequence[str]], int], words: Sequence[str], *, as_json: bool, debug: bool) -> int:
    import typer  # noqa: PLC0415 - slow to import

    from openrsm.cli.failures import INTERRUPTED, report, report_misuse  # noqa: PLC0415 - as slow as the domain

    try:
        return dispatch(words)
    except typer.TyperException as error:
        return report_misuse(error, as_json=as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last one who can tell the user
        return report(error, as_json=as_json, debug=debug)


def _dispatch(opener: Opener, server: Server, herald: Herald, simulator: Simulator, words: Sequence[str]) -> int:
    from typer.main import get_command  # noqa: PLC0415 - slow to import

    from openrsm.cli.call import Call  # noqa: PLC0415 - as slow as what it imports
    from openrsm.settings import settings  # noqa: PLC0415 - likewise

    told, rsm = settings(), get_command(build())
    call = Call(
        command=spoken(rsm, words),
        opener=opener,
        server=server,
        herald=herald,
        simulator=simulator,
        state=told.state,
        application=told.application,
    )
    status = rsm.main(words, prog_name="rsm", standalone_mode=False, obj=call)
    return status if isinstance(status, int) else 0


def spoken(command: object, words: Sequence[str]) -> str:
    """What is run, in the words of its name alone: not with what, which may be secret and is nobody else's business."""
    name = ["rsm"]
    for word in takewhile(lambda word: word != "--", words):
        inner = getattr(command, "commands", {}).get(word)
        if inner is not None:
            name.append(word)
            command = inner
    return " ".join(name)


def build() -> typer.Typer:
    """All commands."""
    import typer  # noqa: PLC0415 - slow to import

    from openrsm.cli.commands import ALL  # noqa: PLC0415 - imports every command
    from openrsm.cli.everywhere import add_root  # noqa: PLC0415 - imports Typer

    app = typer.Typer(name="rsm", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False)
    add_root(app, DESCRIPTION)
    for group in ALL:
        app.add_typer(group)
    return app
