"""The media of one ``rsm run``: mounted one after another, and given back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from openrsm.cli.call import Call, Desk
from openrsm.errors import AccessDenied, InvalidHandle, InvalidMedia, InvalidParameter, NotSupported, RsmError
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What a command can work with.

    Attributes:
        number: From 1, within a run.
        device: What it opens.
    """

    number: int
    lmid: str
    bar_code: str
    device: str


class Source(Protocol):
    """Where the media of a run come from."""

    @property
    def options(self) -> MountOptions:
        """How each is mounted."""
        ...

    def next(self) -> str:
        """The LMID of the next one."""
        ...

    def give_back(self, lmid: str) -> None:
        """It never came to be used."""
        ...


class NewMedia:
    """Allocated as they are needed, for writing."""

    def __init__(self, desk: Desk, pool: str, allocating: AllocateOptions, options: MountOptions) -> None:
        """From that pool."""
        self._desk = desk
        self._pool = pool
        self._allocating = allocating
        self.options = options

    def next(self) -> str:
        """Allocate one."""
        return str(self._desk.manager.media.allocate(self._desk.session, self._pool, self._allocating).logical.id)

    def give_back(self, lmid: str) -> None:
        """Deallocate it."""
        self._desk.manager.media.deallocate(self._desk.session, lmid)


class WrittenMedia:
    """Named in the order in which they are read."""

    def __init__(self, desk: Desk, names: Sequence[str], options: MountOptions) -> None:
        """Each must be allocated.

        Raises:
            InvalidMedia: One is not, or it is not clear which is meant.
        """
        self._number = len(names)
        self._left = iter([_logical(desk, name) for name in names])
        self.options = options

    def next(self) -> str:
        """The one after the last."""
        for lmid in self._left:
            return lmid
        raise InvalidParameter(f"no volume is left of {self._number}", "name all of them, in order, each with --read")

    def give_back(self, lmid: str) -> None:
        """It is as it was."""


def _logical(desk: Desk, name: str) -> str:
    logical = desk.manager.media.show(desk.session, name).logical
    meant = [one for one in logical if name in (str(one.id), one.name)] or logical
    if len(meant) != 1:
        raise InvalidMedia(f"{name} names {len(meant)} LMIDs", "name one that is allocated; see: rsm media show")
    return str(meant[0].id)


class Volumes:
    """The media of a run, of which one at most is mounted."""

    def __init__(
        self, call: Call, desk: Desk, source: Source, told: Callable[[Volume], None], *, immediate: bool
    ) -> None:
        """``told`` learns of each that is mounted; ``immediate`` brings each back to its slot at once."""
        self._call = call
        self._desk = desk
        self._source = source
        self._told = told
        self._immediate = immediate
        self._mounted: str | None = None
        self.used: list[str] = []

    def next(self) -> Volume:
        """Dismount the present one, if there is one, and mount the next.

        Raises:
            RsmError: As :class:`~openrsm.surface.media.Media` and :class:`~openrsm.surface.mounts.Mounts` have it; none
                is mounted then.
        """
        self.put_back()
        lmid = self._source.next()
        try:
            volume = self._mount(lmid)
            self._told(volume)
        except BaseException:
            with suppress(RsmError):  # what went wrong before says more
                self.put_back()
                self._source.give_back(lmid)
            raise
        self.used.append(lmid)
        return volume

    def _mount(self, lmid: str) -> Volume:
        manager, options = self._desk.manager, self._source.options
        with self._call.progress(f"mounting {lmid}") as progress:
            [mounted] = manager.mounts.mount(self._desk.session, [lmid], options, progress)
        self._mounted = lmid
        _check_device(mounted.device_path)
        return Volume(
            number=len(self.used) + 1, lmid=lmid, bar_code=mounted.medium.bar_code or "", device=mounted.device_path
        )

    def put_back(self) -> None:
        """End the mount of the present one, if there is one."""
        if self._mounted is not None:
            lmid, self._mounted = self._mounted, None
            self._desk.manager.mounts.dismount(self._desk.session, [lmid], deferred=not self._immediate)

    def are_lost(self) -> bool:
        """Whether the session has ended, and their mounts with it: the drive may be anybody's."""
        try:
            self._desk.manager.sessions.renew(self._desk.session)
        except InvalidHandle:
            return True
        except RsmError:  # the service is away, and will be back
            return False
        return False

    def release(self) -> None:
        """Give back all that were used, for others to write on."""
        for lmid in self.used:
            self._source.give_back(lmid)


def _check_device(device: str) -> None:
    try:
        Path(device or "/dev/null/nothing").stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        what = f"the drive is not at this computer: there is no {device or 'device for it'}"
        raise NotSupported(what, "run the command where the drive is") from error
    except OSError as error:
        raise _closed_to_us(device, error.strerror or "") from error
    if not os.access(device, os.R_OK):
        raise _closed_to_us(device, "it may not be read")


def _closed_to_us(device: str, why: str) -> AccessDenied:
    what = f"this user may not open {device} ({why})"
    return AccessDenied(what, "run it as a user who may: one of the device's group, which is tape by default")
