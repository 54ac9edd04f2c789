"""What is asked all the time, without the client: one request to the service, whose answer is printed.

Importing the surface and its client takes longer than anything else that ``status`` and ``loaded`` do. Where the answer
is not as expected, nothing is printed, and the whole command finds out why. quick.c is the same in C.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from openrsm.settings import Settings, socket_of

SECONDS: Final = 10.0
"""For which an answer is waited for."""
START: Final = "  Storage Changer "
BEHIND: Final = "?age=5"
"""Of the path: how old what is told may be; see desk.AGE."""


def mtx(told: Settings, words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """``[-f NAME] status``: whether it could be answered, and has been."""
    match words:
        case ["-f", name, "status"]:
            text = status_of(told, name)
        case ["status"]:
            text = status_of(told, environment.get("CHANGER", environment.get("TAPE", "")))
        case _:
            return False
    return text is not None and _put(text)


def changer(told: Settings, words: Sequence[str]) -> bool:
    """``NAME loaded SLOT ARCHIVE DRIVE``: whether it could be answered, and has been."""
    match words:
        case [name, "loaded", _, _, drive] if drive.isascii() and drive.isdigit():
            slot = _loaded(status_of(told, name) or "", drive)
            return slot is not None and _put(f"{slot}\n")
        case _:
            return False


def status_of(told: Settings, device: str) -> str | None:
    """What the service says of a changer, in mtx's words; None if it does not say it. As for names see desk.py."""
    path, name = _socket(told), device.rpartition("/")[2] if device.startswith("/") else device
    if path is None or not name:
        return None
    try:
        answer = _asked(path, f"/api/v1/changers/{quote(name, safe='')}{BEHIND}")
    except OSError:
        return None
    head, _, body = answer.partition(b"\r\n\r\n")
    length = f"content-length: {len(body)}".encode()
    text = body.decode("utf-8", "replace")
    is_whole = head.startswith(b"HTTP/1.1 200 ") and length in head.lower().split(b"\r\n")
    start = f"{START}{name}:"
    return text.replace(start, f"{START}{device}:", 1) if is_whole and text.startswith(start) else None


def _socket(told: Settings) -> str | None:
    if told.token:
        return None
    if told.url:
        return told.url.removeprefix("unix:") if told.url.startswith("unix:/") else None
    return str(socket_of(told.state))


def _asked(path: str, target: str) -> bytes:
    request = (
        f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n"
        "OpenRSM-Application: changer\r\nConnection: close\r\n\r\n"
    )
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(SECONDS)
        connection.connect(path)
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def _loaded(text: str, drive: str) -> int | None:
    """The slot that the volume in a drive came from, 0 if there is none; None if it does not say."""
    start = f"Data Transfer Element {drive}:"
    line = next((line.removeprefix(start) for line in text.splitlines() if line.startswith(start)), "")
    if line == "Empty":
        return 0
    number = line.removeprefix("Full (Storage Element ").partition(" Loaded)")[0]
    return int(number) if number.isdigit() else None


def _put(text: str) -> bool:
    sys.stdout.write(text)
    sys.stdout.flush()
    return True
