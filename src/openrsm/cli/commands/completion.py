"""``rsm completion``: the script by which a shell completes ``rsm``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from openrsm.cli.call import Call
from openrsm.cli.everywhere import command

completion = typer.Typer()


class Shell(StrEnum):
    """Shells that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


@command(completion, "completion")
def script(call: Call, shell: Annotated[Shell, typer.Argument(help="Which shell.")]) -> None:
    """Print the completion script of a shell: eval "$(rsm completion bash)"."""
    from typer.completion import get_completion_script  # type: ignore[attr-defined] # noqa: PLC0415 - has no other name

    text = get_completion_script(prog_name="rsm", complete_var="_RSM_COMPLETE", shell=shell.value)
    call.say({"script": text}, text)
