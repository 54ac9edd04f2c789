"""Every setting of the service, one a line: name, type, default, bounds, meaning.

From here come the checks, ``rsm config check``, the example file and docs/reference/configuration.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from openrsm.configuration.kinds import (
    AbsolutePath,
    Address,
    address,
    choice,
    choices,
    number,
    path,
    switch,
    text,
    texts,
    whole,
)

LEVELS: Final = ("debug", "info", "warning", "error")
FORMATS: Final = ("auto", "console", "json", "journal")
ALERTS: Final = ("operator", "work", "device")

MEBIBYTE: Final = 1024 * 1024
DAY: Final = 86_400

Kind = Literal["operator", "work", "device"]


class Section(BaseModel):
    """A group of settings; nothing else is taken, and nothing as what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Http(Section):
    """Where and how clients reach the service."""

    socket: AbsolutePath = path(
        "The Unix socket that local clients use.",
        "/run/openrsm/rsmd.sock for the system's state, else rsmd.sock in the state folder",
    )
    socket_mode: str = text(
        "0666",
        "0?[0-7]{3}",
        "three octal digits",
        "Who may connect to the socket. What a caller may do follows from who it is, so everybody may connect.",
    )
    listen: Address = address("Where to serve TCP as well; nowhere, unless given.")
    tls_certificate: AbsolutePath = path("The certificate for TCP, PEM, with the certificates that vouch for it.")
    tls_key: AbsolutePath = path("The certificate's private key, PEM, without a password.")
    allow_insecure: bool = switch(
        default=False, meaning="Serve TCP without TLS beyond this computer: whoever listens then reads every token."
    )
    max_body: int = whole(MEBIBYTE, 1024, 1024 * MEBIBYTE, "The longest request body that is taken, in bytes.")
    max_requests: int = whole(8192, 8, 1_000_000, "Requests at a time, those that wait and listeners among them.")


class Sessions(Section):
    """How long clients are believed to live."""

    lease: float = number(
        60, 1, DAY, "Seconds without a sign of life until a session is lost, unless it asks for more."
    )
    longest_lease: float = number(DAY, 1, DAY, "The longest lease that a session may ask for, in seconds.")


class Log(Section):
    """What the service writes to standard error."""

    level: Literal["debug", "info", "warning", "error"] = choice("info", LEVELS, "The least that is worth a line.")
    format: Literal["auto", "console", "json", "journal"] = choice(
        "auto",
        FORMATS,
        "How lines look; auto: for people on a terminal, for the journal under systemd, else a JSON object a line.",
    )


class Alerts(Section):
    """Who is told when a person is needed."""

    urls: tuple[str, ...] = texts("Where to send alerts, as Apprise writes it: mailto:, ntfy:, slack: ...", secret=True)
    kinds: tuple[Kind, ...] = choices(ALERTS, "What to tell of: operator requests, failed work, devices in trouble.")
    retry_for: float = number(DAY, 0, 30 * DAY, "Seconds for which an alert that cannot be sent is tried again.")
    interval: float = number(60, 0, DAY, "Seconds between two messages; what comes meanwhile shares the next.")
    remind_after: float = number(0, 0, 30 * DAY, "Seconds until an open operator request is told of again; 0: never.")


class Limits(Section):
    """How long devices may take, in seconds."""

    open_patience: int = whole(60, 0, DAY, "How long a dismount or a mount waits for a program to close the drive.")
    becoming_ready: float = number(
        8100, 1, DAY, "How long a drive may take to become ready; a new LTO-9 takes 2 hours."
    )
    poll: float = number(1, 0.01, 3600, "Between two questions whether a drive is ready, or a door closed.")
    reopen: float = number(30, 0.01, DAY, "Until a library that did not answer is tried again.")
    watch: float = number(60, 0.01, DAY, "Between two looks at an idle library for what people did to it.")
    detect: float = number(
        3, 0, DAY, "Between two looks at a drive in no library, whose cartridges people change; 0: as rarely as watch."
    )
    rest: float = number(
        60, 0.01, DAY, "How long a library must show the same until a motion that it did not answer counts as not done."
    )


class Retention(Section):
    """How long what has ended is remembered."""

    events: int = whole(100_000, 100, 100_000_000, "How many events are kept for listeners that come back.")
    moves: float = number(366, 1, 36_500, "Days for which the journal remembers motions.")
    readings: float = number(366, 1, 36_500, "Days for which the histories of drives and media go back.")
    work: float = number(3, 0, 36_500, "Days for which work items and operator requests that have ended are listed.")
    answers: float = number(1, 0.01, 365, "Days for which a request that is sent again is answered as the first time.")


class Configuration(Section):
    """All of it."""

    state: AbsolutePath = path("The folder of the catalogue.", "/var/lib/openrsm for root, else ~/.local/state/openrsm")
    http: Http = Http()
    sessions: Sessions = Sessions()
    log: Log = Log()
    alerts: Alerts = Alerts()
    limits: Limits = Limits()
    retention: Retention = Retention()


SYSTEM_FILE: Final = Path("/etc/openrsm/rsmd.toml")
"""Read where no other file is named; it need not be there."""
