"""The calls about changers and shares, which the original does not have, with what is chosen for each.

A load is a mount and an unload a dismount; from slot to slot goes what an eject could bring out; the numbers of a share
are its pools' matter; and who makes a share decides who moves what in a library.
"""

from __future__ import annotations

from typing import Final

from openrsm.domain.rights import Right
from tests.conformance.surface_bench import LIBRARY
from tests.surface.rights_calls import LOOK, MOUNT, POOL, ROBOT, TAKE, VLIB, Asked, by_row
from tests.surface.rights_stage import BARE, SHARE, Rights

LOADED: Final = 0
"""The drive in which a medium of the pool is mounted."""
FREE_DRIVE: Final = 1
IN_LIBRARY: Final = 3
IN_SHARE: Final = 3
"""Where V00003L9 lies: by the library's number, and by the share's."""

_ALLOCATES: Final[Rights] = {**by_row(MOUNT, VLIB), POOL: by_row(MOUNT, POOL)[POOL] | by_row(TAKE, POOL)[POOL]}
_UNLOADS: Final[Rights] = by_row(MOUNT, POOL, VLIB)
_MAKES: Final[Rights] = {VLIB: Right.CONTROL, f"pool:{BARE}": Right.USE}


def _loads(changer: str, needs: Rights, slot: int) -> list[Asked]:
    return [
        Asked(
            "changers.load",
            needs,
            lambda stage, session: stage.manager.changers.load(session, changer, slot, FREE_DRIVE, timeout=0),
            f"of {changer}",
        ),
        Asked(
            "changers.submit_load",
            needs,
            lambda stage, session: stage.manager.changers.submit_load(session, changer, slot, FREE_DRIVE),
            f"of {changer}",
        ),
    ]


CHANGER_CALLS: Final[list[Asked]] = [
    Asked("changers.show", by_row(LOOK, VLIB), lambda stage, session: stage.manager.changers.show(session, LIBRARY)),
    Asked(
        "changers.show",
        by_row(LOOK, VLIB, POOL),
        lambda stage, session: stage.manager.changers.show(session, SHARE),
        "with its media's bar codes",
        shows=lambda view: any(slot.bar_code for slot in view.slots),
    ),
    *_loads(LIBRARY, by_row(MOUNT, POOL, VLIB), IN_LIBRARY),
    *_loads(SHARE, _ALLOCATES, IN_SHARE),
    Asked(
        "changers.unload",
        _UNLOADS,
        lambda stage, session: stage.manager.changers.unload(session, LIBRARY, LOADED),
    ),
    Asked(
        "changers.submit_unload",
        _UNLOADS,
        lambda stage, session: stage.manager.changers.submit_unload(session, LIBRARY, LOADED),
    ),
    Asked(
        "changers.transfer",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.changers.transfer(session, LIBRARY, IN_LIBRARY, 9),
        "in a library",
    ),
    Asked(
        "changers.transfer",
        {POOL: Right.CONTROL},
        lambda stage, session: stage.manager.changers.transfer(session, SHARE, IN_SHARE, 8),
        "in a share",
    ),
    Asked(
        "changers.submit_transfer",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.changers.submit_transfer(session, LIBRARY, IN_LIBRARY, 9),
    ),
    Asked(
        "changers.outcome",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.changers.outcome(session, stage.item),
    ),
    Asked(
        "shares.create",
        _MAKES,
        lambda stage, session: stage.manager.shares.create(session, "new", LIBRARY, [BARE], ["drive1"]),
    ),
    Asked(
        "shares.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.shares.list(session),
        shows=lambda views: SHARE in [view.name for view in views],
    ),
    Asked("shares.show", by_row(LOOK, VLIB), lambda stage, session: stage.manager.shares.show(session, SHARE)),
    Asked(
        "shares.change",
        _MAKES,
        lambda stage, session: stage.manager.shares.change(session, SHARE, pools=[BARE]),
    ),
    Asked(
        "shares.delete",
        {VLIB: Right.CONTROL},
        lambda stage, session: stage.manager.shares.delete(session, SHARE),
    ),
]
