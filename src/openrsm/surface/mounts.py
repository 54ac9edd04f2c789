"""Mount and dismount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.views import DriveView, Mounted, Ref, WorkView


@dataclass(frozen=True, slots=True, kw_only=True)
class MountOptions:
    """How to mount (NtmsMountOptions).

    Attributes:
        read: Read access.
        write: Write access; refused for complete sides.
        drives: Exactly these drives, one a medium (SPECIFIC_DRIVE); empty for any.
        priority: -15 (last) to 15 (first).
        error_if_busy: Fail at once rather than wait for a medium or a drive.
        error_if_offline: Fail at once rather than ask an operator for offline media.
        nowait: Return once queued; ``timeout`` is ignored.
        timeout: Seconds until the mount is given up; 0 tries once, None waits for ever.
    """

    read: bool = False
    write: bool = False
    drives: Sequence[Ref] = ()
    priority: int = 0
    error_if_busy: bool = False
    error_if_offline: bool = False
    nowait: bool = False
    timeout: float | None = None


Progress = Callable[[Sequence[WorkView]], None]
"""Told the work items whenever one of them changes while a call waits."""


class Mounts(Protocol):
    """A medium is named by LMID, side GUID, logical name or bar code.

    Every call may raise InvalidHandle, AccessDenied, InvalidMedia (unknown or named twice), InvalidLibrary and
    SystemFault. A refused call has queued nothing.
    """

    def mount(
        self, session: SessionId, media: Sequence[Ref], options: MountOptions, progress: Progress | None = None
    ) -> Sequence[Mounted]:
        """Mount a set of media, all or nothing, and wait until every one is loaded (MountNtmsMedia).

        Raises:
            InvalidParameter: No media; as many drives as media are not given; priority out of range.
            WriteProtect: ``write`` with a complete side.
            ResourceDisabled: A medium, drive or library is disabled.
            InvalidDrive, DriveMediaMismatch: The drive does not exist, is elsewhere, or cannot take the medium.
            InvalidState: A side's state forbids mounting.
            MediaOffline: Offline, with ``error_if_offline``.
            NoSupportingDrives, ResourceNotAvailable: No drive could ever take it, or the set needs more drives than
                there are.
            Busy, TimedOut, Cancelled, RequestRefused: It was not to be, or not in time; the set is undone.
            DeviceFault: The robot or a drive failed with it; the set is undone.
        """
        ...

    def submit(self, session: SessionId, media: Sequence[Ref], options: MountOptions) -> Sequence[Mounted]:
        """Queue what :meth:`mount` would, and return at once: the session waits for it, and ends it by its own end.

        Raises:
            Refusal: As :meth:`mount`, before it waits.
        """
        ...

    def outcome(self, session: SessionId, items: Sequence[Ref]) -> Sequence[Mounted]:
        """What submitted mounts have come to: those that are loaded name their drives, those under way do not.

        Raises:
            ObjectNotFound, InvalidParameter: An item is not there, or is no mount.
            Busy, TimedOut, Cancelled, RequestRefused, DeviceFault: One has failed, as :meth:`mount` would say.
        """
        ...

    def take_over(self, session: SessionId, medium: Ref) -> DriveView:
        """Become the holder of a mounted medium whose owner's session has ended.

        Needs CONTROL of its pool, and USE of it and of its library as for a mount.

        Raises:
            InvalidState: It is not mounted, or its owner's session is open.
        """
        ...

    def dismount(self, session: SessionId, media: Sequence[Ref], *, deferred: bool = False) -> Sequence[WorkView]:
        """Queue the dismount of a set of media, and end their mounts (DismountNtmsMedia). Success means durable.

        A stand-alone drive keeps the cartridge, deferred or not: there is nowhere to bring it. What has several sides
        may be named as a whole: the one that is up in its drive is meant. Nobody else gets a drive before programs have
        closed it: the work item waits for them, and fails with BUSY if that takes too long.

        Raises:
            InvalidParameter: No media.
            MediaOffline: One is offline.
            InvalidState: One is not in a drive.
            MediaNotAvailable: One is disabled.
            DeviceNotAvailable: Its drive or library is disabled.
        """
        ...
