"""RSM's view: which objects of a type are in which container (EnumerateNtmsObject)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar
from uuid import UUID

from openrsm.domain.drive_types import DRIVE_TYPES
from openrsm.domain.equipment import Library
from openrsm.domain.machine import word
from openrsm.domain.matrix import Deed
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.values import (
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
from openrsm.service import guard, resolving
from openrsm.service.guard import Sight
from openrsm.service.library_types import library_types
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.store.objects import Objects
from openrsm.surface.views import ObjectName, Ref

_T = ObjectType
N = TypeVar("N")


class Belonging(Protocol):
    """What belongs to a library."""

    @property
    def library_id(self) -> LibraryId:
        """That library's id."""
        ...


B = TypeVar("B", bound=Belonging)


@dataclass(frozen=True, slots=True)
class Look:
    """A caller looks at the catalogue: what it may not look at is left out."""

    tx: Transaction
    sight: Sight

    def libraries(self) -> list[Library]:
        """Every library."""
        return [library for library in self.tx.libraries.all() if self.sight.sees_library(library.id)]

    def pools(self, pools: Iterable[Pool]) -> list[Pool]:
        """Those of these pools."""
        return [pool for pool in pools if self.sight.sees_pool(pool.id)]

    def media(self, library_id: LibraryId | None = None) -> list[Medium]:
        """The media of a library, or all, by sequence."""
        return self.tx.media.all(library_id, pools=self.sight.pools)

    def of_libraries(self, objects: Iterable[B]) -> list[B]:
        """Those of these objects whose libraries it sees."""
        return [one for one in objects if self.sight.sees_library(one.library_id)]


def enumerate_objects(
    tx: Transaction, caller: Session, object_type: ObjectType, container: Ref | None
) -> list[ObjectName]:
    """Objects of one type in a container; without one, all of that type (of pools the top level).

    Raises:
        InvalidParameter: That container never holds that type.
        ObjectNotFound: There is no such container.
        AccessDenied: The caller may not look into the container, or at the computer's objects.
    """
    if container is None:
        if object_type in OF_COMPUTER:
            guard.may(tx, caller, Deed.OBJECT_VIEW, f"look at each {word(object_type)}", tx.computer.get())
        return EVERYWHERE[object_type](Look(tx, guard.sight(tx, caller)))
    held_in = _container(tx, container)
    guard.may(tx, caller, Deed.OBJECT_VIEW, f"look into {container}", _guarding(tx, held_in))
    listed = INSIDE.get((_kind(held_in), object_type))
    if listed is None:
        what = f"a {word(_kind(held_in))} holds no objects of type {word(object_type)}"
        raise InvalidParameter(what, f"a {word(_kind(held_in))} holds: {_holds(_kind(held_in))}")
    return listed(Look(tx, guard.sight(tx, caller)), held_in.id)


Container = Library | Pool | Medium | Side | LogicalMedium

KINDS: Final[Mapping[type, ObjectType]] = {
    Library: _T.LIBRARY,
    Pool: _T.POOL,
    Medium: _T.PHYSICAL_MEDIA,
    Side: _T.SIDE,
    LogicalMedium: _T.LOGICAL_MEDIA,
}


OF_COMPUTER: Final = frozenset({_T.COMPUTER, _T.CHANGER_TYPE, _T.DRIVE_TYPE, _T.MEDIA_TYPE, _T.OPERATOR_REQUEST})
"""The types whose objects belong to the computer."""


def _guarding(tx: Transaction, container: Container) -> Library | Pool:
    """Whose rights decide who may look into it."""
    match container:
        case Library() | Pool():
            return container
        case Medium():
            return guard.pool_of(tx, container)
        case Side():
            return guard.pool_of(tx, tx.media.get(container.medium_id))
        case LogicalMedium():
            return tx.pools.get(container.pool_id)


def _kind(container: Container) -> ObjectType:
    return KINDS[type(container)]


def _holds(kind: ObjectType) -> str:
    return ", ".join(word(inner) for outer, inner in INSIDE if outer is kind)


CONTAINERS: Final = "name a library, pool, medium, side or logical medium"


def _container(tx: Transaction, ref: Ref) -> Container:
    if (key := resolving.guid(ref)) is not None:
        found = _by_guid(tx, key)
        if found is not None:
            return found
        _check_no_object(tx, key)
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
    raise ObjectNotFound(f"there is no container {ref!r}", CONTAINERS)


def _check_no_object(tx: Transaction, key: UUID) -> None:
    """Refuse as a container what is known, and holds nothing."""
    devices: tuple[Objects[Any, Any], ...] = (tx.drives, tx.slots, tx.ports, tx.doors, tx.changers)
    holding_none = [table.kind for table in (*devices, tx.work, tx.operators) if table.find(key) is not None]
    if tx.computer.get().id == key:
        holding_none.append(word(_T.COMPUTER))
    for kind in holding_none:
        raise InvalidParameter(f"{key} is a {kind}, which holds no objects", CONTAINERS)


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


def _all_logical(look: Look) -> list[ObjectName]:
    pools = look.pools(look.tx.pools.all())
    return [name for pool in pools for name in _logical(look.tx, look.tx.logical.of_pool(pool.id))]


def _each_library(kind: ObjectType) -> Callable[[Look], list[ObjectName]]:
    def listed(look: Look) -> list[ObjectName]:
        return [name for library in look.libraries() for name in INSIDE[_T.LIBRARY, kind](look, library.id)]

    return listed


EVERYWHERE: Final[Mapping[ObjectType, Callable[[Look], list[ObjectName]]]] = {
    _T.COMPUTER: lambda look: _named(_T.COMPUTER, [look.tx.computer.get()]),
    _T.LIBRARY: lambda look: _named(_T.LIBRARY, look.libraries()),
    _T.CHANGER: _each_library(_T.CHANGER),
    _T.CHANGER_TYPE: lambda look: _types(
        _T.CHANGER_TYPE, sorted({f"{one.vendor} {one.product}".strip() for one in look.tx.libraries.all() if one.url})
    ),
    _T.DRIVE: lambda look: _named(_T.DRIVE, look.of_libraries(look.tx.drives.all())),
    _T.DRIVE_TYPE: lambda _look: _types(_T.DRIVE_TYPE, DRIVE_TYPES),
    _T.DOOR: _each_library(_T.DOOR),
    _T.PORT: _each_library(_T.PORT),
    _T.SLOT: _each_library(_T.SLOT),
    _T.MEDIA_TYPE: lambda _look: _types(_T.MEDIA_TYPE, MEDIA_TYPES),
    _T.POOL: lambda look: _named(_T.POOL, look.pools(look.tx.pools.children(None))),
    _T.PHYSICAL_MEDIA: lambda look: _media(look.media()),
    _T.SIDE: lambda look: _sides(look.tx, look.media()),
    _T.LOGICAL_MEDIA: _all_logical,
    _T.WORK_ITEM: lambda look: _numbered(_T.WORK_ITEM, look.of_libraries(look.tx.work.everything())),
    _T.OPERATOR_REQUEST: lambda look: _numbered(_T.OPERATOR_REQUEST, look.tx.operators.everything()),
}

INSIDE: Final[Mapping[tuple[ObjectType, ObjectType], Callable[[Look, UUID], list[ObjectName]]]] = {
    (_T.LIBRARY, _T.CHANGER): lambda look, key: _named(_T.CHANGER, look.tx.changers.of(LibraryId(key))),
    (_T.LIBRARY, _T.DRIVE): lambda look, key: _named(_T.DRIVE, look.tx.drives.of(LibraryId(key))),
    (_T.LIBRARY, _T.DOOR): lambda look, key: _numbered(_T.DOOR, look.tx.doors.of(LibraryId(key))),
    (_T.LIBRARY, _T.PORT): lambda look, key: _numbered(_T.PORT, look.tx.ports.of(LibraryId(key))),
    (_T.LIBRARY, _T.SLOT): lambda look, key: _numbered(_T.SLOT, look.tx.slots.of(LibraryId(key))),
    (_T.LIBRARY, _T.WORK_ITEM): lambda look, key: _numbered(_T.WORK_ITEM, look.tx.work.of_library(LibraryId(key))),
    (_T.LIBRARY, _T.PHYSICAL_MEDIA): lambda look, key: _media(look.media(LibraryId(key))),
    (_T.LIBRARY, _T.MEDIA_TYPE): lambda look, key: _types(
        _T.MEDIA_TYPE,
        (one.media_type for one in library_types(look.tx, look.tx.libraries.get(LibraryId(key)))),
    ),
    (_T.POOL, _T.POOL): lambda look, key: _named(_T.POOL, look.pools(look.tx.pools.children(PoolId(key)))),
    (_T.POOL, _T.PHYSICAL_MEDIA): lambda look, key: _media(look.tx.media.all(pool_id=PoolId(key))),
    (_T.POOL, _T.LOGICAL_MEDIA): lambda look, key: _logical(look.tx, look.tx.logical.of_pool(PoolId(key))),
    (_T.POOL, _T.SIDE): lambda look, key: _sides(look.tx, look.tx.media.all(pool_id=PoolId(key))),
    (_T.PHYSICAL_MEDIA, _T.SIDE): lambda look, key: _sides(look.tx, [look.tx.media.get(MediumId(key))]),
    (_T.LOGICAL_MEDIA, _T.SIDE): lambda look, key: _side_of(look.tx, look.tx.sides.by_logical(LogicalId(key))),
    (_T.SIDE, _T.LOGICAL_MEDIA): lambda look, key: _logical(look.tx, _lmid_of(look.tx, SideId(key))),
}


def _lmid_of(tx: Transaction, side_id: SideId) -> list[LogicalMedium]:
    side = tx.sides.get(side_id)
    return [tx.logical.get(side.logical_id)] if side.logical_id else []
