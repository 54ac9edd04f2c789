"""A network that fails: a proxy between an iSCSI initiator and its target, which knows the frames of RFC 7143.

It hands everything on until a chosen SCSI command comes by; then it does what it was told to do with the command or
with its answer.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from typing import Final

HEADER: Final = 48
SCSI_COMMAND: Final = 0x01
SCSI_RESPONSE: Final = 0x21
DATA_IN: Final = 0x25
OPCODE: Final = 0x3F
FINAL: Final = 0x80
CHECK_CONDITION: Final = 0x02
STATUS_WITH_DATA: Final = 0x01
TAG: Final = slice(16, 20)
NUMBERS: Final = slice(24, 36)
CDB: Final = 32
PART: Final = 20
DELAY: Final = 0.1


class Trick(Enum):
    """What the network does to a command or to its answer."""

    REFUSED = "the connection is reset before the command gets through"
    SWALLOWED = "the command is lost and the connection looks alive"
    UNANSWERED = "the command gets through, its answer is lost and the connection looks alive"
    RESET = "the command gets through, and the connection is reset before its answer comes"
    CUT = "the answer is cut short, and the connection reset"
    LATE = "the answer comes late"
    SENSE = "the answer is replaced by CHECK CONDITION with chosen sense data"
    GARBLED = "the answer is of no known kind"
    STRAY = "the answer is to a command that nobody sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The next command of that code to that unit is met by the trick; ``sense`` is what SENSE says."""

    lun: int
    opcode: int
    trick: Trick
    sense: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One protocol data unit."""

    header: bytes
    rest: bytes

    @property
    def raw(self) -> bytes:
        """As it goes over the wire."""
        return self.header + self.rest

    @property
    def opcode(self) -> int:
        """What kind of unit it is."""
        return self.header[0] & OPCODE

    @property
    def answers(self) -> bool:
        """Whether it ends a command."""
        return self.opcode == SCSI_RESPONSE or (self.opcode == DATA_IN and bool(self.header[1] & STATUS_WITH_DATA))


class Proxy:
    """Listens on a port of its own. Any thread may use it.

    Attributes:
        port: Where initiators connect.
        struck: How many commands met the plan.
    """

    def __init__(self, target: int) -> None:
        """``target`` is the port of 127.0.0.1 where the target listens."""
        self._target = target
        self._plan: Plan | None = None
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.struck = 0
        threading.Thread(target=self._listen, name="proxy", daemon=True).start()

    def arm(self, plan: Plan | None) -> None:
        """Meet the next such command; None lets everything through."""
        with self._lock:
            self._plan, self.struck = plan, 0

    def take(self, frame: Frame) -> Plan | None:
        """The plan, if this is the command that it is for; it is for one alone."""
        with self._lock:
            plan = self._plan
            if plan is None or frame.opcode != SCSI_COMMAND or frame.header[CDB] != plan.opcode:
                return None
            if int.from_bytes(frame.header[8:10]) & 0x3FFF != plan.lun:
                return None
            self._plan = None
            self.struck += 1
            return plan

    def close(self) -> None:
        """Listen no more; connections end with those who made them."""
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                near, _ = self._listener.accept()
                Relay(self, near, socket.create_connection(("127.0.0.1", self._target))).start()


class Relay:
    """One connection, and the one behind it."""

    def __init__(self, proxy: Proxy, near: socket.socket, far: socket.socket) -> None:
        self._proxy = proxy
        self._near = near
        self._far = far
        self._awaited: dict[bytes, Plan] = {}
        self._running = 2
        self._lock = threading.Lock()

    def start(self) -> None:
        """Hand on in both directions."""
        for run in (self._outward, self._homeward):
            threading.Thread(target=self._until_lost, args=(run,), name="relay", daemon=True).start()

    def _until_lost(self, run: Callable[[], None]) -> None:
        with suppress(OSError, EOFError):
            run()
        self._end()

    def _end(self) -> None:
        """Whoever is the first wakes the other; whoever is the last closes both ends."""
        with self._lock:
            self._running -= 1
            for end in (self._near, self._far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                if not self._running:
                    end.close()

    def _outward(self) -> None:
        while True:
            frame = read(self._near)
            plan = self._proxy.take(frame)
            if plan is not None and plan.trick is Trick.REFUSED:
                return
            if plan is not None and plan.trick is Trick.SWALLOWED:
                continue
            if plan is not None:
                self._awaited[frame.header[TAG]] = plan
            self._far.sendall(frame.raw)

    def _homeward(self) -> None:
        while True:
            frame = read(self._far)
            plan = self._awaited.get(frame.header[TAG])
            if plan is None or (plan.trick is Trick.LATE and not frame.answers):
                self._near.sendall(frame.raw)
            elif frame.answers and not self._play(plan, frame):
                return

    def _play(self, plan: Plan, frame: Frame) -> bool:
        """Do it; whether the connection stays."""
        del self._awaited[frame.header[TAG]]
        match plan.trick:
            case Trick.RESET:
                return False
            case Trick.CUT:
                self._near.sendall(frame.raw[:PART])
                return False
            case Trick.LATE:
                time.sleep(DELAY)
                self._near.sendall(frame.raw)
            case Trick.SENSE:
                self._near.sendall(complaint(frame, plan.sense))
            case Trick.GARBLED:
                self._near.sendall(bytes([OPCODE]) + frame.raw[1:])
            case Trick.STRAY:
                stray = frame.header[:16] + b"\xde\xad\xbe\xef" + frame.header[20:]
                self._near.sendall(stray + frame.rest)
        return True


def read(connection: socket.socket) -> Frame:
    """The next unit: header, additional headers, digests being off, and data padded to four bytes."""
    header = _exactly(connection, HEADER)
    length = int.from_bytes(header[5:8])
    return Frame(header=header, rest=_exactly(connection, 4 * header[4] + length + -length % 4))


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = connection.recv(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def complaint(answer: Frame, sense: bytes) -> bytes:
    """A SCSI response with CHECK CONDITION, in the place of the target's answer."""
    data = len(sense).to_bytes(2) + sense
    header = bytearray(HEADER)
    header[0:4] = bytes([SCSI_RESPONSE, FINAL, 0, CHECK_CONDITION])
    header[5:8] = len(data).to_bytes(3)
    header[TAG] = answer.header[TAG]
    header[NUMBERS] = answer.header[NUMBERS]
    return bytes(header) + data + bytes(-len(data) % 4)


@contextmanager
def proxied(target: int) -> Iterator[Proxy]:
    """A proxy before the target of that port."""
    proxy = Proxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
