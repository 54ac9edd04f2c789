"""The lists of computers that are to show messages (GetNtmsUIOptions, SetNtmsUIOptions): looked at and changed."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.domain.destinations import Messages, check, messages_of
from openrsm.domain.equipment import Library
from openrsm.domain.matrix import Deed
from openrsm.domain.records import OperatorRequest
from openrsm.domain.rights import TargetKind
from openrsm.domain.values import Computer, LibraryId
from openrsm.errors import AlreadyExists, InvalidParameter, MissingLibrary, ObjectNotFound
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import DestinationList, Ref

Listed = Library | Computer | Session
"""What has lists of computers."""


def listed(tx: Transaction, caller: Session, messages: Messages, of: Ref | None) -> DestinationList:
    """One list, by name."""
    return _list(tx, _permitted(tx, caller, Deed.DESTINATION_LIST, messages, of), messages)


def add(tx: Transaction, caller: Session, messages: Messages, name: str, of: Ref | None) -> DestinationList:
    """One computer more."""
    found = _permitted(tx, caller, Deed.DESTINATION_ADD, messages, of)
    if check(name) in tx.destinations.names([found.id], messages):
        raise AlreadyExists(f"{name} is on the list already", "nothing to do")
    tx.destinations.add(found.id, messages, name)
    return _changed(tx, caller, found, messages, name, happened="destination_added")


def remove(tx: Transaction, caller: Session, messages: Messages, name: str | None, of: Ref | None) -> DestinationList:
    """One less, or none left; who is not on the list need not be taken off it."""
    found = _permitted(tx, caller, Deed.DESTINATION_REMOVE, messages, of)
    if name is None:
        tx.destinations.clear(found.id, messages)
    else:
        tx.destinations.remove(found.id, messages, name)
    return _changed(tx, caller, found, messages, name or "all", happened="destination_removed")


def of_request(tx: Transaction, request: OperatorRequest) -> Sequence[str]:
    """Which computers are to show a request: those on the lists of its session, its library, and the computer."""
    concerned = (tx.computer.get().id, request.library_id, _of_drive(tx, request), request.requester.session_id)
    return tx.destinations.names([one for one in concerned if one is not None], messages_of(request.kind))


def forget_dead_sessions(tx: Transaction) -> None:
    """After a restart: the lists of sessions that ended with the process end, too."""
    alive = {tx.computer.get().id, *(one.id for one in tx.libraries.all()), *(one.id for one in tx.sessions.open())}
    for target in tx.destinations.targets() - alive:
        tx.destinations.forget(target)


def _of_drive(tx: Transaction, request: OperatorRequest) -> LibraryId | None:
    drive = tx.drives.find(request.drive_id) if request.drive_id else None
    return drive.library_id if drive else None


def _permitted(tx: Transaction, caller: Session, deed: Deed, messages: Messages, of: Ref | None) -> Listed:
    if of is None:
        if messages is Messages.ERROR:
            raise InvalidParameter("an application has no list for errors", "name a library or the computer")
        return caller
    found = _find(tx, of)
    guard.may(tx, caller, deed, f"{deed.value.rpartition('.')[2].replace('_', ' ')} of {found.name}", found)
    return found


def _find(tx: Transaction, of: Ref) -> Library | Computer:
    computer = tx.computer.get()
    if of == TargetKind.COMPUTER.value or resolving.guid(of) == computer.id:
        return computer
    try:
        return resolving.library(tx, of)
    except MissingLibrary as missing:
        raise ObjectNotFound(f"{of!r} is neither a library nor the computer", missing.advice) from missing


def _changed(
    tx: Transaction, caller: Session, found: Listed, messages: Messages, name: str, *, happened: str
) -> DestinationList:
    what = f"session {found.id}" if isinstance(found, Session) else found.name
    note(tx, caller, happened, what, f"{messages.name.lower()}: {name}")
    return _list(tx, found, messages)


def _list(tx: Transaction, found: Listed, messages: Messages) -> DestinationList:
    return DestinationList(messages=messages, names=tx.destinations.names([found.id], messages))
