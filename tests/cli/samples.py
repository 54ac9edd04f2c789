"""Views as the surface returns them, with the same library, cartridge and requester everywhere."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Changer, Drive, Library, Slot
from openrsm.domain.health import ErrorCounters, Occasion, Reading
from openrsm.domain.library import Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import Move, MoveOutcome, OperatorRequest, WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.suspects import Party
from openrsm.domain.values import (
    ChangerId,
    DriveId,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    MoveId,
    OperatorId,
    Place,
    PlaceKind,
    PoolId,
    ReadingId,
    Requester,
    Side,
    SideId,
    SlotId,
    WorkId,
)
from openrsm.domain.work import Operation
from openrsm.surface.views import (
    DriveView,
    LibraryDetail,
    LibraryView,
    MediumView,
    OperatorView,
    ReadingView,
    SlotView,
    Status,
    SuspectView,
    WorkView,
)

AT = datetime(2026, 1, 31, 14, 2, tzinfo=UTC)
BACKUP = Requester(application="backup", user="ann", computer="host")
LIBRARY = Library(
    id=LibraryId(UUID(int=1)),
    name="vlib",
    url="virtual:/srv/vlib",
    operational=Operational.READY,
    vendor="OPENRSM",
    product="VIRTUAL",
)
MEDIUM = Medium(
    id=MediumId(UUID(int=2)),
    name="A00001L9",
    bar_code="A00001L9",
    sequence=1,
    media_type="LTO-9",
    pool_id=PoolId(UUID(int=3)),
    library_id=LIBRARY.id,
    place=Place(kind=PlaceKind.DRIVE, element_id=UUID(int=4)),
    state=MediumState.LOADED,
)
SIDE = Side(id=SideId(UUID(int=5)), medium_id=MEDIUM.id, state=SideState.ALLOCATED)
LOGICAL = LogicalMedium(id=LogicalId(UUID(int=6)), pool_id=MEDIUM.pool_id, side_id=SIDE.id, owner="backup", user="ann")
SLOT = Slot(id=SlotId(UUID(int=7)), library_id=LIBRARY.id, number=1, address=1001, state=SlotState.EMPTY)
DRIVE = Drive(
    id=DriveId(UUID(int=4)),
    library_id=LIBRARY.id,
    number=1,
    address=500,
    name="vlib/drive1",
    state=DriveState.LOADED,
    type_name="LTO-9",
    device_path="/dev/nst0",
)


def library(**changes: Any) -> LibraryView:
    return LibraryView(library=LIBRARY, drives=2, slots=20, ports=2, media=16, open_work=1, **changes)


def drive(use: str = "in use by backup since 14:02") -> DriveView:
    return DriveView(drive=DRIVE, library="vlib", medium=MEDIUM, use=use)


def detail() -> LibraryDetail:
    changer = Changer(id=ChangerId(UUID(int=8)), library_id=LIBRARY.id, number=1, address=0, name="vlib/changer")
    return LibraryDetail(
        summary=library(),
        changers=[changer],
        drives=[drive()],
        slots=[SlotView(slot=SLOT, medium=None)],
        ports=[],
        doors=[],
        media_types=["LTO-9"],
    )


def medium() -> MediumView:
    move = Move(
        id=MoveId(UUID(int=9)),
        library_id=LIBRARY.id,
        medium_id=MEDIUM.id,
        source=Place(kind=PlaceKind.SLOT, element_id=SLOT.id),
        destination=MEDIUM.place,
        opened_at=AT,
        outcome=MoveOutcome.DONE,
    )
    return MediumView(
        medium=MEDIUM,
        sides=[SIDE],
        logical=[LOGICAL],
        pool="backups/daily",
        library="vlib",
        where="drive 1",
        moves=[move],
    )


def dismount(**changes: Any) -> WorkItem:
    usual: dict[str, Any] = {
        "id": WorkId(UUID(int=10)),
        "number": 7,
        "operation": Operation.DISMOUNT,
        "library_id": LIBRARY.id,
        "requester": BACKUP,
        "queued_at": AT,
    }
    return WorkItem(**usual | changes)


def work(**changes: Any) -> WorkView:
    return WorkView(item=dismount(**changes), library="vlib", medium="A00001L9", drive="")


def request() -> OperatorView:
    wanted = OperatorRequest(
        id=OperatorId(UUID(int=11)),
        number=3,
        kind=OperatorKind.MOVE_MEDIA,
        message="Please put A00002L9 into library vlib",
        submitted_at=AT,
        requester=BACKUP,
    )
    return OperatorView(request=wanted, medium="A00002L9", library="vlib", pool="", work_number=7)


def status() -> Status:
    waits = work(operation=Operation.MOUNT, reason="waits for a drive: drive 1 in use by backup since 14:02")
    return Status(
        at=AT,
        libraries=[library()],
        drives=[drive()],
        work=[waits],
        operators=[request()],
        alerts=["drive 2 of vlib asks for cleaning"],
    )


def suspect(**changes: Any) -> SuspectView:
    seen = SuspectView(
        party=Party.DRIVE,
        drive_id=drive().drive.id,
        drive="vlib/drive1",
        medium_id=None,
        medium="",
        certain=True,
        score=3,
        reasons=("hurt 3 media that did well in other drives", "3 of 4 readings went wrong: load failed (3 x)"),
    )
    return replace(seen, **changes)


def reading(**changes: Any) -> ReadingView:
    seen = Reading(
        id=ReadingId(UUID(int=77)),
        library_id=library().library.id,
        drive_id=drive().drive.id,
        medium_id=medium().medium.id,
        at=datetime(2026, 1, 31, 14, 2, tzinfo=UTC),
        occasion=Occasion.UNLOAD,
        error="MEDIA_NOT_AVAILABLE",
        error_text="read failed",
        alerts=(3,),
        written=ErrorCounters(corrected=4),
        read=ErrorCounters(corrected=1, uncorrected=2),
        loads=71,
        written_mb=9,
    )
    return ReadingView(reading=replace(seen, **changes), drive="vlib/drive1", medium="A00001L9")
