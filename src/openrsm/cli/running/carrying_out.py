"""One ``rsm run``: the command is watched over, gets volumes when it asks, and all it had is given back at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from select import select
from typing import Final

from openrsm.cli.failures import FAILED
from openrsm.cli.running.command import Command
from openrsm.cli.running.door import Door
from openrsm.cli.running.signals import Interrupted, Signals, ignore, interrupt, interrupted_by_the_end
from openrsm.cli.running.volumes import Volume, Volumes
from openrsm.cli.streams import tell
from openrsm.errors import Cancelled, RsmError
from openrsm.settings import RUN, environment

LOOK: Final = 2.0
"""Seconds after which it is asked again whether the volume is still the command's."""


def carry_out(volumes: Volumes, words: Sequence[str], signals: Signals, *, release: bool) -> int:
    """Mount the first volume and run a command with it; its exit status.

    Whatever happens, nothing stays mounted. A signal before it runs interrupts this; later ones are the command's.

    Args:
        volumes: What it may use.
        words: The command.
        signals: Are being heard.
        release: Give the volumes back if it fails.

    Raises:
        RsmError: The first volume could not be mounted.
        Interrupted: By a signal before the command ran.
    """
    status = FAILED
    try:
        with Door() as door:
            command = Command(words, _environment(volumes.next(), door))
            with signals.meaning(command.forward), command:
                _attend(command, door, volumes, signals)
                status = command.status()
    finally:
        with signals.meaning(ignore):
            put_back = _put_back(volumes, release=release and status != 0)
    return status or put_back


def _environment(volume: Volume, door: Door) -> Mapping[str, str]:
    told = {
        "TAPE": volume.device,
        "RSM_DEVICE": volume.device,
        "RSM_LMID": volume.lmid,
        "RSM_BARCODE": volume.bar_code,
        RUN: str(door.path),
    }
    return {**environment(), **told}


def _attend(command: Command, door: Door, volumes: Volumes, signals: Signals) -> None:
    awaited: list[Command | Door] = [command, door]
    while not command.has_ended():
        with suppress(Interrupted):  # just after a change; it was passed on, and what counts is the command's end
            ready, _, _ = select(awaited, [], [], LOOK)
            if door in ready:
                _change(command, door, volumes, signals)
            elif not ready and volumes.are_lost():
                command.kill()  # what it writes would come onto others' media


def _change(command: Command, door: Door, volumes: Volumes, signals: Signals) -> None:
    """Mount the next volume, as long as the command is there to want it."""

    def stop(number: int) -> None:
        command.forward(number)
        interrupt(number)

    guest = door.let_in()
    try:
        with signals.meaning(stop), interrupted_by_the_end(command.has_ended):
            volume = volumes.next()
    except Interrupted:
        guest.refuse(Cancelled("rsm run was told to end, or its command has ended", "start it again"))
    except RsmError as error:
        guest.refuse(error)
    else:
        guest.give(volume)


def _put_back(volumes: Volumes, *, release: bool) -> int:
    """Whether that was not possible is said, and is the status of a command that had none."""
    try:
        volumes.put_back()
        if release:
            volumes.release()
    except RsmError as error:
        tell(f"error {error.headline()}")
        return FAILED
    return 0
