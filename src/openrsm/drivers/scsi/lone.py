"""Opens one SCSI tape drive that is in no library."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Final

from openrsm.drivers.lone import LoneDrive
from openrsm.drivers.scsi import inquiry, sysfs
from openrsm.drivers.scsi.discover import NO_NODE
from openrsm.drivers.scsi.drive import ScsiDrive, Waiting
from openrsm.drivers.scsi.iscsi import IscsiTransport, parse_address
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.sg import SgTransport
from openrsm.drivers.scsi.sysfs import Sysfs
from openrsm.drivers.scsi.transport import Transport
from openrsm.errors import InvalidParameter, NotSupported

ADDRESS: Final = re.compile(r"scsi:(?P<path>/dev/(?P<name>sg\d+))")
FORM: Final = "write it as scsi:/dev/sgN, e.g. scsi:/dev/sg3; lsscsi -g shows the drive's"


def open_sg_drive(url: str) -> LoneDrive:
    """Open a drive through the kernel; see :class:`~openrsm.drivers.lone.LoneDiscovery`."""
    address = ADDRESS.fullmatch(url)
    if not address:
        raise InvalidParameter(f"{url!r} is not the address of a SCSI drive", FORM)
    path = Sysfs().tape_node(address["name"])
    if path is None:
        raise NotSupported(NO_NODE.format(place=address["path"]).removeprefix("its drive "), "then try again")
    return _opened_twice(partial(SgTransport, address["path"]), path, partial(sysfs.is_open, path))


def open_iscsi_drive(url: str) -> LoneDrive:
    """Open a drive over iSCSI; see :class:`~openrsm.drivers.lone.LoneDiscovery`."""
    address = parse_address(url)
    return _opened_twice(partial(IscsiTransport, address, Libiscsi()), str(address), _never)


def _never() -> bool:
    return False


def _opened_twice(reach: Callable[[], Transport], path: str, is_open: Callable[[], bool]) -> LoneDrive:
    with ExitStack() as on_failure:
        links = [_tape(Link(reach()), on_failure) for _ in range(2)]
        waiting = Waiting(clock=time.monotonic, sleep=time.sleep)
        drive, watched = (ScsiDrive(link, device_path=path, is_open=is_open, waiting=waiting) for link in links)
        on_failure.pop_all()  # nothing failed: what was opened now belongs to the caller
    return LoneDrive(drive=drive, watched=watched, attentions=links[1].attentions)


def _tape(link: Link, on_failure: ExitStack) -> Link:
    on_failure.callback(link.close)
    kind = link.inquiry().kind
    if kind != inquiry.TAPE:
        what = f"{link.name} is no tape drive: its peripheral type is {kind:02x}h"
        raise NotSupported(what, "give the address of the drive (type 01h)")
    return link
