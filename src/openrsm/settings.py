"""What the environment says; the only module that asks it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_APPLICATION: Final = "rsm"
SYSTEM_STATE: Final = Path("/var/lib/openrsm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command uses where its options say nothing.

    Attributes:
        state: The folder of the catalogue.
        application: The name under which sessions are opened.
    """

    state: Path
    application: str = DEFAULT_APPLICATION


def settings() -> Settings:
    """What holds in this process."""
    return settings_from(os.environ, user_id=os.geteuid())


def settings_from(environment: Mapping[str, str], *, user_id: int) -> Settings:
    """What ``OPENRSM_STATE``, ``OPENRSM_APPLICATION`` and ``XDG_STATE_HOME`` say; empty is the same as not there."""
    return Settings(
        state=Path(environment.get("OPENRSM_STATE") or _usual_state(environment, user_id)),
        application=environment.get("OPENRSM_APPLICATION") or DEFAULT_APPLICATION,
    )


def _usual_state(environment: Mapping[str, str], user_id: int) -> Path:
    return SYSTEM_STATE if user_id == 0 else _state_home(environment) / "openrsm"


def _state_home(environment: Mapping[str, str]) -> Path:
    """Where a user's programs keep state; the XDG specification says to ignore a relative path."""
    told = Path(environment.get("XDG_STATE_HOME", ""))
    return told if told.is_absolute() else Path(environment.get("HOME") or "~").expanduser() / ".local" / "state"
