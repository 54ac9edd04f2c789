"""From what a person types to the object meant; what fits several is refused, naming them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar
from uuid import UUID

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.shares import Share
from openrsm.domain.values import (
    DriveId,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    OperatorId,
    Pool,
    PoolId,
    ShareId,
    Side,
    SideId,
    WorkId,
)
from openrsm.errors import (
    InvalidDrive,
    InvalidMedia,
    MissingDrive,
    MissingLibrary,
    MissingMedium,
    MissingPool,
    ObjectNotFound,
    Refusal,
)
from openrsm.store.database import Transaction

T = TypeVar("T")

LONGEST_NUMBER = 18

_Refusals = tuple[type[Refusal], type[Refusal]]
"""What is raised where nothing fits, and where several do."""

_DRIVE: Final[_Refusals] = (MissingDrive, InvalidDrive)
_MEDIUM: Final[_Refusals] = (MissingMedium, InvalidMedia)


def guid(ref: str) -> UUID | None:
    """The GUID a text spells, with or without hyphens; None if it spells none."""
    try:
        return UUID(ref)
    except ValueError:
        return None


def library(tx: Transaction, ref: str) -> Library:
    """A library by name or GUID. Raises MissingLibrary."""
    key = guid(ref)
    found = tx.libraries.by_name(ref) or (tx.libraries.find(LibraryId(key)) if key else None)
    if found is None:
        names = ", ".join(one.name for one in tx.libraries.all())
        raise MissingLibrary(f"there is no library {ref!r}", f"known are: {names}")
    return found


def share(tx: Transaction, ref: str) -> Share:
    """A share by name or GUID. Raises ObjectNotFound."""
    found = known_share(tx, ref)
    if found is None:
        raise ObjectNotFound(f"there is no share {ref!r}", "see: rsm share list")
    return found


def known_share(tx: Transaction, ref: str) -> Share | None:
    """The same; None if there is no such share."""
    key = guid(ref)
    return tx.shares.by_name(ref) or (tx.shares.find(ShareId(key)) if key else None)


def drive(tx: Transaction, ref: str) -> Drive:
    """A drive by name (``vtl/drive1``), short name, number, serial number or GUID. Raises InvalidDrive."""
    key = guid(ref)
    if key and (found := tx.drives.find(DriveId(key))) is not None:
        return found
    fitting = [one for one in tx.drives.all() if ref in _drive_names(one)]
    return _only(fitting, f"drive {ref!r}", lambda one: one.name, _DRIVE, "see: rsm drive list")


def _drive_names(one: Drive) -> tuple[str, ...]:
    return (one.name, one.name.rpartition("/")[2], str(one.number), one.serial)


def pool(tx: Transaction, ref: str) -> Pool:
    """A pool by path or GUID. Raises MissingPool."""
    key = guid(ref)
    found = tx.pools.by_path(ref) or (tx.pools.find(PoolId(key)) if key else None)
    if found is None:
        raise MissingPool(f"there is no pool {ref!r}", "see: rsm pool list")
    return found


def medium(tx: Transaction, ref: str) -> Medium:
    """A cartridge by bar code, name, or the GUID of itself, a side or an LMID. Raises InvalidMedia."""
    _check_given(ref)
    if (key := guid(ref)) is not None:
        return _medium_by_guid(tx, key, ref)
    fitting = tx.media.by_bar_code(ref) or tx.media.by_name(ref)
    if not fitting and (named := tx.logical.by_name(ref)):
        fitting = [tx.media.get(tx.sides.get(one.side_id).medium_id) for one in named]
    return _only(fitting, f"medium {ref!r}", lambda one: f"{one.name} ({one.id})", _MEDIUM, "see: rsm media list")


def _check_given(ref: str) -> None:
    """An empty text names nothing, even where names may be empty."""
    if not ref:
        raise MissingMedium("an empty name names no medium", "name a bar code, a name or a GUID")


def _medium_by_guid(tx: Transaction, key: UUID, ref: str) -> Medium:
    if (found := tx.media.find(MediumId(key))) is not None:
        return found
    side_found = tx.sides.find(SideId(key)) or tx.sides.by_logical(LogicalId(key))
    if side_found is None:
        raise MissingMedium(f"there is no medium, side or logical medium {ref}", "see: rsm media list")
    return tx.media.get(side_found.medium_id)


def side(tx: Transaction, ref: str) -> tuple[Side, Medium]:
    """A side by its GUID or its LMID, or by anything that names a cartridge with one side. Raises InvalidMedia."""
    fitting, owner = _sides(tx, ref)
    return _only_side(fitting, ref), owner


def mounted_side(tx: Transaction, ref: str) -> tuple[Side, Medium]:
    """The same, where it is about what lies in a drive: of a cartridge with several sides, the one that is up there.

    Where none is known to be up, it does not matter which is meant.
    """
    fitting, owner = _sides(tx, ref)
    drive = tx.drives.holding(owner.id)
    up = [one for one in fitting if drive is not None and one.id == drive.side_id]
    return _only_side(up or fitting[:1], ref), owner


def _sides(tx: Transaction, ref: str) -> tuple[Sequence[Side], Medium]:
    """The sides that a text may mean, and the cartridge that has them."""
    _check_given(ref)
    if (key := guid(ref)) is not None:
        found = tx.sides.find(SideId(key)) or tx.sides.by_logical(LogicalId(key))
        if found is not None:
            return [found], tx.media.get(found.medium_id)
    named = tx.logical.by_name(ref)
    if len(named) == 1:
        found = tx.sides.get(named[0].side_id)
        return [found], tx.media.get(found.medium_id)
    owner = medium(tx, ref)
    return tx.sides.of(owner.id), owner


def _only_side(fitting: Sequence[Side], ref: str) -> Side:
    return _only(fitting, f"a side of {ref!r}", lambda one: str(one.id), _MEDIUM, "name one side")


def logical(tx: Transaction, ref: str) -> LogicalMedium:
    """A logical medium by LMID, name, or its cartridge if that has one LMID. Raises InvalidMedia."""
    _check_given(ref)
    key = guid(ref)
    if key and (found := tx.logical.find(LogicalId(key))) is not None:
        return found
    fitting = tx.logical.by_name(ref)
    if not fitting:
        sides = tx.sides.of(medium(tx, ref).id)
        fitting = [tx.logical.get(one.logical_id) for one in sides if one.logical_id]
    if not fitting:
        raise MissingMedium(f"no side of medium {ref!r} is allocated", "allocate it first")
    return _only(fitting, f"logical medium {ref!r}", lambda one: str(one.id), _MEDIUM, "name one by its LMID")


def _is_number(ref: str) -> bool:
    """Whether a text is a number that the catalogue can hold."""
    return ref.isascii() and ref.isdecimal() and len(ref) <= LONGEST_NUMBER


def work(tx: Transaction, ref: str) -> WorkItem:
    """A work item by number or GUID. Raises ObjectNotFound."""
    found = known_work(tx, ref)
    if found is None:
        raise ObjectNotFound(f"there is no work item {ref!r}", "see: rsm work list")
    return found


def known_work(tx: Transaction, ref: str) -> WorkItem | None:
    """The same; None if there is no such item."""
    key = guid(ref)
    found = tx.work.by_number(int(ref)) if _is_number(ref) else None
    return found or (tx.work.find(WorkId(key)) if key else None)


def operator_request(tx: Transaction, ref: str) -> OperatorRequest:
    """An operator request by number or GUID. Raises ObjectNotFound."""
    found = known_request(tx, ref)
    if found is None:
        raise ObjectNotFound(f"there is no operator request {ref!r}", "see: rsm operator list")
    return found


def known_request(tx: Transaction, ref: str) -> OperatorRequest | None:
    """The same; None if there is no such request."""
    key = guid(ref)
    found = tx.operators.by_number(int(ref)) if _is_number(ref) else None
    return found or (tx.operators.find(OperatorId(key)) if key else None)


def _only(fitting: Sequence[T], what: str, name: Callable[[T], str], refusals: _Refusals, advice: str) -> T:
    none, several = refusals
    if not fitting:
        raise none(f"there is no {what}", advice)
    if len(fitting) > 1:
        raise several(f"{what} may mean " + " or ".join(name(one) for one in fitting), "name one by its GUID")
    return fitting[0]
