"""Commands over iSCSI without the kernel: one connection a logical unit, made anew only when it is safe."""

from __future__ import annotations

import re
import select
from dataclasses import dataclass
from typing import Any, Final

from openrsm.drivers.scsi import libiscsi
from openrsm.drivers.scsi.command import Cdb, Direction
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.transport import CHECK_CONDITION, NoAnswer, Reply
from openrsm.errors import DeviceGone, InvalidParameter

INITIATOR: Final = "iqn.2026-01.org.openrsm:manager"
LOGIN_TIMEOUT: Final = 20
"""Seconds for connecting and logging in; a target that needs longer is not there."""

ADDRESS: Final = re.compile(
    r"iscsi://(?P<portal>(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?)"
    r"/(?P<target>[!-.0-~]+)/(?P<lun>[0-9]{1,5})"
)
"""Printable ASCII: neither a log nor libiscsi, for which a NUL ends a text, takes it for anything else."""
FORM: Final = "write it as iscsi://HOST:PORT/TARGET/LUN, e.g. iscsi://127.0.0.1:3260/iqn.2026-01.example:library/0"
DIRECTIONS: Final = {
    Direction.NONE: libiscsi.NO_TRANSFER,
    Direction.IN: libiscsi.READ,
    Direction.OUT: libiscsi.WRITE,
}
LOST: Final = select.POLLRDHUP | select.POLLHUP | select.POLLERR | select.POLLNVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An iSCSI address.

    Attributes:
        portal: Host and port, as written.
        target: The target's iSCSI name.
        lun: The logical unit number.
    """

    portal: str
    target: str
    lun: int

    def at(self, lun: int) -> Address:
        """The same target's other logical unit."""
        return Address(portal=self.portal, target=self.target, lun=lun)

    def __str__(self) -> str:
        """As it is written."""
        return f"iscsi://{self.portal}/{self.target}/{self.lun}"


def parse_address(url: str) -> Address:
    """Take an address apart.

    Raises:
        InvalidParameter: It has another form; the message shows the right one.
    """
    match = ADDRESS.fullmatch(url)
    if not match or int(match["port"] or 3260) > 0xFFFF or int(match["lun"]) > 0x3FFF:
        raise InvalidParameter(f"{url!r} is not an iSCSI address", FORM)
    return Address(portal=match["portal"], target=match["target"], lun=int(match["lun"]))


class IscsiTransport:
    """A logical unit of an iSCSI target.

    libiscsi would reconnect by itself and send again what was under way, which could move a cartridge twice; that is
    switched off. A connection that is known to be lost before a command goes out is made anew; one that is lost after
    that raises NoAnswer, and the next command connects.
    """

    def __init__(self, address: Address, library: Libiscsi) -> None:
        """Connect and log in.

        Raises:
            DeviceGone: Nothing answers there, or it refuses the login.
        """
        self.name = str(address)
        self._address = address
        self._ffi, self._lib = library.ffi, library.lib
        self._closed = False
        self._context: Any = self._connect()

    def _connect(self) -> Any:
        context = self._lib.iscsi_create_context(INITIATOR.encode())
        self._lib.iscsi_set_session_type(context, libiscsi.NORMAL_SESSION)
        self._lib.iscsi_set_targetname(context, self._address.target.encode())
        self._lib.iscsi_set_noautoreconnect(context, 1)
        self._lib.iscsi_set_timeout(context, LOGIN_TIMEOUT)
        portal = self._address.portal.encode()
        if self._lib.iscsi_connect_sync(context, portal) == 0 and self._lib.iscsi_login_sync(context) == 0:
            return context
        why = " ".join(self._why(context).split())  # libiscsi ends some of its messages with a line break
        self._lib.iscsi_destroy_context(context)
        raise DeviceGone(f"{self.name} cannot be reached: {why}", "check host, port, target name and network")

    def execute(self, cdb: Cdb, data_out: bytes = b"") -> Reply:
        """As :class:`~openrsm.drivers.scsi.transport.Transport`."""
        self._make_connected()
        task = self._lib.scsi_create_task(len(cdb.raw), cdb.raw, DIRECTIONS[cdb.direction], cdb.length)
        try:
            return self._sent(cdb, task, data_out)
        finally:
            self._lib.scsi_free_scsi_task(task)

    def _make_connected(self) -> None:
        if self._closed:
            raise DeviceGone(f"{self.name} is closed", "open it again")
        if self._context and self._is_lost():
            self._drop()
        if not self._context:
            self._context = self._connect()

    def _is_lost(self) -> bool:
        """Whether the target closed the connection, which the socket knows before anything is sent."""
        poll = select.poll()
        poll.register(self._lib.iscsi_get_fd(self._context), LOST)
        return bool(poll.poll(0))

    def _sent(self, cdb: Cdb, task: Any, data_out: bytes) -> Reply:
        content = self._ffi.from_buffer("unsigned char[]", data_out)
        data = self._ffi.new("struct iscsi_data *", {"size": len(data_out), "data": content}) if data_out else None
        self._lib.iscsi_set_timeout(self._context, max(1, int(cdb.timeout)))
        answered = self._lib.iscsi_scsi_command_sync(self._context, self._address.lun, task, data or self._ffi.NULL)
        if not answered or task.status & libiscsi.TRANSPORT_STATUSES == libiscsi.TRANSPORT_STATUSES:
            why = self._why(self._context)
            self._drop()
            raise NoAnswer(f"{self.name} did not answer {cdb.name}: {why}", "ask for its status")
        return self._reply(cdb, task)

    def _reply(self, cdb: Cdb, task: Any) -> Reply:
        received = bytes(self._ffi.buffer(task.datain.data, task.datain.size)) if task.datain.size > 0 else b""
        if task.status == CHECK_CONDITION:
            return Reply(status=task.status, sense=received[2 : 2 + int.from_bytes(received[:2])])
        missing = task.residual if task.residual_status == libiscsi.UNDERFLOW else 0
        return Reply(status=task.status, data=received[: max(0, cdb.length - missing)])

    def _why(self, context: Any) -> str:
        return str(self._ffi.string(self._lib.iscsi_get_error(context)).decode(errors="replace")) or "no reason given"

    def _drop(self) -> None:
        context, self._context = self._context, None
        if context:
            self._lib.iscsi_destroy_context(context)

    def close(self) -> None:
        """As :class:`~openrsm.drivers.scsi.transport.Transport`."""
        self._closed = True
        if self._context and not self._is_lost():
            self._lib.iscsi_set_timeout(self._context, LOGIN_TIMEOUT)
            self._lib.iscsi_logout_sync(self._context)
        self._drop()
