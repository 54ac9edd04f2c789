"""Operator requests: what OpenRSM asks people to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.destinations import Messages
from openrsm.domain.operator import OperatorKind
from openrsm.domain.values import SessionId
from openrsm.surface.views import DestinationList, OperatorView, Ref


class Operators(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such request) and SystemFault.

    A request is named by its number or its GUID.
    """

    def list(self, session: SessionId, *, answered: bool = False) -> Sequence[OperatorView]:
        """Requests that want an answer, oldest first; with ``answered`` also the others."""
        ...

    def show(self, session: SessionId, request: Ref) -> OperatorView:
        """One request."""
        ...

    def submit(
        self,
        session: SessionId,
        kind: OperatorKind,
        message: str = "",
        *,
        pool: Ref | None = None,
        medium: Ref | None = None,
        library: Ref | None = None,
        drive: Ref | None = None,
    ) -> OperatorView:
        """Ask an operator for something; returns at once (SubmitNtmsOperatorRequest).

        New media are asked for a pool, and perhaps a library; a cleaning cartridge for a library; service for a
        library, a drive or a medium; a medium to be brought to a library; anything else by a message. A request for
        new media, or to bring a medium, is done as soon as that is seen to have happened.

        Raises:
            InvalidParameter: It names too little or too much; or the message says nothing or has control codes.
            MessageTooLong: More than 255 characters.
            ObjectNotFound: What it names does not exist.
        """
        ...

    def wait(self, session: SessionId, request: Ref, timeout: float | None = None) -> OperatorView:
        """The request when it has been answered, or time is over; it stands whatever becomes of the wait.

        Raises:
            Cancelled: The session was closed meanwhile.
            ObjectNotFound: It is gone.
        """
        ...

    def seen(self, session: SessionId, request: Ref) -> OperatorView:
        """A console has shown it to an operator.

        Raises:
            InvalidState: It has been answered.
        """
        ...

    def take(self, session: SessionId, request: Ref) -> OperatorView:
        """Say that one works on it.

        Raises:
            InvalidState: It has been answered, or somebody works on it.
        """
        ...

    def delete(self, session: SessionId, requests: Sequence[Ref]) -> int:
        """Forget those that have been answered, pass over others and unknown ones; how many (DeleteNtmsRequests)."""
        ...

    def satisfy(self, session: SessionId, request: Ref) -> OperatorView:
        """Say that it is done. That is a claim, which is checked.

        A request that a work item waits for is complete, and the item looks for itself and asks anew if nothing has
        changed. Any other is complete if it is seen to be done, or is a message. Else its library is looked into: until
        that is over it is in progress, then it is complete, or open again and says in its ``reason`` what is missing.

        Raises:
            InvalidState: It has been answered.
            MediaUnavailable, MediaOffline, DeviceNotAvailable: It is not done, and there is no library to look into.
        """
        ...

    def refuse(self, session: SessionId, request: Ref) -> OperatorView:
        """Say that it will not be done: what waits for it fails.

        Raises:
            InvalidState: It has been answered.
        """
        ...

    def destinations(self, session: SessionId, messages: Messages, of: Ref | None = None) -> DestinationList:
        """The computers that are to show messages about something (GetNtmsUIOptions).

        Args:
            session: Who asks.
            messages: Which list: of those that tell, that ask, or that warn.
            of: A library, or ``computer``; None for what is done in this session.

        Raises:
            ObjectNotFound: It is neither.
            InvalidParameter: A session has no list for errors.
        """
        ...

    def add_destination(
        self, session: SessionId, messages: Messages, computer: str, of: Ref | None = None
    ) -> DestinationList:
        """Have a computer show them, too (SetNtmsUIOptions); a session's lists end with it.

        A request is shown at the computers on the lists of the session that caused it, of its library and of the
        computer (:attr:`~openrsm.surface.views.OperatorView.show_at`); at every computer if none is on a list.

        Raises:
            ObjectNotFound, InvalidParameter: As :meth:`destinations`; or it is no name of a computer.
            AlreadyExists: It is on the list.
        """
        ...

    def remove_destination(
        self, session: SessionId, messages: Messages, computer: str | None = None, of: Ref | None = None
    ) -> DestinationList:
        """Take a computer off a list, or all of them; one that is not on it is passed over.

        Raises:
            ObjectNotFound, InvalidParameter: As :meth:`destinations`.
        """
        ...
