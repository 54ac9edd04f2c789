"""The kinds of media that a virtual library can be made for, and what its drives can do with which cartridge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from openrsm.domain.drive_types import DRIVE_TYPES, can_read, can_write
from openrsm.domain.media_types import MEDIA_TYPES, Writable

PUBLISHED: Final = range(1, 10)
"""LTO generations that virtual drives are made of."""

TWO_SIDED: Final = ("MO-5-RW", "MO-5-WO", "MO-5-LIMDOW")
"""Optical cartridges that have data on both sides and one side under the head."""

NAMES: Final = (*(f"LTO-{generation}" for generation in PUBLISHED), *TWO_SIDED)
"""Every ``type`` that a library can be made with."""

CARTRIDGES: Final = tuple(name for name, kind in MEDIA_TYPES.items() if not kind.cleaner)
"""Every type that a person can put in, whether it fits or not."""


class Access(Enum):
    """What a drive can do with a cartridge."""

    WRITE = "write"
    READ = "read"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A media type: of a cartridge, or of the drive that is made for it.

    Attributes:
        name: ``LTO-9``, ``MO-5-RW``.
        generation: Of LTO; 0 for others.
        suffix: What bar codes of this type end with; may be empty.
        sides: 1 or 2.
        density: SSC density code; None for what is not tape, or tells none.
        worm: What is written stays.
    """

    name: str
    generation: int
    suffix: str
    sides: int
    density: int | None
    worm: bool


def kind_named(name: str) -> Kind:
    """The kind of one of :data:`CARTRIDGES`.

    Raises:
        KeyError: There is none of that name.
    """
    kind = MEDIA_TYPES[name]
    rewritable = MEDIA_TYPES[name.removesuffix("-WORM")]  # a drive reports the density of the rewritable sibling
    lto = re.match(r"LTO-(\d+)", name)
    return Kind(
        name=name,
        generation=int(lto[1]) if lto else 0,
        suffix=kind.suffixes[0] if kind.suffixes else "",
        sides=kind.sides,
        density=rewritable.densities[0] if rewritable.densities else None,
        worm=kind.writes is Writable.WRITE_ONCE,
    )


def access(drive: Kind, cartridge: Kind) -> Access:
    """What a drive that is made for one kind can do with a cartridge of another."""
    if can_write(drive.name, cartridge.name) or (drive.name == cartridge.name and drive.name not in DRIVE_TYPES):
        return Access.WRITE
    return Access.READ if can_read(drive.name, cartridge.name) else Access.NONE
