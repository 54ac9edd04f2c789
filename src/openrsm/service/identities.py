"""What the labels that drives read mean for the catalogue; each function is part of one transaction.

Which label a medium should have, and what another one means, is decided in :mod:`openrsm.domain.labels`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openrsm.domain.drive import DriveEvent, DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.inventory import NewCartridge
from openrsm.domain.labels import (
    Arrival,
    Identification,
    Label,
    Verdict,
    identify,
    is_coded,
    judge,
    may_be_rewritten,
)
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.machine import accepts
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.naming import renamed
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.steps import Load, Unload
from openrsm.domain.values import OFFLINE, BarCodeState, Medium, PoolKind, Requester, Side
from openrsm.domain.work import DismountOption, Operation, WorkEvent, WorkState
from openrsm.errors import RsmError, UnexpectedMedium
from openrsm.labels.contract import Recognition
from openrsm.labels.free import free_label
from openrsm.service.label_reading import LabelTask, unexpected
from openrsm.service.label_work import queue_identification, wants_free_label
from openrsm.service.newcomers import insert_medium, offline_library
from openrsm.service.pooling import advance_side, move_medium
from openrsm.service.records import advance_drive, advance_medium, complete_requests, end_work
from openrsm.service.returning import put_in_place_of, trade_places
from openrsm.service.rulings import fail, queue_inventory, set_free
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction

_IN_WORDS: Final = {
    Arrival.BLANK: "no known label",
    Arrival.IMPORT: "a label that is new here",
    Arrival.KNOWN: "the label that is catalogued",
    Arrival.RETURN: "the label of a medium that was missed",
    Arrival.OTHER: "another medium than was thought",
    Arrival.STRANGER: "a medium that is new here, where another was thought to be",
    Arrival.DUPLICATE: "the label of another medium",
}


def loading(tx: Transaction, step: Load, recognition: Recognition) -> tuple[Medium | None, LabelTask | None]:
    """Which medium it must be that a drive loads, and what to do with its label; None if any, or nothing."""
    must_be = step.operation in (Operation.MOUNT, Operation.WRITE_FREE_LABEL)
    return tx.media.find(step.medium_id) if must_be else None, _label_task(tx, step, recognition)


def _label_task(tx: Transaction, step: Load, recognition: Recognition) -> LabelTask | None:
    item, drive = tx.work.find(step.work_id), tx.drives.get(step.drive_id)
    library = tx.libraries.get(drive.library_id)
    if item is None or item.side_id is None:
        return None
    if step.operation is Operation.DISMOUNT and not _tells_last(tx, drive):
        return None
    if library.labels is LabelUse.IGNORE and step.operation is Operation.MOUNT:
        return None
    side, medium = tx.sides.get(item.side_id), tx.media.get(step.medium_id)
    task = LabelTask(side=side, medium=medium, recognition=recognition)
    if step.operation is Operation.WRITE_FREE_LABEL:
        return replace(task, free=_free_label(tx, side, medium), taken=_taken(tx, side, medium))
    return replace(task, shared=step.operation is Operation.UPDATE_LABEL)


def _tells_last(tx: Transaction, drive: Drive) -> bool:
    """Whether its label is read first: an application may have written it, and later anything may be there."""
    side = tx.sides.find(drive.vouched_id) if drive.vouched_id else None
    return side is not None and side.medium_id == drive.medium_id and side.label_stale


def _taken(tx: Transaction, side: Side, medium: Medium) -> frozenset[tuple[str, str]]:
    """Others' labels; their number is the catalogue's, so they are asked for only where they matter."""
    return tx.sides.labels_of_others(side.id) if may_be_rewritten(side, medium) else frozenset()


def _free_label(tx: Transaction, side: Side, medium: Medium) -> bytes:
    return free_label(name=medium.bar_code or medium.name, guid=side.id, side=side.number, when=tx.now)


def as_known_now(tx: Transaction, step: Load) -> Load:
    """The step; what is in its drive may have turned out to be another medium since it began."""
    item = tx.work.find(step.work_id)
    drive = tx.drives.get(step.drive_id)
    if item is None or item.medium_id is None or item.medium_id != drive.medium_id:
        return step
    return replace(step, medium_id=item.medium_id)


def is_stale(tx: Transaction, step: Unload) -> bool:
    """Whether an application may have written its own label on what a drive is to let go."""
    side = _vouched(tx, step)
    return side is not None and side.label_stale


def _vouched(tx: Transaction, step: Load | Unload) -> Side | None:
    """The side that is up in the drive; None where no mount has shown that the cartridge is the catalogued one."""
    drive = tx.drives.get(step.drive_id)
    side = tx.sides.find(drive.vouched_id) if drive.vouched_id else None
    return side if side is not None and side.medium_id == step.medium_id and side.id == drive.side_id else None


def check(tx: Transaction, step: Load, found: Label, *, sure: bool) -> UnexpectedMedium | None:
    """Whether what was mounted is what is catalogued; from now on the application may write its own label.

    If its memory makes it ``sure``, its label may be another's too: applications write whatever they like.
    """
    item = tx.work.find(step.work_id)
    if item is None or item.side_id is None or item.state is not WorkState.IN_PROCESS:
        return None
    side, medium = tx.sides.get(item.side_id), tx.media.get(step.medium_id)
    if judge(side, medium, found, taken=_is_taken(tx, side, found), sure=sure) is Verdict.OTHER:
        return unexpected(side, medium, found)
    learn(tx, side, found, stale=True)
    return None


def _is_taken(tx: Transaction, side: Side, found: Label) -> bool:
    """Whether another side is catalogued with a label, be it the other one of the same medium."""
    return bool(found.type) and any(one.id != side.id for one in tx.sides.labelled(found.type, found.id))


def learn(tx: Transaction, side: Side, found: Label, *, stale: bool) -> Side:
    """The catalogue follows the label."""
    read = replace(side, label_type=found.type, label_id=found.id, label_info=found.info, label_read=tx.now)
    learnt = tx.sides.change(side, replace(read, label_stale=stale, label_doubted=False, trouble=""))
    if side.label_info != learnt.label_info:
        _follow(tx, side)
    return learnt


def _follow(tx: Transaction, side: Side) -> None:
    """What is called by its label follows it."""
    medium, sides = tx.media.get(side.medium_id), tx.sides.of(side.medium_id)
    before = [side if one.id == side.id else one for one in sides]
    tx.media.change(medium, renamed(medium, before, medium, sides))


def learnt_at_end(tx: Transaction, step: Load | Unload, found: Label | None) -> None:
    """What an application wrote is known without its saying so; what could not be read stays stale.

    Why the label could not be written before, if that was tried, is still to be told.
    """
    side = _vouched(tx, step)
    if found is not None and side is not None:
        learnt = learn(tx, side, found, stale=False)
        tx.sides.change(learnt, replace(learnt, trouble=side.trouble))


def learnt_before_release(tx: Transaction, step: Load, found: Label | None) -> None:
    """No program has a drive open, whose label was read or could not be: what waits in it is anybody's now."""
    drive, item = tx.drives.get(step.drive_id), tx.work.find(step.work_id)
    if item is None or item.state is not WorkState.IN_PROCESS or drive.medium_id != step.medium_id:
        return
    if drive.state is DriveState.LOADED:
        learnt_at_end(tx, step, found)
        set_free(tx, tx.drives.get(step.drive_id), tx.media.get(step.medium_id))


def recover(tx: Transaction, step: Load, fault: RsmError, itself: Requester) -> None:
    """Another cartridge than expected: the library is asked what lies where (AutoRecovery, MS-RSMP 2.2.1.11).

    The original takes a full inventory, which keeps every drive busy for hours. Where bar codes tell cartridges apart
    the library's own method does, or a look at its elements where it has none. A medium whose code cannot be read is
    found by its label alone, and that is what a full inventory is for, unless labels are ignored.
    """
    library = tx.libraries.get(tx.drives.get(step.drive_id).library_id)
    if not isinstance(fault, UnexpectedMedium) or not library.auto_recovery:
        return
    told = library.has_bar_codes and is_coded(tx.media.get(step.medium_id))
    method = library.look if told or library.labels is LabelUse.IGNORE else InventoryMethod.FULL
    queue_inventory(tx, library.id, method, itself)


def apply(tx: Transaction, step: Load, found: Label | None, serial: str) -> None:
    """An item about a label has come to its end, unless that came before; ``serial`` is what the memory said."""
    item = tx.work.find(step.work_id)
    if item is None or item.state is not WorkState.IN_PROCESS or item.side_id is None or found is None:
        return
    side, medium = tx.sides.get(item.side_id), tx.media.get(step.medium_id)
    if step.operation is Operation.UPDATE_LABEL:
        learn(tx, side, found, stale=True)
        end_work(tx, tx.work.change(item, replace(item, result=_named(found))), WorkEvent.PASS)
    elif step.operation is Operation.WRITE_FREE_LABEL:
        _prepared(tx, side, medium, found)
        _finish(tx, item, step, _named(found))
    else:
        identification = _identified(tx, side, found, serial)
        if identification.arrival is Arrival.CONTRADICTION:
            fail(tx, [item.id], unexpected(side, medium, found))
            return
        if identification.match is not None and _is_carried(tx, identification.match):
            _finish(tx, item, step, f"{_named(found)}: looked at again when that medium is at rest")
            queue_identification(tx, tx.media.get(medium.id), item.requester, item.option)
            return
        kept = _sort(tx, side, found, identification, serial)
        item = tx.work.change(item, replace(item, medium_id=kept.medium_id, side_id=kept.id))
        _finish(tx, item, step, f"{_named(found)}: {_IN_WORDS[identification.arrival]}")


def _is_carried(tx: Transaction, side: Side) -> bool:
    """While the robot has a medium nothing is said of where it is."""
    medium = tx.media.get(side.medium_id)
    return any(move.medium_id == medium.id for move in tx.moves.open(medium.library_id))


def _named(label: Label) -> str:
    return f"{label.type} {label.info or label.id}" if label.type else "blank or unknown"


def _finish(tx: Transaction, item: WorkItem, step: Load, result: str) -> None:
    end_work(tx, tx.work.change(item, replace(item, result=result)), WorkEvent.PASS)
    drive = tx.drives.get(step.drive_id)
    stays = item.operation is Operation.PROCESS_LABEL and item.option == DismountOption.DEFERRED
    if drive.state is DriveState.LOADED:
        advance_drive(tx, drive, DriveEvent.RELEASE, holder=None, dismountable_since=tx.now if stays else None)
    medium = tx.media.get(item.medium_id) if item.medium_id else None
    if medium is not None and accepts(MEDIUM, medium.state, MediumEvent.RELEASE):
        advance_medium(tx, medium, MediumEvent.RELEASE)


def _identified(tx: Transaction, side: Side, found: Label, serial: str) -> Identification:
    matches = _matches(tx, side, found)
    mounted = {medium.id for _, medium in matches if _is_mounted(tx, medium)}
    return identify(side, tx.media.get(side.medium_id), found, matches, serial=serial, mounted=mounted)


def _is_mounted(tx: Transaction, medium: Medium) -> bool:
    """Whether somebody has it in a drive since a mount has passed."""
    drive = tx.drives.holding(medium.id)
    side = tx.sides.find(drive.vouched_id) if drive is not None and drive.vouched_id else None
    return side is not None and side.medium_id == medium.id


def _matches(tx: Transaction, side: Side, found: Label) -> list[tuple[Side, Medium]]:
    if not found.type:
        return []
    others = (one for one in tx.sides.labelled(found.type, found.id) if one.medium_id != side.medium_id)
    return [(one, tx.media.get(one.medium_id)) for one in others]


def _sort(tx: Transaction, side: Side, found: Label, identification: Identification, serial: str) -> Side:
    """The side that the medium is from now on."""
    medium = tx.media.get(side.medium_id)
    match identification.arrival:
        case Arrival.RETURN if identification.match is not None:
            put_in_place_of(tx, medium, tx.media.get(identification.match.medium_id))
            return learn(tx, tx.sides.get(identification.match.id), found, stale=False)
        case Arrival.OTHER if identification.match is not None:
            trade_places(tx, medium, tx.media.get(identification.match.medium_id))
            complete_requests(tx, identification.match.medium_id)
            return learn(tx, tx.sides.get(identification.match.id), found, stale=False)
        case Arrival.STRANGER:
            return _stranger(tx, medium, side.number, found, serial)
        case Arrival.KNOWN:
            return learn(tx, side, found, stale=False)
        case Arrival.BLANK:
            return _arrived(tx, side, medium, found, PoolKind.UNRECOGNIZED)
        case _:
            return _arrived(tx, side, medium, found, PoolKind.IMPORT)


def _stranger(tx: Transaction, medium: Medium, number: int, found: Label, serial: str) -> Side:
    """A record of its own for what lies where another was; that one is nowhere until somebody finds it."""
    library = tx.libraries.get(medium.library_id)
    cartridge = NewCartridge(
        place=OFFLINE, bar_code=None, bar_code_state=BarCodeState.OK, media_type=medium.media_type, cleaner=False
    )
    new = insert_medium(tx, library, cartridge, offline_library(tx).id)
    trade_places(tx, medium, new)
    side = tx.sides.of(new.id)[number]
    return _sort(tx, side, found, _identified(tx, side, found, serial), serial)


def _arrived(tx: Transaction, side: Side, medium: Medium, found: Label, kind: PoolKind) -> Side:
    """New media are sorted by their label; of those that are somebody's, only the label is written down."""
    written_since = side.label_doubted and (side.label_type, side.label_id) != (found.type, found.id)
    side = learn(tx, side, found, stale=False)
    if written_since:
        return _not_free(tx, side, medium, kind)
    event = SideEvent.SEEN_IMPORT if kind is PoolKind.IMPORT else SideEvent.SEEN_UNKNOWN
    if not accepts(SIDE, side.state, event):
        return side
    side = advance_side(tx, side, [event])
    source = tx.pools.get(medium.pool_id)
    if source.kind in (PoolKind.UNRECOGNIZED, PoolKind.IMPORT) and source.kind is not kind:
        _move_when_known(tx, tx.media.get(medium.id), kind)
    return tx.sides.get(side.id)


def _not_free(tx: Transaction, side: Side, medium: Medium, kind: PoolKind) -> Side:
    """An imported catalogue called it free; somebody has written on it since, and is to be asked (section 10)."""
    failed = SideEvent.PREPARE_FAILED_IMPORT if kind is PoolKind.IMPORT else SideEvent.PREPARE_FAILED_FOREIGN
    side = advance_side(tx, side, [SideEvent.PREPARE, failed])
    if all(one.logical_id is None for one in tx.sides.of(medium.id)):
        medium = tx.media.get(medium.id)
        tx.media.change(medium, replace(medium, pool_id=system_pool(tx, kind, medium.media_type).id))
    return side


def _move_when_known(tx: Transaction, medium: Medium, kind: PoolKind) -> None:
    """A medium is import as soon as one of its sides is; it is unrecognized while none is."""
    states = {side.state for side in tx.sides.of(medium.id)}
    if kind is PoolKind.IMPORT or SideState.IMPORT not in states:
        pool = system_pool(tx, kind, medium.media_type)
        move_medium(tx, medium, tx.pools.get(medium.pool_id), pool)


def _prepared(tx: Transaction, side: Side, medium: Medium, found: Label) -> None:
    """A side has its free label; when all have theirs, the pool changes (MS-RSMP 3.2.5.2.2.13)."""
    side = learn(tx, side, found, stale=False)
    advance_side(tx, side, [SideEvent.PREPARED])
    if all(_is_ready(tx, medium, one) for one in tx.sides.of(medium.id)):
        source = tx.pools.get(medium.pool_id)
        move_medium(tx, tx.media.get(medium.id), source, system_pool(tx, PoolKind.FREE, medium.media_type))


def _is_ready(tx: Transaction, medium: Medium, side: Side) -> bool:
    """Whether nothing has to be done with a side before its medium is free; a retired one gets no label any more."""
    available = side.state is SideState.AVAILABLE and not wants_free_label(tx, medium, side)
    return available or side.state is SideState.DECOMMISSIONED
