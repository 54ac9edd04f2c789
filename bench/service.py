"""OpenRSM in this process, as its own command opens it, with an administrator's session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from openrsm.domain.values import Principal, SessionId
from openrsm.drivers.registry import open_library
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from openrsm.surface.media import AllocateOptions
from openrsm.surface.pools import PoolOptions

LIBRARY = "bench"
POOL = "bench/daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The surface and the session that uses it."""

    manager: LocalManager
    session: SessionId

    def allocate_from(self, url: str, media_type: str, count: int) -> list[str]:
        """Add the library at ``url`` and allocate ``count`` of its cartridges; their LMIDs."""
        manager, session = self.manager, self.session
        manager.libraries.add(session, LIBRARY, url)
        fitting = [view for view in manager.media.list(session) if view.medium.media_type == media_type]
        for view in fitting[:count]:
            manager.media.move(session, view.medium.name, f"Free/{media_type}")
        manager.pools.create(session, POOL, PoolOptions(media_type=media_type, draw_from_free=True))
        given = [manager.media.allocate(session, POOL, AllocateOptions()) for _ in range(count)]
        return [str(each.logical.id) for each in given]

    def in_drives(self) -> Sequence[str]:
        """The drives that hold a cartridge."""
        return [view.drive.name for view in self.manager.drives.list(self.session) if view.medium]


@contextmanager
def service(state: Path) -> Iterator[Service]:
    """The service on a state folder, closed at the end."""
    manager = open_manager(
        state,
        discover=open_library,
        recognition=IsolatedRecognition(),
        clock=lambda: datetime.now(UTC),
        zone=UTC,
        computer="bench",
    )
    try:
        who = Principal(user="bench", administrator=True)
        yield Service(manager=manager, session=manager.sessions.open("bench", who))
    finally:
        manager.close()
