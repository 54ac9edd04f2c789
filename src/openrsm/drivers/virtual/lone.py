"""Opens a drive in a folder that is in no library; makes it first where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from openrsm.drivers.contract import Attention, ElementKind
from openrsm.drivers.lone import LoneDrive
from openrsm.drivers.virtual.changer import answering
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.happening import told_since
from openrsm.drivers.virtual.model import FIRST, Library
from openrsm.drivers.virtual.parameters import Value, check_agreement, parameters_from, parse
from openrsm.errors import InvalidParameter

FORM: Final = "virtual:FOLDER[?type=LTO-9&realistic=1&timescale=1.0]"
CHOICE: Final = frozenset({"type", "realistic", "timescale"})
ALONE: Final[Mapping[str, Value]] = {
    "drives": 1,
    "slots": 0,
    "ports": 0,
    "doors": False,
    "barcodes": False,
    "cartridges": 0,
}
"""What a drive in no library is made from, besides those."""


def open_virtual_drive(
    url: str, *, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
) -> LoneDrive:
    """See :class:`~openrsm.drivers.lone.LoneDiscovery`.

    Raises:
        InvalidParameter: The address is malformed, or tells of another drive than the one in the folder.
        DeviceGone: The drive does not answer.
        StatusUnreadable: What is in the folder does not read as a drive.
    """
    path, given = parse(url)
    if unknown := sorted(set(given) - CHOICE):
        raise InvalidParameter(f"a drive has no parameter {', '.join(unknown)}", f"the form is {FORM}")
    folder = Folder(path, clock=clock, sleep=sleep)
    library = _found(folder, given)
    answering(library)
    check_agreement(library.made_from, {**ALONE, **given})
    address = FIRST[ElementKind.DRIVE]
    return LoneDrive(
        drive=VirtualDrive(folder, address),
        watched=VirtualDrive(folder, address),
        attentions=Listener(folder).news,
        media_type=library.made_from.type,
    )


def _found(folder: Folder, given: Mapping[str, Value]) -> Library:
    if folder.holds_library:
        return folder.look()
    try:
        return folder.create(parameters_from({**ALONE, **given}))
    except OSError as wrong:
        what = f"no drive can be made in {folder.path}: {wrong.strerror}"
        raise InvalidParameter(what, f"the form is {FORM}") from wrong


class Listener:
    """Hears what happens to the drive from when it was made."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._heard = folder.look().happened

    def news(self) -> Sequence[Attention]:
        """What happened since the last call: nothing but changes of the cartridge."""
        library = self._folder.look()
        told = told_since(library, self._heard)
        self._heard = library.happened
        return [Attention(what=each.what, contents_suspect=True, medium_changed=True) for each in told]
