"""``list volumes`` and ``llist volumes`` of Bacula's and Bareos' consoles; they print the same, but for capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openrsm.domain.claims import KnownVolume, VolumeUse

_USES: Final = {
    "append": VolumeUse.WRITTEN,
    "used": VolumeUse.WRITTEN,
    "full": VolumeUse.FULL,
    "archive": VolumeUse.FULL,
    "read-only": VolumeUse.FULL,
    "error": VolumeUse.FULL,
    "purged": VolumeUse.BLANK,
    "recycle": VolumeUse.BLANK,
    "disabled": VolumeUse.FULL,
    "cleaning": VolumeUse.CLEANING,
}
"""By the volume's status; any other may be written on."""
_ENABLED: Final = ("", "1", "true", "yes")
"""A volume that is disabled, or archived (2), is not written on any more."""
_SCRATCH: Final = "scratch"
"""The pool from which both take blank volumes for others."""
_POOL: Final = re.compile(r"Pool:\s*(.+)")
_FIELD: Final = re.compile(r"\s*(\w+):\s?(.*)")

_Row = Mapping[str, str]


def read(text: str) -> Sequence[KnownVolume]:
    """The volumes of all pools; none where the text is something else."""
    return [_volume(pool, row) for pool, row in _rows(text) if row.get("volumename")]


def _volume(pool: str, row: _Row) -> KnownVolume:
    use = _USES.get(row.get("volstatus", "").lower(), VolumeUse.WRITTEN)
    if use is VolumeUse.WRITTEN and pool.lower() == _SCRATCH:
        use = VolumeUse.BLANK
    if use is not VolumeUse.CLEANING and row.get("enabled", "").lower() not in _ENABLED:
        use = VolumeUse.FULL
    inside = row.get("inchanger", "1") not in ("0", "")
    slot = _number(row.get("slot", "")) if inside else None
    return KnownVolume(name=row["volumename"], pool=pool, slot=slot, use=use, inside=inside)


def _number(cell: str) -> int | None:
    """The number of a slot, from 1; None where the cell tells none. Consoles group digits: ``1,024``."""
    digits = cell.replace(",", "")
    return (int(digits) or None) if digits.isascii() and digits.isdigit() else None


def _rows(text: str) -> Iterator[tuple[str, _Row]]:
    """Each volume with its pool: from tables with headings, or from blocks of a field a line."""
    pool, headings, block = "", list[str](), dict[str, str]()
    for line in [*text.splitlines(), ""]:
        if named := _POOL.fullmatch(line.strip()):
            yield pool, block
            pool, headings, block = named[1], [], {}
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if headings:
                yield pool, dict(zip(headings, cells, strict=False))
            headings = headings or [cell.lower() for cell in cells]
        elif (field := _FIELD.fullmatch(line)) and field[1].lower() not in block:
            block[field[1].lower()] = field[2].strip()
        else:
            yield pool, block
            block = {}
