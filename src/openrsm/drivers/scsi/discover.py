"""Opens the library behind an address: the changer, and the drives that can be matched to its drive elements."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from openrsm.drivers.contract import OpenedDrive, OpenedLibrary
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import inquiry, sysfs
from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.drive import ScsiDrive, Waiting
from openrsm.drivers.scsi.iscsi import Address, IscsiTransport, parse_address
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.matching import Candidate, Matches, match, names_of
from openrsm.drivers.scsi.sg import SgTransport
from openrsm.drivers.scsi.sysfs import Sysfs
from openrsm.drivers.scsi.transport import Transport
from openrsm.errors import InvalidParameter, NotSupported, RsmError

SG_ADDRESS: Final = re.compile(r"scsi:(?P<path>/dev/(?P<name>sg\d+))")
SG_FORM: Final = "write it as scsi:/dev/sgN, e.g. scsi:/dev/sg3; lsscsi -g shows the changer's"
NO_NODE: Final = "its drive {place} has no /dev/nst node: the kernel's st driver has not taken it (modprobe st)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A tape drive that answers, and how to use it.

    Attributes:
        link: It, opened.
        candidate: What it may be recognised by.
        device_path: What an application opens; None if there is nothing to open.
        is_open: Tells whether a program on this host has it open.
    """

    link: Link
    candidate: Candidate
    device_path: str | None
    is_open: Callable[[], bool]


def open_sg(url: str) -> OpenedLibrary:
    """Open a library through the kernel; see :class:`~openrsm.drivers.contract.Discovery`."""
    address = SG_ADDRESS.fullmatch(url)
    if not address:
        raise InvalidParameter(f"{url!r} is not the address of a SCSI changer", SG_FORM)
    kernel = Sysfs()
    with ExitStack() as on_failure:
        changer = _changer(Link(SgTransport(address["path"])), on_failure)
        found = list(_drives_of_kernel(kernel, kernel.target(address["name"]), on_failure))
        return _assembled(changer, found, on_failure)


def open_iscsi(url: str) -> OpenedLibrary:
    """Open a library over iSCSI; see :class:`~openrsm.drivers.contract.Discovery`."""
    address = parse_address(url)
    library = Libiscsi()
    with ExitStack() as on_failure:
        link = Link(IscsiTransport(address, library))
        changer = _changer(link, on_failure)
        found = list(_drives_of_target(link, address, library, on_failure))
        return _assembled(changer, found, on_failure)


def _changer(link: Link, on_failure: ExitStack) -> ScsiChanger:
    on_failure.callback(link.close)
    kind = link.inquiry().kind
    if kind != inquiry.CHANGER:
        what = f"{link.name} is no media changer: its peripheral type is {kind:02x}h"
        advice = "give the address of the changer (type 08h); write that of a drive in no library as standalone:ADDRESS"
        raise NotSupported(what, advice)
    return ScsiChanger(link)


def _drives_of_kernel(kernel: Sysfs, beside: str, on_failure: ExitStack) -> Iterator[Found]:
    for name in kernel.generic_of_kind(inquiry.TAPE):
        path = kernel.tape_node(name)
        found = _found(
            partial(SgTransport, kernel.node(name)),
            device_path=path,
            is_open=partial(sysfs.is_open, path) if path else _never,
            beside=bool(beside) and kernel.target(name) == beside,
        )
        yield from _kept(found, on_failure)


def _drives_of_target(changer: Link, address: Address, library: Libiscsi, on_failure: ExitStack) -> Iterator[Found]:
    for lun in inquiry.parse_luns(changer.run(spc.report_luns())):
        if lun != address.lun:
            other = address.at(lun)
            found = _found(partial(IscsiTransport, other, library), device_path=str(other), is_open=_never, beside=True)
            yield from _kept(found, on_failure)


def _never() -> bool:
    return False


def _found(
    reach: Callable[[], Transport], *, device_path: str | None, is_open: Callable[[], bool], beside: bool
) -> Found | None:
    """The tape drive there; None if it is something else or does not answer, so that its element stays unmatched."""
    try:
        link = Link(reach())
    except RsmError:
        return None
    with suppress(RsmError):
        if link.inquiry().kind == inquiry.TAPE:
            names = names_of(link.serial_page(), link.designators())
            candidate = Candidate(place=link.name, names=names, beside=beside)
            return Found(link=link, candidate=candidate, device_path=device_path, is_open=is_open)
    link.close()
    return None


def _kept(found: Found | None, on_failure: ExitStack) -> Iterator[Found]:
    if found:
        on_failure.callback(found.link.close)
        yield found


def _assembled(changer: ScsiChanger, found: list[Found], on_failure: ExitStack) -> OpenedLibrary:
    by_place = {each.candidate.place: each for each in found}
    matches = match(_drive_elements(changer), [each.candidate for each in found])
    nodeless = {address: place for address, place in matches.matched.items() if not by_place[place].device_path}
    drives = [
        OpenedDrive(address=address, drive=_drive(by_place[place], path))
        for address, place in sorted(matches.matched.items())
        if (path := by_place[place].device_path)
    ]
    _let_go(by_place, matches, nodeless)
    on_failure.pop_all()  # nothing failed: what was opened now belongs to the caller
    without = {address: NO_NODE.format(place=place) for address, place in nodeless.items()}
    return OpenedLibrary(changer=changer, drives=drives, unmatched={**matches.unmatched, **without})


def _drive_elements(changer: ScsiChanger) -> dict[int, inquiry.Designator | None]:
    """Each drive element of the geometry, with the identifier that the library told, if it did."""
    span = changer.geometry.drives
    told = {each.element.address: each.identifier for each in changer.described}
    return {address: told.get(address) for address in range(span.first, span.first + span.count)}


def _drive(found: Found, path: str) -> ScsiDrive:
    waiting = Waiting(clock=time.monotonic, sleep=time.sleep)
    return ScsiDrive(found.link, device_path=path, is_open=found.is_open, waiting=waiting)


def _let_go(by_place: Mapping[str, Found], matches: Matches, nodeless: Mapping[int, str]) -> None:
    """Close the drives that are somebody else's, or of no use."""
    used = set(matches.matched.values()) - set(nodeless.values())
    for place, each in by_place.items():
        if place not in used:
            each.link.close()
