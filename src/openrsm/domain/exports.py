"""What copies of the catalogue are called, and what becomes of numbers when an old one is taken up."""

from __future__ import annotations

import re
from typing import Final

from openrsm.errors import InvalidName

USUAL: Final = "catalogue"
"""The copy that is meant where none is named."""

NAME_PATTERN: Final = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$"
"""No name leaves its folder, hides in it, or is taken for an option."""

ERA: Final = 1_000_000_000
"""By how much the numbers of events rise at each import at least."""


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a copy.

    Raises:
        InvalidName: It is no such name.
    """
    if not re.match(NAME_PATTERN, name) or name.endswith("\n"):
        what = f"{name!r} is no name for a copy of the catalogue"
        raise InvalidName(what, "use letters, digits, dots, hyphens and underscores, 63 at most, as in: monday")


def next_era(*last: int) -> int:
    """Where the numbers of events go on after an import, so that nobody who listened before is taken for up to date.

    Neither the copy nor, after a loss, the catalogue that it replaces knows how far they had come: both are behind the
    next multiple of :data:`ERA`, which no catalogue reaches by itself.
    """
    return (max(last) // ERA + 1) * ERA
