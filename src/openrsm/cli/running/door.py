"""Between ``rsm run`` and what its command starts: a socket in a private folder, and one answer for each who knocks."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from types import TracebackType
from typing import Final, Self

from openrsm.cli.running.volumes import Volume
from openrsm.errors import InvalidParameter, InvalidState, RsmError, ServiceUnavailable
from openrsm.wire.decoding import decode
from openrsm.wire.encoding import Json, encode
from openrsm.wire.errors import encode_error, error_of

SOCKET: Final = "next"
PREFIX: Final = "rsm-run-"
SHORT: Final = "/tmp"  # noqa: S108 - the folder in it is private
LONGEST: Final = 80
"""Bytes; with the folder and the socket's own name it stays below the 108 that sun_path has (unix(7))."""
ENOUGH: Final = 65536


class Door:
    """Where the next volume is asked for, as long as a block runs."""

    def __enter__(self) -> Self:
        self._folder = _folder()
        self.path = Path(self._folder.name) / SOCKET
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.path))
        self._socket.listen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()
        self._folder.cleanup()

    def fileno(self) -> int:
        """Can be read from, as select(2) means it, when somebody knocks."""
        return self._socket.fileno()

    def let_in(self) -> Guest:
        """The one who knocks, or will."""
        return Guest(self._socket.accept()[0])


def _folder() -> TemporaryDirectory[str]:
    """Where temporary files are kept, or in ``/tmp`` if no socket's name could be that long."""
    usual = len(os.fsencode(gettempdir())) <= LONGEST
    try:
        return TemporaryDirectory(prefix=PREFIX, dir=None if usual else SHORT)
    except OSError as error:
        what = f"no folder for a socket can be made ({error.strerror})"
        raise InvalidParameter(what, "set TMPDIR to a folder with a short name that can be written") from error


class Guest:
    """Somebody who asked for the next volume, and waits; is answered once."""

    def __init__(self, connection: socket.socket) -> None:
        """Made by :meth:`Door.let_in`."""
        self._connection = connection

    def give(self, volume: Volume) -> None:
        """Here it is."""
        self._answer(encode(volume))

    def refuse(self, error: RsmError) -> None:
        """There is none."""
        self._answer(encode_error(error))

    def _answer(self, answer: Json) -> None:
        with suppress(OSError), self._connection:  # whoever asked may have left
            self._connection.sendall(json.dumps(answer).encode())


def ask(path: str) -> Volume:
    """Ask the ``rsm run`` behind that socket for the next volume, and wait for it.

    Raises:
        InvalidState: No ``rsm run`` is told of.
        ServiceUnavailable: It is no more.
        RsmError: It has none; why.
    """
    if not path:
        raise InvalidState("this is no part of rsm run", "have rsm run start the command that asks for volumes")
    answer = json.loads(_heard(path) or "null")
    if answer is None:
        raise ServiceUnavailable("rsm run ended before there was another volume", "see what it says")
    if "error" in answer:
        refused = answer["error"]
        raise error_of(refused["code"], refused["what"], refused["advice"])
    return decode(Volume, answer)


def _heard(path: str) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(path)
            return b"".join(iter(lambda: connection.recv(ENOUGH), b""))
        except OSError as error:
            raise ServiceUnavailable(f"rsm run is not there ({error.strerror})", "see what it says") from error
