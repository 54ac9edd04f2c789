"""Cartridges, their sides, and what applications know them by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from itertools import product
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from openrsm.domain import bar_codes
from openrsm.domain.library import LabelUse, LibraryKind
from openrsm.domain.records import EventKind
from openrsm.domain.side import SideState
from openrsm.domain.values import (
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    ObjectType,
    PlaceKind,
    PoolId,
    Side,
    SideId,
    SlotId,
)
from openrsm.store import schema, shares
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects, count_on, in_parts


def _usable(medium: Medium) -> bool:
    return medium.enabled and not medium.cleaner and medium.place.kind is not PlaceKind.OFFLINE


def _copied(medium: Medium) -> dict[str, Any]:
    return {"pool": medium.pool_id, "library": medium.library_id, "is_usable": _usable(medium)}


def _derived(medium: Medium) -> dict[str, Any]:
    return {"bar_code_key": None if medium.bar_code is None else bar_codes.key(medium.bar_code)}


_MEDIA: Final = NounMapping(Medium, schema.media, _derived)
_its_medium: Final = schema.media.c.id == bindparam("of_medium")
_sound: Final = and_(schema.media.c.enabled, ~schema.media.c.cleaner, schema.media.c.place_kind != PlaceKind.OFFLINE)
_SIDES: Final = NounMapping(
    Side,
    schema.sides,
    arguments=lambda side: {"of_medium": side.medium_id},
    copies={
        "pool_id": select(schema.media.c.pool_id).where(_its_medium).scalar_subquery(),
        "library_id": select(schema.media.c.library_id).where(_its_medium).scalar_subquery(),
        "sequence": select(schema.media.c.sequence).where(_its_medium).scalar_subquery(),
        "usable": select(_sound).where(_its_medium).scalar_subquery(),
    },
)
_LOGICAL: Final = NounMapping(LogicalMedium, schema.logical)

_medium: Final = schema.media.c
_EVERY: Final = _MEDIA.select().order_by(_medium.sequence)
_PAGE: Final = _EVERY.where(_medium.sequence > bindparam("after")).limit(bindparam("limit"))
_IN_LIBRARY: Final = _medium.library_id == bindparam("library")
_IN_POOL: Final = _medium.pool_id == bindparam("pool")
_AMONG_POOLS: Final = _medium.pool_id.in_(bindparam("pools", expanding=True))
_KEPT_AT: Final = and_(
    _medium.place_kind == PlaceKind.OFFLINE, _medium.location.ilike(bindparam("location"), escape="\\")
)
_CLAUSES: Final = (_IN_LIBRARY, _IN_POOL, _AMONG_POOLS, _KEPT_AT)
_PAGES: Final = {
    chosen: _PAGE.where(*(clause for clause, given in zip(_CLAUSES, chosen, strict=True) if given))
    for chosen in product((False, True), repeat=len(_CLAUSES))
}
_BY_BAR_CODE: Final = _EVERY.where(_medium.bar_code_key == bindparam("key"))
_BY_NAME: Final = _EVERY.where(_medium.name == bindparam("name"))
_IN_ELEMENT: Final = _MEDIA.select().where(_medium.place_id == bindparam("element"))
_IN_ELEMENTS: Final = _MEDIA.select().where(_medium.place_id.in_(bindparam("elements", expanding=True)))
_HOMED_AT: Final = _EVERY.where(_medium.home_slot_id == bindparam("slot"))
_OF_LIBRARY: Final = _EVERY.where(_IN_LIBRARY)
_IN_DOUBT: Final = _EVERY.where(
    _medium.last_library_id.is_not(None),
    _medium.place_kind != PlaceKind.OFFLINE,
    or_(_IN_LIBRARY, _medium.last_library_id == bindparam("library")),
)
_COUNT: Final = select(func.count()).select_from(schema.media).where(_IN_LIBRARY)
_NO_LIMIT: Final = 2**63 - 1
_AS_LIKE: Final = str.maketrans({"*": "%", "?": "_", "%": r"\%", "_": r"\_", "\\": r"\\"})
"""Wildcards as people write them, to SQL's."""

_side: Final = schema.sides.c
_SIDES_OF: Final = _SIDES.select().where(_side.medium_id == bindparam("medium")).order_by(_side.number)
_SIDES_OF_MEDIA: Final = (
    _SIDES.select().where(_side.medium_id.in_(bindparam("media", expanding=True))).order_by(_side.number)
)
_BY_LOGICAL: Final = _SIDES.select().where(_side.logical_id == bindparam("logical"))
_LABELLED: Final = _SIDES.select().where(_side.label_type == bindparam("type"), _side.label_id == bindparam("label_id"))
_LABELS_OF_OTHERS: Final = (
    select(_side.label_type, _side.label_id).where(_side.label_type != "", _side.id != bindparam("side")).distinct()
)
_its_library: Final = schema.libraries.c
_working: Final = select(_its_library.id).where(_its_library.enabled, _its_library.kind != LibraryKind.OFFLINE)
_checking: Final = select(_its_library.id).where(_its_library.labels != LabelUse.IGNORE)
_allocatable: Final = and_(
    _side.state == SideState.AVAILABLE,
    _side.usable == bindparam("usable"),
    _side.library_id.in_(_working),
    or_(_side.label_doubted.is_(False), _side.library_id.in_(_checking)),
)
_ready: Final = and_(_side.pool_id == bindparam("pool"), _allocatable)
_POOLS_SERVED: Final = select(_side.pool_id).where(
    _side.medium_id.in_(bindparam("media", expanding=True)), _allocatable
)
_NEXT: Final = (
    select(*_SIDES.columns, *_MEDIA.columns)
    .join(schema.media, _medium.id == _side.medium_id)
    .where(_ready)
    .order_by(_side.allocations, _side.last_used, _side.sequence, _side.number)
    .limit(bindparam("limit"))
)
_COUNT_READY: Final = select(func.count()).select_from(schema.sides).where(_ready)
_COPY: Final = (
    update(schema.sides)
    .where(_side.medium_id == bindparam("medium"))
    .values(pool_id=bindparam("pool"), library_id=bindparam("library"), usable=bindparam("is_usable"))
)

_BY_LOGICAL_NAME: Final = _LOGICAL.select().where(schema.logical.c.name == bindparam("name"))
_LEAVE: Final = delete(schema.logical).where(
    schema.logical.c.id == bindparam("its_id"), schema.logical.c.side_id == bindparam("side")
)
_RETURN: Final = insert(schema.logical)
_OF_POOL: Final = _LOGICAL.select().where(schema.logical.c.pool_id == bindparam("pool")).order_by(schema.logical.c.name)


class Media(Objects[Medium, MediumId]):
    """The cartridges. No element holds two: take one out of an element before another is set there."""

    kind = "medium"
    object_type = ObjectType.PHYSICAL_MEDIA
    scope_field = "pool_id"
    mapping = _MEDIA

    def change(self, before: Medium, after: Medium) -> Medium:
        """As all objects' change."""
        after = super().change(before, after)
        if _copied(before) != _copied(after):
            # Its sides carry copies, for the index that allocation needs; see schema.py.
            self._unit.act(_COPY, {"medium": after.id} | _copied(after))
        return after

    def delete(self, value: Medium) -> None:
        """As all objects' delete; its numbers in shares go with it."""
        shares.forget(self._unit, value.id)
        super().delete(value)

    def all(
        self,
        library_id: LibraryId | None = None,
        pool_id: PoolId | None = None,
        *,
        limit: int | None = None,
        after_sequence: int = 0,
        pools: Collection[PoolId] | None = None,
        location: str | None = None,
    ) -> list[Medium]:
        """The media of a library, of a pool, of both or at all, by sequence; a page of them where asked.

        With ``pools``, only those in one of these; with ``location``, only offline ones that are kept at such a
        place, where ``*`` stands for any text and ``?`` for any character.
        """
        among = None if pools is None else sorted(pools)
        kept = None if location is None else location.translate(_AS_LIKE)
        narrowing = {"library": library_id, "pool": pool_id, "pools": among, "location": kept}
        statement = _PAGES[tuple(value is not None for value in narrowing.values())]
        page = {"limit": _NO_LIMIT if limit is None else limit, "after": after_sequence}
        return self._list(statement, **page, **{name: one for name, one in narrowing.items() if one is not None})

    def in_library(self, library_id: LibraryId) -> list[Medium]:
        """All media of a library, by sequence."""
        return self._list(_OF_LIBRARY, library=library_id)

    def in_doubt(self, library_id: LibraryId) -> list[Medium]:
        """The media in libraries that may be others' media; those that are in that library, or may be its own."""
        return self._list(_IN_DOUBT, library=library_id)

    def count(self, library_id: LibraryId) -> int:
        """How many are in a library."""
        return self._number(_COUNT, library=library_id)

    def by_bar_code(self, code: str) -> list[Medium]:
        """The media with that bar code, whether either carries the media suffix or not; by sequence."""
        alike = self._list(_BY_BAR_CODE, key=bar_codes.key(code))
        return [medium for medium in alike if bar_codes.same(medium.bar_code, code)]

    def by_name(self, name: str) -> list[Medium]:
        """The media of that name, by sequence."""
        return self._list(_BY_NAME, name=name)

    def in_element(self, element_id: UUID) -> Medium | None:
        """The medium in a slot, a drive, a port or a robot."""
        return self._one(_IN_ELEMENT, element=element_id)

    def in_elements(self, ids: Collection[UUID]) -> dict[UUID, Medium]:
        """What lies in these slots, drives, ports and robots, by element; many for little more than one costs."""
        found = [one for part in in_parts(ids) for one in self._list(_IN_ELEMENTS, elements=part)]
        return {one.place.element_id: one for one in found if one.place.element_id is not None}

    def homed_at(self, slot_id: SlotId) -> list[Medium]:
        """The media that return to a slot, by sequence; more than one only while an inventory sorts it out."""
        return self._list(_HOMED_AT, slot=slot_id)

    def next_sequence(self) -> int:
        """A number that no medium has had."""
        return count_on(self._unit, "media")


class Sides(Objects[Side, SideId]):
    """The sides of cartridges; a logical medium has one."""

    kind = "side"
    object_type = ObjectType.SIDE
    scope_field = "medium_id"
    mapping = _SIDES

    def of(self, medium_id: MediumId) -> list[Side]:
        """Those of a medium, by number."""
        return self._list(_SIDES_OF, medium=medium_id)

    def of_media(self, ids: Collection[MediumId]) -> dict[MediumId, list[Side]]:
        """Those of several media, by number; a medium without sides has an empty list."""
        found: defaultdict[MediumId, list[Side]] = defaultdict(list)
        for part in in_parts(ids):
            for side in self._list(_SIDES_OF_MEDIA, media=part):
                found[side.medium_id].append(side)
        return {id_: found[id_] for id_ in ids}

    def by_logical(self, logical_id: LogicalId) -> Side | None:
        """The side that a logical medium names."""
        return self._one(_BY_LOGICAL, logical=logical_id)

    def labelled(self, label_type: str, label_id: str) -> list[Side]:
        """The sides that are catalogued with a label; several where media are copies of one another."""
        return self._list(_LABELLED, type=label_type, label_id=label_id)

    def labels_of_others(self, side_id: SideId) -> frozenset[tuple[str, str]]:
        """The labels, by type and id, that sides are catalogued with, but for that one."""
        rows = self._unit.look(_LABELS_OF_OTHERS, {"side": side_id})
        return frozenset((row.label_type, row.label_id) for row in rows)

    def available(self, pool_id: PoolId, limit: int) -> list[tuple[Side, Medium]]:
        """What a pool can allocate now, least used first: by allocations, then last use, then sequence.

        Available sides of enabled media, no cleaners, that are in an enabled library; where that ignores labels, none
        whose label is doubted: nothing would tell that it has been written on.
        """
        rows = self._unit.look(_NEXT, {"pool": pool_id, "usable": True, "limit": limit})
        split = len(_SIDES.columns)
        return [(_SIDES.value(row[:split]), _MEDIA.value(row[split:])) for row in rows]

    def pools_served(self, media: Collection[MediumId]) -> set[PoolId]:
        """The pools of which :meth:`available` would give a side of one of these media."""
        found: set[PoolId] = set()
        for part in in_parts(media):
            rows = self._unit.look(_POOLS_SERVED, {"media": part, "usable": True})
            found |= {row.pool_id for row in rows}
        return found

    def count_available(self, pool_id: PoolId) -> int:
        """How many sides :meth:`available` would give without a limit."""
        return self._number(_COUNT_READY, pool=pool_id, usable=True)


class LogicalMedia(Objects[LogicalMedium, LogicalId]):
    """What applications were given; each names one side, and no side has two."""

    kind = "logical medium"
    object_type = ObjectType.LOGICAL_MEDIA
    scope_field = "pool_id"
    mapping = _LOGICAL

    def by_name(self, name: str) -> list[LogicalMedium]:
        """Those of that name."""
        return self._list(_BY_LOGICAL_NAME, name=name)

    def trade_sides(self, one: LogicalMedium, other: LogicalMedium) -> None:
        """Each names the other's side from now on, and stays what else it is.

        Raises:
            InvalidState: One was changed or deleted meanwhile.
        """
        # No side may have two, not even within a statement: one row leaves the table while the other changes.
        after = replace(one, side_id=other.side_id)
        other_after = self.mapping.touched(replace(other, side_id=one.side_id), self._unit.now)
        self._just_one(self._unit.act(_LEAVE, {"its_id": other.id, "side": other.side_id}), other.id)
        self.change(one, after)
        self._unit.act(_RETURN, _LOGICAL.new_row(other_after))
        self._changed(EventKind.UPDATE, other_after, other)

    def of_pool(self, pool_id: PoolId) -> list[LogicalMedium]:
        """Those of a pool, by name."""
        return self._list(_OF_POOL, pool=pool_id)
