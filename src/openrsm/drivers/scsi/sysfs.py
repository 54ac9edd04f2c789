"""What the kernel tells of its SCSI devices under /sys, and whether a tape node is open."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

SYS = Path("/sys")
DEV = Path("/dev")
GENERIC = re.compile(r"sg\d+")
NO_REWIND = re.compile(r"nst\d+")


class Sysfs:
    """SCSI generic devices as sysfs lists them; its root is an argument for the sake of tests."""

    def __init__(self, root: Path = SYS, nodes: Path = DEV) -> None:
        """Read below ``root``; device nodes are below ``nodes``."""
        self._generic = root / "class" / "scsi_generic"
        self._nodes = nodes

    def generic_of_kind(self, kind: int) -> Iterator[str]:
        """Names (``sg3``) of the devices of a peripheral type, in the order of their numbers."""
        found = [path.name for path in self._generic.glob("sg*") if GENERIC.fullmatch(path.name)]
        for name in sorted(found, key=lambda each: int(each[2:])):
            if self._text(name, "type") == str(kind):
                yield name

    def node(self, name: str) -> str:
        """The device node of a name."""
        return str(self._nodes / name)

    def target(self, name: str) -> str:
        """Host, channel and target (``2:0:0``), which all logical units of one target share; empty if unknown."""
        device = self._generic / name / "device"
        return device.resolve().name.rpartition(":")[0] if device.exists() else ""

    def tape_node(self, name: str) -> str | None:
        """The node that does not rewind (``/dev/nst0``) of a generic device; None if the st driver has not taken it."""
        tapes = self._generic / name / "device" / "scsi_tape"
        found = [path.name for path in tapes.glob("nst*") if NO_REWIND.fullmatch(path.name)]
        return self.node(found[0]) if found else None

    def _text(self, name: str, attribute: str) -> str:
        try:
            return (self._generic / name / "device" / attribute).read_text(encoding="ascii").strip()
        except OSError:
            return ""


def is_open(path: str) -> bool:
    """Whether a program has a tape node open; False where that cannot be told.

    The kernel's st driver lets one program in at a time (EBUSY). Without O_NONBLOCK an empty drive holds the open back
    for two minutes.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as refused:
        return refused.errno == errno.EBUSY
    os.close(descriptor)
    return False
