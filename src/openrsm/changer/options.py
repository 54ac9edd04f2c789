"""What the environment says to both commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Final

from openrsm.errors import InvalidParameter
from openrsm.settings import Settings

APPLICATION: Final = "changer"
"""The name under which both commands act, so that the one may unload what the other loaded."""
TIMEOUT: Final = 300.0
"""Seconds for which Bacula waits for its changer command; it then loads nothing, so nothing is to be loaded later."""
DEVICE: Final = "/dev/changer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Where and how to act.

    Attributes:
        device: The changer that is meant where none is named.
        timeout: Seconds for which to wait for a turn.
    """

    state: Path
    application: str
    device: str
    timeout: float


def options_from(told: Settings, environment: Mapping[str, str]) -> Options:
    """What the settings, CHANGER or TAPE, OPENRSM_APPLICATION and OPENRSM_CHANGER_TIMEOUT say.

    Raises:
        InvalidParameter: The time limit is none.
    """
    return Options(
        state=told.state,
        application=environment.get("OPENRSM_APPLICATION") or APPLICATION,
        device=environment.get("CHANGER", environment.get("TAPE", DEVICE)),
        timeout=_timeout(environment.get("OPENRSM_CHANGER_TIMEOUT", "")),
    )


def _timeout(text: str) -> float:
    try:
        seconds = float(text) if text else TIMEOUT
    except ValueError:
        seconds = -1.0
    if not isfinite(seconds) or seconds < 0:
        raise InvalidParameter(f"OPENRSM_CHANGER_TIMEOUT is {text!r}", "give seconds, such as 300")
    return seconds
