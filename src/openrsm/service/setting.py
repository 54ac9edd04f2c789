"""Setting what people may set on an object: names, descriptions, policies (SetNtmsObjectInformation)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.library import InventoryMethod, LibraryKind
from openrsm.domain.matrix import Deed
from openrsm.domain.pools import SEPARATOR, check_change
from openrsm.domain.settings import (
    SETTABLE,
    UNCOUNTED,
    check_cleaner_uses,
    check_description,
    check_library_name,
    check_location,
    check_name,
    check_open_time,
    check_purge_time,
    check_settable,
)
from openrsm.domain.values import Computer, KnownType, LogicalMedium, Medium, ObjectType, Pool, PoolKind, Side
from openrsm.errors import AlreadyExists, LibraryOffline, NotSupported
from openrsm.service import guard
from openrsm.service.context import note
from openrsm.service.finding import Found, Noun, find
from openrsm.service.sessions import Session
from openrsm.service.shares import check_name_of_library
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import ObjectSettings, Ref

Settings = Mapping[str, Any]
NO_LIMIT: Final = 0
"""How a pool without a limit of allocations is written here, where None is what stays as it is."""
_UNLIMITED: Final[Mapping[str, int]] = {"max_allocations": NO_LIMIT, "cleaner_uses": UNCOUNTED}


def show(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref) -> ObjectSettings:
    """What an object is set to."""
    found = find(tx, object_type, ref)
    guard.may(tx, caller, Deed.OBJECT_SHOW, f"look at {found.name}", found.guarding)
    return _settings(found, found.noun)


def change(tx: Transaction, caller: Session, object_type: ObjectType, ref: Ref, change: ObjectChange) -> ObjectSettings:
    """Set what is given."""
    found = find(tx, object_type, ref)
    itself = object_type is ObjectType.LIBRARY
    guard.may(tx, caller, Deed.OBJECT_CHANGE, f"change {found.name}", found.guarding, itself=itself)
    wanted = change.given()
    check_settable(object_type, wanted)
    if "description" in wanted:
        check_description(wanted["description"])
    changed = _change(tx, found, wanted) if wanted else found.noun
    note(tx, caller, "object_changed", found.name, ", ".join(f"{name}={value}" for name, value in wanted.items()))
    return _settings(found, changed)


def _settings(found: Found, noun: Noun | None) -> ObjectSettings:
    set_ = {name: _as_written(getattr(noun, name), name) for name in SETTABLE.get(found.object_type, ())}
    named: dict[str, Any] = {"name": getattr(noun, "name", found.name)}
    times = {name: getattr(noun, name, None) for name in ("created", "modified")}
    return ObjectSettings(object_type=found.object_type, id=found.id, **(named | set_ | times))


def _as_written(value: Any, name: str) -> Any:
    return _UNLIMITED.get(name) if value is None else value


def _change(tx: Transaction, found: Found, wanted: Settings) -> Noun:
    changed: Noun = _CHANGES[found.object_type](tx, found.noun, wanted)
    return changed


def _library(tx: Transaction, library: Library, wanted: Settings) -> Library:
    if library.kind is LibraryKind.OFFLINE and "auto_recovery" in wanted:
        raise LibraryOffline(f"{library.name} is the offline library", "no label is checked in it")
    if "inventory_method" in wanted:
        _check_method(library, wanted["inventory_method"])
    if "cleaner_uses" in wanted:
        wanted = {**wanted, "cleaner_uses": _uses(wanted["cleaner_uses"])}
    renamed = wanted.get("name", library.name) != library.name
    if renamed:
        _check_rename(library, wanted["name"])
        check_name_of_library(tx, wanted["name"])
    changed = tx.libraries.change(library, replace(library, **wanted))
    if renamed:
        _rename_devices(tx, library, changed)
    return changed


def _uses(written: int) -> int | None:
    uses = None if written == UNCOUNTED else written
    check_cleaner_uses(uses)
    return uses


USUAL: Final = (InventoryMethod.NONE, InventoryMethod.FAST, InventoryMethod.SLOT, InventoryMethod.FULL)
"""What a library's own method can be."""


def _check_method(library: Library, method: InventoryMethod) -> None:
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "nothing looks at what is in no library")
    if method not in USUAL:
        offered = ", ".join(one.name.lower() for one in USUAL)
        raise NotSupported(f"inventory method {method.name.lower()}", f"use one of: {offered}")


def _check_rename(library: Library, name: str) -> None:
    check_library_name(name)
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "it keeps its name; a description can be set")


def _rename_devices(tx: Transaction, before: Library, after: Library) -> None:
    """Devices are called by their library: ``vtl/drive1``."""
    for drive in tx.drives.of(after.id):
        tx.drives.change(drive, replace(drive, name=_below(drive.name, before.name, after.name)))
    for changer in tx.changers.of(after.id):
        tx.changers.change(changer, replace(changer, name=_below(changer.name, before.name, after.name)))


def _below(path: str, before: str, after: str) -> str:
    return after + path.removeprefix(before) if path.startswith(f"{before}{SEPARATOR}") else path


def _pool(tx: Transaction, pool: Pool, wanted: Settings) -> Pool:
    given = dict(wanted)
    if given.get("max_allocations") == NO_LIMIT:
        given["max_allocations"] = None
    name = given.get("name", pool.name)
    above = pool.path.removesuffix(pool.name)
    changed = replace(pool, **given, path=above + name)
    if given.keys() - {"description"}:
        media, _, pools = tx.pools.counts(pool.id)
        check_change(pool, changed, media=media, pools=pools)
    if name != pool.name and tx.pools.by_path(changed.path) is not None:
        raise AlreadyExists(f"there is a pool {changed.path}", "choose another name")
    if changed.media_type is not None and changed.media_type != pool.media_type:
        system_pool(tx, PoolKind.FREE, changed.media_type)
    for inner in tx.pools.all() if name != pool.name else ():
        tx.pools.change(inner, replace(inner, path=_below(inner.path, pool.path, changed.path)))
    return tx.pools.change(pool, changed)


def _computer(tx: Transaction, computer: Computer, wanted: Settings) -> Computer:
    for name in ("work_purge_seconds", "operator_purge_seconds"):
        check_purge_time(wanted.get(name, 0))
    return tx.computer.change(computer, replace(computer, **wanted))


def _medium(tx: Transaction, medium: Medium, wanted: Settings) -> Medium:
    check_name(wanted.get("name", medium.name), needed=True)
    check_location(wanted.get("location", ""))
    return tx.media.change(medium, replace(medium, **wanted))


def _side(tx: Transaction, side: Side, wanted: Settings) -> Side:
    check_name(wanted.get("name", ""), needed=False)
    return tx.sides.change(side, replace(side, **wanted))


def _logical(tx: Transaction, logical: LogicalMedium, wanted: Settings) -> LogicalMedium:
    check_name(wanted.get("name", ""), needed=False)
    return tx.logical.change(logical, replace(logical, **wanted))


def _drive(tx: Transaction, drive: Drive, wanted: Settings) -> Drive:
    return tx.drives.change(drive, replace(drive, **wanted))


def _changer(tx: Transaction, changer: Changer, wanted: Settings) -> Changer:
    return tx.changers.change(changer, replace(changer, **wanted))


def _slot(tx: Transaction, slot: Slot, wanted: Settings) -> Slot:
    return tx.slots.change(slot, replace(slot, **wanted))


def _type(tx: Transaction, known: KnownType, wanted: Settings) -> KnownType:
    changed = replace(known, modified=tx.now, **wanted)
    tx.descriptions.set(known.object_type, known.name, changed.description)
    tx.attributes.tell(ObjectType.COMPUTER, tx.computer.get().id, None)  # a type has no GUID by which to tell of it
    return changed


def _port(tx: Transaction, port: Port, wanted: Settings) -> Port:
    check_open_time(wanted.get("max_extend", 0))
    return tx.ports.change(port, replace(port, **wanted))


def _door(tx: Transaction, door: Door, wanted: Settings) -> Door:
    check_open_time(wanted.get("max_open", 0))
    return tx.doors.change(door, replace(door, **wanted))


_CHANGES: Final[Mapping[ObjectType, Callable[[Transaction, Any, Settings], Noun]]] = {
    ObjectType.COMPUTER: _computer,
    ObjectType.LIBRARY: _library,
    ObjectType.DRIVE: _drive,
    ObjectType.CHANGER: _changer,
    ObjectType.CHANGER_TYPE: _type,
    ObjectType.DRIVE_TYPE: _type,
    ObjectType.MEDIA_TYPE: _type,
    ObjectType.SLOT: _slot,
    ObjectType.PORT: _port,
    ObjectType.DOOR: _door,
    ObjectType.POOL: _pool,
    ObjectType.PHYSICAL_MEDIA: _medium,
    ObjectType.SIDE: _side,
    ObjectType.LOGICAL_MEDIA: _logical,
}
"""How each type that has settings is changed."""
