"""What another tool knew of a library's media, against what is catalogued: who gets which, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from openrsm.domain import bar_codes
from openrsm.domain.pools import AT_REST, SEPARATOR
from openrsm.domain.side import SideState
from openrsm.domain.values import NAME_LENGTH, Medium, PlaceKind, Pool, PoolKind, Side
from openrsm.errors import InvalidParameter

T = TypeVar("T")


class VolumeUse(Enum):
    """What another tool does with a volume."""

    WRITTEN = "written"
    FULL = "full"
    BLANK = "blank"
    CLEANING = "cleaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVolume:
    """A volume as another tool has it.

    Attributes:
        name: Its bar code, with or without the two characters for its type; empty where there is none.
        pool: In which of its pools; empty for none.
        slot: In which slot, from 1; None if that is not told.
        use: What may be done with it: written on by its owner, read only, or written over; or it cleans drives.
        inside: It is in the library.
    """

    name: str
    pool: str = ""
    slot: int | None = None
    use: VolumeUse = VolumeUse.WRITTEN
    inside: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Claiming:
    """Whose the volumes are to be.

    Attributes:
        owner: The application that gets them.
        prefix: The pool in which its pools stand, each with one for each media type: ``bacula/Full/LTO-9``.
        pools: For pools of the other tool, the pool here that is meant instead.
    """

    owner: str
    prefix: str
    pools: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A cartridge as it is catalogued.

    Attributes:
        slot: The number of the slot that is its own.
        owner: The application that has it allocated; empty if none has.
        seen: Who asks may look at its pool. Of others nothing is told, not even that they are there.
    """

    medium: Medium
    sides: Sequence[Side]
    pool: Pool
    slot: int | None
    owner: str
    seen: bool


class ClaimKind(Enum):
    """What is done with a cartridge."""

    ALLOCATE = "allocate"
    ALLOCATE_COMPLETE = "allocate, complete"
    COMPLETE = "complete"
    OFFER = "make available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One cartridge that is claimed: what is done with it, and the pool in which it is then."""

    volume: KnownVolume
    held: Held
    kind: ClaimKind
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """What does not fit, of which volume or cartridge."""

    name: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, what does not fit, and how many volumes are as they should be."""

    claims: Sequence[Claim]
    misfits: Sequence[Misfit]
    settled: int


def check_claiming(how: Claiming) -> None:
    """Refuse owners that are none.

    Raises:
        InvalidParameter: The name is empty, too long or not printable.
    """
    if not how.owner or len(how.owner) > NAME_LENGTH or not how.owner.isprintable():
        raise InvalidParameter(f"application name {how.owner!r}", f"give 1 to {NAME_LENGTH} printable characters")


def plan(known: Sequence[KnownVolume], held: Sequence[Held], pools: Mapping[str, Pool], how: Claiming) -> Plan:
    """Compare.

    Args:
        known: What the other tool knew.
        held: What is catalogued in the library.
        pools: Those there are, by path.
        how: Whose they are to be.
    """
    shelf, listed = _Shelf(held), _by_key(known, lambda volume: volume.name)
    found = [_judge(volume, listed, shelf, pools, how) for volume in known]
    claims = [one for one in found if isinstance(one, Claim)]
    wrong = [one for one in found if isinstance(one, Misfit)]
    displaced = [misfit for volume in known if (misfit := _displaced(volume, shelf.called(volume.name)))]
    strangers = _strangers(known, shelf, held)
    settled = len(known) - len(claims) - len(wrong)
    return Plan(claims=claims, misfits=[*wrong, *displaced, *strangers], settled=settled)


class _Shelf:
    """Cartridges, to be found by what another tool calls them."""

    def __init__(self, held: Sequence[Held]) -> None:
        self._by_code = _by_key(held, lambda one: one.medium.bar_code or "")
        self._by_label: dict[str, list[Held]] = {}
        for one in held:
            for label in {side.label_info for side in one.sides if side.label_info}:
                self._by_label.setdefault(label, []).append(one)

    def called(self, name: str) -> Sequence[Held]:
        """Those with that bar code; if there is none, those whose labels say so."""
        alike = self._by_code.get(bar_codes.key(name), ())
        return [one for one in alike if bar_codes.same(name, one.medium.bar_code)] or self._by_label.get(name, ())


def _by_key(things: Iterable[T], code: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for thing in things:
        found.setdefault(bar_codes.key(code(thing)), []).append(thing)
    return found


def _judge(
    volume: KnownVolume,
    listed: Mapping[str, Sequence[KnownVolume]],
    shelf: _Shelf,
    pools: Mapping[str, Pool],
    how: Claiming,
) -> Claim | Misfit | None:
    """A claim, or why there is none; None where nothing is to be done."""
    if not volume.name:
        return Misfit(name=f"slot {volume.slot}", what="the file has a cartridge without a bar code there")
    times = sum(bar_codes.same(volume.name, other.name) for other in listed[bar_codes.key(volume.name)])
    if times > 1:
        return Misfit(name=volume.name, what=f"the file has it {times} times")
    match shelf.called(volume.name):
        case []:
            return _missing(volume)
        case [one]:
            return _claim(volume, one, pools, how)
        case several:
            names = ", ".join(one.medium.name for one in several if one.seen)
            return Misfit(name=volume.name, what=f"several cartridges here are called so: {names}")


def _missing(volume: KnownVolume) -> Misfit:
    if volume.inside:
        return Misfit(name=volume.name, what="it is not in the library")
    return Misfit(name=volume.name, what="it is in no library, as the file says; see: rsm media create")


def _displaced(volume: KnownVolume, matching: Sequence[Held]) -> Misfit | None:
    match matching:
        case [one] if one.seen and volume.slot is not None and (where := _elsewhere(volume, one)):
            return Misfit(name=volume.name, what=f"it is in {where}, not in {volume.slot}")
        case _:
            return None


def _elsewhere(volume: KnownVolume, one: Held) -> str:
    """Where a cartridge is instead of its slot; empty if it is at home there, or nowhere else."""
    if one.medium.place.kind is PlaceKind.PORT:
        return "an I/E element"
    return "" if one.slot in (None, volume.slot) else f"slot {one.slot}"


def _strangers(known: Sequence[KnownVolume], shelf: _Shelf, held: Sequence[Held]) -> list[Misfit]:
    named = {one.medium.id for volume in known for one in shelf.called(volume.name)}
    what = "it is in the library, but not in the file"
    return [Misfit(name=one.medium.name, what=what) for one in held if one.seen and one.medium.id not in named]


def _claim(volume: KnownVolume, one: Held, pools: Mapping[str, Pool], how: Claiming) -> Claim | Misfit | None:
    if _is_settled(volume, one, how):
        return None
    path = path_for(volume, one.medium.media_type, how)
    wrong = next((what for is_so, what in _OBSTACLES if is_so(volume, one)), "") or _unfit_pool(one, path, pools)
    if not wrong and one.owner and one.owner != how.owner:
        wrong = f"it is allocated to {one.owner}"
    if wrong:
        return Misfit(name=volume.name, what=wrong) if one.seen else _missing(volume)
    kind = _kind(volume, one)
    return kind and Claim(volume=volume, held=one, kind=kind, path=one.pool.path if one.owner else path)


def _is_settled(volume: KnownVolume, one: Held, how: Claiming) -> bool:
    if one.owner and one.owner == how.owner:
        return volume.use is not VolumeUse.FULL or all(side.state is SideState.COMPLETE for side in one.sides)
    return volume.use is VolumeUse.CLEANING and one.medium.cleaner


def path_for(volume: KnownVolume, media_type: str, how: Claiming) -> str:
    """The pool in which a volume is to be."""
    if volume.pool in how.pools:
        return how.pools[volume.pool]
    name = volume.pool.replace(SEPARATOR, "-").replace("\\", "-").strip()
    return SEPARATOR.join(part for part in (how.prefix, name, media_type) if part)


def _unfit_pool(one: Held, path: str, pools: Mapping[str, Pool]) -> str:
    pool = pools.get(path)
    if pool is None:
        return ""
    if pool.kind is not PoolKind.APPLICATION or pool.media_type != one.medium.media_type:
        return f"the pool {path} is not for applications' media of type {one.medium.media_type}"
    return ""


def _kind(volume: KnownVolume, one: Held) -> ClaimKind | None:
    """What is to be done; None if nothing."""
    match volume.use:
        case VolumeUse.BLANK:
            return None if one.sides[0].state is SideState.AVAILABLE else ClaimKind.OFFER
        case VolumeUse.FULL:
            return ClaimKind.COMPLETE if one.owner else ClaimKind.ALLOCATE_COMPLETE
        case _:
            return ClaimKind.ALLOCATE


_CLAIMABLE: Final = frozenset(
    {
        SideState.UNKNOWN,
        SideState.FOREIGN,
        SideState.IMPORT,
        SideState.AVAILABLE,
        SideState.ALLOCATED,
        SideState.COMPLETE,
    }
)
_OBSTACLES: Final[Sequence[tuple[Callable[[KnownVolume, Held], bool], str]]] = (
    (lambda volume, _: volume.use is VolumeUse.CLEANING, "the file has it as a cleaning cartridge, the library not"),
    (lambda _, one: one.medium.cleaner, "it is a cleaning cartridge here"),
    (lambda _, one: len(one.sides) != 1, "it has several sides; allocate them by hand"),
    (lambda _, one: not one.medium.enabled, "it is disabled; see: rsm media enable"),
    (lambda _, one: one.medium.state not in AT_REST, "it is in use; import again when it is idle"),
    (lambda _, one: any(side.state not in _CLAIMABLE for side in one.sides), "its state does not allow it"),
)
"""What keeps a volume from being claimed."""
