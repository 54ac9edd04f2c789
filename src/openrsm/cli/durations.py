"""How long, as people write it: ``30s``, ``5m``, ``2h``, ``1h30m``, ``1d``, ``0``, ``forever``."""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
FOREVER: Final = "forever"
FORMS: Final = "30s, 5m, 2h, 1h30m, 0 or forever"

_PART: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)([smhd])")
_WHOLE: Final = re.compile(rf"(?:{_PART.pattern})+")
_SECONDS: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def parse_duration(text: str) -> float | None:
    """Seconds, None for ever; a bare number is seconds.

    Raises:
        ValueError: It is no duration.
    """
    if text == FOREVER:
        return None
    if _SECONDS.fullmatch(text) and isfinite(float(text)):
        return float(text)
    if _WHOLE.fullmatch(text) and isfinite(whole := _sum(text)):
        return whole
    raise ValueError(f"{text!r} is not a duration; write it like {FORMS}")


def _sum(text: str) -> float:
    return sum(float(number) * UNITS[unit] for number, unit in _PART.findall(text))


def say_duration(seconds: float) -> str:
    """The two largest units that make it up: ``1h 30m``; below a minute whole seconds."""
    left = round(seconds)
    parts = []
    for unit, size in sorted(UNITS.items(), key=lambda item: -item[1]):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2]) or "0s"
