"""Changers to look at: two drives, four slots, a port, and the element addresses of a real library."""

from __future__ import annotations

from collections.abc import Mapping

from openrsm.surface.changers import ChangerView, NumberedDrive, NumberedSlot


def drive(number: int, bar_code: str = "", slot: int = 0, *, full: bool = False, path: str = "") -> NumberedDrive:
    """Full if it has a bar code, or if ``full``."""
    return NumberedDrive(
        number=number,
        device_path=path or f"/dev/nst{number}",
        full=full or bool(bar_code),
        bar_code=bar_code,
        slot=slot,
        address=500 + number,
    )


def changer(*drives: NumberedDrive, slots: Mapping[int, str], count: int = 4, ports: int = 1) -> ChangerView:
    """``slots`` are the bar codes of what lies in them; ``?`` is a cartridge that has none."""
    return ChangerView(
        name="vault",
        library="vault",
        vendor="STK",
        product="L700",
        revision="0100",
        serial="XYZ",
        drives=drives,
        slots=[_slot(number, slots.get(number, ""), port=number > count) for number in range(1, count + ports + 1)],
    )


def _slot(number: int, bar_code: str, *, port: bool) -> NumberedSlot:
    return NumberedSlot(
        number=number,
        port=port,
        full=bool(bar_code),
        bar_code=bar_code.strip("?"),
        address=(5 if port else 999) + number,
    )
