"""Telling another library from one that has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from openrsm.domain import bar_codes


def is_another(serials: Iterable[str], serial: str, codes: Collection[str], seen: Collection[str]) -> bool:
    """Whether what answers is another library: it has another serial number, and not most of the cartridges.

    Args:
        serials: The catalogued serial numbers of its robots; empty ones tell nothing.
        serial: The one that answers.
        codes: The catalogued bar codes.
        seen: Those that what answers shows.
    """
    known = {each for each in serials if each}
    if not known or not serial or serial in known or not codes:
        return False
    shown = {bar_codes.key(code) for code in seen}
    return 2 * sum(bar_codes.key(code) in shown for code in codes) <= len(codes)
