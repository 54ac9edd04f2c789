"""Every subcommand of the original with its switches (Windows 2000 and Server 2003)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from openrsm.cli.legacy.grammar import FLAG, OBJECT, Subcommand, Switch

_BARE: Final = Switch(key="b", kind=FLAG)
_LMID: Final = Switch(key="l", shows="LMID", kind=OBJECT)
_SIDE: Final = Switch(key="p", shows="SIDE", kind=OBJECT)
_MEDIUM: Final = Switch(key="p", shows="PMID", kind=OBJECT)
_LIBRARY: Final = Switch(key="l", shows="LIBRARY", kind=OBJECT)
_SLOT: Final = Switch(key="s", shows="SLOT", kind=OBJECT)
_CHANGER: Final = Switch(key="c", shows="CHANGER", kind=OBJECT)
_DRIVE: Final = Switch(key="d", shows="DRIVE", kind=OBJECT)
_TYPE: Final = Switch(key="t", shows="TYPE", kind=OBJECT)
_POOL: Final = Switch(key="m", shows="POOL", needed=True)
_TIME: Final = Switch(key="t", shows="MILLISECONDS")

MOUNTS: Final = ("errunavail", "drive", "read", "write", "offline")
PRIORITIES: Final = {"highest": 15, "high": 7, "normal": 0, "low": -7, "lowest": -15}

_ALL: Final = (
    Subcommand(
        name="allocate",
        says="Take a side for an application.",
        switches=(
            _POOL,
            Switch(key="o", choices=("errunavail", "new", "next"), repeated=True),
            _LMID,
            _SIDE,
            Switch(key="ln", shows="NAME"),
            Switch(key="ld", shows="DESCRIPTION"),
            Switch(key="pn", shows="NAME"),
            Switch(key="pd", shows="DESCRIPTION"),
            _TIME,
            _BARE,
        ),
    ),
    Subcommand(
        name="createpool",
        says="Create a pool.",
        switches=(
            _POOL,
            Switch(key="a", choices=("existing", "always", "new"), needed=True),
            _TYPE,
            Switch(key="d", kind=FLAG),
            Switch(key="r", kind=FLAG),
        ),
    ),
    Subcommand(name="deallocate", says="Give a side back.", switches=(_LMID, _SIDE), one_of=("l", "p")),
    Subcommand(name="deletepool", says="Delete an empty pool.", switches=(_POOL,)),
    Subcommand(
        name="dismount",
        says="Dismount a medium.",
        switches=(_LMID, _SIDE, Switch(key="o", choices=("deferred",))),
        one_of=("l", "p"),
    ),
    Subcommand(
        name="eject",
        says="Bring a medium to a port.",
        switches=(
            _MEDIUM,
            _SLOT,
            _DRIVE,
            _LIBRARY,
            Switch(key="o", shows="OPERATION"),
            Switch(key="a", choices=("start", "stop", "queue")),
            _BARE,
        ),
    ),
    Subcommand(
        name="erase",
        says="Make a medium free, and what is written on it unreachable.",
        switches=(replace(_SIDE, needed=True), _BARE, Switch(key="r", shows="VALUE"), _TIME),
    ),
    Subcommand(
        name="freemedia",
        says="Make a medium free, with a free label.",
        switches=(_LMID, _SIDE, _SLOT, _CHANGER, _DRIVE),
        one_of=("l", "p", "s"),
    ),
    Subcommand(
        name="inventory",
        says="Look at what is in a library.",
        switches=(
            Switch(key="l", shows="LIBRARY", kind=OBJECT, needed=True),
            Switch(key="a", choices=("full", "fast", "default", "none", "stop"), needed=True),
        ),
    ),
    Subcommand(
        name="mount",
        says="Mount a medium; prints the path of its drive.",
        switches=(
            _LMID,
            _SIDE,
            _SLOT,
            _CHANGER,
            _DRIVE,
            Switch(key="o", choices=MOUNTS, repeated=True),
            Switch(key="r", choices=tuple(PRIORITIES)),
            _TIME,
        ),
        one_of=("l", "p", "s"),
    ),
    Subcommand(
        name="refresh",
        says="Look whether somebody has changed the media of a library or a drive.",
        switches=(_LIBRARY, _MEDIUM, _TYPE),
        one_of=("l", "p", "t"),
    ),
    Subcommand(
        name="rename",
        says="Name or describe an object.",
        switches=(
            Switch(key="t", shows="TYPE", needed=True),
            Switch(key="", shows="OBJECT", kind=OBJECT, needed=True),
            Switch(key="n", shows="NAME"),
            Switch(key="d", shows="DESCRIPTION"),
        ),
    ),
    Subcommand(
        name="ui",
        says="Say which computers show requests.",
        switches=(
            Switch(key="a", choices=("add", "delete", "clear"), needed=True),
            Switch(key="t", choices=("info", "request", "error")),
            _LIBRARY,
            Switch(key="n", shows="COMPUTER"),
        ),
    ),
    Subcommand(
        name="view",
        says="List objects, one a line.",
        switches=(
            Switch(key="t", shows="TYPE", needed=True),
            Switch(key="cg", shows="CONTAINER"),
            Switch(key="guiddisplay", kind=FLAG),
            _BARE,
        ),
    ),
)

SUBCOMMANDS: Final[Mapping[str, Subcommand]] = {one.name: one for one in _ALL}

REFUSED: Final[Mapping[str, str]] = {
    "ejectatapi": "its number ends a name that Windows gives a device; name the library: rsm legacy eject /lfLIBRARY",
}
"""What the original has and this has not, with what to do instead."""
