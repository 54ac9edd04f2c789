"""What mtx says beside its results, recorded from mtx 1.3.12: its help, and its complaints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.errors import (
    AccessDenied,
    Busy,
    DestinationFull,
    DeviceFault,
    LibraryOffline,
    NotEmpty,
    ResourceNotPresent,
    RsmError,
    SourceEmpty,
    SystemFault,
    Waited,
)

VERSION: Final = "mtx version 1.3.12\n"
"""The one whose words these are: scripts look at it."""

USAGE: Final = """Usage:
	mtx --version
	mtx [ -f <loader-dev> ] noattach <more commands>
	mtx [ -f <loader-dev> ] inquiry | inventory 
	mtx [ -f <loader-dev> ] [altres] [nobarcode] status
	mtx [ -f <loader-dev> ] [altres] first [<drive#>]
	mtx [ -f <loader-dev> ] [altres] last [<drive#>]
	mtx [ -f <loader-dev> ] [altres] previous [<drive#>]
	mtx [ -f <loader-dev> ] [altres] next [<drive#>]
	mtx [ -f <loader-dev> ] [altres] [invert] load <storage-element-number> [<drive#>]
	mtx [ -f <loader-dev> ] [altres] [invert] unload [<storage-element-number>][<drive#>]
	mtx [ -f <loader-dev> ] [altres] [eepos eepos-number] transfer <storage-element-number> <storage-element-number>
	mtx [ -f <loader-dev> ] [altres] [eepos eepos-number][invert][invert2] exchange <storage-element-number> <storage-element-number>
	mtx [ -f <loader-dev> ] [altres] position <storage-element-number>
	mtx [ -f <loader-dev> ] eject
"""  # noqa: E501, W291 - as mtx has it, tabs, blanks and all

UNSUPPORTED: Final = ("Illegal Request", 0x20, 0x00)
"""INVALID COMMAND OPERATION CODE: what a library says that lacks a command."""
NO_INVERT: Final = ("Illegal Request", 0x24, 0x00)
"""INVALID FIELD IN CDB: what a library says that is to turn what it cannot turn."""

_SENSES: Final[Sequence[tuple[type[RsmError], tuple[str, int, int]]]] = (
    (Busy, ("Illegal Request", 0x53, 0x02)),  # MEDIUM REMOVAL PREVENTED
    (AccessDenied, ("Illegal Request", 0x20, 0x02)),  # ACCESS DENIED - NO ACCESS RIGHTS
    (Waited, ("Aborted Command", 0x00, 0x00)),
    (LibraryOffline, ("Not Ready", 0x04, 0x12)),  # LOGICAL UNIT NOT READY, OFFLINE
    (ResourceNotPresent, ("Not Ready", 0x04, 0x00)),
    (SystemFault, ("Not Ready", 0x04, 0x00)),
    (DeviceFault, ("Hardware Error", 0x15, 0x01)),  # MECHANICAL POSITIONING ERROR
)
_OTHERWISE: Final = ("Illegal Request", 0x24, 0x00)


def sense(key: str, code: int, qualifier: int) -> str:
    """How mtx shows what a library says of a command that it does not carry out."""
    lines = (
        "Long Report=yes",
        "Valid Residual=no",
        "Error Code=70 (Current)",
        f"Sense Key={key}",
        "FileMark=no",
        "EOM=no",
        "ILI=no",
        f"Additional Sense Code = {code:02X}",
        f"Additional Sense Qualifier = {qualifier:02X}",
        "BPV=no",
        "Error in CDB=no",
        "SKSV=no",
    )
    return "".join(f"mtx: Request Sense: {line}\n" for line in lines)


def not_moved(error: RsmError, source: int, destination: int) -> str:
    """Why nothing was moved from one element to another, by their addresses; what OpenRSM says of it stands first."""
    if isinstance(error, SourceEmpty):
        return source_empty(source)
    if isinstance(error, DestinationFull | NotEmpty):
        return destination_full(destination)
    told = next((told for kind, told in _SENSES if isinstance(error, kind)), _OTHERWISE)
    return f"mtx: {error.headline()}\n{sense(*told)}{failed(source, destination)}"


def failed(source: int, destination: int) -> str:
    """The last line of what a library did not do."""
    return f"MOVE MEDIUM from Element Address {source} to {destination} Failed\n"


def source_empty(address: int) -> str:
    """Nothing is there that could be moved."""
    return f"Source Element Address {address} is Empty\n"


def destination_full(address: int) -> str:
    """Something is where it was to go."""
    return f"Destination Element Address {address} is Already Full\n"


def cannot_open(device: str, error: RsmError) -> str:
    """The changer is not to be had."""
    if isinstance(error, AccessDenied):
        why = "Permission denied"
    elif isinstance(error, SystemFault):
        why = error.headline()
    else:
        why = "No such file or directory"
    return f"cannot open SCSI device '{device}' - {why}\n"
