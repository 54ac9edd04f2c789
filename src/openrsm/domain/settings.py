"""What people may set on an object (SetNtmsObjectInformation), and what names and descriptions may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from openrsm.domain.machine import word
from openrsm.domain.values import DESCRIPTION_LENGTH, NAME_LENGTH, ObjectType
from openrsm.errors import InvalidName, InvalidParameter

LONGEST_PURGE: Final = 2**31 - 1
"""Seconds for which what has ended is kept, at most."""

UNCOUNTED: Final = 0xFFFFFFFF
"""How a library whose cleanings are not counted is written where None is what stays as it is (MS-RSMP 2.2.1.11)."""
LONGEST_OPEN: Final = 65_535
"""Seconds that a port or a door stands open before an operator is asked, at most."""

_T = ObjectType
_TEXTS: Final = frozenset({"name", "description"})
_DESCRIPTION: Final = frozenset({"description"})

SETTABLE: Final[Mapping[ObjectType, frozenset[str]]] = {
    _T.COMPUTER: _DESCRIPTION
    | {"work_purge_seconds", "operator_purge_seconds", "purge_work", "purge_failed_work", "purge_requests"}
    | {"purge_refused_requests", "operator_alerts", "forget_free", "keep_import"},
    _T.LIBRARY: _TEXTS | {"inventory_method", "cleaner_uses", "cleans_itself", "auto_recovery"},
    _T.DRIVE: _DESCRIPTION,  # its delay has a call of its own; its name follows its library's
    _T.POOL: _TEXTS | {"media_type", "draw_from_free", "return_to_free", "max_allocations"},
    _T.CHANGER: _DESCRIPTION,
    _T.CHANGER_TYPE: _DESCRIPTION,
    _T.DRIVE_TYPE: _DESCRIPTION,
    _T.MEDIA_TYPE: _DESCRIPTION,
    _T.SLOT: _DESCRIPTION,
    _T.PORT: _DESCRIPTION | {"max_extend"},
    _T.DOOR: _DESCRIPTION | {"max_open"},
    _T.PHYSICAL_MEDIA: _TEXTS | {"location"},
    _T.SIDE: _TEXTS,
    _T.LOGICAL_MEDIA: _TEXTS,
}
"""What can be set on an object of each type; what is not named has nothing that can."""


def check_settable(object_type: ObjectType, wanted: Collection[str]) -> None:
    """Refuse what an object of that type does not let be set.

    Raises:
        InvalidParameter: One of the settings is none of its.
    """
    settable = SETTABLE.get(object_type, frozenset())
    strange = sorted(set(wanted) - settable)
    if strange:
        there = ", ".join(sorted(settable)) or "nothing"
        raise InvalidParameter(f"{strange[0]} cannot be set on a {word(object_type)}", f"what can be: {there}")


def check_library_name(name: str) -> None:
    """Refuse what cannot be the name of a library.

    Raises:
        InvalidName: It is none.
    """
    if "/" in name or not _is_name(name):
        raise InvalidName(f"{name!r} is no name for a library", f"use 1 to {NAME_LENGTH} characters without '/'")


def check_share_name(name: str) -> None:
    """Refuse what cannot be the name of a share.

    Raises:
        InvalidName: It is none.
    """
    if "/" in name or not _is_name(name):
        raise InvalidName(f"{name!r} is no name for a share", f"use 1 to {NAME_LENGTH} characters without '/'")


def check_name(name: str, *, needed: bool) -> None:
    """Refuse what cannot be the name of a medium, a side, or a logical medium.

    Raises:
        InvalidName: It is too long, has control codes or blanks around it, or is empty where one is ``needed``.
    """
    if (name or needed) and not _is_name(name):
        what = f"{name!r} is no name"
        raise InvalidName(what, f"use 1 to {NAME_LENGTH} characters without control codes, nor blanks around them")


def _is_name(name: str) -> bool:
    return 0 < len(name) <= NAME_LENGTH and name.isprintable() and name == name.strip()


def check_description(text: str) -> None:
    """Refuse what cannot be a description.

    Raises:
        InvalidParameter: It is too long, or has control codes.
    """
    if len(text) > DESCRIPTION_LENGTH or not text.isprintable():
        what = f"a description of {len(text)} characters"
        raise InvalidParameter(what, f"use at most {DESCRIPTION_LENGTH}, in one line, without control codes")


def check_cleaner_uses(uses: int | None) -> None:
    """Refuse what is no number of cleanings.

    Raises:
        InvalidParameter: It is negative, or too large.
    """
    if uses is not None and not 0 <= uses < UNCOUNTED:
        raise InvalidParameter(f"{uses} is no number of cleanings", "give 0 or more, or none if they are not counted")


def check_location(text: str) -> None:
    """Refuse what cannot be where a medium is kept.

    Raises:
        InvalidParameter: It is too long, or has control codes.
    """
    if len(text) > DESCRIPTION_LENGTH or not text.isprintable():
        what = f"a location of {len(text)} characters"
        raise InvalidParameter(what, f"use at most {DESCRIPTION_LENGTH}, in one line, without control codes")


def check_open_time(seconds: int) -> None:
    """Refuse what is no time that ports or doors may stand open (0-65535 seconds; MS-RSMP 2.2.4.24).

    Raises:
        InvalidParameter: It is negative, or too long.
    """
    if not 0 <= seconds <= LONGEST_OPEN:
        raise InvalidParameter(f"{seconds} is no time to stand open", f"give 0 to {LONGEST_OPEN} seconds")


def check_purge_time(seconds: int) -> None:
    """Refuse what is no time for which to keep what has ended.

    Raises:
        InvalidParameter: It is negative, or longer than anything is kept.
    """
    if not 0 <= seconds <= LONGEST_PURGE:
        raise InvalidParameter(f"{seconds} is no time to keep what has ended", f"give 0 to {LONGEST_PURGE} seconds")
