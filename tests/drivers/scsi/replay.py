"""A transport that plays back what real devices answered, and notes what it was asked."""

from __future__ import annotations

from collections.abc import Iterable

from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.transport import CHECK_CONDITION, Reply
from openrsm.errors import DeviceFault


class Replay:
    """Answers in turn; an error among the answers is raised. When they have run out, everything is GOOD."""

    name = "/dev/sg7"

    def __init__(self, *answers: Reply | DeviceFault) -> None:
        self._answers = iter(answers)
        self.asked: list[Cdb] = []

    def execute(self, cdb: Cdb, data_out: bytes = b"") -> Reply:
        assert len(data_out) in {0, cdb.length}
        self.asked.append(cdb)
        answer = next(self._answers, Reply(status=0))
        if isinstance(answer, DeviceFault):
            raise answer
        return answer

    def close(self) -> None:
        self._answers = iter(())

    @property
    def names(self) -> list[str]:
        return [cdb.name for cdb in self.asked]


def good(data: bytes | str = b"") -> Reply:
    """GOOD, with data as bytes or hexadecimal digits."""
    return Reply(status=0, data=bytes.fromhex(data) if isinstance(data, str) else data)


def check(code: str, *, tail: Iterable[int] = ()) -> Reply:
    """CHECK CONDITION with fixed sense data: ``05/3b/0e``; ``tail`` goes into the sense-key-specific bytes."""
    key, asc, ascq = (int(part, 16) for part in code.split("/"))
    sense = bytes([0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq, 0, *tail]).ljust(18, b"\0")
    return Reply(status=CHECK_CONDITION, sense=sense)
