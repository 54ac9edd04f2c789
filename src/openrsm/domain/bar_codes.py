"""Bar codes: what makes two of them the same cartridge.

A label carries six characters that name the cartridge and two that name its media type; libraries report the two or
leave them off, as configured. Both spellings are one cartridge.
"""

from __future__ import annotations

from typing import Final

VOLUME_LENGTH: Final = 6

_LTO: Final = {f"L{character}" for character in "123456789ATUVWXYZ"} | {"M8", "CU", "C1", "C2", "C3"}
_3592: Final = {f"J{character}" for character in "ABCDEFJKLMRVWXYZ"}
_T10000: Final = {"T1", "TS", "T2", "TT", "CT", "CC", "CL"}

MEDIA_IDS: Final = frozenset(_LTO | _3592 | _T10000)
"""The media identifiers that a seventh and eighth character may be; any other two belong to the name."""


def suffix(bar_code: str | None) -> str | None:
    """The media identifier at the end of an eight-character code; None where there is none."""
    if bar_code is None or len(bar_code) != VOLUME_LENGTH + 2:
        return None
    last = bar_code[VOLUME_LENGTH:].upper()
    return last if last in MEDIA_IDS else None


def key(bar_code: str) -> str:
    """What both spellings of one cartridge's code have in common: for looking up; :func:`same` then decides."""
    return (bar_code[:VOLUME_LENGTH] if suffix(bar_code) else bar_code).upper()


def same(a: str | None, b: str | None) -> bool:
    """Whether two codes name one cartridge: equal, or equal but for a media identifier that one of them leaves off."""
    if a is None or b is None or key(a) != key(b):
        return False
    return suffix(a) == suffix(b) or suffix(a) is None or suffix(b) is None


def clean(raw: str | None) -> str | None:
    """A code as a library reported it, without padding; None if nothing readable is left.

    Anything but printable ASCII without blanks inside means that the reader did not read it.
    """
    code = (raw or "").strip(" \0\t\r\n")
    return code if code and all("!" <= character <= "~" for character in code) else None
