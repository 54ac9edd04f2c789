"""RSM's view: which objects of a type are in which container (EnumerateNtmsObject)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

from openrsm.domain.drive_types import DRIVE_TYPES
from openrsm.domain.machine import word
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.values import (
    Library,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    ObjectType,
    Pool,
    PoolId,
    Side,
    SideId,
)
from openrsm.errors import InvalidParameter, ObjectNotFound, Refusal
from openrsm.service import resolving
from openrsm.store.database import Transaction
from openrsm.surface.views import ObjectName, Ref

_T = ObjectType
N = TypeVar("N")


def enumerate_objects(tx: Transaction, object_type: ObjectType, container: Ref | None) -> list[ObjectName]:
    """Objects of one type in a container; without one, all of that type (of pools the top level).

    Raises:
        InvalidParameter: That container never holds that type.
        ObjectNotFound: There is no such container.
    """
    if container is None:
        return EVERYWHERE[object_type](tx)
    held_in = _container(tx, container)
    listed = INSIDE.get((_kind(held_in), object_type))
    if listed is None:
        what = f"a {word(_kind(held_in))} holds no objects of type {word(object_type)}"
        raise InvalidParameter(what, f"a {word(_kind(held_in))} holds: {_holds(_kind(held_in))}")
    return listed(tx, held_in.id)


Container = Library | Pool | Medium | Side | LogicalMedium

KINDS: Final[Mapping[type, ObjectType]] = {
    Library: _T.LIBRARY,
    Pool: _T.POOL,
    Medium: _T.PHYSICAL_MEDIA,
    Side: _T.SIDE,
    LogicalMedium: _T.LOGICAL_MEDIA,
}


def _kind(container: Container) -> ObjectType:
    return KINDS[type(container)]


def _holds(kind: ObjectType) -> str:
    return ", ".join(word(inner) for outer, inner in INSIDE if outer is kind)


def _container(tx: Transaction, ref: Ref) -> Container:
    if (key := resolving.guid(ref)) is not None:
        found = _by_guid(tx, key)
        if found is not None:
            return found
    finders: tuple[Callable[[Transaction, str], Container], ...] = (
        resolving.library,
        resolving.pool,
        resolving.medium,
    )
    for find in finders:
        try:
            return find(tx, ref)
        except Refusal:
            continue
    raise ObjectNotFound(f"there is no container {ref!r}", "name a library, pool, medium, side or logical medium")


def _by_guid(tx: Transaction, key: UUID) -> Container | None:
    return (
        tx.libraries.find(LibraryId(key))
        or tx.pools.find(PoolId(key))
        or tx.media.find(MediumId(key))
        or tx.sides.find(SideId(key))
        or tx.logical.find(LogicalId(key))
    )


def _names(kind: ObjectType, objects: Iterable[N], name: Callable[[N], str]) -> list[ObjectName]:
    return [ObjectName(object_type=kind, id=one.id, name=name(one)) for one in objects]  # type: ignore[attr-defined] # every noun has an id


def _named(kind: ObjectType, objects: Iterable[N]) -> list[ObjectName]:
    return _names(kind, objects, lambda one: one.name)  # type: ignore[attr-defined] # those given here have a name


def _media(media: Iterable[Medium]) -> list[ObjectName]:
    return _named(_T.PHYSICAL_MEDIA, media)


def _sides(tx: Transaction, media: Sequence[Medium]) -> list[ObjectName]:
    names = {medium.id: medium.name for medium in media}
    sides = tx.sides.of_media(list(names))
    pairs = [side for key in names for side in sides.get(key, [])]
    return _names(_T.SIDE, pairs, lambda side: f"{names[side.medium_id]} side {side.number}")


def _side_of(tx: Transaction, side: Side | None) -> list[ObjectName]:
    if side is None:
        return []
    medium = tx.media.get(side.medium_id)
    return [ObjectName(object_type=_T.SIDE, id=side.id, name=f"{medium.name} side {side.number}")]


def _logical(tx: Transaction, logical: Iterable[LogicalMedium]) -> list[ObjectName]:
    return _names(_T.LOGICAL_MEDIA, logical, lambda one: one.name or _medium_of(tx, one))


def _medium_of(tx: Transaction, logical: LogicalMedium) -> str:
    return tx.media.get(tx.sides.get(logical.side_id).medium_id).name


def _numbered(kind: ObjectType, objects: Iterable[N]) -> list[ObjectName]:
    return _names(kind, objects, lambda one: f"{word(kind)} {one.number}")  # type: ignore[attr-defined] # those given here have a number


def _types(kind: ObjectType, names: Iterable[str]) -> list[ObjectName]:
    return [ObjectName(object_type=kind, id=name, name=name) for name in names]


def _all_logical(tx: Transaction) -> list[ObjectName]:
    pools = tx.pools.all()
    return [name for pool in pools for name in _logical(tx, tx.logical.of_pool(pool.id))]


def _each_library(tx: Transaction, listed: Callable[[Transaction, UUID], list[ObjectName]]) -> list[ObjectName]:
    return [name for library in tx.libraries.all() for name in listed(tx, library.id)]


def _of_library(kind: ObjectType) -> Callable[[Transaction, UUID], list[ObjectName]]:
    def listed(tx: Transaction, key: UUID) -> list[ObjectName]:
        return INSIDE[_T.LIBRARY, kind](tx, key)

    return listed


EVERYWHERE: Final[Mapping[ObjectType, Callable[[Transaction], list[ObjectName]]]] = {
    _T.COMPUTER: lambda tx: _named(_T.COMPUTER, [tx.computer.get()]),
    _T.LIBRARY: lambda tx: _named(_T.LIBRARY, tx.libraries.all()),
    _T.CHANGER: lambda tx: _each_library(tx, _of_library(_T.CHANGER)),
    _T.CHANGER_TYPE: lambda tx: _types(
        _T.CHANGER_TYPE, sorted({f"{one.vendor} {one.product}".strip() for one in tx.libraries.all() if one.url})
    ),
    _T.DRIVE: lambda tx: _named(_T.DRIVE, tx.drives.all()),
    _T.DRIVE_TYPE: lambda _tx: _types(_T.DRIVE_TYPE, DRIVE_TYPES),
    _T.DOOR: lambda tx: _each_library(tx, _of_library(_T.DOOR)),
    _T.PORT: lambda tx: _each_library(tx, _of_library(_T.PORT)),
    _T.SLOT: lambda tx: _each_library(tx, _of_library(_T.SLOT)),
    _T.MEDIA_TYPE: lambda _tx: _types(_T.MEDIA_TYPE, MEDIA_TYPES),
    _T.POOL: lambda tx: _named(_T.POOL, tx.pools.children(None)),
    _T.PHYSICAL_MEDIA: lambda tx: _media(tx.media.all()),
    _T.SIDE: lambda tx: _sides(tx, tx.media.all()),
    _T.LOGICAL_MEDIA: _all_logical,
    _T.WORK_ITEM: lambda tx: _numbered(_T.WORK_ITEM, tx.work.open(None)),
    _T.OPERATOR_REQUEST: lambda tx: _numbered(_T.OPERATOR_REQUEST, tx.operators.open()),
}

INSIDE: Final[Mapping[tuple[ObjectType, ObjectType], Callable[[Transaction, UUID], list[ObjectName]]]] = {
    (_T.LIBRARY, _T.CHANGER): lambda tx, key: _named(_T.CHANGER, tx.changers.of(LibraryId(key))),
    (_T.LIBRARY, _T.DRIVE): lambda tx, key: _named(_T.DRIVE, tx.drives.of(LibraryId(key))),
    (_T.LIBRARY, _T.DOOR): lambda tx, key: _numbered(_T.DOOR, tx.doors.of(LibraryId(key))),
    (_T.LIBRARY, _T.PORT): lambda tx, key: _numbered(_T.PORT, tx.ports.of(LibraryId(key))),
    (_T.LIBRARY, _T.SLOT): lambda tx, key: _numbered(_T.SLOT, tx.slots.of(LibraryId(key))),
    (_T.LIBRARY, _T.WORK_ITEM): lambda tx, key: _numbered(_T.WORK_ITEM, tx.work.open(LibraryId(key))),
    (_T.LIBRARY, _T.PHYSICAL_MEDIA): lambda tx, key: _media(tx.media.in_library(LibraryId(key))),
    (_T.LIBRARY, _T.MEDIA_TYPE): lambda tx, key: _types(
        _T.MEDIA_TYPE, sorted({medium.media_type for medium in tx.media.in_library(LibraryId(key))})
    ),
    (_T.POOL, _T.POOL): lambda tx, key: _named(_T.POOL, tx.pools.children(PoolId(key))),
    (_T.POOL, _T.PHYSICAL_MEDIA): lambda tx, key: _media(tx.media.all(pool_id=PoolId(key))),
    (_T.POOL, _T.LOGICAL_MEDIA): lambda tx, key: _logical(tx, tx.logical.of_pool(PoolId(key))),
    (_T.POOL, _T.SIDE): lambda tx, key: _sides(tx, tx.media.all(pool_id=PoolId(key))),
    (_T.PHYSICAL_MEDIA, _T.SIDE): lambda tx, key: _sides(tx, [tx.media.get(MediumId(key))]),
    (_T.LOGICAL_MEDIA, _T.SIDE): lambda tx, key: _side_of(tx, tx.sides.by_logical(LogicalId(key))),
    (_T.SIDE, _T.LOGICAL_MEDIA): lambda tx, key: _logical(tx, _lmid_of(tx, SideId(key))),
}


def _lmid_of(tx: Transaction, side_id: SideId) -> list[LogicalMedium]:
    side = tx.sides.get(side_id)
    return [tx.logical.get(side.logical_id)] if side.logical_id else []
