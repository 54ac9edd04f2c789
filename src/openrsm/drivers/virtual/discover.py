"""Opens the library in a folder; makes it first where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from openrsm.drivers.contract import OpenedDrive, OpenedLibrary
from openrsm.drivers.virtual.changer import VirtualChanger, answering
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.model import Library
from openrsm.drivers.virtual.parameters import FORM, Value, check_agreement, complete, parse
from openrsm.drivers.virtual.places import geometry
from openrsm.errors import DeviceGone, InvalidParameter


def open_virtual(
    url: str,
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
    make: bool = True,
) -> OpenedLibrary:
    """Open the virtual library at ``url``; see :data:`~openrsm.drivers.virtual.parameters.FORM`.

    Args:
        url: Its address.
        clock: Seconds since the epoch; everybody who uses the folder needs the same.
        sleep: Waits so many seconds.
        make: Whether to make a library where there is none.

    Raises:
        InvalidParameter: The address is malformed, or contradicts the library that is there.
        DeviceGone: The library does not answer; or there is none, and none is made.
        StatusUnreadable: What is in the folder does not read as a library.
    """
    path, given = parse(url)
    folder = Folder(path, clock=clock, sleep=sleep)
    if not (make or folder.holds_library):
        raise DeviceGone(f"no library is in {path}", "bring its folder back, or remove the library")
    library = _found(folder, path, given)
    answering(library)
    check_agreement(library.made_from, given)
    span = geometry(library).drives
    return OpenedLibrary(
        changer=VirtualChanger(folder),
        drives=[
            OpenedDrive(address=address, drive=VirtualDrive(folder, address))
            for address in range(span.first, span.first + span.count)
        ],
        default_type=library.made_from.type,
    )


def _found(folder: Folder, path: Path, given: Mapping[str, Value]) -> Library:
    if folder.holds_library:
        return folder.look()
    try:
        return folder.create(complete(given))
    except OSError as wrong:
        raise InvalidParameter(f"no library can be made in {path}: {wrong.strerror}", f"the form is {FORM}") from wrong
