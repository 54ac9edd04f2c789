"""Which driver serves which address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from openrsm.drivers.contract import Discovery, OpenedLibrary
from openrsm.drivers.scsi.discover import open_iscsi, open_sg
from openrsm.drivers.standalone.discover import open_standalone
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.errors import InvalidParameter

DISCOVERIES: dict[str, Discovery] = {
    "virtual": open_virtual,
    "scsi": open_sg,
    "iscsi": open_iscsi,
    "standalone": open_standalone,
}

FORMS = (
    "virtual:FOLDER[?drives=2&slots=20&ports=2&type=LTO-9], scsi:/dev/sgN, iscsi://HOST:PORT/TARGET/LUN; "
    "standalone:ADDRESS for a drive in no library"
)


def open_library(url: str) -> OpenedLibrary:
    """Open the library at ``url`` with the driver its scheme names.

    Raises:
        InvalidParameter: No driver has that scheme.
        RsmError: As :class:`~openrsm.drivers.contract.Discovery`.
    """
    return _open(url, DISCOVERIES)


def reopen_library(url: str) -> OpenedLibrary:
    """Open the library at ``url`` that was opened before: as :func:`open_library`, but none is made."""
    return _open(url, {**DISCOVERIES, "virtual": partial(open_virtual, make=False)})


def _open(url: str, discoveries: Mapping[str, Discovery]) -> OpenedLibrary:
    scheme = url.partition(":")[0]
    if scheme not in discoveries:
        raise InvalidParameter(f"{url!r} is not the address of a library", f"give one of: {FORMS}")
    return discoveries[scheme](url)
