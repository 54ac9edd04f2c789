"""What file system is in a drive, and where it is mounted on this computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from openrsm.domain.labels import FILE_SYSTEMS
from openrsm.ntms.arguments import given
from openrsm.ntms.codes import ERROR_NOT_READY, ERROR_NOT_SUPPORTED
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.handles import session_of
from openrsm.ntms.sessions import CloseNtmsSession, OpenNtmsSession

MOUNTS: Final = Path("/proc/self/mountinfo")
LOOPS: Final = Path("/sys/block")


@call
def GetVolumesFromDrive(pszDriveName: str | None) -> tuple[str, str]:
    """The volume in a drive of this computer's service: its id, and where it is mounted, empty if nowhere.

    Args:
        pszDriveName: The name of the drive, like ``vtl/drive1``.

    Raises:
        NtmsError: ERROR_INVALID_DRIVE: there is no such drive. ERROR_NOT_READY: it is empty. ERROR_NOT_SUPPORTED: what
            is in it is not known to have a file system.
    """
    handle = OpenNtmsSession()
    try:
        manager, session = session_of(handle)
        view = manager.drives.show(session, given(pszDriveName, "pszDriveName"))
        if view.medium is None:
            raise NtmsError(ERROR_NOT_READY, f"drive {view.drive.name} is empty")
        sides = manager.media.show(session, str(view.medium.id)).sides
    finally:
        CloseNtmsSession(handle)
    side = next((one for one in sides if one.id == view.drive.side_id), sides[0])
    if side.label_type not in FILE_SYSTEMS:
        what = f"{view.medium.name} in drive {view.drive.name} has no file system that is known"
        raise NtmsError(ERROR_NOT_SUPPORTED, f"{what}; a library that checks labels finds out")
    return side.label_id, mount_point(Path(view.drive.device_path))


def mount_point(device: Path, mounts: Path = MOUNTS, loops: Path = LOOPS) -> str:
    """Where a block device, or a file as one, is mounted; empty if nowhere."""
    sources = {str(device), str(device.resolve()), *_loops_of(device.resolve(), loops)}
    return next((mount.point for mount in _mounts(mounts) if mount.source in sources), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mount:
    point: str
    source: str


def _mounts(file: Path) -> Iterator[_Mount]:
    """See proc_pid_mountinfo(5)."""
    for line in file.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        before, _, after = line.partition(" - ")
        yield _Mount(point=_plain(before.split(" ")[4]), source=_plain(after.split(" ")[1]))


def _plain(field: str) -> str:
    """The kernel writes blanks and backslashes as three octal digits."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _loops_of(file: Path, loops: Path) -> Iterator[str]:
    """The loop devices that show a file as a disk."""
    for told in loops.glob("loop*/loop/backing_file"):
        if told.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n") == str(file):
            yield f"/dev/{told.parent.parent.name}"
