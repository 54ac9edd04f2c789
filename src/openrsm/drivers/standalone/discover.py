"""Opens the drive behind ``standalone:ADDRESS``, ADDRESS being the drive's, in the form that libraries' have."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.contract import OpenedDrive, OpenedLibrary
from openrsm.drivers.lone import LoneDiscovery
from openrsm.drivers.scsi.lone import open_iscsi_drive, open_sg_drive
from openrsm.drivers.standalone.changer import DRIVE, StandaloneChanger
from openrsm.drivers.virtual.lone import open_virtual_drive
from openrsm.errors import InvalidParameter

LONE: Final[dict[str, LoneDiscovery]] = {
    "virtual": open_virtual_drive,
    "scsi": open_sg_drive,
    "iscsi": open_iscsi_drive,
}
FORM: Final = "standalone:ADDRESS, e.g. standalone:scsi:/dev/sg3 or standalone:iscsi://HOST:PORT/TARGET/LUN"


def open_standalone(url: str) -> OpenedLibrary:
    """Open a drive as a library; see :class:`~openrsm.drivers.contract.Discovery`."""
    scheme, _, address = url.partition(":")
    kind = address.partition(":")[0]
    if scheme != "standalone" or kind not in LONE:
        raise InvalidParameter(f"{url!r} is not the address of a stand-alone drive", f"the form is {FORM}")
    lone = LONE[kind](address)
    return OpenedLibrary(
        changer=StandaloneChanger(lone),
        drives=[OpenedDrive(address=DRIVE, drive=lone.drive)],
        default_type=lone.media_type,
    )
