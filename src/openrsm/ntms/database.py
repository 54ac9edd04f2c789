"""The catalogue as a whole: exported, and imported at the next start."""

from __future__ import annotations

from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of


@call
def ExportNtmsDatabase(hSession: HANDLE | None) -> None:
    """Write a copy of the catalogue into the folder of copies, over the one that this call wrote last.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.database.export(session)


@call
def ImportNtmsDatabase(hSession: HANDLE | None) -> None:
    """Have that copy become the catalogue at the next start of the service; nothing changes before.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.database.mark_import(session)
