"""Media types: the kinds of cartridges there are, and how their kind is told.

Two-character media identifiers at the end of bar codes: IBM, "LTO bar code labels" and "3592 bar code label" in the
guides of its libraries; Oracle, "Supported Media Types" (SL4000) and the READ ELEMENT STATUS media domains of the
SL150 interface reference. ``LA`` (LTO-10) is known from users and vendors, not yet from a guide at hand; WORM for
LTO-10 and its density code are left out until one says so. Density codes: SSC; Linux's ``mt densities``.

Codes are RSM's (MediaTypeCode, MS-RSMP 2.2.4.19). Types younger than that list carry the code of their family.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

from openrsm.errors import InvalidParameter


class Writable(IntEnum):
    """How a medium can be written (NtmsReadWriteCharacteristics)."""

    UNKNOWN = 0
    REWRITABLE = 1
    WRITE_ONCE = 2
    READ_ONLY = 3


class DeviceKind(IntEnum):
    """What kind of device takes it (FILE_DEVICE_*)."""

    CD = 2
    DISK = 7
    TAPE = 31
    DVD = 51


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """A kind of cartridge.

    Attributes:
        code: RSM's number for it, or for its family.
        suffixes: The media identifiers that bar codes of such cartridges end in.
        densities: The density codes (SSC) that a drive reports with one loaded.
        cleaner: It cleans drives and holds no data.
    """

    name: str
    code: int
    sides: int = 1
    writes: Writable = Writable.REWRITABLE
    device: DeviceKind = DeviceKind.TAPE
    suffixes: tuple[str, ...] = ()
    densities: tuple[int, ...] = ()
    cleaner: bool = False


_CLEANING: Final = 0x32
_DLT: Final = 0x27
_3590: Final = 0x2B
_LTO: Final = 0x56
_STK_9940: Final = 0x5C

LTO_GENERATIONS: Final = range(1, 11)

_LTO_DENSITIES: Final = {1: 0x40, 2: 0x42, 3: 0x44, 4: 0x46, 5: 0x58, 6: 0x5A, 7: 0x5C, 8: 0x5E, 9: 0x60}
_LTO_WORM_SUFFIXES: Final = {3: "LT", 4: "LU", 5: "LV", 6: "LW", 7: "LX", 8: "LY", 9: "LZ"}

_3592_REWRITABLE: Final = ("JA", "JB", "JC", "JD", "JE", "JF", "JJ", "JK", "JL", "JM")
_3592_WORM: Final = ("JR", "JV", "JW", "JX", "JY", "JZ")

_T10000: Final = ("T1", "TS", "T2", "TT")

_RW, _O, _R = Writable.REWRITABLE, Writable.WRITE_ONCE, Writable.READ_ONLY

OTHER_TAPES: Final = {
    # RSM's name: its code, density codes.
    "DDS-4mm": (0x20, (0x13, 0x24, 0x25, 0x26, 0x47)),
    "MiniQic": (0x21, ()),
    "Travan": (0x22, (0x45,)),
    "QIC": (0x23, (0x0F, 0x10, 0x11, 0x12)),
    "MP-8mm": (0x24, (0x14, 0x15)),
    "AME-8mm": (0x25, (0x27, 0x28)),
    "AIT1-8mm": (0x26, (0x30,)),
    "DLT": (_DLT, (0x19, 0x1A, 0x1B, 0x41)),
    "NCTP": (0x28, ()),
    "IBM-3480": (0x29, ()),
    "IBM-3490E": (0x2A, ()),
    "IBM-Magstar-3590": (_3590, ()),
    "IBM-Magstar-MP": (0x2C, ()),
    "STK-DATA-D3": (0x2D, ()),
    "SONY-DTF": (0x2E, ()),
    "DV-6mm": (0x2F, ()),
    "DMI": (0x30, ()),
    "SONY-D2": (0x31, ()),
    "MP2-8mm": (0x4F, ()),
    "DST-S": (0x50, ()),
    "DST-M": (0x51, ()),
    "DST-L": (0x52, ()),
    "VXATape-1": (0x53, ()),
    "VXATape-2": (0x54, ()),
    "STK-9840": (0x55, ()),
    "LTO-Accelis": (0x57, ()),
    "AIT-8mm": (0x59, (0x31, 0x32, 0x33)),
    "ADR-1": (0x5A, ()),
    "ADR-2": (0x5B, ()),
    "STK-9940": (_STK_9940, ()),
    "SAIT": (0x5D, ()),
    "VXATape": (0x5E, ()),
    # Younger than RSM's list.
    "SDLT": (_DLT, (0x48, 0x49)),
    "SDLT-II": (_DLT, ()),
    "DLT-S4": (_DLT, ()),
}

DISCS: Final = {
    # RSM's name: its code, writing, sides, device.
    "CD-ROM": (0x33, _R, 1, DeviceKind.CD),
    "CD-R": (0x34, _O, 1, DeviceKind.CD),
    "CD-RW": (0x35, _RW, 1, DeviceKind.CD),
    "DVD-ROM": (0x36, _R, 1, DeviceKind.DVD),
    "DVD-R": (0x37, _O, 1, DeviceKind.DVD),
    "DVD-RW": (0x38, _RW, 1, DeviceKind.DVD),
    "DVD-RAM": (0x58, _RW, 1, DeviceKind.DVD),
    "MO-3-RW": (0x39, _RW, 1, DeviceKind.DISK),
    "MO-5-WO": (0x3A, _O, 2, DeviceKind.DISK),
    "MO-5-RW": (0x3B, _RW, 2, DeviceKind.DISK),
    "MO-5-LIMDOW": (0x3C, _RW, 2, DeviceKind.DISK),
    "PC-5-WO": (0x3D, _O, 2, DeviceKind.DISK),
    "PC-5-RW": (0x3E, _RW, 2, DeviceKind.DISK),
    "PD-5-RW": (0x3F, _RW, 1, DeviceKind.DISK),
    "ABL-5-WO": (0x40, _O, 2, DeviceKind.DISK),
    "PINNACLE-APEX-5-RW": (0x41, _RW, 2, DeviceKind.DISK),
    "SONY-12-WO": (0x42, _O, 2, DeviceKind.DISK),
    "PHILIPS-12-WO": (0x43, _O, 2, DeviceKind.DISK),
    "HITACHI-12-WO": (0x44, _O, 2, DeviceKind.DISK),
    "CYGNET-12-WO": (0x45, _O, 2, DeviceKind.DISK),
    "KODAK-14-WO": (0x46, _O, 2, DeviceKind.DISK),
    "MO-NFR-525": (0x47, _RW, 1, DeviceKind.DISK),
    "NIKON-12-RW": (0x48, _RW, 2, DeviceKind.DISK),
    "IOMEGA-ZIP": (0x49, _RW, 1, DeviceKind.DISK),
    "IOMEGA-JAZ": (0x4A, _RW, 1, DeviceKind.DISK),
    "SYQUEST-EZ135": (0x4B, _RW, 1, DeviceKind.DISK),
    "SYQUEST-EZFLYER": (0x4C, _RW, 1, DeviceKind.DISK),
    "SYQUEST-SYJET": (0x4D, _RW, 1, DeviceKind.DISK),
    "AVATAR-F2": (0x4E, _RW, 1, DeviceKind.DISK),
}

_CLEANERS: Final = {
    # Name: the media identifiers that only cleaning cartridges have.
    "LTO-CLEANING": ("CU", "C1", "C2", "C3"),
    "3592-CLEANING": (),
    "T10000-CLEANING": ("CT", "CC", "CL"),
    "DLT-CLEANING": (),
    "CLEANER-CARTRIDGE": (),
}

ANY_CLEANER: Final = "CLEANER-CARTRIDGE"
"""A cleaning cartridge of no known family."""

UNKNOWN: Final = "unknown"
"""The type of a cartridge of which nothing tells the type; no drive is known to take it."""
CLEANER_PREFIX: Final = "CLN"
"""How the bar codes of cleaning cartridges begin."""


def _lto() -> Iterator[MediaType]:
    for generation in LTO_GENERATIONS:
        density = _LTO_DENSITIES.get(generation)
        yield MediaType(
            name=f"LTO-{generation}",
            code=_LTO,
            suffixes=(f"L{generation:X}",),
            densities=() if density is None else (density,),
        )
    yield MediaType(name="LTO-7-M8", code=_LTO, suffixes=("M8",), densities=(0x5D,))
    for generation, media_id in _LTO_WORM_SUFFIXES.items():
        yield MediaType(name=f"LTO-{generation}-WORM", code=_LTO, writes=_O, suffixes=(media_id,))


def _3592() -> Iterator[MediaType]:
    # Densities tell the format, which one cartridge may have several of, not the cartridge.
    for media_id in _3592_REWRITABLE:
        yield MediaType(name=f"3592-{media_id}", code=_3590, suffixes=(media_id,))
    for media_id in _3592_WORM:
        yield MediaType(name=f"3592-{media_id}", code=_3590, writes=_O, suffixes=(media_id,))


def _others() -> Iterator[MediaType]:
    for media_id in _T10000:
        yield MediaType(name=f"T10000-{media_id}", code=_STK_9940, suffixes=(media_id,))
    for name, (code, densities) in OTHER_TAPES.items():
        yield MediaType(name=name, code=code, densities=densities)
    for name, (code, writes, sides, device) in DISCS.items():
        yield MediaType(name=name, code=code, writes=writes, sides=sides, device=device)
    yield MediaType(name=UNKNOWN, code=0, writes=Writable.UNKNOWN)
    for name, suffixes in _CLEANERS.items():
        yield MediaType(name=name, code=_CLEANING, suffixes=suffixes, cleaner=True, writes=Writable.UNKNOWN)


MEDIA_TYPES: Final[Mapping[str, MediaType]] = MappingProxyType(
    {kind.name: kind for kind in chain(_lto(), _3592(), _others())}
)
"""Every kind of cartridge, by name."""

BY_SUFFIX: Final = {media_id: kind.name for kind in MEDIA_TYPES.values() for media_id in kind.suffixes}
"""The type that a media identifier at the end of a bar code tells."""

BY_DENSITY: Final = {density: kind.name for kind in MEDIA_TYPES.values() for density in kind.densities}
"""The type that a density code tells."""


def media_type(name: str) -> MediaType:
    """The media type of that name.

    Raises:
        InvalidParameter: There is none; the message lists names like it.
    """
    if name in MEDIA_TYPES:
        return MEDIA_TYPES[name]
    near = ", ".join(_names_like(name))
    advice = f"did you mean {near}" if near else "media types are called LTO-9, 3592-JE, MO-5-RW, ..."
    raise InvalidParameter(f"there is no media type {name!r}", advice)


def is_rewritable(name: str) -> bool:
    """Whether what is written on such a medium can be written over; of an unknown type that is believed."""
    kind = MEDIA_TYPES.get(name)
    return kind is None or kind.writes in (Writable.REWRITABLE, Writable.UNKNOWN)


def is_read_only(name: str) -> bool:
    """Whether such media are pressed: of one label there may be any number of copies."""
    kind = MEDIA_TYPES.get(name)
    return kind is not None and kind.writes is Writable.READ_ONLY


def _names_like(name: str) -> tuple[str, ...]:
    """The names that share the most first characters with what was written, hyphens and case aside; at most five."""
    wanted = _plain(name)
    for length in range(len(wanted), 1, -1):
        near = [each for each in MEDIA_TYPES if _plain(each).startswith(wanted[:length])]
        if near:
            return tuple(near[:5])
    return ()


def _plain(name: str) -> str:
    return name.upper().replace("-", "")
