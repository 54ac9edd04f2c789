"""What the environment says; the only module that asks it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

DEFAULT_APPLICATION: Final = "rsm"
SYSTEM_STATE: Final = Path("/var/lib/openrsm")
SYSTEM_SOCKET: Final = Path("/run/openrsm/rsmd.sock")
_OURS: Final = ("OPENRSM_", "NOTIFY_", "LISTEN_", "CREDENTIALS_")

SOCKET: Final = "rsmd.sock"
"""What the service's socket is called in the state folder, where that is not the system's."""
RUN: Final = "RSM_RUN"
"""The variable by which ``rsm run`` tells its command where it is asked for volumes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command uses where its options say nothing.

    Attributes:
        state: The folder of the catalogue.
        application: The name under which sessions are opened.
        url: Where a service is to be reached, whatever the state folder; empty for the socket of the state.
        token: What is shown to a service that no operating system vouches to; empty for none.
        run: Where the ``rsm run`` that this process is a part of is asked for volumes; empty for none.
        tar: The file descriptor to which GNU tar's ``-F`` script writes the name of the next volume; None outside it.
    """

    state: Path
    application: str = DEFAULT_APPLICATION
    url: str = ""
    token: str = field(default="", repr=False)
    run: str = ""
    tar: int | None = None


def environment() -> Mapping[str, str]:
    """A copy of the environment as it is now, for what is configured by it."""
    return dict(os.environ)


def environment_of_strangers() -> Mapping[str, str]:
    """What code that is not ours may see of it: neither our settings, among which are passwords, nor systemd's."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}


def settings() -> Settings:
    """What holds in this process."""
    return settings_from(os.environ, user_id=os.geteuid())


def settings_from(environment: Mapping[str, str], *, user_id: int, system_socket: Path = SYSTEM_SOCKET) -> Settings:
    """What the variables ``OPENRSM_...`` and ``XDG_STATE_HOME`` say; empty is the same as not there."""
    state = environment.get("OPENRSM_STATE")
    return Settings(
        state=Path(state) if state else _usual_state(environment, user_id, system_socket),
        application=environment.get("OPENRSM_APPLICATION") or DEFAULT_APPLICATION,
        url=environment.get("OPENRSM_URL", ""),
        token=environment.get("OPENRSM_TOKEN", ""),
        run=environment.get(RUN, ""),
        tar=int(tar) if (tar := environment.get("TAR_FD", "")).isdecimal() else None,
    )


def socket_of(state: Path) -> Path:
    """Where the service that works on a state folder listens, unless it is configured otherwise."""
    return SYSTEM_SOCKET if state == SYSTEM_STATE else state / SOCKET


def _usual_state(environment: Mapping[str, str], user_id: int, system_socket: Path) -> Path:
    """The system's for root, and for whoever has none of their own where the system's service runs."""
    own = _state_home(environment) / "openrsm"
    return SYSTEM_STATE if user_id == 0 or (system_socket.exists() and not own.exists()) else own


def _state_home(environment: Mapping[str, str]) -> Path:
    """Where a user's programs keep state; the XDG specification says to ignore a relative path."""
    told = Path(environment.get("XDG_STATE_HOME", ""))
    return told if told.is_absolute() else Path(environment.get("HOME") or "~").expanduser() / ".local" / "state"
