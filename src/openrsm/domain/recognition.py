"""What a cartridge is: told by its bar code, by a drive, or by its library's default."""

from __future__ import annotations

from openrsm.domain.bar_codes import suffix
from openrsm.domain.drive_types import DRIVE_TYPES
from openrsm.domain.media_types import ANY_CLEANER, BY_DENSITY, BY_SUFFIX, CLEANER_PREFIX, MEDIA_TYPES


def is_cleaner(bar_code: str | None, marked: bool) -> bool:  # noqa: FBT001 - the library's own word, beside the code
    """Whether a cartridge cleans drives: its library marks it so, or its bar code begins with CLN or ends in CU."""
    told = MEDIA_TYPES.get(BY_SUFFIX.get(suffix(bar_code) or "", ""))
    by_name = bar_code is not None and bar_code.upper().startswith(CLEANER_PREFIX)
    return marked or by_name or (told is not None and told.cleaner)


def type_of(bar_code: str | None, density: int | None, default: str | None) -> str | None:
    """What a cartridge is: what its bar code says, else what a drive says, else its library's default; None if none.

    A cleaning cartridge (see :func:`is_cleaner`) is of its family's cleaning type.
    """
    if is_cleaner(bar_code, marked=False):
        return cleaner_type(bar_code, default)
    told = BY_SUFFIX.get(suffix(bar_code) or "")
    if told is None and density is not None:
        told = BY_DENSITY.get(density)
    return told or default


def cleaner_type(bar_code: str | None, default: str | None) -> str:
    """The type of a cleaning cartridge, by the family that its bar code or its library's default type belongs to."""
    kind = BY_SUFFIX.get(suffix(bar_code) or "", default or "")
    if kind in MEDIA_TYPES and MEDIA_TYPES[kind].cleaner:
        return kind
    cleaners = (name for drive in DRIVE_TYPES.values() if kind in drive.reads for name in drive.cleaners)
    return next(cleaners, ANY_CLEANER)
