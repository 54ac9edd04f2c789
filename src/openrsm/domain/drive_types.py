"""Drive types: which drive reads and writes which medium, and what cleans it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from openrsm.domain.media_types import ANY_CLEANER, DISCS, LTO_GENERATIONS, MEDIA_TYPES, OTHER_TAPES, DeviceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveType:
    """A kind of drive: the names of the media types that it reads, writes, and is cleaned by."""

    name: str
    reads: frozenset[str]
    writes: frozenset[str]
    cleaners: frozenset[str] = frozenset()


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
    for kind in (MEDIA_TYPES[name] for name in chain(OTHER_TAPES, DISCS)):
        reads, writes = _WIDER_DRIVES.get(kind.name, (frozenset({kind.name}), frozenset({kind.name})))
        yield DriveType(name=kind.name, reads=reads, writes=writes, cleaners=frozenset({_cleaner_of(kind.name)}))


def _cleaner_of(name: str) -> str:
    return next((cleaner for prefix, cleaner in _CLEANED_BY.items() if name.startswith(prefix)), ANY_CLEANER)


DRIVE_TYPES: Final[Mapping[str, DriveType]] = MappingProxyType(
    {drive.name: drive for drive in chain(_family_drives(), _other_drives())}
)
"""Every kind of drive, by name."""


def can_read(drive_type: str, media_type: str) -> bool:
    """Whether such a drive reads such a medium; a drive of unknown kind reads none."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and media_type in drive.reads


def can_write(drive_type: str, media_type: str) -> bool:
    """Whether such a drive writes such a medium; a drive of unknown kind writes none."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and media_type in drive.writes


def supports(drive_type: str, media_type: str, *, write: bool) -> bool:
    """Whether such a drive can serve a mount of such a medium."""
    return can_write(drive_type, media_type) if write else can_read(drive_type, media_type)


def native_types(drive_type: str) -> tuple[str, ...]:
    """The types whose system pools a library with such drives gets: its own, those it writes, those it reads."""
    drive = DRIVE_TYPES.get(drive_type)
    if drive is None:
        return ()
    read = (name for name in MEDIA_TYPES if name in drive.reads)
    return tuple(sorted(read, key=lambda name: (name != drive_type, name not in drive.writes)))


def takes_discs(drive_type: str) -> bool:
    """Whether such a drive reads discs or disks, which are read from any place, and no tapes."""
    drive = DRIVE_TYPES.get(drive_type)
    return drive is not None and all(MEDIA_TYPES[name].device is not DeviceKind.TAPE for name in drive.reads)
