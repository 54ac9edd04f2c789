"""What is under way, and whether the books contradict themselves in it."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain import troubles
from openrsm.domain.books import Books
from openrsm.domain.records import WorkItem
from openrsm.domain.undertakings import contradictions
from openrsm.domain.values import Medium
from openrsm.domain.work import Operation
from tests.domain.builders import a_library, a_medium
from tests.domain.scenes import item, mount, started


def books(work: WorkItem, *media: Medium) -> Books:
    library = replace(a_library(), id=work.library_id)
    return Books(
        libraries={library.id: library},
        drives={},
        slots=(),
        ports=(),
        changers=(),
        media={one.id: one for one in media},
        sides={},
        logical={},
        work={work.id: work},
        requests=(),
        moves=(),
    )


def test_a_mount_under_way_without_a_drive_is_astray() -> None:
    medium = a_medium()
    [found] = contradictions(books(started(mount(1, medium)), medium))
    assert found.trouble is troubles.WORK_ASTRAY


def test_the_cleaning_of_a_stand_alone_drive_is_given_no_drive() -> None:
    """People clean it: for one commit it is under way, with neither cartridge nor drive."""
    assert list(contradictions(books(started(item(1, Operation.CLEAN_DRIVE))))) == []
