"""The functions and structures of libiscsi.so.7 that this driver uses, through cffi in ABI mode.

ABI mode takes our word for the layout of ``struct scsi_task``, so the word is checked when the library is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cffi import FFI

from openrsm.errors import NotSupported

SONAME: Final = "libiscsi.so.7"

DECLARATIONS: Final = """
struct iscsi_context;
struct scsi_sense {
    unsigned char error_type; int key; int ascq; unsigned char bits; unsigned char bit_pointer; uint16_t field_pointer;
};
struct scsi_data { int size; unsigned char *data; };
struct scsi_task {
    int status; int cdb_size; int xfer_dir; int expxferlen; unsigned char cdb[16];
    int residual_status; size_t residual; struct scsi_sense sense; struct scsi_data datain;
};
struct iscsi_data { size_t size; unsigned char *data; };

struct iscsi_context *iscsi_create_context(const char *initiator_name);
int iscsi_destroy_context(struct iscsi_context *iscsi);
int iscsi_set_targetname(struct iscsi_context *iscsi, const char *targetname);
int iscsi_set_session_type(struct iscsi_context *iscsi, int session_type);
int iscsi_set_timeout(struct iscsi_context *iscsi, int timeout);
void iscsi_set_noautoreconnect(struct iscsi_context *iscsi, int state);
int iscsi_connect_sync(struct iscsi_context *iscsi, const char *portal);
int iscsi_login_sync(struct iscsi_context *iscsi);
int iscsi_logout_sync(struct iscsi_context *iscsi);
int iscsi_get_fd(struct iscsi_context *iscsi);
const char *iscsi_get_error(struct iscsi_context *iscsi);
struct scsi_task *scsi_create_task(int cdb_size, unsigned char *cdb, int xfer_dir, int expxferlen);
void scsi_free_scsi_task(struct scsi_task *task);
struct scsi_task *iscsi_scsi_command_sync(
    struct iscsi_context *iscsi, int lun, struct scsi_task *task, struct iscsi_data *data);
"""
LAYOUT: Final = {"status": 0, "cdb_size": 4, "xfer_dir": 8, "expxferlen": 12, "cdb": 16} | {
    "residual_status": 32,
    "residual": 40,
    "sense": 48,
    "datain": 64,
}

NO_TRANSFER: Final = 0
READ: Final = 1
WRITE: Final = 2
UNDERFLOW: Final = 1
NORMAL_SESSION: Final = 2
TRANSPORT_STATUSES: Final = 0x0F000000
"""Statuses from here on are libiscsi's own: cancelled, error, timed out."""


class Libiscsi:
    """The loaded library: ``ffi`` and ``lib``, as cffi names them."""

    def __init__(self, dlopen: Callable[[FFI], Any] | None = None) -> None:
        """Load it and check the layout.

        Raises:
            NotSupported: It is not installed, or another version.
        """
        self.ffi: Any = FFI()
        self.ffi.cdef(DECLARATIONS)
        try:
            self.lib: Any = dlopen(self.ffi) if dlopen else self.ffi.dlopen(SONAME)
        except OSError as wrong:
            raise NotSupported(f"iSCSI needs {SONAME}, which is not installed", "apt install libiscsi7") from wrong
        self._check_layout()

    def _check_layout(self) -> None:
        """Compare where our declaration has each field, and what the library itself writes there."""
        ours = {name: self.ffi.offsetof("struct scsi_task", name) for name in LAYOUT}
        task = self.lib.scsi_create_task(6, bytes(range(0x12, 0x18)), READ, 0x1234)
        theirs = (task.cdb_size, task.xfer_dir, task.expxferlen, bytes(task.cdb)[:6], task.datain.size)
        self.lib.scsi_free_scsi_task(task)
        if ours != LAYOUT or theirs != (6, READ, 0x1234, bytes(range(0x12, 0x18)), 0):
            raise NotSupported(f"{SONAME} is not the version this driver knows", "install libiscsi 1.17 to 1.20")
