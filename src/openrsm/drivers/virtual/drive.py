"""One drive of a virtual library, as one host sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from openrsm.domain.health import Counters, ErrorCounters
from openrsm.drivers.contract import DriveStatus, Identity, Readiness
from openrsm.drivers.position import Position, SpaceKind
from openrsm.drivers.virtual import loading, places
from openrsm.drivers.virtual.blocks import Tape
from openrsm.drivers.virtual.changer import VENDOR, answering
from openrsm.drivers.virtual.faults import UNHURT
from openrsm.drivers.virtual.folder import Folder
from openrsm.drivers.virtual.happening import struck
from openrsm.drivers.virtual.inuse import is_open
from openrsm.drivers.virtual.model import Cartridge, Library, Phase, Verdict
from openrsm.errors import Busy, HardwareFault, MediumError, RemovalPrevented

READINESS: Final = {
    Phase.EMPTY: Readiness.EMPTY,
    Phase.LOADING: Readiness.BECOMING_READY,
    Phase.CLEANING: Readiness.BECOMING_READY,
    Phase.READY: Readiness.READY,
    Phase.UNLOADING: Readiness.BECOMING_READY,  # the one answer that makes a caller wait instead of taking the tape
    Phase.UNLOADED: Readiness.UNLOADED,
    Phase.REJECTED: Readiness.FAILED,
}


class VirtualDrive:
    """See :class:`openrsm.drivers.contract.Drive`.

    The place on the tape is this object's: it begins at 0 with each load, and with each object.

    Args:
        folder: Where the library lives.
        address: The drive element that the drive is behind.
    """

    def __init__(self, folder: Folder, address: int) -> None:
        self._folder = folder
        self._address = address
        library = folder.look()
        self._identity = Identity(
            vendor=VENDOR,
            product=f"VIRTUAL {library.made_from.type}",
            revision="1",
            serial=places.drive_serial(library, address),
        )
        self._type = library.made_from.type
        self._key: int | None = None
        self._mounted: tuple[str, int] | None = None
        self._tape: Tape | None = None
        self._place = 0

    @property
    def identity(self) -> Identity:
        """Derived from the library's serial number."""
        return self._identity

    @property
    def device_path(self) -> str:
        """A symbolic link that leads to the cartridge's file while the drive is ready, and to nowhere else."""
        return str(self._folder.drive_link(self._address))

    @property
    def type_name(self) -> str:
        """What the library was made with: ``LTO-9``."""
        return self._type

    def status(self) -> DriveStatus:
        """How it is now.

        Raises:
            DeviceGone: No answer.
        """

        def ask(library: Library, now: float) -> tuple[Library, tuple[Library, Verdict]]:
            answering(library)
            after, effect = struck(library, "drive-status", self._address)
            return after, (after, Verdict(until=now + effect.slow, error=effect.error))

        library, verdict = self._folder.act(ask)
        self._folder.wait_for(verdict)
        return status_of(library, self._address)

    def in_use(self) -> bool:
        """Whether any process has the loaded cartridge's file open.

        Raises:
            DeviceGone: No answer.
        """
        library = self._look()
        if library.drive(self._address).phase is not Phase.READY:
            return False
        return is_open(self._folder.data_file(library.contents[self._address]))

    def load(self) -> None:
        """Take the cartridge in again after :meth:`unload`; it becomes ready by itself.

        Raises:
            DriveNotReady: The drive is empty.
            UnableToLoad: It refuses.
            Busy: Another host has reserved the drive.
        """
        self._carry_out(lambda library, now: loading.load(library, self._address, now))

    def unload(self) -> None:
        """Release the cartridge; takes as long as it takes.

        Raises:
            DriveNotReady: The drive is empty.
            RemovalPrevented: A program has the cartridge's file open, or the drive is still taking it in.
            Busy: Another host has reserved the drive.
        """
        if self.in_use():
            raise RemovalPrevented(
                f"a program has the cartridge in {loading.where(self._address)} open", "wait until it has finished"
            )
        self._carry_out(self._begin_unload)

    def rewind(self) -> None:
        """To the beginning; the time that it takes is counted when unloading."""
        self._at_tape()
        self._place = 0

    def write(self, block: bytes) -> None:
        """One block; of no bytes, nothing.

        Raises:
            MediumError: The cartridge is write-protected, or written once already (WORM).
            HardwareFault: The file system does not take it.
        """
        tape = self._at_tape_to_write()
        if block:
            self._written(lambda: tape.write(self._place, block), 1)

    def read(self, limit: int) -> bytes:
        """The next block; ``b""`` at a filemark.

        Raises:
            EndOfData, MediumError, DriveNotReady: As the contract says.
        """
        tape = self._at_tape("read")
        block = tape.read(self._place, limit)
        self._place += 1
        return block

    def write_filemarks(self, count: int = 1) -> None:
        """Filemarks, and everything flushed.

        Raises:
            MediumError, HardwareFault: As :meth:`write`.
        """
        tape = self._at_tape_to_write() if count else self._at_tape()
        if count:
            self._written(lambda: tape.write_filemarks(self._place, count), count)
        tape.flush()

    def space(self, kind: SpaceKind, count: int = 0) -> None:
        """Forward or back; nothing is passed if there is not enough to pass.

        Raises:
            EndOfData: The data ends before.
            MediumError: A filemark, or the beginning, comes before.
        """
        tape = self._at_tape()
        if kind is SpaceKind.END_OF_DATA:
            self._place = len(tape)
        elif kind is SpaceKind.BLOCKS:
            self._place = tape.skip_blocks(self._place, count)
        else:
            self._place = tape.skip_filemarks(self._place, count)

    def locate(self, block: int, *, partition: int = 0) -> None:
        """To an object, counted from 0; at most to the end of data.

        Raises:
            MediumError: There is no such partition, or no place before the beginning.
        """
        tape = self._at_tape()
        if partition or block < 0:
            raise MediumError(f"there is no block {block} in partition {partition} (05/24/00)", "use partition 0")
        self._place = min(block, len(tape))

    def position(self) -> Position:
        """Where the tape stands."""
        self._at_tape()
        return Position(block=self._place, at_start=self._place == 0)

    def alerts(self) -> frozenset[int]:
        """Flags that scripted faults raised since the cartridge came; those of cleaning, until that was done."""
        return self._look().drive(self._address).alerts

    def counters(self) -> Counters:
        """Errors that scripted faults made it count; it sees no bytes, as programs write into files."""
        drive = self._look().drive(self._address)
        return Counters(
            written=ErrorCounters(corrected=drive.write_corrected, uncorrected=drive.write_uncorrected),
            read=ErrorCounters(corrected=drive.read_corrected, uncorrected=drive.read_uncorrected),
        )

    def cartridge_memory(self) -> Mapping[int, bytes]:
        """Of an LTO cartridge while it is loaded; else empty."""
        library = self._look()
        if library.drive(self._address).phase is not Phase.READY or not library.kind.generation:
            return {}
        return memory_of(library, library.contents[self._address])

    def reserve(self, key: int) -> None:
        """Keep other hosts out, until :meth:`release`; it outlives this process.

        Raises:
            Busy: Another key has it.
        """
        self._change_reservation(key, key)
        self._key = key

    def release(self, key: int) -> None:
        """Let others in again.

        Raises:
            Busy: Another key has it.
        """
        self._change_reservation(key, None)
        self._key = None

    def close(self) -> None:
        """Nothing is held open."""

    def _look(self) -> Library:
        library = self._folder.look()
        answering(library)
        return library

    def _carry_out(self, begin: Callable[[Library, float], tuple[Library, Verdict]]) -> None:
        def request(library: Library, now: float) -> tuple[Library, Verdict]:
            answering(library)
            self._check_reservation(library)
            return begin(library, now)

        self._folder.carry_out(request)

    def _begin_unload(self, library: Library, now: float) -> tuple[Library, Verdict]:
        cartridge = library.contents.get(self._address)
        file = self._folder.data_file(cartridge) if cartridge else None
        wound = file is not None and file.exists() and file.stat().st_size > 0
        return loading.unload(library, self._address, now, wound=wound)

    def _at_tape(self, operation: str = "") -> Tape:
        """The tape of a drive that is ready and ours; ``operation`` names what scripted faults may hinder."""
        _, cartridge = self._loaded(operation)
        mounted = cartridge.file, cartridge.loads
        if self._tape is None or mounted != self._mounted:
            self._mounted = mounted
            self._tape = Tape(self._folder.data_file(cartridge))
            self._place = 0
        self._place = min(self._place, len(self._tape))  # a program may have written the file anew, and shorter
        return self._tape

    def _at_tape_to_write(self) -> Tape:
        tape = self._at_tape("write")
        library, cartridge = self._loaded("")
        if loading.write_protected(library, cartridge):
            raise MediumError("the cartridge is write-protected (07/27/00)", "take a cartridge that can be written")
        if cartridge.worm and self._place < len(tape):
            raise MediumError("what is written on a WORM cartridge stays (07/30/0c)", "append at the end of data")
        return tape

    def _loaded(self, operation: str) -> tuple[Library, Cartridge]:
        def ask(library: Library, now: float) -> tuple[Library, tuple[Library, Cartridge, Verdict]]:
            answering(library)
            self._check_reservation(library)
            cartridge = loading.require_ready(library, self._address)
            after, effect = struck(library, operation, self._address) if operation else (library, UNHURT)
            return after, (after, cartridge, Verdict(until=now + effect.slow, error=effect.error))

        library, cartridge, verdict = self._folder.act(ask)
        self._folder.wait_for(verdict)
        return library, cartridge

    def _written(self, write: Callable[[], None], count: int) -> None:
        try:
            write()
        except OSError as wrong:
            raise HardwareFault(f"the cartridge's file cannot be written: {wrong.strerror}") from wrong
        self._place += count

    def _change_reservation(self, key: int, after: int | None) -> None:
        def change(library: Library, _: float) -> tuple[Library, None]:
            answering(library)
            drive = library.drive(self._address)
            if drive.reservation not in {None, key}:
                raise Busy(f"another host has reserved {loading.where(self._address)}", "wait until it is released")
            return library.with_drive(self._address, replace(drive, reservation=after)), None

        self._folder.act(change)

    def _check_reservation(self, library: Library) -> None:
        if library.drive(self._address).reservation not in {None, self._key}:
            raise Busy(f"another host has reserved {loading.where(self._address)}", "wait until it is released")


def status_of(library: Library, address: int) -> DriveStatus:
    """How a drive is."""
    drive = library.drive(address)
    cartridge = library.contents.get(address)
    return DriveStatus(
        readiness=READINESS[drive.phase],
        words=loading.words(drive),
        write_protected=cartridge is not None and loading.write_protected(library, cartridge),
        density=cartridge.kind.density if cartridge and drive.phase is Phase.READY else None,
    )


def memory_of(library: Library, cartridge: Cartridge) -> Mapping[int, bytes]:
    """The attributes of a cartridge's memory (SPC-5 7.4), as an LTO cartridge has them."""
    medium_type = 0x80 if cartridge.worm else 0x00
    return {
        0x0003: cartridge.loads.to_bytes(8),
        0x0400: VENDOR.encode().ljust(8),
        0x0401: places.memory_serial(library, cartridge).encode().ljust(32),
        0x0405: bytes([cartridge.kind.density or 0]),
        0x0408: bytes([medium_type]),
        0x0806: (cartridge.bar_code or "").encode().ljust(32),
    }
