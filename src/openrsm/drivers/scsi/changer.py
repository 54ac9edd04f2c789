"""A SCSI media changer (SMC-3) as :class:`openrsm.drivers.contract.Changer` promises it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openrsm.drivers.contract import Abilities, Attention, Element, Geometry, Identity, Readiness, Span
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import cdb_changer as smc
from openrsm.drivers.scsi import faults, modepages
from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.elements import Described, with_access
from openrsm.drivers.scsi.inventory import Inventory
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.modepages import ModeData
from openrsm.drivers.scsi.readiness import status_of
from openrsm.errors import (
    DestinationFull,
    DoorOpen,
    DriveNotReady,
    ElementUnreachable,
    HardwareFault,
    MediumError,
    MotionUnknown,
    NotSupported,
    RsmError,
    UnableToLoad,
)

NOWHERE = 0xFFFF
"""An address that is asked for to learn whether a command exists, without any motion, where no element has it."""


class ScsiChanger:
    """A robot behind a :class:`~openrsm.drivers.scsi.link.Link`. Used by one thread at a time."""

    def __init__(self, link: Link) -> None:
        """Probe the device; nothing moves.

        Raises:
            DeviceGone, DriveNotReady, StatusUnreadable: It does not answer, is starting, or makes no sense.
        """
        self._link = link
        self._identity = link.identity()
        self._geometry = self._read_geometry()
        self._inventory = Inventory(link)
        self._described: tuple[Described, ...] = ()
        self._abilities = Abilities(bar_codes=False)
        self._read()
        self._abilities = self._probed()

    @property
    def identity(self) -> Identity:
        """Who the device says it is."""
        return self._identity

    @property
    def abilities(self) -> Abilities:
        """What it can do; corrected when the device refuses what was thought possible."""
        return self._abilities

    @property
    def geometry(self) -> Geometry:
        """Its elements (mode page 1Dh)."""
        return self._geometry

    @property
    def described(self) -> tuple[Described, ...]:
        """The last element status with the identifiers of drives, for matching."""
        return self._described

    # --- Asking -------------------------------------------------------------------------------------------------------

    def status(self) -> Sequence[Element]:
        """Every element (READ ELEMENT STATUS, one kind after the other)."""
        self._geometry = self._read_geometry()
        return self._read()

    def _read(self) -> list[Element]:
        self._described = self._inventory.read(self._geometry)
        # A library that once sent volume tags or identifiers is able to, whatever it says of an empty set.
        self._abilities = replace(
            self._abilities,
            bar_codes=self._abilities.bar_codes or self._inventory.tagged,
            drive_identifiers=self._abilities.drive_identifiers or any(each.identifier for each in self._described),
        )
        return with_access([each.element for each in self._described])

    def _read_geometry(self) -> Geometry:
        return modepages.parse_geometry(self._link.mode(modepages.ELEMENT_ADDRESSES))

    def door_open(self) -> bool:
        """Whether TEST UNIT READY says so."""
        sense = self._link.ask(spc.test_unit_ready()).sense
        is_open = sense is not None and faults.says_door_open(sense)
        if is_open:
            self._abilities = replace(self._abilities, has_door=True)
        return is_open

    def at_rest(self) -> bool:
        """Whether TEST UNIT READY says neither that something is in progress nor that the library is busy."""
        try:
            sense = self._link.ask(spc.test_unit_ready()).sense
        except DriveNotReady:
            return False
        return status_of(sense).readiness is not Readiness.BECOMING_READY

    def attentions(self) -> Sequence[Attention]:
        """What the device told unasked since the last call."""
        return self._link.attentions()

    def close(self) -> None:
        """Let go of the device."""
        self._link.close()

    # --- What it is able to do ----------------------------------------------------------------------------------------

    def _probed(self) -> Abilities:
        return replace(
            self._abilities,
            exchange=self._can_exchange(),
            position=self._has(smc.position_to_element(robot=0, destination=self._nowhere())),
            initialise_range=self._can_scan_a_part(),
            lock=self._has(spc.prevent_removal(prevent=False)),
            invert=modepages.parse_rotates(self._page(modepages.TRANSPORT_GEOMETRY)),
        )

    def _has(self, cdb: Cdb) -> bool:
        """Whether the device has a command: as it says, else by sending it so that nothing can happen."""
        told = self._link.supports(cdb.raw[0])
        return told if told is not None else self._knows(cdb)

    def _knows(self, cdb: Cdb) -> bool:
        """Whether a command is refused for another reason than its opcode."""
        try:
            return not self._link.ask(cdb).is_unknown_command
        except RsmError:  # no answer to the question is no ability
            return False

    def _can_exchange(self) -> bool:
        capabilities = modepages.parse_capabilities(self._page(modepages.CAPABILITIES))
        if capabilities is not None and not any(capabilities.exchanges):
            return False
        nowhere = self._nowhere()
        cdb = smc.exchange_medium(robot=0, source=nowhere, first_destination=nowhere, second_destination=nowhere)
        return self._has(cdb)

    def _can_scan_a_part(self) -> bool:
        """As the device says; a device that does not say is believed able until it refuses, for to try is to scan."""
        told = [self._link.supports(opcode) for opcode in smc.RANGE_OPCODES]
        return None in told or True in told

    def _nowhere(self) -> int:
        """The highest address that no element has."""
        spans = self._spans()
        return next(each for each in range(NOWHERE, 0, -1) if not any(_holds(span, each) for span in spans))

    def _page(self, page: int) -> ModeData:
        try:
            return self._link.mode(page)
        except NotSupported:
            return ModeData(device_specific=0, density=None, pages={})

    # --- Moving -------------------------------------------------------------------------------------------------------

    def initialise(self, span: Span | None = None) -> None:
        """Scan anew. A library without the command scans by itself, and is left to that."""
        if span is not None:
            self._scan_part(span)
            return
        try:
            self._link.run(smc.initialise())
        except NotSupported:
            self._read()

    def _scan_part(self, span: Span) -> None:
        self._require(self._abilities.initialise_range, "scan a part of its elements")
        for opcode in smc.RANGE_OPCODES:
            try:
                self._link.run(smc.initialise_range(start=span.first, count=span.count, opcode=opcode))
                return
            except NotSupported:
                continue
        self._abilities = replace(self._abilities, initialise_range=False)
        self._require(False, "scan a part of its elements")  # noqa: FBT003 - a plain refusal, worded in one place

    def move(self, source: int, destination: int, *, invert: bool = False) -> None:
        """Carry a cartridge (MOVE MEDIUM) with the first robot."""
        self._require(self._abilities.invert or not invert, "turn media")
        self._check_addresses(source, destination)
        robot = self._geometry.robots.first
        cdb = smc.move_medium(robot=robot, source=source, destination=destination, invert=invert)
        try:
            self._run_motion(cdb, source)
        except DestinationFull as full:
            if _holds(self._geometry.robots, destination):
                raise faults.robot_occupied(self._link.name) from full
            raise

    def exchange(self, source: int, middle: int, destination: int) -> None:
        """Carry two cartridges (EXCHANGE MEDIUM) with the first robot."""
        self._require(self._abilities.exchange, "exchange media")
        self._check_addresses(source, middle, destination)
        robot = self._geometry.robots.first
        cdb = smc.exchange_medium(robot=robot, source=source, first_destination=middle, second_destination=destination)
        try:
            self._run_motion(cdb, None)
        except NotSupported:
            self._abilities = replace(self._abilities, exchange=False)
            raise

    def position(self, address: int) -> None:
        """Bring the first robot before an element (POSITION TO ELEMENT)."""
        self._require(self._abilities.position, "position its robot")
        self._check_addresses(address)
        try:
            self._link.run(smc.position_to_element(robot=self._geometry.robots.first, destination=address))
        except NotSupported:
            self._abilities = replace(self._abilities, position=False)
            raise

    def lock(self, *, locked: bool) -> None:
        """Prevent or allow removal (PREVENT ALLOW MEDIUM REMOVAL)."""
        self._require(self._abilities.lock, "lock itself")
        self._link.run(spc.prevent_removal(prevent=locked))

    def _run_motion(self, cdb: Cdb, source: int | None) -> None:
        """Run it; where the device broke down on the way, see whether the cartridge still lies at its source.

        Without a source (two cartridges were to move) a breakdown leaves the outcome unknown.
        """
        try:
            self._link.run(cdb)
        except DoorOpen:
            self._abilities = replace(self._abilities, has_door=self._abilities.has_door or self.door_open())
            raise
        except (HardwareFault, UnableToLoad, MediumError) as fault:
            if source is not None and self._is_full(source):
                raise
            raise MotionUnknown(fault.what, "ask the library where the cartridge is, then look") from fault

    def _is_full(self, address: int) -> bool:
        """Whether an element is known to hold something; False if that cannot be told now."""
        try:
            return any(each.full and each.address == address for each in self.status())
        except RsmError:
            return False

    def _check_addresses(self, *addresses: int) -> None:
        """Refuse what is no element's address: libraries answer that in many ways, some by doing something else."""
        for address in addresses:
            if not any(_holds(span, address) for span in self._spans()):
                what = f"{self._link.name} has no element {address}"
                raise ElementUnreachable(what, "name an element of its geometry")

    def _spans(self) -> tuple[Span, ...]:
        known = self._geometry
        return (known.robots, known.slots, known.ports, known.drives)

    def _require(self, able: bool, what: str) -> None:  # noqa: FBT001 - reads as the condition that it is
        if not able:
            raise NotSupported(f"{self._link.name} cannot {what}", "do without, as its abilities say")


def _holds(span: Span, address: int) -> bool:
    return span.first <= address < span.first + span.count
