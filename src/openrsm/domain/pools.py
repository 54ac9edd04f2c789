"""Media pools: their names, where they may be made, and which media may move between them (MS-RSMP 3.2.5.2.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from enum import Enum
from typing import Final

from openrsm.domain import media_types
from openrsm.domain.machine import word
from openrsm.domain.medium import MediumState
from openrsm.domain.side import SideEvent, SideState
from openrsm.domain.values import NAME_LENGTH, POOL_PATH_LENGTH, Medium, Pool, PoolKind, Side
from openrsm.errors import (
    AlreadyExists,
    Busy,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    MediaIncompatible,
    NotEmpty,
)

SEPARATOR: Final = "/"

SYSTEM_NAMES: Final = {
    PoolKind.FREE: "Free",
    PoolKind.UNRECOGNIZED: "Unrecognized",
    PoolKind.IMPORT: "Import",
}
"""The top-level pools that the system keeps; each holds one pool a media type."""


class MoveRule(Enum):
    """When a medium may move from one kind of pool to another."""

    NEVER = "never"
    ALWAYS = "always"
    NONE_TAKEN = "if no side is allocated, complete or reserved"
    ALL_IMPORT = "if every side is import"


_P, _R = PoolKind, MoveRule

MOVES: Final = {
    (_P.FREE, _P.FREE): _R.NEVER,
    (_P.FREE, _P.IMPORT): _R.NEVER,
    (_P.FREE, _P.APPLICATION): _R.ALWAYS,
    (_P.FREE, _P.UNRECOGNIZED): _R.NEVER,
    (_P.UNRECOGNIZED, _P.FREE): _R.ALWAYS,
    (_P.UNRECOGNIZED, _P.IMPORT): _R.NEVER,
    (_P.UNRECOGNIZED, _P.APPLICATION): _R.NEVER,
    (_P.UNRECOGNIZED, _P.UNRECOGNIZED): _R.NEVER,
    (_P.IMPORT, _P.FREE): _R.ALWAYS,
    (_P.IMPORT, _P.IMPORT): _R.ALL_IMPORT,
    # One text of the specification allows only the free pool; administrators' texts, and allocating a side by its id,
    # allow application pools. The side stays import until it is allocated.
    (_P.IMPORT, _P.APPLICATION): _R.ALWAYS,
    (_P.IMPORT, _P.UNRECOGNIZED): _R.NEVER,
    (_P.APPLICATION, _P.FREE): _R.NONE_TAKEN,
    (_P.APPLICATION, _P.IMPORT): _R.ALL_IMPORT,
    (_P.APPLICATION, _P.APPLICATION): _R.ALWAYS,
    (_P.APPLICATION, _P.UNRECOGNIZED): _R.NEVER,
}
"""Which moves there are (MS-RSMP 3.2.5.2.2.13)."""

AT_REST: Final = frozenset({MediumState.IDLE, MediumState.ERROR})
"""The states of media that no operation holds."""

TAKEN: Final = frozenset({SideState.ALLOCATED, SideState.COMPLETE, SideState.RESERVED})
"""The states of sides that belong to an application."""

UNUSABLE: Final = frozenset({SideState.UNKNOWN, SideState.INCOMPATIBLE})
"""The states of sides that no free label can be written on."""


def check_path(path: str) -> tuple[str, ...]:
    """The names along a pool's path.

    Raises:
        InvalidName: It is not a path; the message says why and what a path looks like.
    """
    parts = tuple(path.split(SEPARATOR))
    for part in parts:
        _check_name(part, path)
    if len(path) > POOL_PATH_LENGTH:
        raise InvalidName(
            f"the pool path has {len(path)} characters", f"use at most {POOL_PATH_LENGTH}, as in backups/daily"
        )
    return parts


def _check_name(name: str, path: str) -> None:
    advice = "write names joined by single slashes, as in backups/daily"
    if not name:
        raise InvalidName(f"the pool path {path!r} has an empty name in it", advice)
    if len(name) > NAME_LENGTH:
        raise InvalidName(f"the pool name {name!r} has {len(name)} characters", f"use at most {NAME_LENGTH} a name")
    if "\\" in name or SEPARATOR in name:
        raise InvalidName(f"the pool name {name!r} has a slash or a backslash in it", advice)
    if not name.isprintable():
        raise InvalidName(f"the pool path {path!r} has a control character in it", advice)
    if name != name.strip():
        raise InvalidName(f"the pool name {name!r} begins or ends with a blank", advice)


def system_path(kind: PoolKind, media_type: str | None = None) -> str:
    """Where the system keeps its pool of that kind: the one for a media type, or the one that holds them."""
    top = SYSTEM_NAMES[kind]
    return top if media_type is None else f"{top}{SEPARATOR}{media_type}"


def is_system(pool: Pool) -> bool:
    """Whether the system keeps it."""
    return pool.kind is not PoolKind.APPLICATION


def check_create(
    *,
    name: str,
    parent: Pool | None,
    siblings: Collection[str],
    media_type: str | None,
    draw_from_free: bool = False,
    return_to_free: bool = False,
    max_allocations: int | None = None,
) -> None:
    """Refuse an application pool that may not be.

    Args:
        name: The last part of its path.
        parent: The pool it shall stand in; None for the top.
        siblings: The names of the pools that stand there.
        media_type: The type of its media; None for a pool that holds pools.
        draw_from_free: Its policy, as are the next two.
        return_to_free: See :class:`~openrsm.domain.values.Pool`.
        max_allocations: See :class:`~openrsm.domain.values.Pool`.

    Raises:
        InvalidName: The name is none.
        InvalidMediaPool: The parent takes no pools.
        AlreadyExists: There is one of that name.
        InvalidParameter: The media type is unknown, or the policies are none for such a pool.
    """
    _check_name(name, name)
    _check_parent(name, parent)
    if name in siblings or (parent is None and name in SYSTEM_NAMES.values()):
        raise AlreadyExists(f"there is a pool {_below(parent, name)}", "choose another name, or open that one")
    if media_type is not None:
        media_types.media_type(media_type)
    elif draw_from_free or return_to_free or max_allocations is not None:
        raise InvalidParameter(
            f"the pool {_below(parent, name)} has policies but no media type", "give it a media type, or no policies"
        )
    check_max_allocations(max_allocations)


def _below(parent: Pool | None, name: str) -> str:
    return name if parent is None else f"{parent.path}{SEPARATOR}{name}"


def _check_parent(name: str, parent: Pool | None) -> None:
    if parent is None:
        return
    if is_system(parent):
        raise InvalidMediaPool(
            f"the system keeps the pool {parent.path} itself", "create pools at the top or in application pools"
        )
    if parent.media_type is not None:
        raise InvalidMediaPool(
            f"the pool {parent.path} holds media of type {parent.media_type}, so it cannot hold the pool {name}",
            "create it in a pool without a media type, or at the top",
        )


def check_max_allocations(limit: int | None) -> None:
    """Refuse a limit of allocations that is none.

    Raises:
        InvalidParameter: It is less than one.
    """
    if limit is not None and limit < 1:
        raise InvalidParameter(f"{limit} is no limit of allocations", "give 1 or more, or none for no limit")


def check_change(pool: Pool, changed: Pool, *, media: int, pools: int) -> None:
    """Refuse other settings for a pool than it may have.

    Args:
        pool: As it is.
        changed: As it shall be.
        media: How many it holds.
        pools: How many it holds.

    Raises:
        InvalidMediaPool: The system keeps it.
        InvalidName: The name is none.
        InvalidParameter: The media type is unknown, or the policies are none for such a pool.
        NotEmpty: It holds media of its type, or pools.
    """
    if is_system(pool):
        raise InvalidMediaPool(f"the system keeps the pool {pool.path} itself", "only its description can be set")
    _check_name(changed.name, changed.path)
    if len(changed.path) > POOL_PATH_LENGTH:
        raise InvalidName(f"the pool path would have {len(changed.path)} characters", f"use at most {POOL_PATH_LENGTH}")
    if changed.media_type != pool.media_type and (media or pools):
        what = f"the pool {pool.path} holds {media} media and {pools} pools, so its media type stays"
        raise NotEmpty(what, "move or delete what it holds first")
    _check_policies(changed.path, changed.media_type, changed)


def _check_policies(path: str, media_type: str | None, policies: Pool) -> None:
    if media_type is not None:
        media_types.media_type(media_type)
    elif policies.draw_from_free or policies.return_to_free or policies.max_allocations is not None:
        raise InvalidParameter(
            f"the pool {path} has policies but no media type", "give it a media type, or no policies"
        )
    check_max_allocations(policies.max_allocations)


def check_delete(pool: Pool, *, media: int, pools: int) -> None:
    """Refuse to delete a pool that must stay.

    Raises:
        InvalidMediaPool: The system keeps it.
        NotEmpty: It holds media or pools.
    """
    if is_system(pool):
        raise InvalidMediaPool(f"the system keeps the pool {pool.path} itself", "only application pools can be deleted")
    if media or pools:
        raise NotEmpty(
            f"the pool {pool.path} holds {media} media and {pools} pools", "move or delete what it holds first"
        )


def check_holds_media(pool: Pool) -> None:
    """Refuse a pool that holds pools where one that holds media is meant.

    Raises:
        InvalidMediaPool: It has no media type.
    """
    if pool.media_type is None:
        raise InvalidMediaPool(f"the pool {pool.path} holds pools, not media", "name a pool with a media type")


def check_move(medium: Medium, sides: Collection[Side], source: Pool, destination: Pool) -> None:
    """Refuse a move of a medium to a pool that it may not go to.

    Raises:
        InvalidMediaPool: There is no such move between these pools, or not with these sides.
        MediaIncompatible: The destination is for another media type.
        Busy: An operation holds the medium.
    """
    check_holds_media(destination)
    if medium.media_type != destination.media_type:
        raise MediaIncompatible(
            f"{medium.name} is of type {medium.media_type}, the pool {destination.path} of {destination.media_type}",
            f"choose a pool for {medium.media_type}",
        )
    _check_at_rest(medium, sides)
    rule = MOVES.get((source.kind, destination.kind), MoveRule.NEVER)
    if source.id == destination.id or not _allows(rule, sides):
        raise InvalidMediaPool(f"{medium.name} cannot move from {source.path} to {destination.path}", _hint(rule))
    if destination.kind is PoolKind.FREE:
        _check_preparable(medium, sides)


def check_retype(medium: Medium, sides: Collection[Side], source: Pool, destination: Pool, *, labels: bool) -> None:
    """Refuse to move a medium to a pool of another type, which then is its type.

    Args:
        medium: The medium.
        sides: Its sides.
        source: Where it is.
        destination: Where it shall go.
        labels: It gets free labels on the way.

    Raises:
        InvalidMediaPool: There is no such move between these pools, or not with these sides.
        MediaIncompatible: Media of the destination's type have another number of sides.
        Busy: An operation holds the medium.
    """
    check_holds_media(destination)
    wanted = destination.media_type or media_types.UNKNOWN
    number = media_types.MEDIA_TYPES[wanted].sides
    if number != len(sides):
        what = f"{medium.name} has {len(sides)} sides, media of type {wanted} have {number}"
        raise MediaIncompatible(what, "choose a pool for its true type")
    if labels and source.kind is PoolKind.APPLICATION:
        what = f"{medium.name} has to get a free label before it leaves {source.path}"
        raise InvalidMediaPool(what, f"move it to {system_path(PoolKind.FREE, medium.media_type)} first")
    check_move(replace(medium, media_type=wanted), sides, source, destination)


def _check_at_rest(medium: Medium, sides: Iterable[Side]) -> None:
    if medium.state not in AT_REST or any(side.state is SideState.UNPREPARED for side in sides):
        raise Busy(f"an operation is under way with {medium.name}", "wait until it is idle, then move it")


def _allows(rule: MoveRule, sides: Iterable[Side]) -> bool:
    match rule:
        case MoveRule.NEVER:
            return False
        case MoveRule.ALWAYS:
            return True
        case MoveRule.NONE_TAKEN:
            return all(side.state not in TAKEN for side in sides)
        case MoveRule.ALL_IMPORT:
            return all(side.state is SideState.IMPORT for side in sides)


def _hint(rule: MoveRule) -> str:
    return "there is no such move between these pools" if rule in _UNCONDITIONAL else f"it may move {rule.value}"


_UNCONDITIONAL: Final = frozenset({MoveRule.NEVER, MoveRule.ALWAYS})


def _check_preparable(medium: Medium, sides: Iterable[Side]) -> None:
    unusable = next((side for side in sides if side.state in UNUSABLE), None)
    if unusable is not None:
        raise InvalidMediaPool(
            f"side {unusable.number} of {medium.name} is {word(unusable.state)} and takes no free label",
            "take an inventory to identify it, or eject it",
        )


def side_events_for_move(source: Pool, destination: Pool, side: Side) -> tuple[SideEvent, ...]:
    """What a move does to a side: on the way to a free pool it gets a free label; else it stays as it is."""
    needs_label = side.state in {SideState.FOREIGN, SideState.IMPORT}
    if destination.kind is PoolKind.FREE and source.kind is not PoolKind.FREE and needs_label:
        return (SideEvent.PREPARE, SideEvent.PREPARED)
    return ()
