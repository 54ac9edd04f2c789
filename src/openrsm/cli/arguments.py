"""Arguments that many commands take: how they are parsed, completed and described."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from openrsm.cli import complete
from openrsm.cli.durations import FOREVER, FORMS, parse_duration, say_duration
from openrsm.domain.recording import RecordedSide
from openrsm.domain.values import ObjectType

OTHER_NAMES = {
    "physical_medium": ObjectType.PHYSICAL_MEDIA,
    "medium": ObjectType.PHYSICAL_MEDIA,
    "media": ObjectType.PHYSICAL_MEDIA,
    "logical_medium": ObjectType.LOGICAL_MEDIA,
    "media_pool": ObjectType.POOL,
    "partition": ObjectType.SIDE,
    "iedoor": ObjectType.DOOR,
    "ieport": ObjectType.PORT,
    "storageslot": ObjectType.SLOT,
    "librequest": ObjectType.WORK_ITEM,
    "opreq": ObjectType.OPERATOR_REQUEST,
}
"""What else people call a type, RSM's own names among it."""


def object_type(text: str) -> ObjectType:
    """A type by its name, with ``-`` or ``_``, and in either case."""
    name = text.lower().replace("-", "_")
    known = {member.name.lower(): member for member in ObjectType} | OTHER_NAMES
    if name not in known:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(type_names())}")
    return known[name]


def type_names() -> list[str]:
    """The types as the command line writes them."""
    return sorted(member.name.lower().replace("_", "-") for member in ObjectType)


@dataclass(frozen=True, slots=True)
class Limit:
    """How long at most; None for ever."""

    seconds: float | None

    def __str__(self) -> str:
        """As it is typed, for the help."""
        return FOREVER if self.seconds is None else say_duration(self.seconds)


NO_LIMIT = Limit(None)
NO_TIME = Limit(0)


def limit(told: object) -> Limit:
    """A duration that may be ``forever``; a default passes through here, too."""
    return Limit(_duration(str(told)))


def age(told: object) -> float:
    """A duration that ends."""
    seconds = _duration(str(told))
    if seconds is None:
        raise typer.BadParameter("that would be for ever; give a time")
    return seconds


def labelled(told: object) -> RecordedSide:
    """A side by its label, ``TYPE:ID``; a default passes through here, too."""
    if isinstance(told, RecordedSide):
        return told
    kind, _, name = str(told).partition(":")
    if not kind or not name:
        raise typer.BadParameter(f"{told!r} is no label; write TYPE:ID, as in ANSI:VOL001")
    return RecordedSide(label_type=kind, label_id=name)


def _duration(text: str) -> float | None:
    try:
        return parse_duration(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _types(incomplete: str) -> list[str]:
    return [name for name in type_names() if name.startswith(incomplete)]


ObjectKind = Annotated[
    ObjectType,
    typer.Argument(
        metavar="TYPE", parser=object_type, autocompletion=_types, help=f"One of {', '.join(type_names())}."
    ),
]
LibraryName = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Name, serial number or GUID of a library.", autocompletion=complete.libraries),
]
DriveName = Annotated[
    str,
    typer.Argument(
        metavar="DRIVE", help="Name (vlib/drive1), serial number or GUID of a drive.", autocompletion=complete.drives
    ),
]
PoolPath = Annotated[
    str, typer.Argument(metavar="PATH", help="Path (Free/LTO-9) or GUID of a pool.", autocompletion=complete.pools)
]
MediumName = Annotated[
    str, typer.Argument(metavar="MEDIUM", help="Bar code, name or GUID of a cartridge.", autocompletion=complete.media)
]
LogicalName = Annotated[
    str,
    typer.Argument(
        metavar="LMID", help="LMID, or the name or bar code it goes by.", autocompletion=complete.logical_media
    ),
]
LogicalNames = Annotated[
    list[str],
    typer.Argument(
        metavar="LMID", help="LMIDs, or the names or bar codes they go by.", autocompletion=complete.logical_media
    ),
]
WorkNumber = Annotated[
    str, typer.Argument(metavar="N", help="Number or GUID of a work item.", autocompletion=complete.work_items)
]
WorkNumbers = Annotated[
    list[str], typer.Argument(metavar="N", help="Numbers or GUIDs of work items.", autocompletion=complete.work_items)
]
RequestNumber = Annotated[
    str, typer.Argument(metavar="N", help="Number or GUID of an operator request.", autocompletion=complete.requests)
]
NewName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="What to call it from now on.")]
Description = Annotated[str | None, typer.Option("--description", metavar="TEXT", help="What it is, in one line.")]
WaitingTime = Annotated[
    Limit, typer.Option("--timeout", parser=limit, metavar="TIME", help=f"How long to wait: {FORMS}.")
]
Wait = Annotated[bool, typer.Option("--wait", help="Wait until it is done; exit 1 if that failed.")]
Now = Annotated[bool, typer.Option("--now", help="Do not wait for media in use; they stay in their drives.")]
