"""Reading and writing labels in a drive. Runs in the drive's own thread, like everything in devices.py."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from openrsm.domain.drive_types import takes_discs
from openrsm.domain.labels import FREE_LABEL, Label, Verdict, judge
from openrsm.domain.values import Medium, Side
from openrsm.drivers.contract import Drive
from openrsm.errors import Busy, EndOfData, MediumError, UnexpectedMedium
from openrsm.labels.contract import BLOCKS, LIMIT, Head, Recognition
from openrsm.service.condition import memory_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTask:
    """What a drive is to do with the label of what was loaded into it.

    Attributes:
        side: What the catalogue says of the side.
        medium: And of its medium.
        free: The free label to be written, if one is: then nothing else may be there than what is catalogued.
        taken: Types and ids of the labels that are not to be written over, as other sides are catalogued with them;
            empty where no other than the catalogued one would be.
        shared: An application has the medium mounted and asks itself; it is told if its program has the drive open.
    """

    side: Side
    medium: Medium
    recognition: Recognition
    free: bytes | None = None
    taken: frozenset[tuple[str, str]] = frozenset()
    shared: bool = False


def is_surely(drive: Drive, medium: Medium) -> bool:
    """Whether the memory of the cartridge in a drive says that it is that medium; False if it says nothing.

    Raises:
        UnexpectedMedium: It says that it is another, whatever its bar code and its label say.
    """
    serial = memory_of(drive).serial if medium.serial else ""
    if serial and serial != medium.serial:
        what = f"the memory of the cartridge in the place of {medium.name} says {serial}, not {medium.serial}"
        raise UnexpectedMedium(
            what,
            "cartridges may have been moved: take an inventory and mount again; only if it is the same then, and it is "
            f"the right one, run: rsm health clear medium {medium.name}",
        )
    return bool(serial)


def see_to(drive: Drive, task: LabelTask, *, sure: bool) -> Label:
    """Read the label, or write a free one and read it back; the tape stands at its beginning then.

    ``sure`` is what :func:`is_surely` said.

    Raises:
        Busy: A program has the drive open.
        UnexpectedMedium: What is to be written on is not what is catalogued; nothing was written.
        MediumError: It cannot be read or written, or what was written is not what is read back.
        RecognitionFailed: What is there stalled the recognisers.
        DeviceFault: The drive failed.
    """
    if task.shared and drive.in_use():
        raise Busy(f"a program has the drive with {task.medium.name} open", "close it and try again")
    found = read(drive, task.recognition)
    if task.free is None:
        return found
    taken = (found.type, found.id) in task.taken
    verdict = judge(task.side, task.medium, found, taken=taken, sure=sure)
    if verdict is Verdict.OTHER and not _is_written(task, found):
        raise unexpected(task.side, task.medium, found)
    _write(drive, task.free)
    written = read_head(drive)
    if written.block(0)[: len(task.free) if written.random else None] != task.free:
        raise MediumError(f"the free label of {task.medium.name} is not what was written", "retire the cartridge")
    return _recognised(written, task.recognition)


def _is_written(task: LabelTask, found: Label) -> bool:
    """Whether it is this side's own free label: a process before wrote it, and ended before it could say so."""
    return (found.type, found.id) == (FREE_LABEL, str(task.side.id))


def read(drive: Drive, recognition: Recognition) -> Label:
    """The label of what is loaded; one without a type if it is blank or unknown."""
    return _recognised(read_head(drive), recognition)


def read_head(drive: Drive) -> Head:
    """The first blocks of a tape, or the first bytes of a disc; it stands at the beginning before and after."""
    drive.rewind()
    head = _disc_head(drive) if takes_discs(drive.type_name) else _tape_head(drive)
    drive.rewind()
    return head


def _tape_head(drive: Drive) -> Head:
    return Head(blocks=tuple(islice(_blocks(drive), BLOCKS)))


def _disc_head(drive: Drive) -> Head:
    start = b""
    for block in _blocks(drive):
        start += block
        if len(start) >= LIMIT:
            break
    return Head(blocks=(start[:LIMIT],) if start else (), random=True)


def _blocks(drive: Drive) -> Iterator[bytes]:
    """What is written, block by block, until the data ends."""
    with suppress(EndOfData):
        while True:
            yield drive.read(LIMIT)


def _recognised(head: Head, recognition: Recognition) -> Label:
    info = None if head.blank else recognition.recognise(head)
    return Label() if info is None else Label(type=info.type, id=info.id, info=info.info)


def _write(drive: Drive, block: bytes) -> None:
    if drive.status().write_protected:
        raise MediumError("the cartridge is write-protected", "move its tab, or take another cartridge")
    drive.rewind()
    drive.write(block)
    drive.write_filemarks(1)


def unexpected(side: Side, medium: Medium, found: Label) -> UnexpectedMedium:
    """The error of a label that is another medium's."""
    if not found.type and not side.label_type:
        what = f"neither a bar code nor a label tells that the cartridge in the place of {medium.name} is that one"
        return UnexpectedMedium(what, "look at it and clean its bar code")
    shown = f"{found.type} {found.info or found.id}" if found.type else "no known label"
    expected = f"{side.label_type} {side.label_info or side.label_id}" if side.label_type else "no known label"
    what = f"the cartridge in the place of {medium.name} has {shown}, where {expected} was expected"
    may_be_its_own = side.label_stale or (not side.label_type and found.type != FREE_LABEL)
    if side.logical_id is not None and may_be_its_own:
        # Its application may have written it, and nothing but a person can tell that it did.
        return UnexpectedMedium(what, f"if that is its application's label, run: rsm label set {side.logical_id}")
    return UnexpectedMedium(what, f"see: rsm media show {medium.name}")
