"""``rsm run`` and ``rsm next-volume``: a command that has a tape for as long as it runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.arguments import NO_LIMIT, NO_TIME, Limit, WaitingTime, limit
from openrsm.cli.call import Call
from openrsm.cli.durations import FORMS
from openrsm.cli.everywhere import command
from openrsm.cli.running.announcing import announcing
from openrsm.cli.running.carrying_out import carry_out
from openrsm.cli.running.door import ask
from openrsm.cli.running.signals import Interrupted, Signals
from openrsm.cli.running.volumes import NewMedia, Volumes, WrittenMedia
from openrsm.errors import InvalidParameter
from openrsm.settings import settings
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.wire.encoding import encode

running = typer.Typer()


@command(running, "run")
def run(
    call: Call,
    words: Annotated[list[str], typer.Argument(metavar="-- COMMAND...", help="What to run, with its arguments.")],
    *,
    pool: Annotated[
        str | None,
        typer.Option("--pool", metavar="PATH", help="Where new media come from.", autocompletion=complete.pools),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="On new media, for writing; so it is without --read.")] = False,
    read: Annotated[
        list[str] | None,
        typer.Option(
            "--read", metavar="LMID", help="Read it; once a volume, in order.", autocompletion=complete.logical_media
        ),
    ] = None,
    volumes: Annotated[
        Path | None, typer.Option("--volumes", metavar="FILE", help="Write the LMIDs into this file, in order.")
    ] = None,
    immediate: Annotated[
        bool, typer.Option("--immediate", help="Bring cartridges home at once, not when a drive is needed.")
    ] = False,
    release_on_failure: Annotated[
        bool, typer.Option("--release-on-failure", help="Give new media back if the command fails.")
    ] = False,
    priority: Annotated[int, typer.Option("--priority", metavar="N", min=-15, max=15, help="Higher goes first.")] = 0,
    timeout: WaitingTime = NO_LIMIT,
    media_timeout: Annotated[
        Limit,
        typer.Option(
            "--media-timeout", parser=limit, metavar="TIME", help=f"How long to wait for new media to come: {FORMS}."
        ),
    ] = NO_TIME,
) -> None:
    """Run a command with a tape: TAPE names the device, RSM_LMID and RSM_BARCODE the cartridge.

    It is mounted before and dismounted after, however the command ends, whose exit status this is. For another volume
    the command runs rsm next-volume, as GNU tar does with -F.
    """
    _check(pool, read or (), new=new)
    options = MountOptions(read=bool(read), write=not read, priority=priority, timeout=timeout.seconds)
    try:
        with (
            Signals() as signals,
            announcing(volumes, as_json=call.as_json) as told,
            call.acting(ends_mounts=True) as desk,
        ):
            allocating = AllocateOptions(timeout=media_timeout.seconds)
            source = WrittenMedia(desk, read, options) if read else NewMedia(desk, pool or "", allocating, options)
            used = Volumes(call, desk, source, told, immediate=immediate)
            status = carry_out(used, words, signals, release=release_on_failure)
    except Interrupted as interruption:
        raise typer.Exit(interruption.status) from interruption
    raise typer.Exit(status)


def _check(pool: str | None, read: Sequence[str], *, new: bool) -> None:
    if bool(pool) is bool(read) or (new and read):
        raise typer.BadParameter("name either a pool, for new media, or media to read")


@command(running, "next-volume")
def next_volume(call: Call) -> None:
    """Within rsm run: put the present volume back and print the device of the next one; GNU tar's -F takes it."""
    told = settings()
    volume = ask(told.run)
    if told.tar is None:
        call.say(encode(volume), volume.device)
        return
    try:
        os.write(told.tar, f"{volume.device}\n".encode())
    except OSError as error:
        raise InvalidParameter(f"TAR_FD is {told.tar}: {error.strerror}", "let tar run this, with -F") from error
