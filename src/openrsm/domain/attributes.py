"""Private named attributes, which any object may have: bytes that mean something to whoever set them alone."""

from __future__ import annotations

from typing import Final

from openrsm.errors import DataTooLarge, InvalidName

NAME_LENGTH: Final = 31
"""Characters of a name (NTMS_MAXATTR_NAMELEN, which counts the terminator too)."""
VALUE_LENGTH: Final = 65_535
"""Bytes of a value: NTMS_MAXATTR_LENGTH is the first length that is refused."""


def check_name(name: str) -> None:
    """Refuse what cannot be the name of an attribute.

    Raises:
        InvalidName: It is empty, too long, or has control codes in it.
    """
    if not 0 < len(name) <= NAME_LENGTH:
        raise InvalidName(f"the name of an attribute has {len(name)} characters", f"give 1 to {NAME_LENGTH}")
    if not name.isprintable():
        raise InvalidName(f"the attribute name {name!r} has a control character in it", "leave it out")


def check_value(name: str, value: bytes) -> None:
    """Refuse what cannot be the value of an attribute.

    Raises:
        DataTooLarge: It is too long.
    """
    if len(value) > VALUE_LENGTH:
        what = f"the value of the attribute {name!r} has {len(value)} bytes"
        raise DataTooLarge(what, f"give at most {VALUE_LENGTH}")
