"""``rsm config``."""

from __future__ import annotations

import typer

from openrsm.cli.call import Call
from openrsm.cli.configured import ConfigurationFile, how_many, load
from openrsm.cli.everywhere import command
from openrsm.cli.render.configuration import configuration_data, configuration_page
from openrsm.errors import InvalidParameter

config = typer.Typer(name="config", help="The service's configuration.", no_args_is_help=True)


@command(config, "check")
def check(call: Call, file: ConfigurationFile = None) -> None:
    """Show every setting of the service, where its value comes from, and what is wrong; exit 1 if anything is."""
    loaded = load(call, file)
    call.show_data(configuration_data(loaded), lambda: configuration_page(loaded))
    if loaded.problems:
        raise InvalidParameter(how_many(loaded.problems), "correct what is named above")


@command(config, "example")
def example(call: Call) -> None:
    """Print a configuration file that shows and explains every setting."""
    from openrsm.configuration.example import example as text  # noqa: PLC0415 - no other command needs its models

    call.say({"file": text()}, text().rstrip())
