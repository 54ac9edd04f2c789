"""The service's configuration, as commands come by it."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.streams import tell
from openrsm.errors import InvalidParameter
from openrsm.settings import environment, settings

if TYPE_CHECKING:
    from openrsm.configuration.reading import Loaded

ConfigurationFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Read this file, not /etc/openrsm/rsmd.toml."),
]


def load(call: Call, file: Path | None, *, socket: str | None = None, listen: str | None = None) -> Loaded:
    """What the file, the environment and these options say together."""
    from openrsm.configuration import reading  # noqa: PLC0415 - no other command needs its models

    options = {
        ("state",): None if call.state_told is None else str(call.state_told),
        ("http", "socket"): socket,
        ("http", "listen"): listen,
    }
    return reading.load(file, environment(), options, settings().state)


def refuse(loaded: Loaded) -> None:
    """Name what is wrong, a line each, and fail if there is anything.

    Raises:
        InvalidParameter: There is.
    """
    for problem in loaded.problems:
        tell(str(problem))
    if loaded.problems:
        raise InvalidParameter(how_many(loaded.problems), "see: rsm config check")


def how_many(problems: Sized) -> str:
    """A sentence that counts them."""
    return f"the configuration has {'an error' if len(problems) == 1 else f'{len(problems)} errors'}"
