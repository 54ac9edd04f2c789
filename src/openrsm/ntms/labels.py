"""Labels that applications write (on-media identifiers)."""

from __future__ import annotations

from uuid import UUID

from openrsm.ntms.arguments import invalid, ref
from openrsm.ntms.constants import NTMS_OMID_TYPE_FILESYSTEM_INFO, NTMS_OMID_TYPE_RAW_LABEL
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.structures import NTMS_FILESYSTEM_INFO
from openrsm.surface.media import ToldLabel


@call
def UpdateNtmsOmidInfo(
    hSession: HANDLE | None,
    lpMediaId: UUID | None,
    labelType: int,
    numberOfBytes: int,
    lpBuffer: bytes | NTMS_FILESYSTEM_INFO | None,
) -> None:
    """Write down the label that an application has written.

    Args:
        hSession: The session.
        lpMediaId: The LMID.
        labelType: NTMS_OMID_TYPE_RAW_LABEL: what was written; NTMS_OMID_TYPE_FILESYSTEM_INFO: what a file system says.
        numberOfBytes: How many bytes of a raw label.
        lpBuffer: The label.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    told = _told(labelType, numberOfBytes, lpBuffer)
    manager.media.set_label(session, ref(lpMediaId, "lpMediaId"), told)


def _told(kind: int, count: int, buffer: bytes | NTMS_FILESYSTEM_INFO | None) -> ToldLabel:
    if kind == NTMS_OMID_TYPE_RAW_LABEL and isinstance(buffer, bytes):
        return ToldLabel(content=buffer[:count])
    if kind == NTMS_OMID_TYPE_FILESYSTEM_INFO and isinstance(buffer, NTMS_FILESYSTEM_INFO):
        return ToldLabel(type=buffer.FileSystemType, id=f"{buffer.SerialNumber:08X}", info=buffer.VolumeName)
    raise invalid(f"labelType is {kind}, and lpBuffer is a {type(buffer).__name__}")
