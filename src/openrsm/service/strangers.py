"""Whether what answers at a library's address is that library: addresses change hands, serial numbers do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from openrsm.domain.equipment import Changer, Drive
from openrsm.domain.strangers import Marks, is_another
from openrsm.domain.values import DriveId, LibraryId
from openrsm.drivers import contract
from openrsm.drivers.contract import Element, Identity
from openrsm.service.cataloguing import as_it_answers
from openrsm.service.label_work import reconsider_all
from openrsm.store.database import Transaction


def another_library(
    tx: Transaction, library_id: LibraryId, identity: Identity, elements: Iterable[Element], drives: Iterable[str]
) -> str:
    """Why what answers is taken for another library than the catalogued one; empty if it is that one.

    The kernel counts device nodes anew at each start, so that the address of one library may lead to another. A
    library whose electronics were exchanged has another serial number as well, and the cartridges that it had; or,
    where those have no bar codes, a drive that it had.

    Args:
        tx: The transaction.
        library_id: The catalogued library.
        identity: Who answers.
        elements: What it shows.
        drives: The serial numbers of the drives that answer.
    """
    known = {changer.serial for changer in tx.changers.of(library_id)}
    catalogued = {drive.serial for drive in tx.drives.of(library_id)}
    ours = Marks(robots=known, drives=catalogued, codes=_codes_of(tx, library_id))
    codes = {element.bar_code for element in elements if element.bar_code}
    if not is_another(ours, Marks(robots={identity.serial}, drives=set(drives), codes=codes)):
        return ""
    library = tx.libraries.get(library_id)
    has = "other cartridges" if ours.codes else "other drives, and of the cartridges no bar code is known"
    return (
        f"at {library.url} answers {identity.vendor} {identity.product} {identity.serial}, which has {has}; "
        f"library {library.name} is {' or '.join(sorted(known))}; if it was replaced, remove it and add it anew"
    )


def is_number_of(tx: Transaction, library_id: LibraryId, identity: Identity) -> bool:
    """Whether the serial number that answers is the library's, as far as numbers are told."""
    known = {changer.serial for changer in tx.changers.of(library_id) if changer.serial}
    return not known or identity.serial in known


def follow(
    tx: Transaction, library_id: LibraryId, identity: Identity, drives: Mapping[DriveId, contract.Drive]
) -> None:
    """The catalogue says of robot and drives what answers, once that was taken for the library.

    To an application, the path that a drive had the last time may lead to another drive, and so to another cartridge.
    """
    for changer in tx.changers.of(library_id):
        if (after := _answering(changer, identity)) != changer:
            tx.changers.change(changer, after)
    for drive in tx.drives.of(library_id):
        found = drives.get(drive.id)
        if found is not None:
            follow_drive(tx, drive, found)


def follow_drive(tx: Transaction, drive: Drive, found: contract.Drive) -> None:
    """The catalogue says of a drive what answers in its place; see :func:`follow`."""
    if drive.serial and found.identity.serial not in ("", drive.serial):
        drive = _exchange(tx, drive, found.identity.serial)
    if (answers := as_it_answers(drive, found)) != drive:
        tx.drives.change(drive, answers)
    if answers.type_name != drive.type_name:
        reconsider_all(tx, drive.library_id)


def _exchange(tx: Transaction, drive: Drive, serial: str) -> Drive:
    """Another drive is in its place, which begins anew: what the old one did is not held against it."""
    tx.readings.forget_drive(drive.id)
    return tx.drives.change(drive, replace(drive, serial=serial, mounts=0, cleaned_at=None, wants_cleaning=False))


def _answering(changer: Changer, identity: Identity) -> Changer:
    return replace(
        changer,
        vendor=identity.vendor,
        product=identity.product,
        serial=identity.serial,
        revision=identity.revision,
    )


def _codes_of(tx: Transaction, library_id: LibraryId) -> set[str]:
    return {medium.bar_code for medium in tx.media.in_library(library_id) if medium.bar_code}
