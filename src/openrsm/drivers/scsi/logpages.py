"""Log pages (SPC-5, SSC-4): bytes in, parameters out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openrsm.domain.health import ErrorCounters
from openrsm.errors import StatusUnreadable

TAPE_ALERT: Final = 0x2E
SUPPORTED: Final = 0x00
WRITE_ERRORS: Final = 0x02
READ_ERRORS: Final = 0x03

CORRECTED: Final = 0x0003
PROCESSED: Final = 0x0005
UNCORRECTED: Final = 0x0006
"""Parameters of the pages of error counters (SPC-5): totals of errors corrected, bytes, errors not corrected."""

MOST: Final = 2**63 - 1
"""The standard lets a counter have 255 bytes; whatever has more than this has come to its end."""


def parse_parameters(raw: bytes, page: int) -> dict[int, bytes]:
    """Values by parameter code of any log page with parameters.

    Raises:
        StatusUnreadable: It is another page, or has no header.
    """
    if len(raw) < 4 or raw[0] & 0x3F != page:
        raise StatusUnreadable(f"The answer is not log page {page:02X}", "check the device's firmware")
    return dict(_parameters(raw[4 : 4 + int.from_bytes(raw[2:4])]))


def _parameters(raw: bytes) -> Iterator[tuple[int, bytes]]:
    while len(raw) >= 4:
        end = 4 + raw[3]
        if end <= len(raw):
            yield int.from_bytes(raw[:2]), raw[4:end]
        raw = raw[end:]


def parse_alerts(raw: bytes) -> frozenset[int]:
    """TapeAlert flags that are raised (page 2Eh): 1 to 64.

    Raises:
        StatusUnreadable: It is another page.
    """
    flags = parse_parameters(raw, TAPE_ALERT)
    return frozenset(code for code, value in flags.items() if 1 <= code <= 64 and value and value[-1] & 0x01)


def parse_supported(raw: bytes) -> frozenset[int]:
    """Codes of the log pages that the device has (page 00h)."""
    return (
        frozenset(raw[4 : 4 + int.from_bytes(raw[2:4])])
        if len(raw) >= 4 and raw[0] & 0x3F == SUPPORTED
        else frozenset()
    )


def parse_counters(raw: bytes, page: int) -> ErrorCounters | None:
    """Error counters of one direction (page 02h or 03h); None if the page counts no errors.

    Raises:
        StatusUnreadable: It is another page.
    """
    counted = {code: min(int.from_bytes(value), MOST) for code, value in parse_parameters(raw, page).items()}
    if CORRECTED not in counted and UNCORRECTED not in counted:
        return None
    return ErrorCounters(
        corrected=counted.get(CORRECTED, 0),
        uncorrected=counted.get(UNCORRECTED, 0),
        processed=counted.get(PROCESSED),
    )
