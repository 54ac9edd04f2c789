"""What requests carry. Unknown members are refused, and so is what is not of its type."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from openrsm.api.shapes import names_of
from openrsm.domain.attributes import VALUE_LENGTH
from openrsm.domain.destinations import LONGEST as LONGEST_NAME
from openrsm.domain.exports import NAME_PATTERN, USUAL
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.mounting import LONGEST_WAIT
from openrsm.domain.operator import OperatorKind
from openrsm.domain.settings import LONGEST_OPEN, LONGEST_PURGE, UNCOUNTED
from openrsm.domain.side import SideState
from openrsm.domain.values import NAME_LENGTH, POOL_PATH_LENGTH, ObjectType

MANY: Final = 1000
LARGE: Final = 2**31 - 1
LONG: Final = 1024
BASE64: Final = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def _whole(given: object) -> object:
    """In JSON, 3.0 is the integer 3."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Ref = Annotated[str, Field(min_length=1, max_length=LONG, description="A GUID, a name, a bar code or a number.")]
WHOLE: Final = BeforeValidator(_whole)
Seconds = Annotated[float, Field(ge=0, le=LONGEST_WAIT, allow_inf_nan=False)]
ItemRef = Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{1,36}$", description="A number, or a GUID.")]
Grantee = Annotated[
    str, Field(pattern=r"^(everyone|(user|group):.{1,255})$", examples=["group:rsm-backup", "user:ann", "everyone"])
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH)]
Method = names_of(InventoryMethod)
LabelWord = names_of(LabelUse)
SideWord = names_of(SideState)
LabelText = Annotated[str, Field(max_length=255)]
Type = names_of(ObjectType)
Kind = names_of(OperatorKind)
RightName = Literal["use", "modify", "control", "read_control", "write_dac", "read", "write", "execute", "all"]


class Body(BaseModel):
    """A request's content."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewSession(Body):
    """A session to open."""

    application: Name
    lease: Annotated[float, Field(gt=0, le=86_400)] | None = Field(
        None, description="Seconds that it stays without a sign of life; the service's usual time if not given."
    )
    ends_mounts: bool = Field(default=False, description="Dismount what it has mounted when it ends, in whatever way.")


class CopyName(Body):
    """A copy of the catalogue, within the state's folder of copies."""

    name: Annotated[str, Field(pattern=NAME_PATTERN)] = USUAL


class Repair(Body):
    """A checkup that repairs: of one library alone, if it names one."""

    library: Ref | None = None


class NewLibrary(Body):
    """A library to add."""

    name: Annotated[Name, Field(pattern=r"^[^/]+$")]
    url: str = Field(
        pattern=r"^(virtual|scsi|iscsi|standalone):.+$",
        max_length=4096,
        examples=["scsi:/dev/sg3", "virtual:/var/lib/vtl?drives=2&slots=8"],
    )


class Inventory(Body):
    """How to take one."""

    method: Method = "default"  # type: ignore[valid-type] # made at run time


class Labels(Body):
    """What is done with labels."""

    labels: LabelWord = Field(  # type: ignore[valid-type] # made at run time
        description="Ignore them, check them at mounts and arrivals, or write free labels, too."
    )


class Identification(Body):
    """How to identify a medium."""

    deferred: bool = Field(default=False, description="Leave it in the drive for whoever wants it next.")


class Injection(Body):
    """How to take cartridges in."""

    many: bool = Field(default=False, description="Open the ports again, until it is stopped.")


Cleanings = Annotated[int, Field(ge=0, lt=UNCOUNTED, description="How often the cartridge still cleans."), WHOLE]


class CleanerInjection(Body):
    """How to take a cleaning cartridge in."""

    uses: Cleanings | None = Field(None, description="Null if its uses are not to be counted.")


class CleanerSlot(CleanerInjection):
    """Which slot is kept for the cleaning cartridge."""

    slot: Annotated[int, Field(ge=1, le=LARGE, description="Its number."), WHOLE]


class Disabling(Body):
    """How to take something out of service."""

    now: bool = Field(default=False, description="Do not wait for media in use; they stay in their drives.")


class DriveChange(Body):
    """What can be set on a drive."""

    dismount_delay: Annotated[
        int, Field(ge=0, le=LARGE, description="Seconds that a released cartridge stays at least."), WHOLE
    ]


class NewPool(Body):
    """A pool to create, and the containers above it that do not exist."""

    path: str = Field(pattern=r"^[^/\\]+(/[^/\\]+)*$", max_length=POOL_PATH_LENGTH, examples=["backups/daily"])
    media_type: Annotated[str, Field(max_length=LONG)] | None = None
    draw_from_free: bool = False
    return_to_free: bool = False
    max_allocations: Annotated[int, Field(ge=1, le=LARGE), WHOLE] | None = None


class Move(Body):
    """Where to."""

    pool: Ref


class Adoption(Body):
    """Which import media a pool adopts."""

    pool: Ref
    label_type: Annotated[str, Field(min_length=1, max_length=LONG, examples=["bacula"])]
    called: Annotated[str, Field(max_length=LONG, description="A pattern for what the label says, with * and ?.")] = "*"
    dry_run: bool = Field(default=False, description="Change nothing, and answer what would be given.")


class RecordedSide(Body):
    """One side of a medium that is recorded by hand."""

    label_type: LabelText = ""
    label_id: LabelText = Field("", description="What tells it from others with such a label.")
    label_info: LabelText = Field("", description="What people call it.")
    state: SideWord = "import"  # type: ignore[valid-type] # made at run time
    id: UUID | None = Field(None, strict=False, description="The GUID it shall have; null for a new one.")
    logical_id: UUID | None = Field(None, strict=False, description="The LMID of an allocated or complete side.")
    mounts: Annotated[int, Field(ge=0, le=LARGE), WHOLE] = 0
    allocations: Annotated[int, Field(ge=0, le=LARGE), WHOLE] = 0


class NewMedium(Body):
    """A medium to catalogue by hand; see :class:`openrsm.surface.media.NewMedium`."""

    pool: Ref
    bar_code: Annotated[str, Field(max_length=NAME_LENGTH)] = ""
    name: Annotated[str, Field(max_length=NAME_LENGTH)] = ""
    description: LabelText = ""
    location: LabelText = Field("", description="Where it is kept.")
    sides: list[RecordedSide] = Field(default=[], max_length=2, description="Each, or none if nothing is known.")
    id: UUID | None = Field(None, strict=False, description="The GUID it shall have; null for a new one.")
    allow_duplicates: bool = Field(default=False, description="Even if a label of it is catalogued already.")


class Swap(Body):
    """Which LMID to trade sides with."""

    other: Ref


class LibraryMediaType(Body):
    """A media type that a library takes."""

    media_type: Annotated[str, Field(max_length=LONG, examples=["LTO-9"])]


class NewAllocation(Body):
    """What to allocate; see :class:`openrsm.surface.media.AllocateOptions`."""

    pool: Ref
    new: bool = Field(default=False, description="Reserve the other sides of the medium as well.")
    next_of: Ref | None = Field(None, description="An LMID: take the next reserved side of its medium.")
    side: Ref | None = Field(None, description="Take exactly this side.")
    error_if_unavailable: bool = False
    wait: bool = Field(default=False, description="Ask an operator for media where there are none; else refuse.")
    asked: Ref | None = Field(None, description="The operator request that an earlier attempt was answered with.")


class NewMount(Body):
    """What to mount; see :class:`openrsm.surface.mounts.MountOptions`."""

    media: list[Ref] = Field(min_length=1, max_length=MANY)
    read: bool = False
    write: bool = False
    drives: list[Ref] = Field(default=[], max_length=MANY)
    priority: Annotated[int, Field(ge=-15, le=15), WHOLE] = 0
    error_if_busy: bool = False
    error_if_offline: bool = False
    nowait: bool = Field(default=False, description="It stays queued when the session ends.")
    timeout: Seconds | None = Field(None, description="Seconds until it is given up; null for never.")


class TakeOver(Body):
    """Which mount."""

    medium: Ref


class NewDismount(Body):
    """What to dismount."""

    media: list[Ref] = Field(min_length=1, max_length=MANY)
    deferred: bool = Field(default=False, description="Leave the cartridge in the drive, ready for the next mount.")


class NewEjection(Body):
    """What to eject."""

    media: list[Ref] = Field(default=[], max_length=MANY, description="None: what was queued before.")
    queue: bool = Field(default=False, description="Only add them to the batch, which the next eject takes along.")
    force: bool = Field(default=False, description="Also what is mounted, or wanted by others.")
    location: LabelText | None = Field(None, description="Where they are going to be kept.")


class Order(Body):
    """A place among waiting mounts."""

    position: Annotated[int, Field(ge=1, le=LARGE, description="1 is next; a number beyond the end is last."), WHOLE]


class NewRequest(Body):
    """What to ask of an operator."""

    kind: Kind  # type: ignore[valid-type] # made at run time
    message: str = Field(default="", max_length=LONG, description="Empty: in words of the service.")
    pool: Ref | None = None
    medium: Ref | None = None
    library: Ref | None = None
    drive: Ref | None = None


class NewDestination(Body):
    """A computer that is to show messages."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME, description="The name of a computer.")
    of: Ref | None = Field(None, description="A library, or `computer`; without it what this session does.")


class Requests(Body):
    """Which operator requests."""

    requests: list[Ref] = Field(min_length=1, max_length=MANY)


class Items(Body):
    """Which work items."""

    items: list[Ref] = Field(min_length=1, max_length=MANY)


class Purge(Body):
    """What to forget."""

    older_than: Seconds = Field(0.0, description="Seconds since it ended.")


class NewNotification(Body):
    """What to be told about."""

    object_type: Type  # type: ignore[valid-type] # made at run time


class Grant(Body):
    """Rights to give."""

    grantee: Grantee
    rights: list[RightName] = Field(min_length=1, max_length=9)


class Revocation(Body):
    """Rights to take back; all, if none are named."""

    grantee: Grantee
    rights: Annotated[list[RightName], Field(min_length=1, max_length=9)] | None = None


class TokenWanted(Body):
    """A token to make."""

    name: Name
    user: Annotated[str, Field(min_length=1, max_length=255)] | None = Field(None, description="The caller's, if null.")
    lifetime: Annotated[float, Field(gt=0, le=LARGE)] | None = Field(None, description="Seconds; null for ever.")


Text = Annotated[str, Field(max_length=LONG)]
OpenTime = Annotated[int, Field(ge=0, le=LONGEST_OPEN, description="Seconds before an operator is asked."), WHOLE]
PurgeTime = Annotated[int, Field(ge=0, le=LONGEST_PURGE, description="Seconds."), WHOLE]


class ObjectSetting(Body):
    """What to set on an object; see :class:`openrsm.surface.objects.ObjectChange`. Null leaves it as it is."""

    name: Text | None = None
    description: Text | None = None
    cleaner_uses: Annotated[int, Field(ge=0, le=UNCOUNTED), WHOLE] | None = None
    cleans_itself: bool | None = None
    inventory_method: Method | None = None  # type: ignore[valid-type] # made at run time
    auto_recovery: bool | None = None
    max_extend: OpenTime | None = None
    max_open: OpenTime | None = None
    location: Text | None = None
    media_type: Text | None = None
    draw_from_free: bool | None = None
    return_to_free: bool | None = None
    max_allocations: Annotated[int, Field(ge=0, le=LARGE, description="0 for no limit."), WHOLE] | None = None
    work_purge_seconds: PurgeTime | None = None
    operator_purge_seconds: PurgeTime | None = None
    purge_work: bool | None = None
    purge_failed_work: bool | None = None
    purge_requests: bool | None = None
    purge_refused_requests: bool | None = None
    operator_alerts: bool | None = None
    forget_free: bool | None = None
    keep_import: bool | None = None


class LabelTold(Body):
    """A label: what was written, or its type and id."""

    content: str = Field(default="", pattern=BASE64, max_length=4 * (65_536 // 3 + 1), description="In base64.")
    type: Text = ""
    id: Text = ""
    info: Text = ""


class AttributeValue(Body):
    """The value of an attribute; an empty one deletes it."""

    value: str = Field(
        pattern=BASE64,
        max_length=-(-VALUE_LENGTH // 3) * 4,
        description="In base64.",
        examples=["bmlnaHRseQ=="],
    )


class Settling(Body):
    """How long to wait until nothing more can be done without somebody else."""

    timeout: Annotated[float, Field(ge=0, le=300)] = 30.0
