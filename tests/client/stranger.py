"""Something that listens and is no service of ours."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


@contextmanager
def stranger(path: Path) -> Iterator[Path]:
    """Answers one request with a page."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(path))
    listening.listen(1)
    thread = threading.Thread(target=_answer, args=(listening,), name="stranger")
    thread.start()
    try:
        yield path
    finally:
        thread.join(10)
        listening.close()
    assert not thread.is_alive()


def _answer(listening: socket.socket) -> None:
    asked = b""
    while not asked:  # a client may knock first
        connection, _ = listening.accept()
        with connection:
            asked = connection.recv(65536)
            if asked:
                connection.sendall(ANSWER)
