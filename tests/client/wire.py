"""A wire between a client and a service that can be cut where it hurts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PIECE: Final = 65536


class Wire:
    """Passes on what it is sent, both ways; a Unix socket on either end.

    Attributes:
        cut: How many requests still to cut off: the service is sent them whole, the client hears nothing of the answer.
        passed: How many requests went through, those that were cut among them.
    """

    def __init__(self, path: Path, behind: Path) -> None:
        self.path = path
        self.cut = 0
        self.passed: list[bytes] = []
        self._behind = behind
        self._open: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen(16)
        self._threads = [threading.Thread(target=self._accept, name="wire")]
        self._threads[0].start()

    def close(self) -> None:
        for one in (self._listening, *self._open):
            _hang_up(one)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def break_all(self) -> None:
        """Break all connections that there are."""
        for one in self._open:
            _hang_up(one)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                service = socket.socket(socket.AF_UNIX)
                try:
                    service.connect(str(self._behind))
                except OSError:
                    client.close()
                    service.close()
                    continue
                self._open += [client, service]
                for ends in ((client, service, True), (service, client, False)):
                    self._threads.append(threading.Thread(target=self._pass, args=ends, name="wire"))
                    self._threads[-1].start()

    def _pass(self, source: socket.socket, target: socket.socket, asks: bool) -> None:  # noqa: FBT001 - of one thread
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if asks:
                    self.passed.append(piece)
                elif self.cut > 0:
                    self.cut -= 1
                    break
                target.sendall(piece)
        _hang_up(source)
        _hang_up(target)


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def wire_to(behind: Path, path: Path) -> Iterator[Wire]:
    wire = Wire(path, behind)
    try:
        yield wire
    finally:
        wire.close()
