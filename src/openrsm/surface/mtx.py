"""A changer as ``mtx status`` prints it: the form of it that scripts, Amanda and Bacula read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from openrsm.surface.changers import ChangerView, NumberedDrive, NumberedSlot

TAG: Final = 32
"""Characters of a volume identifier, which is padded with blanks (SMC-3, primary volume tag)."""


def status(view: ChangerView, device: str, *, bar_codes: bool = True) -> str:
    """All of its lines, each with its end.

    Args:
        view: The changer.
        device: What the first line calls it: what the caller does.
        bar_codes: Whether to tell them. A library that reads any has a tag for each place, also for empty slots.
    """
    tagged = bar_codes and any(chain((drive.bar_code for drive in view.drives), (slot.bar_code for slot in view.slots)))
    sources = origins(view)
    ports = sum(slot.port for slot in view.slots)
    head = f"  Storage Changer {device}:{len(view.drives)} Drives, {len(view.slots)} Slots ( {ports} Import/Export )"
    drives = (_drive_line(drive, sources, tagged=tagged) for drive in view.drives)
    slots = (_slot_line(slot, tagged=tagged) for slot in view.slots)
    return "".join(f"{line}\n" for line in chain([head], drives, slots))


def origins(view: ChangerView) -> Mapping[int, int]:
    """For each full drive, by its number, the slot to which ``unload`` would carry its cartridge.

    That is the one that it came from; where that is unknown or full again, the next of the empty ones, as mtx does it.
    A drive is missing if there is none.
    """
    empty = {slot.number for slot in view.slots if not slot.full}
    spare = iter([slot.number for slot in view.slots if not slot.full and not slot.port])
    full = [drive for drive in view.drives if drive.full]
    return dict(_origins(full, empty, spare))


def _origins(full: list[NumberedDrive], empty: set[int], spare: Iterator[int]) -> Iterator[tuple[int, int]]:
    for drive in full:
        slot = drive.slot if drive.slot in empty else next(spare, None)
        if slot is not None:
            yield drive.number, slot


def _drive_line(drive: NumberedDrive, sources: Mapping[int, int], *, tagged: bool) -> str:
    place = f"Data Transfer Element {drive.number}:"
    if not drive.full:
        return f"{place}Empty"
    source = sources.get(drive.number)
    loaded = "Unknown Storage Element Loaded" if source is None else f"Storage Element {source} Loaded"
    return f"{place}Full ({loaded})" + (f":VolumeTag = {drive.bar_code:{TAG}}" if tagged else "")


def _slot_line(slot: NumberedSlot, *, tagged: bool) -> str:
    place = f"      Storage Element {slot.number}{' IMPORT/EXPORT' if slot.port else ''}:"
    return place + ("Full " if slot.full else "Empty") + (f":VolumeTag={slot.bar_code:{TAG}}" if tagged else "")
