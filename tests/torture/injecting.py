"""Faults between a driver and its device: a transport that carries commands to it, and fails at a chosen one."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.sense import NOT_READY, Sense
from openrsm.drivers.scsi.transport import CHECK_CONDITION, GOOD, NoAnswer, Reply, Transport
from openrsm.errors import DeviceGone
from tests.torture.saying import fixed, in_descriptors

TEST_UNIT_READY: Final = 0x00
BECOMING_READY: Final = (0x04, 0x01)
LET_GO: Final = (0x04, 0x02)
LATER: Final = 0.15
"""Seconds until a robot does what it did not answer; longer than what is at rest must show the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of an operation: the ``nth`` of that name that the device is sent, counted from 1."""

    device: str
    command: str
    nth: int = 1

    def __str__(self) -> str:
        """``changer: MOVE MEDIUM, 2nd``."""
        return f"{self.device}: {self.command} #{self.nth}"


Answer = Callable[[str, Cdb, Callable[[], Reply]], Reply]
"""How a fault answers: given the device, the command, and how to have it carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A command that was sent, and the step that it was."""

    step: Step
    cdb: Cdb


class Script:
    """What is to go wrong, and what was sent; shared by all transports of a library. Any thread may use it.

    Attributes:
        cleaned: Devices that say that they have cleaned themselves with what is in them; tgt's never do.
        struck: How many commands the fault has met.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: list[Sent] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._at: Step | None = None
        self._answer: Answer | None = None
        self._for_ever = False
        self.cleaned: frozenset[str] = frozenset()
        self.struck = 0

    def arm(self, at: Step, answer: Answer, *, for_ever: bool = False) -> None:
        """From now on count anew, and answer that command so; if ``for_ever``, all of its name from there on."""
        with self._lock:
            self._sent, self._counts, self.struck = [], Counter(), 0
            self._at, self._answer, self._for_ever = at, answer, for_ever

    def disarm(self) -> list[Sent]:
        """Let everything through again, and count anew; what was sent since it was armed."""
        with self._lock:
            sent, self._sent, self._counts = self._sent, [], Counter()
            self._at = self._answer = None
            return sent

    def answer_to(self, device: str, cdb: Cdb) -> Answer | None:
        """Count a command; how it is to be answered, if not by the device."""
        with self._lock:
            self._counts[device, cdb.name] += 1
            step = Step(device=device, command=cdb.name, nth=self._counts[device, cdb.name])
            self._sent.append(Sent(step=step, cdb=cdb))
            if self._at is None or not self._meant(step):
                return None
            self.struck += 1
            return self._answer

    def _meant(self, step: Step) -> bool:
        if step == self._at:
            return True
        at = self._at
        return self._for_ever and at is not None and replace(step, nth=at.nth) == at and step.nth > at.nth


class InjectingTransport:
    """A transport to a device whose answers a script may change."""

    def __init__(self, device: str, inner: Transport, script: Script, *, patience: float | None = None) -> None:
        """``device`` is what the script calls the device; ``inner`` is closed with this one; it has ``patience``."""
        self.name = inner.name
        self._device = device
        self._inner = inner
        self._script = script
        self._patience = patience
        self._gone = False
        self._later: threading.Timer | None = None
        self._one_at_a_time = threading.Lock()

    def execute(self, cdb: Cdb, data_out: bytes = b"") -> Reply:
        """See the transport."""
        cdb = cdb if self._patience is None else replace(cdb, timeout=self._patience)
        if self._gone:
            raise DeviceGone(f"{self.name} did not take {cdb.name}: No such device", "open it again")
        answer = self._script.answer_to(self._device, cdb)
        if answer is None:
            return self._carried(cdb, data_out)
        try:
            return answer(self.name, cdb, lambda: self._carried(cdb, data_out))
        except NodeGone:
            self._gone = True
            raise
        except DoneLater:
            self._later = threading.Timer(LATER, self._carried_by_itself, (cdb,))
            self._later.start()
            raise

    def _carried(self, cdb: Cdb, data_out: bytes) -> Reply:
        if cdb.raw[0] == TEST_UNIT_READY and self._device in self._script.cleaned:
            return sense(NOT_READY, *LET_GO)(self.name, cdb, lambda: Reply(status=GOOD))
        if cdb.raw[0] == TEST_UNIT_READY and self._later is not None and self._later.is_alive():
            return sense(NOT_READY, *BECOMING_READY)(self.name, cdb, lambda: Reply(status=GOOD))
        with self._one_at_a_time:
            return self._inner.execute(cdb, data_out)

    def _carried_by_itself(self, cdb: Cdb) -> None:
        with self._one_at_a_time:
            self._inner.execute(cdb)

    def close(self) -> None:
        """See the transport; what the device still does, it does before."""
        if self._later is not None:
            self._later.join()
        self._inner.close()


class NodeGone(DeviceGone):
    """The device node is gone: whoever has it open gets nothing through it any more; the device has another now."""


class DoneLater(NoAnswer):
    """The device does it though it has not answered, in a while; until then it says that it is becoming ready."""


# --- What devices and networks answer -----------------------------------------------------------------------------


def sense(key: int, asc: int, ascq: int, *, happens: bool = False) -> Answer:
    """CHECK CONDITION with these codes, in the fixed format; ``happens``: after the command was carried out."""
    return complaint(Sense(key=key, asc=asc, ascq=ascq), happens=happens)


def complaint(said: Sense, *, happens: bool = False, descriptor: bool = False) -> Answer:
    """CHECK CONDITION with all this, in the fixed or the descriptor format."""
    return status(CHECK_CONDITION, in_descriptors(said) if descriptor else fixed(said), happens=happens)


def status(code: int, raw: bytes = b"", *, happens: bool = False) -> Answer:
    """That status, with sense data."""

    def answer(_device: str, _cdb: Cdb, carry_out: Callable[[], Reply]) -> Reply:
        if happens:
            carry_out()
        return Reply(status=code, sense=raw)

    return answer


def silence(*, happens: bool) -> Answer:
    """No answer comes, though the command may have been carried out."""

    def answer(device: str, cdb: Cdb, carry_out: Callable[[], Reply]) -> Reply:
        if happens:
            carry_out()
        raise NoAnswer(f"{device} did not answer {cdb.name}: it did not answer in time", "ask for its status")

    return answer


def silence_for_now(device: str, cdb: Cdb, _carry_out: Callable[[], Reply]) -> Reply:
    """No answer comes, and the command is carried out when it has been asked what came of it."""
    raise DoneLater(f"{device} did not answer {cdb.name}: it did not answer in time", "ask for its status")


def gone(device: str, cdb: Cdb, _carry_out: Callable[[], Reply]) -> Reply:
    """The command is never sent; the next one may be."""
    raise DeviceGone(f"{device} did not get {cdb.name}: its connection is down", "check its power and cable")


def node_gone(device: str, cdb: Cdb, _carry_out: Callable[[], Reply]) -> Reply:
    """See NodeGone."""
    raise NodeGone(f"{device} did not take {cdb.name}: No such device", "check its power and cable, then open it again")


def cut(keep: int) -> Answer:
    """It succeeds, and of its data only so many bytes come through."""

    def answer(_device: str, _cdb: Cdb, carry_out: Callable[[], Reply]) -> Reply:
        reply = carry_out()
        return replace(reply, data=reply.data[:keep])

    return answer


def good(_device: str, _cdb: Cdb, _carry_out: Callable[[], Reply]) -> Reply:
    """It says that it succeeded, and did nothing."""
    return Reply(status=GOOD)
