"""A SCSI tape drive (SSC-4) as :class:`openrsm.drivers.contract.Drive` promises it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from openrsm.domain.health import Counters, ErrorCounters
from openrsm.drivers.contract import DriveStatus, Identity, Readiness
from openrsm.drivers.position import Position, SpaceKind
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import cdb_tape as ssc
from openrsm.drivers.scsi import logpages, naming, stops, tapepages, timeouts
from openrsm.drivers.scsi.link import Link, Outcome, Reserved
from openrsm.drivers.scsi.modepages import ModeData
from openrsm.drivers.scsi.readiness import status_of
from openrsm.drivers.scsi.sense import Sense
from openrsm.errors import (
    DeviceFault,
    DeviceGone,
    DriveNotReady,
    EndOfData,
    MediumError,
    MotionUnknown,
    NotSupported,
    RemovalPrevented,
    RsmError,
    UnableToLoad,
)

WRITE_PROTECTED = 0x80
DEFAULT_DENSITY = 0x00
"""A density code that tells nothing (SSC-4)."""

HEADER_ALONE = 0x00
ALL_PAGES = 0x3F


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How a drive is waited for: a clock in seconds, and how to let time pass."""

    clock: Callable[[], float]
    sleep: Callable[[float], None]


class ScsiDrive:
    """A tape drive behind a :class:`~openrsm.drivers.scsi.link.Link`. Used by one thread at a time."""

    def __init__(self, link: Link, *, device_path: str, is_open: Callable[[], bool], waiting: Waiting) -> None:
        """Ask who it is; no tape moves.

        Args:
            link: The drive; closed with it.
            device_path: What applications open.
            is_open: Tells whether a program on this host has it open.
            waiting: How to wait for the end of an unload.
        """
        self._link = link
        self._device_path = device_path
        self._is_open = is_open
        self._waiting = waiting
        self._identity = link.identity()
        self._type_name = self._named()
        self.status()  # meets the attention that greets every new connection, which would else refuse the first write

    @property
    def identity(self) -> Identity:
        """Who the device says it is."""
        return self._identity

    @property
    def device_path(self) -> str:
        """What an application opens."""
        return self._device_path

    @property
    def type_name(self) -> str:
        """The kind of drive, e.g. ``LTO-5``; empty if unknown."""
        return self._type_name

    def _named(self) -> str:
        product = naming.type_of(self._identity.product)
        return product or naming.type_of("", self._densities())

    def _densities(self) -> tuple[tapepages.Density, ...]:
        try:
            return tapepages.parse_densities(self._link.run(ssc.report_density_support()))
        except RsmError:  # a drive without a name is of no known kind, and works
            return ()

    # --- How it is ----------------------------------------------------------------------------------------------------

    def status(self) -> DriveStatus:
        """TEST UNIT READY; of a ready drive also what its mode data say of the medium."""
        try:
            status = status_of(self._link.ask(spc.test_unit_ready()).sense)
            return self._with_medium(status) if status.readiness is Readiness.READY else status
        except DeviceGone:
            raise
        except Reserved as conflict:
            return DriveStatus(readiness=Readiness.FAILED, words=conflict.what)
        except DeviceFault as busy:
            return DriveStatus(readiness=Readiness.BECOMING_READY, words=busy.what)

    def _with_medium(self, status: DriveStatus) -> DriveStatus:
        try:
            mode = self._mode_header()
        except RsmError:  # TEST UNIT READY was answered; that mode data are not is no failure of the drive
            return status
        protected = bool(mode.device_specific & WRITE_PROTECTED)
        density = None if mode.density == DEFAULT_DENSITY else mode.density
        return replace(status, write_protected=protected, density=density)

    def _mode_header(self) -> ModeData:
        """Page 0 asks for the least, as the kernel's driver does; drives without it are asked for everything."""
        try:
            return self._link.mode(HEADER_ALONE, block_descriptors=True)
        except NotSupported:
            return self._link.mode(ALL_PAGES, block_descriptors=True)

    def in_use(self) -> bool:
        """Whether a program on this host has it open."""
        return self._is_open()

    def alerts(self) -> frozenset[int]:
        """TapeAlert flags; many drives clear them when they are read."""
        try:
            return logpages.parse_alerts(self._link.run(spc.log_sense(logpages.TAPE_ALERT)))
        except NotSupported:
            return frozenset()

    def counters(self) -> Counters:
        """Error counters of both directions."""
        return Counters(written=self._counted(logpages.WRITE_ERRORS), read=self._counted(logpages.READ_ERRORS))

    def _counted(self, page: int) -> ErrorCounters | None:
        try:
            return logpages.parse_counters(self._link.run(spc.log_sense(page)), page)
        except NotSupported:
            return None

    def cartridge_memory(self) -> Mapping[int, bytes]:
        """MAM attributes by identifier."""
        try:
            return tapepages.parse_attributes(self._link.run(spc.read_attribute()))
        except NotSupported:
            return {}

    def close(self) -> None:
        """Let go of the device."""
        self._link.close()

    # --- Load and unload ----------------------------------------------------------------------------------------------

    def load(self) -> None:
        """LOAD, answered before it is done."""
        try:
            self._link.run(ssc.load())
        except (MediumError, RemovalPrevented) as refused:
            raise UnableToLoad(refused.what, refused.advice) from refused

    def unload(self) -> None:
        """UNLOAD; then wait until the drive is done with it, for some say so too early."""
        self._link.run(ssc.unload())
        deadline = self._waiting.clock() + timeouts.UNLOAD
        while self.status().readiness is Readiness.BECOMING_READY:
            if self._waiting.clock() >= deadline:
                raise MotionUnknown(f"{self._link.name} is still unloading", "ask it for its status later")
            self._waiting.sleep(timeouts.POLL)

    # --- Data ---------------------------------------------------------------------------------------------------------

    def rewind(self) -> None:
        """To the beginning of the partition."""
        self._link.run(ssc.rewind())

    def write(self, block: bytes) -> None:
        """One variable-length block. The early warning of the tape's end is no error: the block was written."""
        self._link.run(ssc.write_block(len(block)), block)

    def read(self, limit: int) -> bytes:
        """The next block; ``b""`` at a filemark."""
        data, outcome = self._next(limit)
        if stops.is_filemark(outcome):
            return b""
        told = outcome.sense
        if told and (length := stops.length_told(told, limit)) and len(data) != min(length, limit):
            data, outcome = self._again(length, told)  # over SG_IO what is lost looks like a buffer full of zeros
        return self._came(data, outcome.sense)[:limit]

    def _again(self, length: int, told: Sense) -> tuple[bytes, Outcome]:
        """The block that was passed just now; where nothing is found any more, it was lost, and the data do not end."""
        try:
            self.space(SpaceKind.BLOCKS, -1)
            return self._next(length)
        except EndOfData as ended:
            raise self._lost(told, ended) from ended

    def _next(self, limit: int) -> tuple[bytes, Outcome]:
        cdb = ssc.read_block(limit)
        outcome = self._link.ask(cdb)
        return (b"" if stops.is_filemark(outcome) else self._link.data_of(outcome, cdb)), outcome

    def _came(self, data: bytes, sense: Sense | None) -> bytes:
        """The block; none with a warning beside it means that it was lost on the way, not that it was empty."""
        if sense and not data:
            raise self._lost(sense)
        return data

    def _lost(self, sense: Sense, again: RsmError | None = None) -> MediumError:
        what = f"{self._link.name} read a block that did not come through: {sense.words}"
        what += f"; nor could it be read again: {again.what}" if again else ""
        return MediumError(what, "set the drive to variable blocks, or read it in another drive")

    def write_filemarks(self, count: int = 1) -> None:
        """Filemarks; 0 flushes the drive's buffer."""
        self._link.run(ssc.write_filemarks(count))

    def space(self, kind: SpaceKind, count: int = 0) -> None:
        """Forward, or back where negative.

        Raises:
            EndOfData: The data end before.
            MediumError: A filemark, or the tape's beginning or end, comes before.
        """
        cdb = ssc.space(kind.value, count)
        outcome = self._link.ask(cdb)
        self._link.data_of(outcome, cdb)
        if outcome.sense and (stop := stops.early_stop(outcome.sense, self._link.name)):
            raise stop

    def locate(self, block: int, *, partition: int = 0) -> None:
        """To a block (LOCATE). Drives without partitions refuse to be told of one, so partition 0 goes unsaid."""
        elsewhere = partition if partition or self.position().partition else None
        self._link.run(ssc.locate(block, partition=elsewhere))

    def position(self) -> Position:
        """READ POSITION, the short form; the long one where block numbers need it."""
        short = tapepages.parse_position_short(self._link.run(ssc.read_position_short()))
        return short or tapepages.parse_position_long(self._link.run(ssc.read_position_long()))

    # --- Reservations -------------------------------------------------------------------------------------------------

    def reserve(self, key: int) -> None:
        """Register ``key``, then reserve; what was registered is taken back if another host holds the reservation."""
        self._persist(spc.REGISTER_AND_IGNORE, action_key=key)
        try:
            self._persist(spc.RESERVE, key=key)
        except DriveNotReady:
            with suppress(RsmError):  # the first error is the one to tell
                self._persist(spc.REGISTER, key=key)
            raise

    def release(self, key: int) -> None:
        """Release, then take the registration back."""
        self._persist(spc.RELEASE, key=key)
        self._persist(spc.REGISTER, key=key)

    def _persist(self, action: int, *, key: int = 0, action_key: int = 0) -> None:
        self._link.run(spc.persistent_reserve_out(action), spc.reservation_keys(key=key, action_key=action_key))
