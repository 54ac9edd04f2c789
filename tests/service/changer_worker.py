"""A process that is there to be killed while it carries cartridges about: FOLDER PLAY POINT are its arguments.

It opens the service on the state folder, plays, and kills itself: at the point (an operation of a driver, ``before`` or
``after``, and the how-manieth, with blanks between), or at the end of the play.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from openrsm.domain.values import Principal, SessionId
from openrsm.service.manager import LocalManager
from tests.service.crash_worker import Point, die, start

LIBRARY = "vtl"

Play = Callable[[LocalManager, SessionId], object]


def transfer(manager: LocalManager, session: SessionId) -> object:
    return manager.changers.transfer(session, LIBRARY, 2, 9)


def unload(manager: LocalManager, session: SessionId) -> object:
    manager.changers.load(session, LIBRARY, 2, 0)
    return manager.changers.unload(session, LIBRARY, 0, 9)


def wait(manager: LocalManager, session: SessionId) -> object:
    """One load waits with this process, and one for good."""
    manager.changers.load(manager.sessions.open("archive", ROOT), LIBRARY, 1, 0)
    manager.changers.submit_load(session, LIBRARY, 2, 0)
    return manager.changers.submit_load(manager.sessions.open("other", ROOT), LIBRARY, 3, 0, nowait=True)


PLAYS: dict[str, Play] = {play.__name__: play for play in (transfer, unload, wait)}
ROOT = Principal(user="root", administrator=True)


def main(folder: str, play: str, point: str) -> None:
    operation, when, number = point.split()
    manager = start(Path(folder), Point(operation, when, int(number)))
    PLAYS[play](manager, manager.sessions.open("rsm-mtx", ROOT))
    die()


if __name__ == "__main__":
    main(*sys.argv[1:])
