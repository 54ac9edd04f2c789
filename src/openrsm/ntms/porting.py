"""Cartridges out of a library and into it, its doors, and what lies in a slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import ObjectType, SessionId
from openrsm.ntms.arguments import invalid, one_of, ref
from openrsm.ntms.errors import call
from openrsm.ntms.finding import find
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsEjectOperation, NtmsInjectOperation
from openrsm.ntms.stopping import stop
from openrsm.ntms.structures import NTMS_STORAGESLOTINFORMATION
from openrsm.surface.manager import Manager
from openrsm.surface.views import Ref
from openrsm.wire.errors import error_of

_E, _I = NtmsEjectOperation, NtmsInjectOperation

OF_A_LIBRARY: Final = (_E.NTMS_EJECT_START, _E.NTMS_EJECT_QUEUE, _E.NTMS_EJECT_FORCE)
ZEROS: Final = UUID(int=0)
"""What starts a batch in the protocol; in the reference it is null."""

DEFERRED: Final = 1
HOW_TO_LEAVE: Final = (0, DEFERRED, 2)
"""Options of IdentifyNtmsSlot: 0 and NTMS_DISMOUNT_IMMEDIATE take the medium home at once."""


@call
def EjectNtmsMedia(
    hSession: HANDLE | None, lpMediaId: UUID | None, lpEjectOperation: UUID | None, dwAction: int
) -> UUID:
    """Queue bringing a medium to the ports, add it to a batch, or stop an eject; returns the operation.

    Args:
        hSession: The session.
        lpMediaId: The physical medium; with NTMS_EJECT_START None, or the GUID of zeros, starts what was queued.
        lpEjectOperation: What to stop; not looked at otherwise.
        dwAction: NTMS_EJECT_START, _STOP, _QUEUE or _FORCE.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    action = one_of(_E, dwAction, "dwAction")
    if action is _E.NTMS_EJECT_STOP:
        return stop(manager, session, lpEjectOperation, "lpEjectOperation")
    if action not in OF_A_LIBRARY:
        raise invalid(f"{action.name} is of EjectDiskFromSADrive")
    starts = lpMediaId is None or (action is _E.NTMS_EJECT_START and lpMediaId == ZEROS)
    media = [] if starts else [ref(lpMediaId, "lpMediaId")]
    queue, force = action is _E.NTMS_EJECT_QUEUE, action is _E.NTMS_EJECT_FORCE
    return manager.media.eject(session, media, queue=queue, force=force)[-1].item.id


@call
def InjectNtmsMedia(
    hSession: HANDLE | None, lpLibraryId: UUID | None, lpInjectOperation: UUID | None, dwAction: int
) -> UUID:
    """Queue opening the ports to people, have what lies there taken in, or stop that; returns the operation.

    Args:
        hSession: The session.
        lpLibraryId: The library.
        lpInjectOperation: What to stop; not looked at otherwise.
        dwAction: NTMS_INJECT_START, _STOP, _RETRACT or _STARTMANY.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    library, action = ref(lpLibraryId, "lpLibraryId"), one_of(_I, dwAction, "dwAction")
    match action:
        case _I.NTMS_INJECT_STOP:
            return stop(manager, session, lpInjectOperation, "lpInjectOperation")
        case _I.NTMS_INJECT_RETRACT:
            return manager.libraries.retract(session, library).item.id
        case _:
            many = action is _I.NTMS_INJECT_STARTMANY
            return manager.libraries.inject(session, library, many=many).item.id


@call
def AccessNtmsLibraryDoor(hSession: HANDLE | None, lpLibraryId: UUID | None, dwAction: int) -> None:
    """Queue unlocking the doors of a library; ``dwAction`` is the inventory that follows their closing.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    method = one_of(InventoryMethod, dwAction, "dwAction")
    manager.libraries.open_door(session, ref(lpLibraryId, "lpLibraryId"), method)


@call
def IdentifyNtmsSlot(hSession: HANDLE | None, lpSlotId: UUID | None, dwOption: int) -> None:
    """Have the labels of what lies in a slot read, and wait for that; an empty one is left alone.

    Args:
        hSession: The session.
        lpSlotId: The slot.
        dwOption: 0, NTMS_DISMOUNT_IMMEDIATE, or NTMS_DISMOUNT_DEFERRED to leave the medium in its drive.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    if dwOption not in HOW_TO_LEAVE:
        raise invalid(f"dwOption is {dwOption}; use 0, NTMS_DISMOUNT_DEFERRED or NTMS_DISMOUNT_IMMEDIATE")
    guid = UUID(ref(lpSlotId, "lpSlotId"))
    info = find(manager, session, ObjectType.SLOT, guid).Info
    assert isinstance(info, NTMS_STORAGESLOTINFORMATION)  # noqa: S101 - that is what is told of slots
    slots = manager.libraries.show(session, str(info.Library)).slots
    lying = next(view.medium for view in slots if view.slot.id == guid)
    if lying is not None:
        queued = manager.media.identify(session, str(lying.id), deferred=dwOption == DEFERRED)
        _wait(manager, session, [str(view.item.id) for view in queued])


def _wait(manager: Manager, session: SessionId, items: Sequence[Ref]) -> None:
    for view in manager.work.wait(session, items):
        if view.item.error:
            raise error_of(view.item.error, view.item.error_text)
