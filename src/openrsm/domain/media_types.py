"""Media types and drive types: what a cartridge is, and which drive reads and writes it.

Two-character media identifiers at the end of bar codes: IBM, "LTO bar code labels" and "3592 bar code label" in the
guides of its libraries; Oracle, "Supported Media Types" (SL4000) and the READ ELEMENT STATUS media domains of the
SL150 interface reference. ``LA`` (LTO-10) is known from users and vendors, not yet from a guide at hand; WORM for
LTO-10 and its density code are left out until one says so. Density codes: SSC; Linux's ``mt densities``.

Codes are RSM's (MediaTypeCode, MS-RSMP 2.2.4.19). Types younger than that list carry the code of their family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

from openrsm.domain.bar_codes import suffix
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveType:
    """A kind of drive: the names of the media types that it reads, writes, and is cleaned by."""

    name: str
    reads: frozenset[str]
    writes: frozenset[str]
    cleaners: frozenset[str] = frozenset()


_CLEANING: Final = 0x32
_DLT: Final = 0x27
_3590: Final = 0x2B
_LTO: Final = 0x56
_STK_9940: Final = 0x5C

LTO_GENERATIONS: Final = range(1, 11)

_LTO_SUFFIXES: Final = {generation: f"L{generation:X}" for generation in LTO_GENERATIONS}
_LTO_DENSITIES: Final = {1: 0x40, 2: 0x42, 3: 0x44, 4: 0x46, 5: 0x58, 6: 0x5A, 7: 0x5C, 8: 0x5E, 9: 0x60}
_LTO_WORM_SUFFIXES: Final = {3: "LT", 4: "LU", 5: "LV", 6: "LW", 7: "LX", 8: "LY", 9: "LZ"}

_3592_REWRITABLE: Final = ("JA", "JB", "JC", "JD", "JE", "JF", "JJ", "JK", "JL", "JM")
_3592_WORM: Final = ("JR", "JV", "JW", "JX", "JY", "JZ")

_T10000: Final = ("T1", "TS", "T2", "TT")

_O, _R = Writable.WRITE_ONCE, Writable.READ_ONLY
_RW: Final = Writable.REWRITABLE

_OTHER_TAPES: Final = {
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

_DISCS: Final = {
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

CLEANER_PREFIX: Final = "CLN"
"""How the bar codes of cleaning cartridges begin."""


def _lto() -> Iterator[MediaType]:
    for generation in LTO_GENERATIONS:
        density = _LTO_DENSITIES.get(generation)
        yield MediaType(
            name=f"LTO-{generation}",
            code=_LTO,
            suffixes=(_LTO_SUFFIXES[generation],),
            densities=() if density is None else (density,),
        )
    yield MediaType(name="LTO-7-M8", code=_LTO, suffixes=("M8",), densities=(0x5D,))
    for generation, media_id in _LTO_WORM_SUFFIXES.items():
        # A drive reports the density of its rewritable sibling.
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
    for name, (code, densities) in _OTHER_TAPES.items():
        yield MediaType(name=name, code=code, densities=densities)
    for name, (code, writes, sides, device) in _DISCS.items():
        yield MediaType(name=name, code=code, writes=writes, sides=sides, device=device)
    for name, suffixes in _CLEANERS.items():
        yield MediaType(name=name, code=_CLEANING, suffixes=suffixes, cleaner=True, writes=Writable.UNKNOWN)


MEDIA_TYPES: Final[Mapping[str, MediaType]] = MappingProxyType(
    {kind.name: kind for kind in chain(_lto(), _3592(), _others())}
)
"""Every kind of cartridge, by name."""

_BY_SUFFIX: Final = {media_id: kind.name for kind in MEDIA_TYPES.values() for media_id in kind.suffixes}
_BY_DENSITY: Final = {density: kind.name for kind in MEDIA_TYPES.values() for density in kind.densities}

_TYPE_M_DRIVE: Final = 8
"""The only generation of drives that takes type M: new LTO-7 cartridges, written more densely."""

_OLDEST_LTO_READ: Final = {8: 7, 9: 8, 10: 10}
"""The oldest generation that a drive reads, where it is not two generations back."""

_OLDEST_LTO_WRITTEN: Final = {10: 10}
"""The oldest generation that a drive writes, where it is not one generation back."""


def _lto_names(oldest: int, newest: int) -> frozenset[str]:
    generations = range(max(oldest, 1), newest + 1)
    names = (name for generation in generations for name in (f"LTO-{generation}", f"LTO-{generation}-WORM"))
    return frozenset(name for name in names if name in MEDIA_TYPES)


def _lto_drive(generation: int) -> DriveType:
    type_m = {"LTO-7-M8"} if generation == _TYPE_M_DRIVE else set()
    return DriveType(
        name=f"LTO-{generation}",
        reads=_lto_names(_OLDEST_LTO_READ.get(generation, generation - 2), generation) | type_m,
        writes=_lto_names(_OLDEST_LTO_WRITTEN.get(generation, generation - 1), generation) | type_m,
        cleaners=frozenset({"LTO-CLEANING"}),
    )


_3592_DRIVES: Final = {
    # Model: the media identifiers that it writes, and those that it only reads.
    "3592-J1A": ("JA JJ JR JW", ""),
    "3592-E05": ("JA JB JJ JR JW JX", ""),  # TS1120
    "3592-E06": ("JA JB JJ JR JW JX", ""),  # TS1130
    "3592-E07": ("JB JX JC JK JY", "JA JJ JR JW"),  # TS1140
    "3592-E08": ("JC JK JY JD JL JZ", ""),  # TS1150
    "3592-55F": ("JC JK JY JD JL JZ", ""),  # TS1155
    "3592-60F": ("JC JK JY JD JL JZ JE JM JV", ""),  # TS1160
    "3592-70F": ("JF", ""),  # TS1170
}

_T10000_DRIVES: Final = {
    "T10000A": ("T1 TS", ""),
    "T10000B": ("T1 TS", ""),
    "T10000C": ("T2 TT", "T1 TS"),
    "T10000D": ("T2 TT", "T1 TS"),
}

_CDS: Final = frozenset({"CD-ROM", "CD-R", "CD-RW"})
_DVDS: Final = frozenset({"DVD-ROM", "DVD-R", "DVD-RW"})

_WIDER_DRIVES: Final = {
    # Drives that read or write more than the medium they are named by: what they read, what they write.
    "SDLT": (frozenset({"SDLT", "DLT"}), frozenset({"SDLT"})),
    "SDLT-II": (frozenset({"SDLT-II", "SDLT"}), frozenset({"SDLT-II"})),
    "DLT-S4": (frozenset({"DLT-S4", "SDLT-II", "SDLT"}), frozenset({"DLT-S4"})),
    "CD-ROM": (_CDS, frozenset[str]()),
    "CD-R": (_CDS, frozenset({"CD-R"})),
    "CD-RW": (_CDS, _CDS - {"CD-ROM"}),
    "DVD-ROM": (_CDS | _DVDS, frozenset[str]()),
    "DVD-R": (_CDS | _DVDS, frozenset({"CD-R", "CD-RW", "DVD-R"})),
    "DVD-RW": (_CDS | _DVDS, (_CDS | _DVDS) - {"CD-ROM", "DVD-ROM"}),
    "DVD-RAM": (_CDS | _DVDS | {"DVD-RAM"}, frozenset({"DVD-RAM"})),
}

_CLEANED_BY: Final = {
    "3592-": "3592-CLEANING",
    "T10000": "T10000-CLEANING",
    "DLT": "DLT-CLEANING",
    "SDLT": "DLT-CLEANING",
}


def _family_drives() -> Iterator[DriveType]:
    yield from (_lto_drive(generation) for generation in LTO_GENERATIONS)
    yield from (_lettered_drive(name, "3592", *ids) for name, ids in _3592_DRIVES.items())
    yield from (_lettered_drive(name, "T10000", *ids) for name, ids in _T10000_DRIVES.items())


def _lettered_drive(name: str, family: str, written: str, only_read: str) -> DriveType:
    writes = frozenset(f"{family}-{media_id}" for media_id in written.split())
    reads = writes | {f"{family}-{media_id}" for media_id in only_read.split()}
    return DriveType(name=name, reads=reads, writes=writes, cleaners=frozenset({f"{family}-CLEANING"}))


def _other_drives() -> Iterator[DriveType]:
    for kind in (MEDIA_TYPES[name] for name in chain(_OTHER_TAPES, _DISCS)):
        reads, writes = _WIDER_DRIVES.get(kind.name, (frozenset({kind.name}), frozenset({kind.name})))
        yield DriveType(name=kind.name, reads=reads, writes=writes, cleaners=frozenset({_cleaner_of(kind.name)}))


def _cleaner_of(name: str) -> str:
    return next((cleaner for prefix, cleaner in _CLEANED_BY.items() if name.startswith(prefix)), ANY_CLEANER)


DRIVE_TYPES: Final[Mapping[str, DriveType]] = MappingProxyType(
    {drive.name: drive for drive in chain(_family_drives(), _other_drives())}
)
"""Every kind of drive, by name."""


def media_type(name: str) -> MediaType:
    """The media type of that name.

    Raises:
        InvalidParameter: There is none; the message lists names like it.
    """
    if name in MEDIA_TYPES:
        return MEDIA_TYPES[name]
    raise InvalidParameter(f"there is no media type {name!r}", _suggestion(name, MEDIA_TYPES))


def _suggestion(name: str, names: Iterable[str]) -> str:
    by_upper = {each.upper(): each for each in names}
    near = [by_upper[upper] for upper in get_close_matches(name.upper(), by_upper, n=5)]
    return f"did you mean {', '.join(near)}" if near else "media types are called LTO-9, 3592-JE, MO-5-RW, ..."


def can_read(drive_type: str, media_type: str) -> bool:
    """Whether such a drive reads such a medium; a drive of unknown kind reads none."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and media_type in drive.reads


def can_write(drive_type: str, media_type: str) -> bool:
    """Whether such a drive writes such a medium; a drive of unknown kind writes none."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and media_type in drive.writes


def can_be_cleaned_by(drive_type: str, media_type: str) -> bool:
    """Whether such a cartridge cleans such a drive."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and media_type in drive.cleaners


def supports(drive_type: str, media_type: str, *, write: bool) -> bool:
    """Whether such a drive can serve a mount of such a medium."""
    return can_write(drive_type, media_type) if write else can_read(drive_type, media_type)


def type_of(bar_code: str | None, density: int | None, default: str | None) -> str | None:
    """What a cartridge is: what its bar code says, else what a drive says, else its library's default; None if none.

    A cleaning cartridge (see :func:`is_cleaner`) is of its family's cleaning type.
    """
    if is_cleaner(bar_code, marked=False):
        return cleaner_type(bar_code, default)
    told = _BY_SUFFIX.get(suffix(bar_code) or "")
    if told is None and density is not None:
        told = _BY_DENSITY.get(density)
    return told or default


def cleaner_type(bar_code: str | None, default: str | None) -> str:
    """The type of a cleaning cartridge, by the family that its bar code or its library's default type belongs to."""
    kind = _BY_SUFFIX.get(suffix(bar_code) or "", default or "")
    if kind in MEDIA_TYPES and MEDIA_TYPES[kind].cleaner:
        return kind
    cleaners = (name for drive in DRIVE_TYPES.values() if kind in drive.reads for name in drive.cleaners)
    return next(cleaners, ANY_CLEANER)


def native_types(drive_type: str) -> tuple[str, ...]:
    """The types whose system pools a library with such drives gets: its own, those it writes, those it reads."""
    drive = DRIVE_TYPES.get(drive_type)
    if drive is None:
        return ()
    read = (name for name in MEDIA_TYPES if name in drive.reads)
    return tuple(sorted(read, key=lambda name: (name != drive_type, name not in drive.writes)))


def is_cleaner(bar_code: str | None, marked: bool) -> bool:  # noqa: FBT001 - the library's own word, beside the code
    """Whether a cartridge cleans drives: its library marks it so, or its bar code begins with CLN or ends in CU."""
    told = MEDIA_TYPES.get(_BY_SUFFIX.get(suffix(bar_code) or "", ""))
    by_name = bar_code is not None and bar_code.upper().startswith(CLEANER_PREFIX)
    return marked or by_name or (told is not None and told.cleaner)
