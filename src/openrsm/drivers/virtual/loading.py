"""What happens to a drive and the cartridge in it. Pure: each function returns the library afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from openrsm.domain.machine import accepts, fire
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.happening import struck
from openrsm.drivers.virtual.kinds import Access, access
from openrsm.drivers.virtual.model import FIRST, PHASES, Cartridge, DriveEvent, DriveState, Library, Phase, Verdict
from openrsm.errors import DriveNotReady, RemovalPrevented, UnableToLoad

CLEAN_NOW: Final = frozenset({20, 21})
"""TapeAlert flags that a cleaning takes back: clean now, clean periodic."""

CLEANER_EXPIRED: Final = 22
"""The TapeAlert flag of a cleaning cartridge that is used up."""

LASTING: Final = CLEAN_NOW | {CLEANER_EXPIRED}
"""TapeAlert flags that another cartridge does not take back."""


def insert(library: Library, address: int, cartridge: Cartridge, now: float) -> Library:
    """A cartridge comes into a drive, which takes it in by itself.

    Raises:
        InvalidState: The drive is not empty.
    """
    held = replace(library, contents={**library.contents, address: cartridge})
    held = held.with_drive(address, _afresh(held.drive(address)))
    after, effect = struck(held, "load", address)
    trouble = str(effect.error) if effect.error and not effect.happens else misfit(library, cartridge)
    if trouble:
        return _reject(after, address, trouble)
    if cartridge.passes is not None:
        return _clean(after, address, cartridge, now)
    return _thread(after, address, DriveEvent.INSERT, now + effect.slow)


def misfit(library: Library, cartridge: Cartridge) -> str:
    """Why the library's drives cannot take a cartridge; empty if they can."""
    if access(library.kind, cartridge.kind) is Access.NONE:
        return f"incompatible medium: {cartridge.type_name} in a drive of {library.kind.name} (03/30/00)"
    return ""


def take(library: Library, address: int) -> Library:
    """The drive lets its cartridge go.

    Raises:
        RemovalPrevented: It is not unloaded.
    """
    drive = library.drive(address)
    if not accepts(PHASES, drive.phase, DriveEvent.TAKE):
        raise RemovalPrevented(f"the cartridge in {where(address)} is not unloaded (05/53/02)", "unload the drive")
    phase = fire(PHASES, drive.phase, DriveEvent.TAKE)
    return library.with_drive(address, replace(drive, phase=phase, until=0.0, trouble=""))


def load(library: Library, address: int, now: float) -> tuple[Library, Verdict]:
    """A command to load; the drive may become ready later.

    Raises:
        DriveNotReady: The drive is empty.
        UnableToLoad: It is busy, or has rejected the cartridge.
    """
    drive = library.drive(address)
    _need_cartridge(drive, address)
    if not accepts(PHASES, drive.phase, DriveEvent.LOAD):
        raise UnableToLoad(f"{where(address)} does not load now: {words(drive)}", "unload it first")
    if drive.phase is not Phase.READY:
        library = library.with_drive(address, _afresh(drive))
    after, effect = struck(library, "load", address)
    if not effect.happens:
        return after, Verdict(until=now + effect.slow, error=effect.error)
    if drive.phase is not Phase.READY:
        after = _thread(after, address, DriveEvent.LOAD, now + effect.slow)
    return after, Verdict(until=now, error=effect.error)


def unload(library: Library, address: int, now: float, *, wound: bool) -> tuple[Library, Verdict]:
    """A command to rewind (if the tape is ``wound``) and release the cartridge.

    Raises:
        DriveNotReady: The drive is empty.
        RemovalPrevented: The drive is still taking it in (05/3a/00), or cleans.
    """
    drive = library.drive(address)
    _need_cartridge(drive, address)
    if not accepts(PHASES, drive.phase, DriveEvent.UNLOAD):
        raise RemovalPrevented(f"{where(address)} cannot unload now: {words(drive)}", "wait until it has finished")
    after, effect = struck(library, "unload", address)
    if not effect.happens:
        return after, Verdict(until=now + effect.slow, error=effect.error)
    drive = after.drive(address)
    until = drive.until
    if drive.phase is Phase.READY:
        until = now + effect.slow + library.timing.unload(library.kind, wound=wound)
    phase = fire(PHASES, drive.phase, DriveEvent.UNLOAD)
    after = after.with_drive(address, replace(drive, phase=phase, until=until, trouble=""))
    return after, Verdict(until=until, error=effect.error)


def finish_due(library: Library, now: float) -> Library:
    """Every drive whose time has come finishes what it was about."""
    for place, drive in enumerate(library.drives):
        if drive.until <= now and accepts(PHASES, drive.phase, DriveEvent.FINISH):
            library = _finish(library, FIRST[ElementKind.DRIVE] + place)
    return library


def require_ready(library: Library, address: int) -> Cartridge:
    """The cartridge of a drive that is ready.

    Raises:
        DriveNotReady: It is not; says how it is.
    """
    drive = library.drive(address)
    if drive.phase is not Phase.READY:
        raise DriveNotReady(f"{where(address)} is not ready: {words(drive)}", "load a cartridge and wait")
    return library.contents[address]


def write_protected(library: Library, cartridge: Cartridge) -> bool:
    """Whether the tab, or the drive's age, forbids writing."""
    return cartridge.protected or access(library.kind, cartridge.kind) is not Access.WRITE


WORDS: Final = {
    Phase.EMPTY: "medium not present (02/3a/00)",
    Phase.LOADING: "becoming ready (02/04/01)",
    Phase.CLEANING: "cleaning (02/30/03)",
    Phase.READY: "ready",
    Phase.UNLOADING: "unloading (02/04/01)",
    Phase.UNLOADED: "medium present, not loaded (02/04/02)",
    Phase.REJECTED: "medium not accepted",
}


def words(drive: DriveState) -> str:
    """How a drive is, in plain words with sense bytes."""
    return drive.trouble or WORDS[drive.phase]


def where(address: int) -> str:
    """A drive as messages name it."""
    return f"drive {address - FIRST[ElementKind.DRIVE] + 1}"


def _need_cartridge(drive: DriveState, address: int) -> None:
    if drive.phase is Phase.EMPTY:
        raise DriveNotReady(f"{where(address)} is empty (02/3a/00)", "move a cartridge into it")


def _afresh(drive: DriveState) -> DriveState:
    """With a cartridge the counting begins, and of what it raised a drive keeps what only a cleaning takes back."""
    kept = drive.alerts & LASTING
    return replace(drive, alerts=kept, read_corrected=0, read_uncorrected=0, write_corrected=0, write_uncorrected=0)


def _reject(library: Library, address: int, trouble: str) -> Library:
    drive = library.drive(address)
    phase = fire(PHASES, drive.phase, DriveEvent.INSERT_MISFIT)
    return library.with_drive(address, replace(drive, phase=phase, trouble=trouble))


def _clean(library: Library, address: int, cleaner: Cartridge, now: float) -> Library:
    drive = library.drive(address)
    if not cleaner.passes:
        expired = library.with_drive(address, replace(drive, alerts=drive.alerts | {CLEANER_EXPIRED}))
        return _reject(expired, address, "the cleaning cartridge is used up (02/30/03)")
    phase = fire(PHASES, drive.phase, DriveEvent.INSERT_CLEANER)
    return library.with_drive(address, replace(drive, phase=phase, until=now + library.timing.clean()))


def _thread(library: Library, address: int, event: DriveEvent, now: float) -> Library:
    drive, cartridge = library.drive(address), library.contents[address]
    seconds = library.timing.load(cartridge.kind, first=not cartridge.loads, key=cartridge.key)
    phase = fire(PHASES, drive.phase, event)
    return library.with_drive(address, replace(drive, phase=phase, until=now + seconds))


def _finish(library: Library, address: int) -> Library:
    drive, cartridge = library.drive(address), library.contents[address]
    if drive.phase is Phase.LOADING:
        cartridge = replace(cartridge, loads=cartridge.loads + 1)
    elif drive.phase is Phase.CLEANING:
        cartridge = replace(cartridge, passes=(cartridge.passes or 1) - 1)
        drive = replace(drive, alerts=drive.alerts - LASTING)
    after = replace(library, contents={**library.contents, address: cartridge})
    return after.with_drive(address, replace(drive, phase=fire(PHASES, drive.phase, DriveEvent.FINISH), until=0.0))
