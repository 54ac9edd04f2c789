"""The archive device: the path that Bacula opens, where that is a link of ours to what a drive holds.

A tape drive has a device node, which the storage daemon's configuration names. A drive of a virtual library has a path
too, and may be named as well; a path of the administrator's own choice is made to lead to it while a volume is loaded.
Otherwise it leads to ``/dev/full``: storage daemons want something to be there when they start, and what is written to
it fails.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from openrsm.errors import InvalidParameter, InvalidState
from openrsm.surface.changers import NumberedDrive

DEVICES: Final = Path("/dev")
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - no device is in it
NOTHING: Final = "/dev/full"
"""Where a link leads while no volume is loaded."""
_WRITABLE: Final = 0o222
_ADVICE: Final = "the volume is loaded: let the user of the storage daemon read and write the drive, then unload it"


def check(path: str, drive: NumberedDrive, drives: Sequence[NumberedDrive]) -> None:
    """Whether the path leads to the drive, or can be made to.

    Raises:
        InvalidParameter: Something else is there.
    """
    if _is_to_be_linked(path, drive) and not _is_free(path, drives):
        raise InvalidParameter(
            f"archive device {path} is neither drive {drive.number} ({drive.device_path}) nor a link to a drive",
            "name the drive's own path, or a path at which nothing is yet",
        )


def lead(path: str, drive: NumberedDrive, drives: Sequence[NumberedDrive]) -> None:
    """Have the path lead to the drive, in one step.

    Raises:
        InvalidParameter: Something else is there, or the link cannot be made.
    """
    if not _is_to_be_linked(path, drive):
        return
    check(path, drive, drives)
    try:
        _link(path, drive.device_path)
    except OSError as error:
        raise InvalidParameter(
            f"archive device {path} cannot be made to lead to {drive.device_path}: {error.strerror}",
            "let the user of the storage daemon write in its folder",
        ) from error


def check_usable(path: str) -> None:
    """Whether this user may read what the path leads to, and write it unless it is protected from everybody.

    Raises:
        InvalidState: It may not be opened, or is not on this computer.
    """
    if not path.startswith("/"):
        return
    try:
        protected = not Path(path).stat().st_mode & _WRITABLE
    except OSError as error:
        raise InvalidState(f"archive device {path} cannot be opened: {error.strerror}", _ADVICE) from error
    if not os.access(path, os.R_OK if protected else os.R_OK | os.W_OK):
        raise InvalidState(f"archive device {path} may not be opened to read and write by this user", _ADVICE)


def leave(path: str, drive: NumberedDrive) -> None:
    """End the link to a drive that holds nothing any more: what is written through it would become a file."""
    with suppress(OSError):
        if _is_to_be_linked(path, drive) and _target(path) == drive.device_path:
            _link(path, NOTHING)


def _link(path: str, target: str) -> None:
    made = f"{path}.{os.getpid()}"
    try:
        Path(made).symlink_to(target)
        Path(made).replace(path)
    except OSError:
        with suppress(OSError):
            Path(made).unlink(missing_ok=True)
        raise


def _is_to_be_linked(path: str, drive: NumberedDrive) -> bool:
    """Whether it is neither the drive itself, by this name or another, nor something to which no link can lead."""
    device = drive.device_path
    return path.startswith("/") and device.startswith("/") and path != device and not _is_same(path, device)


def _is_same(path: str, device: str) -> bool:
    """Whether both are nodes of one device."""
    try:
        one, other = Path(path).stat(), Path(device).stat()
    except OSError:
        return False
    return one.st_rdev == other.st_rdev != 0


def _is_free(path: str, drives: Sequence[NumberedDrive]) -> bool:
    """Whether nothing is there, or a link to one of the drives; among devices nothing is made."""
    target = _target(path)
    if target is not None:
        return target == NOTHING or target in {drive.device_path for drive in drives}
    folders = Path(path).parents
    return not os.path.lexists(path) and (DEVICES not in folders or MEMORY in folders)


def _target(path: str) -> str | None:
    """Where a link leads, as it says; None if there is no link."""
    try:
        return os.readlink(path)  # noqa: PTH115 - as text, which is compared with text
    except OSError:
        return None
