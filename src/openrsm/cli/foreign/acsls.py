"""``query volume all`` and ``query scratch all`` of ACSLS: tables under headings, told apart by these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from openrsm.domain.claims import KnownVolume, VolumeUse

_HEADING: Final = re.compile(r"\S+(?: \S+)*")
"""Words that one blank separates are one heading."""
_NAMES: Final = {"identifier": "name", "vol_id": "name", "volume": "name", "scratch pool": "pool", "pool": "pool"}
_CLEANING: Final = "-cln"
"""In the types of cleaning cartridges: LTO-CLNU."""
_OUTSIDE: Final = ("absent", "missing", "ejected")
_VOLUME: Final = re.compile(r"[A-Z0-9$#]{1,6}")

_Row = Mapping[str, str]


def read(text: str) -> Sequence[KnownVolume]:
    """Each volume once: blank and in its pool if it is listed as scratch; none where the text is something else."""
    found: dict[str, KnownVolume] = {}
    for row in _rows(text):
        volume = _volume(row)
        known = found.get(volume.name, volume)
        found[volume.name] = replace(known, pool=volume.pool, use=volume.use) if volume.pool else known
    return list(found.values())


def _volume(row: _Row) -> KnownVolume:
    status, kind = row.get("status", "").lower(), row.get("volume type", row.get("type", "")).lower()
    pool = row.get("pool", "")
    use = VolumeUse.BLANK if pool or kind == "scratch" else VolumeUse.WRITTEN
    if kind.startswith("clean") or _CLEANING in kind:
        use = VolumeUse.CLEANING
    return KnownVolume(
        name=row["name"], pool=f"scratch-{pool}" if pool else "", use=use, inside=not status.startswith(_OUTSIDE)
    )


def _rows(text: str) -> Iterator[_Row]:
    columns: Sequence[tuple[str, int]] = ()
    for line in text.splitlines():
        headings = [(match[0].lower(), match.start()) for match in _HEADING.finditer(line)]
        if any(name in ("identifier", "vol_id") for name, _ in headings):
            columns = [(_NAMES.get(name, name), start) for name, start in headings]
        elif columns and _VOLUME.fullmatch((row := _cut(line, columns)).get("name", "")):
            yield row


def _cut(line: str, columns: Sequence[tuple[str, int]]) -> _Row:
    """A line's cells, each below its heading; what begins with the line is the first's."""
    starts = [0, *(start for _, start in columns[1:]), len(line)]
    return {name: line[start:end].strip() for (name, _), start, end in zip(columns, starts, starts[1:], strict=False)}
