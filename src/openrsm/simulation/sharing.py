"""What must hold of shares and of sessions that have ended, whatever happened; in sentences, what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openrsm.domain.equipment import Drive
from openrsm.domain.shares import Share
from openrsm.domain.values import Medium, MediumId, PlaceKind, PoolId, SessionId, ShareId
from openrsm.domain.work import Operation
from openrsm.simulation.invariants import Picture
from openrsm.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """All shares at one instant: their pools, and the numbers of their media."""

    shares: Sequence[Share] = ()
    pools: Mapping[ShareId, Collection[PoolId]] = field(default_factory=dict)
    numbers: Mapping[ShareId, Mapping[MediumId, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, tx: Transaction) -> Shared:
        """Take it within one transaction."""
        shares = tx.shares.all()
        return cls(
            shares=shares, pools=tx.shares.pools(), numbers={one.id: tx.shares.numbers(one.id) for one in shares}
        )


def numbered(picture: Picture, shared: Shared) -> Iterator[str]:
    """Each medium of a share has one number of its own, and nothing else has one."""
    for share in shared.shares:
        numbers, pools = shared.numbers[share.id], shared.pools[share.id]
        for medium in picture.media.values():
            has, known = medium.id in numbers, _belongs(medium, share, pools)
            if known and not has:
                yield f"{medium.name} belongs to the share {share.name}, and has no number"
            if has and not known and not (medium.pool_id in pools and medium.place.kind is PlaceKind.OFFLINE):
                yield f"{medium.name} does not belong to the share {share.name}, and has number {numbers[medium.id]}"
        counts = Counter(numbers.values())
        yield from (f"{count} media have number {one} in {share.name}" for one, count in counts.items() if count > 1)


def _belongs(medium: Medium, share: Share, pools: Collection[PoolId]) -> bool:
    return medium.pool_id in pools and medium.library_id == share.library_id


def renumbered(picture: Picture, before: Shared, after: Shared, meant: Collection[MediumId]) -> Iterator[str]:
    """Media that belong to a share as they did, and have another number, though nobody has given them one."""
    for share_id, numbers in before.numbers.items():
        now = after.numbers.get(share_id, {})
        for medium_id, number in numbers.items():
            if medium_id in now and now[medium_id] != number and medium_id not in meant:
                yield f"{picture.media[medium_id].name} had number {number}, and has {now[medium_id]} now"


def left_behind(picture: Picture, ended: Collection[SessionId]) -> Iterator[str]:
    """What sessions that have ended, and were to end their mounts, still hold or wait for."""
    for item in picture.open_work():
        if item.operation is Operation.MOUNT and item.requester.session_id in ended:
            yield f"work item {item.number} mounts for a session that has ended"
    for drive in picture.drives.values():
        if drive.holder is not None and drive.holder.session_id in ended and not _is_seen_to(picture, drive):
            yield f"{drive.name} is held by a session that has ended: {drive.holder}"


def _is_seen_to(picture: Picture, drive: Drive) -> bool:
    """It is being emptied; or could not be, and is shown to have no owner."""
    emptied = (Operation.DISMOUNT, Operation.EJECT, Operation.TRANSFER)
    at_it = any(one.medium_id == drive.medium_id and one.operation in emptied for one in picture.open_work())
    return at_it or drive.ownerless_since is not None
