"""Telling another library from one that has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from openrsm.domain import bar_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a library is known by.

    Attributes:
        robots: The serial numbers of its robots; empty ones tell nothing.
        drives: Those of its drives; likewise.
        codes: The bar codes of its cartridges.
    """

    robots: Collection[str]
    drives: Collection[str] = ()
    codes: Collection[str] = ()


def is_another(ours: Marks, found: Marks) -> bool:
    """Whether what answers is another library: it has another serial number, and not most of the cartridges.

    Where no bar codes are known, drives tell instead: exchanged electronics keep them.

    Args:
        ours: The library as catalogued.
        found: What answers at its address.
    """
    robots = _told(ours.robots)
    if not robots or not _told(found.robots) or robots & _told(found.robots):
        return False
    if not ours.codes:
        return not _told(ours.drives) & _told(found.drives)
    return not _has_most(ours.codes, found.codes)


def _told(serials: Iterable[str]) -> set[str]:
    return {serial for serial in serials if serial}


def _has_most(codes: Collection[str], seen: Iterable[str]) -> bool:
    shown = {bar_codes.key(code) for code in seen}
    return 2 * sum(bar_codes.key(code) in shown for code in codes) > len(codes)
