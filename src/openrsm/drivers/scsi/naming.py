"""What kind of drive a product is: LTO, IBM 3592 and T10000, by product name, else by its densities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from openrsm.drivers.scsi.tapepages import Density

PRODUCTS: Final = (
    re.compile(r"\bULTRIUM[ -]?(?:TD|HH|FH)?(?P<lto>\d{1,2})(?!\d)"),  # Ultrium 5-SCSI, ULTRIUM-HH7, ULTRIUM-TD5
    re.compile(r"\bULT35\d0-(?:TD|HH|FH)(?P<lto>\d{1,2})(?!\d)"),  # ULT3580-TD5, ULT3573-HH8's relatives
    re.compile(r"\bLTO[ -]?(?P<lto>\d{1,2})(?!\d)"),  # LTO-5 HH
    re.compile(r"\b0?3592(?P<jaguar>[0-9A-Z]{3})\b"),  # 03592E07
    re.compile(r"\b(?P<named>T10000[A-D])\b"),
)
NEWEST_LTO: Final = 10

DENSITIES: Final = {
    0x40: "LTO-1",
    0x42: "LTO-2",
    0x44: "LTO-3",
    0x46: "LTO-4",
    0x58: "LTO-5",
    0x5A: "LTO-6",
    0x5C: "LTO-7",
    0x5D: "LTO-8",  # type M: an LTO-7 cartridge that only LTO-8 drives write so
    0x5E: "LTO-8",
    0x60: "LTO-9",
    0x62: "LTO-10",
    0x51: "3592-J1A",
    0x52: "3592-E05",
    0x53: "3592-E06",
    0x54: "3592-E07",
    0x55: "3592-E08",
}


def type_of(product: str, densities: Iterable[Density] = ()) -> str:
    """The kind of drive, as ``openrsm.domain.media_types`` names it; empty if neither tells."""
    return _by_product(product) or _by_density(densities)


def _by_product(product: str) -> str:
    hits = (pattern.search(product.upper()) for pattern in PRODUCTS)
    return next((_name(hit) for hit in hits if hit), "")


def _name(found: re.Match[str]) -> str:
    match found.groupdict():
        case {"lto": generation}:
            return f"LTO-{int(generation)}" if 1 <= int(generation) <= NEWEST_LTO else ""
        case {"jaguar": model}:
            return f"3592-{model}"
        case told:
            return str(told["named"])


def _by_density(densities: Iterable[Density]) -> str:
    """The newest that the drive writes: drives list lower densities first (SSC-4)."""
    known = [DENSITIES[each.code] for each in densities if each.writable and each.code in DENSITIES]
    return known[-1] if known else ""
