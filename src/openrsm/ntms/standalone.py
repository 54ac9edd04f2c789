"""Ejecting from a stand-alone drive that is known by its device alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from openrsm.domain.library import LibraryKind
from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.values import MESSAGE_LENGTH, MediumId, ObjectType, PlaceKind, SessionId
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.errors import Busy, Cancelled, InvalidOperation, MediaNotAvailable
from openrsm.ntms.arguments import given, invalid, one_of
from openrsm.ntms.errors import call
from openrsm.ntms.handles import session_of
from openrsm.ntms.options import NtmsEjectOperation
from openrsm.ntms.sessions import CloseNtmsSession, OpenNtmsSession
from openrsm.surface.manager import Manager
from openrsm.surface.views import LibraryDetail, WorkView
from openrsm.wire.errors import error_of

LISTENING: Final = 60.0
"""Seconds for which one question waits."""

OUT: Final = (PlaceKind.PORT, PlaceKind.OFFLINE)
"""Where a cartridge is that its drive has let go: in its mouth, or in somebody's hand."""


@call
def EjectDiskFromSADrive(
    lpComputerName: str | None,
    lpAppName: str | None,
    lpDeviceName: str | None,
    hWnd: object = None,  # noqa: ARG001 - the header has it; there are no windows here
    lpTitle: str | None = None,
    lpMessage: str | None = None,
    dwOptions: int = NtmsEjectOperation.NTMS_EJECT_START,
) -> None:
    """Have a stand-alone drive let its cartridge go, in a session of its own.

    Args:
        lpComputerName: The service, as OpenNtmsSession takes it.
        lpAppName: What others see as the user.
        lpDeviceName: The drive's device on the service's computer, like ``/dev/nst0``.
        hWnd: Not looked at.
        lpTitle: What the question is about that NTMS_EJECT_ASK_USER has an operator asked where the eject fails.
        lpMessage: The question.
        dwOptions: One :class:`NtmsEjectOperation`. NTMS_EJECT_IMMEDIATE and _ASK_USER wait until the cartridge is out.

    Raises:
        NtmsError: See the reference of the original.
    """
    action, device = one_of(NtmsEjectOperation, dwOptions, "dwOptions"), given(lpDeviceName, "lpDeviceName")
    with _own_session(lpComputerName, lpAppName) as (manager, session):
        drive = _Drive(manager, session, _library(manager, session, device))
        match action:
            case NtmsEjectOperation.NTMS_EJECT_STOP:
                drive.stop()
            case NtmsEjectOperation.NTMS_EJECT_IMMEDIATE:
                drive.empty()
            case NtmsEjectOperation.NTMS_EJECT_ASK_USER:
                drive.empty_or_ask(": ".join(filter(None, (lpTitle, lpMessage))))
            case _:
                drive.eject(force=action is NtmsEjectOperation.NTMS_EJECT_FORCE)


@contextmanager
def _own_session(server: str | None, application: str | None) -> Iterator[tuple[Manager, SessionId]]:
    handle = OpenNtmsSession(server, application, 0)
    try:
        yield session_of(handle)
    finally:
        CloseNtmsSession(handle)


def _library(manager: Manager, session: SessionId, device: str) -> LibraryDetail:
    """The stand-alone drive with that device, as the library that it is."""
    for view in manager.drives.list(session):
        if _is_same(view.drive.device_path, device):
            found = manager.libraries.show(session, str(view.drive.library_id))
            if found.summary.library.kind is not LibraryKind.STANDALONE:
                raise invalid(
                    f"{device} is drive {view.drive.name} of a library; EjectNtmsMedia brings media out of it"
                )
            return found
    raise invalid(f"{device} is the device of no drive")


def _is_same(one: str, other: str) -> bool:
    return one == other or (bool(one) and Path(one).resolve() == Path(other).resolve())


class _Drive:
    """A stand-alone drive, and who has it let go."""

    def __init__(self, manager: Manager, session: SessionId, library: LibraryDetail) -> None:
        self._manager = manager
        self._session = session
        self._library = library

    def eject(self, *, force: bool = False) -> WorkView:
        """Have it let go what it holds; returns at once."""
        return self._manager.media.eject(self._session, [str(self._medium())], force=force)[0]

    def stop(self) -> None:
        """End the eject under way."""
        for view in self._manager.work.list(self._session):
            if view.item.operation is Operation.EJECT and view.item.library_id == self._library.summary.library.id:
                self._manager.work.stop(self._session, str(view.item.id))
                return
        raise InvalidOperation(f"nothing is being ejected from {self._name}", "start an eject first")

    def empty(self, *, force: bool = False) -> None:
        """Eject, and wait until the cartridge is out."""
        last = self._manager.notices.since(self._session).last
        work = self.eject(force=force)
        while not self._is_out(work):
            kinds = [ObjectType.PHYSICAL_MEDIA, ObjectType.WORK_ITEM]
            last = self._manager.notices.since(self._session, last, types=kinds, timeout=LISTENING).last

    def empty_or_ask(self, question: str) -> None:
        """The same; where the cartridge is in use, an operator is asked whether to eject it in spite of that."""
        try:
            self.empty()
        except Busy as busy:
            asked = question or f"Eject it from drive {self._name} in spite of that? {busy.what}"
            if not self._is_allowed(asked[:MESSAGE_LENGTH]):
                raise Cancelled(f"the operator refused: {asked}", "eject it later") from busy
            self.empty(force=True)

    def _is_allowed(self, question: str) -> bool:
        request = self._manager.operators.submit(self._session, OperatorKind.MESSAGE, question).request
        answered = self._manager.operators.wait(self._session, str(request.id)).request
        return answered.state is OperatorState.COMPLETE

    def _is_out(self, work: WorkView) -> bool:
        item = self._manager.work.show(self._session, str(work.item.id)).item
        if item.state in (WorkState.FAILED, WorkState.CANCELLED):
            raise error_of(item.error, item.error_text)
        return item.state not in OPEN or self._place(str(item.medium_id)) in OUT

    def _place(self, medium: str) -> PlaceKind:
        return self._manager.media.show(self._session, medium).medium.place.kind

    def _medium(self) -> MediumId:
        """What is in the drive, whether the caller may look at it or not, or in its mouth."""
        inside = [view.drive.medium_id for view in self._library.drives]
        lying = [view.medium.id for view in self._library.ports if view.medium is not None]
        for medium_id in (*inside, *lying):
            if medium_id is not None:
                return medium_id
        raise MediaNotAvailable(f"drive {self._name} holds nothing", "insert a cartridge first")

    @property
    def _name(self) -> str:
        return self._library.summary.library.name
