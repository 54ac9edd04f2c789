"""The one ioctl: commands through the kernel's SCSI generic driver, /dev/sgN (sg version 3, SG_IO)."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
from typing import Final

from openrsm.drivers.scsi.command import Cdb, Direction
from openrsm.drivers.scsi.transport import CHECK_CONDITION, NoAnswer, Reply
from openrsm.errors import AccessDenied, DeviceGone

SG_IO: Final = 0x2285
SENSE_LENGTH: Final = 252
DIRECTIONS: Final = {Direction.NONE: -1, Direction.OUT: -2, Direction.IN: -3}

NEVER_SENT: Final = {
    0x01: "nothing answers at its address",
    0x04: "its address is wrong",
    0x0F: "its connection is down",
}
"""Host status of commands that did not reach the device: NO_CONNECT, BAD_TARGET, TRANSPORT_FAILFAST."""

NO_ANSWER: Final = {
    0x02: "its bus stayed busy",
    0x03: "it did not answer in time",
    0x05: "the command was aborted",
    0x06: "the transfer was garbled",
    0x07: "the host adapter failed",
    0x08: "the bus was reset",
    0x0E: "its connection was disrupted",
}
DRIVER_TIMED_OUT: Final = 0x06
GONE: Final = frozenset({errno.ENODEV, errno.ENXIO, errno.EBADF})
RECONNECT: Final = "check its power and cable, then open it again"


class SgIoHeader(ctypes.Structure):
    """``struct sg_io_hdr`` of <scsi/sg.h>, 88 bytes on 64-bit machines."""

    _fields_ = (
        ("interface_id", ctypes.c_int),
        ("dxfer_direction", ctypes.c_int),
        ("cmd_len", ctypes.c_ubyte),
        ("mx_sb_len", ctypes.c_ubyte),
        ("iovec_count", ctypes.c_ushort),
        ("dxfer_len", ctypes.c_uint),
        ("dxferp", ctypes.c_void_p),
        ("cmdp", ctypes.c_void_p),
        ("sbp", ctypes.c_void_p),
        ("timeout", ctypes.c_uint),
        ("flags", ctypes.c_uint),
        ("pack_id", ctypes.c_int),
        ("usr_ptr", ctypes.c_void_p),
        ("status", ctypes.c_ubyte),
        ("masked_status", ctypes.c_ubyte),
        ("msg_status", ctypes.c_ubyte),
        ("sb_len_wr", ctypes.c_ubyte),
        ("host_status", ctypes.c_ushort),
        ("driver_status", ctypes.c_ushort),
        ("resid", ctypes.c_int),
        ("duration", ctypes.c_uint),
        ("info", ctypes.c_uint),
    )


class SgTransport:
    """A device node that takes SG_IO: /dev/sgN, or any other of the SCSI drivers'."""

    def __init__(self, path: str) -> None:
        """Open the node.

        Raises:
            DeviceGone: There is no such node, or nothing behind it.
            AccessDenied: This user may not.
        """
        self.name = path
        try:
            # Without O_NONBLOCK, opening waits for whoever holds the node exclusively.
            self._fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        except PermissionError as wrong:
            raise AccessDenied(f"{path} may not be opened by this user", "run as root, or join its group") from wrong
        except OSError as wrong:
            raise DeviceGone(f"{path} cannot be opened: {wrong.strerror}", RECONNECT) from wrong

    def execute(self, cdb: Cdb, data_out: bytes = b"") -> Reply:
        """As :class:`~openrsm.drivers.scsi.transport.Transport`."""
        command = ctypes.create_string_buffer(cdb.raw, len(cdb.raw))
        sense = ctypes.create_string_buffer(SENSE_LENGTH)
        data = ctypes.create_string_buffer(data_out, cdb.length) if cdb.length else None
        header = SgIoHeader(
            interface_id=ord("S"),
            dxfer_direction=DIRECTIONS[cdb.direction],
            cmd_len=len(cdb.raw),
            mx_sb_len=SENSE_LENGTH,
            dxfer_len=cdb.length,
            dxferp=ctypes.cast(data, ctypes.c_void_p) if data else None,
            cmdp=ctypes.cast(command, ctypes.c_void_p),
            sbp=ctypes.cast(sense, ctypes.c_void_p),
            timeout=int(cdb.timeout * 1000),
        )
        self._ioctl(cdb, header)
        return self._reply(cdb, header, data.raw if data else b"", sense.raw)

    def _ioctl(self, cdb: Cdb, header: SgIoHeader) -> None:
        if self._fd < 0:
            raise DeviceGone(f"{self.name} is closed", "open it again")
        try:
            fcntl.ioctl(self._fd, SG_IO, header, True)  # noqa: FBT003 - ioctl takes it by position alone
        except InterruptedError as wrong:
            # A signal came after the command went out: the kernel finishes it and throws the answer away.
            raise NoAnswer(f"{self.name} was left while it did {cdb.name}", "ask for its status") from wrong
        except OSError as wrong:
            advice = RECONNECT if wrong.errno in GONE else "check that it is a SCSI device node"
            raise DeviceGone(f"{self.name} did not take {cdb.name}: {wrong.strerror}", advice) from wrong

    def _reply(self, cdb: Cdb, header: SgIoHeader, data: bytes, sense: bytes) -> Reply:
        self._check_delivery(cdb, header)
        told = sense[: header.sb_len_wr]
        came = data[: cdb.length - max(0, header.resid)] if cdb.direction is Direction.IN else b""
        # Some host adapters report sense data with a status byte of 0.
        status = CHECK_CONDITION if told and not header.status else header.status
        return Reply(status=status, data=came, sense=told)

    def _check_delivery(self, cdb: Cdb, header: SgIoHeader) -> None:
        if header.host_status in NEVER_SENT:
            raise DeviceGone(f"{self.name} did not get {cdb.name}: {NEVER_SENT[header.host_status]}", RECONNECT)
        if header.host_status or header.driver_status & 0x0F == DRIVER_TIMED_OUT:
            why = NO_ANSWER.get(header.host_status, f"host status {header.host_status:02x}")
            raise NoAnswer(f"{self.name} did not answer {cdb.name}: {why}", "ask for its status")

    def close(self) -> None:
        """As :class:`~openrsm.drivers.scsi.transport.Transport`."""
        descriptor, self._fd = self._fd, -1
        if descriptor >= 0:
            os.close(descriptor)
