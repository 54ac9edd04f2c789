"""A library on the bench: what the changer and drive suites are given, and what they do with it between the asserts."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from openrsm.drivers.contract import Drive, DriveStatus, Element, ElementKind, OpenedLibrary, Readiness
from openrsm.errors import DeviceFault, DriveNotReady, LibraryChanged, RsmError

SETTLE_SECONDS = 60.0
"""How long a drive may take to become ready on the bench; no device that tests use needs more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """An opened library whose drives and ports are empty, and where its cartridges are.

    Attributes:
        opened: What the driver's discovery returned.
        full_slots: Slots that hold a data cartridge that tests may overwrite; at least two.
        empty_slots: Slots that hold nothing; at least two.
        drives: The drive behind each drive element, by address; at least one.
    """

    opened: OpenedLibrary
    full_slots: Sequence[int]
    empty_slots: Sequence[int]
    drives: Mapping[int, Drive]

    @classmethod
    def of(cls, opened: OpenedLibrary) -> Bench:
        """Empty the drives and ports of ``opened`` into its slots, and look where everything is."""
        drives = {each.address: each.drive for each in opened.drives}
        clear(opened, drives)
        slots = [each for each in elements(opened) if each.kind is ElementKind.SLOT]
        return cls(
            opened=opened,
            full_slots=[each.address for each in slots if each.full and not each.cleaner],
            empty_slots=[each.address for each in slots if not each.full],
            drives=drives,
        )

    @property
    def drive_address(self) -> int:
        """The first drive element that has a drive."""
        return min(self.drives)

    @property
    def drive(self) -> Drive:
        """The drive at :attr:`drive_address`."""
        return self.drives[self.drive_address]

    def picture(self) -> dict[int, tuple[bool, str | None]]:
        """Of each element: whether it is full, and the bar code in it."""
        return {each.address: (each.full, each.bar_code) for each in elements(self.opened)}

    def element(self, address: int) -> Element:
        """One element, as the library reports it now."""
        return next(each for each in elements(self.opened) if each.address == address)

    def mount(self, slot: int) -> Drive:
        """Carry the cartridge of ``slot`` into the first drive, and return the drive when it is ready."""
        self.opened.changer.move(slot, self.drive_address)
        self.make_ready()
        return self.drive

    def make_ready(self) -> None:
        """Load the first drive if its cartridge did not load by itself, and wait until it is ready."""
        if settled(self.drive).readiness is Readiness.UNLOADED:
            self.drive.load()
        status = settled(self.drive)
        assert status.readiness is Readiness.READY, status.words

    def dismount(self, slot: int) -> None:
        """Unload the first drive and carry its cartridge to ``slot``."""
        self.drive.unload()
        self.opened.changer.move(self.drive_address, slot)

    def close(self) -> None:
        """Put everything away and let go of the devices, even where a test left them closed."""
        with suppress(RsmError):
            clear(self.opened, self.drives)
        for drive in self.drives.values():
            drive.close()
        self.opened.changer.close()


def elements(opened: OpenedLibrary) -> Sequence[Element]:
    """Element status, once the library has started."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        try:
            return opened.changer.status()
        except DriveNotReady:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def settled(drive: Drive) -> DriveStatus:
    """The drive's status, once it is no longer becoming ready."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while (status := drive.status()).readiness is Readiness.BECOMING_READY and time.monotonic() < deadline:
        time.sleep(0.05)
    return status


def clear(opened: OpenedLibrary, drives: Mapping[int, Drive]) -> None:
    """Carry what lies in drives and ports to empty slots."""
    seen = elements(opened)
    opened.changer.attentions()
    homes = [each.address for each in seen if each.kind is ElementKind.SLOT and not each.full]
    away = [each for each in seen if each.full and each.kind in {ElementKind.DRIVE, ElementKind.PORT}]
    for each, home in zip(away, homes, strict=False):
        if each.address in drives:
            release(drives[each.address])
        try:
            opened.changer.move(each.address, home)
        except LibraryChanged:
            elements(opened)
            opened.changer.move(each.address, home)


def release(drive: Drive) -> None:
    """Unload a drive; one that holds nothing ready says so, which is what was wanted."""
    settled(drive)
    with suppress(DeviceFault):
        drive.unload()
