"""The ways to a target: over iSCSI, or through a kernel; and how faults are put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pytest

from openrsm.drivers.contract import Discovery
from openrsm.drivers.scsi import discover, inquiry, timeouts
from openrsm.drivers.scsi.iscsi import Address, IscsiTransport, parse_address
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.sg import SgTransport
from openrsm.drivers.scsi.sysfs import Sysfs
from openrsm.drivers.scsi.transport import Transport
from tests.lab.lab import TgtLibrary
from tests.torture.injecting import InjectingTransport, Script

FIRST_DRIVE: Final = "drive"
CHANGER: Final = "changer"
UNITS: Final = {FIRST_DRIVE: 1, "other drive": 2, CHANGER: 3}
SERIALS: Final = {"HU000001": FIRST_DRIVE, "HU000002": "other drive"}
POLL: Final = 0.002
"""Seconds between two questions whether an unload is over."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a library is reached.

    Attributes:
        url: Its address.
        discover: What opens it.
        beside: A transport of one's own to a device, beside the service's.
    """

    url: str
    discover: Discovery
    beside: Callable[[str], Transport]


def over_iscsi(target: TgtLibrary, port: int | None = None) -> Way:
    """``port`` is where the service reaches the target, if not at its own."""

    def beside(device: str) -> Transport:
        return IscsiTransport(parse_address(target.url(UNITS[device])), Libiscsi())

    url = target.url() if port is None else target.url().replace(str(target.port), str(port))
    return Way(url=url, discover=discover.open_iscsi, beside=beside)


def through_kernel(changer: str) -> Way:
    """``changer`` is its device node."""
    nodes = {name: path for path, name in nodes_by_path(changer).items()}
    return Way(url=f"scsi:{changer}", discover=discover.open_sg, beside=lambda device: SgTransport(nodes[device]))


def nodes_by_path(changer: str) -> Mapping[str, str]:
    """What each device node is, told by serial numbers."""
    kernel = Sysfs()
    found = {changer: CHANGER}
    for name in kernel.generic_of_kind(inquiry.TAPE):
        link = Link(SgTransport(kernel.node(name)))
        found[kernel.node(name)] = SERIALS[link.serial_page()]
        link.close()
    return found


@contextmanager
def injected(script: Script, *, patience: float | None = None) -> Iterator[None]:
    """Every logical unit that is opened over iSCSI meanwhile is reached through the script.

    ``patience`` is how many seconds an answer is waited for; if not told, as long as each command allows.
    """
    names = {unit: name for name, unit in UNITS.items()}

    def reach(address: Address, library: Libiscsi) -> Transport:
        inner = IscsiTransport(address, library)
        return InjectingTransport(names.get(address.lun, "target"), inner, script, patience=patience)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discover, "IscsiTransport", reach)
        patch.setattr(timeouts, "POLL", POLL)
        yield


@contextmanager
def injected_into_kernel(script: Script, names: Mapping[str, str]) -> Iterator[None]:
    """Every device node that is opened meanwhile is reached through the script; ``names`` says what each is.

    One that comes later has no name, and no fault.
    """

    def reach(path: str) -> Transport:
        return InjectingTransport(names.get(path, "came later"), SgTransport(path), script)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discover, "SgTransport", reach)
        patch.setattr(timeouts, "POLL", POLL)
        yield
