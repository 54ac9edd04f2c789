"""Which rights each call of the surface takes, and on what (the table of RSM's security reference, 2003's column).

A comment names the row of that table; where there is none, the reason. A call asks only of what it concerns: a row with
several columns holds for each of these that it touches. Why free pools take less: MS-RSMP <30>-<32>.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from openrsm.domain.equipment import Library
from openrsm.domain.rights import NONE, Guarded, Right, Root
from openrsm.domain.values import Computer, Pool, PoolKind


class Deed(Enum):
    """A call of the surface."""

    SESSION_OPEN = "sessions.open"
    SESSION_RENEW = "sessions.renew"
    SESSION_LIST = "sessions.list"
    SESSION_CLOSE = "sessions.close"
    LIBRARY_ADD = "libraries.add"
    LIBRARY_LIST = "libraries.list"
    LIBRARY_SHOW = "libraries.show"
    LIBRARY_INVENTORY = "libraries.inventory"
    LIBRARY_SET_LABELS = "libraries.set_labels"
    LIBRARY_REFRESH = "libraries.refresh"
    LIBRARY_TYPES = "libraries.types"
    LIBRARY_ADD_TYPE = "libraries.add_type"
    LIBRARY_REMOVE_TYPE = "libraries.remove_type"
    LIBRARY_INJECT = "libraries.inject"
    LIBRARY_RETRACT = "libraries.retract"
    LIBRARY_OPEN_DOOR = "libraries.open_door"
    LIBRARY_ENABLE = "libraries.enable"
    LIBRARY_DISABLE = "libraries.disable"
    LIBRARY_REMOVE = "libraries.remove"
    DRIVE_LIST = "drives.list"
    DRIVE_SHOW = "drives.show"
    DRIVE_DISMOUNT = "drives.dismount"
    DRIVE_ENABLE = "drives.enable"
    DRIVE_DISABLE = "drives.disable"
    DRIVE_REMOVE = "drives.remove"
    DRIVE_SET_DELAY = "drives.set_delay"
    CLEAN = "cleaning.clean"
    CLEANER_RESERVE = "cleaning.reserve"
    CLEANER_RELEASE = "cleaning.release"
    CLEANER_INJECT = "cleaning.inject"
    CLEANER_EJECT = "cleaning.eject"
    POOL_CREATE = "pools.create"
    POOL_LIST = "pools.list"
    POOL_SHOW = "pools.show"
    POOL_DELETE = "pools.delete"
    MEDIUM_LIST = "media.list"
    MEDIUM_SHOW = "media.show"
    MEDIUM_CREATE = "media.create"
    MEDIUM_DELETE = "media.delete"
    MEDIUM_MOVE = "media.move"
    MEDIUM_RETYPE = "media.retype"
    MEDIUM_ALLOCATE = "media.allocate"
    MEDIUM_REQUEST = "media.request"
    MEDIUM_UNCLAIMED = "media.unclaimed"
    MEDIUM_ADOPT = "media.adopt"
    MEDIUM_CLAIM = "media.claim"
    MEDIUM_DEALLOCATE = "media.deallocate"
    MEDIUM_SWAP = "media.swap"
    MEDIUM_COMPLETE = "media.complete"
    MEDIUM_DECOMMISSION = "media.decommission"
    MEDIUM_IDENTIFY = "media.identify"
    MEDIUM_UPDATE_LABEL = "media.update_label"
    MEDIUM_SET_LABEL = "media.set_label"
    MEDIUM_ENABLE = "media.enable"
    MEDIUM_DISABLE = "media.disable"
    MEDIUM_EJECT = "media.eject"
    MOUNT = "mounts.mount"
    MOUNT_SUBMIT = "mounts.submit"
    MOUNT_OUTCOME = "mounts.outcome"
    MOUNT_TAKE_OVER = "mounts.take_over"
    DISMOUNT = "mounts.dismount"
    CHANGER_SHOW = "changers.show"
    CHANGER_LOAD = "changers.load"
    CHANGER_SUBMIT_LOAD = "changers.submit_load"
    CHANGER_UNLOAD = "changers.unload"
    CHANGER_SUBMIT_UNLOAD = "changers.submit_unload"
    CHANGER_TRANSFER = "changers.transfer"
    CHANGER_SUBMIT_TRANSFER = "changers.submit_transfer"
    CHANGER_OUTCOME = "changers.outcome"
    SHARE_CREATE = "shares.create"
    SHARE_LIST = "shares.list"
    SHARE_SHOW = "shares.show"
    SHARE_CHANGE = "shares.change"
    SHARE_DELETE = "shares.delete"
    WORK_LIST = "work.list"
    WORK_SHOW = "work.show"
    WORK_WAIT = "work.wait"
    WORK_CANCEL = "work.cancel"
    WORK_STOP = "work.stop"
    WORK_ORDER = "work.order"
    WORK_PURGE = "work.purge"
    WORK_DELETE = "work.delete"
    OPERATOR_LIST = "operators.list"
    OPERATOR_SHOW = "operators.show"
    OPERATOR_SUBMIT = "operators.submit"
    OPERATOR_WAIT = "operators.wait"
    OPERATOR_SEEN = "operators.seen"
    OPERATOR_TAKE = "operators.take"
    OPERATOR_DELETE = "operators.delete"
    OPERATOR_SATISFY = "operators.satisfy"
    OPERATOR_REFUSE = "operators.refuse"
    DESTINATION_LIST = "operators.destinations"
    DESTINATION_ADD = "operators.add_destination"
    DESTINATION_REMOVE = "operators.remove_destination"
    SUSPECTS = "diagnosis.suspects"
    DRIVE_READINGS = "diagnosis.drive"
    MEDIUM_READINGS = "diagnosis.medium"
    DRIVE_CLEAR = "diagnosis.clear_drive"
    MEDIUM_CLEAR = "diagnosis.clear_medium"
    DATABASE_SHOW = "database.show"
    DATABASE_REPORT = "database.report"
    DATABASE_EXPORT = "database.export"
    DATABASE_IMPORT = "database.mark_import"
    DATABASE_CANCEL = "database.cancel_import"
    DATABASE_CHECK = "database.check"
    DATABASE_REPAIR = "database.repair"
    OBJECT_VIEW = "objects.view"
    OBJECT_SHOW = "objects.show"
    OBJECT_CHANGE = "objects.change"
    ATTRIBUTE_LIST = "objects.attributes"
    ATTRIBUTE_GET = "objects.get_attribute"
    ATTRIBUTE_SET = "objects.set_attribute"
    ATTRIBUTE_DELETE = "objects.delete_attribute"
    STATUS = "objects.status"
    AUDIT = "objects.audit"
    NOTICE_SINCE = "notices.since"
    NOTICE_OPEN = "notices.open"
    NOTICE_WAIT = "notices.wait"
    NOTICE_CLOSE = "notices.close"
    ACCESS_SHOW = "security.show"
    ACCESS_GRANT = "security.grant"
    ACCESS_REVOKE = "security.revoke"
    TOKEN_CREATE = "security.create_token"  # noqa: S105 - the name of a call
    TOKEN_LIST = "security.tokens"  # noqa: S105 - the name of a call
    TOKEN_REVOKE = "security.revoke_token"  # noqa: S105 - the name of a call


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a call takes on each kind of thing.

    Attributes:
        pool: On every pool that it concerns, each the lowest in its nest.
        free: On those among them that are free pools.
        library: On the library.
        itself: On it instead, where the library itself is changed, and not what belongs to it.
        computer: On the computer.
        root: Above all pools.
    """

    pool: Right = NONE
    free: Right = NONE
    library: Right = NONE
    itself: Right = NONE
    computer: Right = NONE
    root: Right = NONE

    def on(self, guarded: Guarded, *, itself: bool = False) -> Right:
        """What it takes on that; ``itself``: of a library, to change that itself."""
        match guarded:
            case Pool(kind=PoolKind.FREE):
                return self.free
            case Pool():
                return self.pool
            case Library():
                return self.itself if itself else self.library
            case Computer():
                return self.computer
            case Root():
                return self.root


def _on_pools(right: Right, **others: Right) -> Need:
    """A row that makes no difference between free pools and others."""
    return Need(pool=right, free=right, **others)


_U, _M, _C = Right.USE, Right.MODIFY, Right.CONTROL
_R, _W = Right.READ_CONTROL, Right.WRITE_DAC

_LOOK: Final = _on_pools(_U, library=_U, computer=_U)
"""Enumerate, get information, get attribute: U | U | U, of each by what it is."""
_SEE_LIBRARY: Final = Need(library=_U)
_SEE_COMPUTER: Final = Need(computer=_U)
_SWITCH: Final = Need(library=_M)
"""Dismount drive, enable, disable: library M."""
_ROBOT: Final = Need(library=_C)
"""Eject, inject, door, clean, inventory, identify slot, cleaner calls, cancel library request: library C."""
_TAKE: Final = Need(pool=_C, free=_U)
"""Allocate, deallocate, complete, decommission, move: pool C; on the free pool U, where one draws from or returns."""
_MOUNT: Final = _on_pools(_U, library=_U)
"""Mount, dismount media: pool U, library U."""
_CARRY: Final = _on_pools(_C, library=_C)
"""No row: from slot to slot, in a library as eject and inject; the numbers of a share are its pools' matter."""
_SET: Final = _on_pools(_M, library=_M, computer=_M)
"""Set attribute: M | M | M, of each by what it is; where one table of the original says U, the other is followed."""
_ANSWER: Final = Need(computer=_C)
"""Satisfy, cancel operator request; export, import database: computer C."""
_ADDRESS: Final = Need(library=_U | _M, computer=_U | _M)
"""Set UI options: library U and M, computer U and M."""
_OWN: Final = Need()
"""Of one's own; what is others' takes an administrator."""

MATRIX: Final[Mapping[Deed, Need]] = {
    Deed.SESSION_OPEN: _SEE_COMPUTER,  # open session: computer U
    Deed.SESSION_RENEW: _OWN,
    Deed.SESSION_LIST: _OWN,
    Deed.SESSION_CLOSE: _OWN,
    Deed.LIBRARY_ADD: Need(computer=_C),  # no row: the original found its devices itself
    Deed.LIBRARY_LIST: _LOOK,
    Deed.LIBRARY_SHOW: _LOOK,
    Deed.LIBRARY_SET_LABELS: Need(library=_C),  # set information of the library object itself: library C
    Deed.LIBRARY_TYPES: _LOOK,
    Deed.LIBRARY_ADD_TYPE: Need(library=_M),  # add / delete media type: library M
    Deed.LIBRARY_REMOVE_TYPE: Need(library=_M),
    Deed.LIBRARY_INVENTORY: _ROBOT,
    Deed.LIBRARY_REFRESH: Need(library=_U),  # no row: no right is named, and nothing is moved
    Deed.LIBRARY_INJECT: _ROBOT,
    Deed.LIBRARY_RETRACT: _ROBOT,
    Deed.LIBRARY_OPEN_DOOR: _ROBOT,
    Deed.LIBRARY_ENABLE: _SWITCH,
    Deed.LIBRARY_DISABLE: _SWITCH,
    Deed.LIBRARY_REMOVE: Need(library=_M),  # delete library, drive: library M
    Deed.DRIVE_LIST: _LOOK,
    Deed.DRIVE_SHOW: _LOOK,
    Deed.DRIVE_DISMOUNT: _SWITCH,
    Deed.DRIVE_ENABLE: _SWITCH,
    Deed.DRIVE_DISABLE: _SWITCH,
    Deed.DRIVE_REMOVE: Need(library=_M),  # delete library, drive: library M
    Deed.DRIVE_SET_DELAY: Need(library=_M),  # set information: M; of a drive it is asked of the library
    Deed.CLEAN: _ROBOT,
    Deed.CLEANER_RESERVE: _ROBOT,
    Deed.CLEANER_RELEASE: _ROBOT,
    Deed.CLEANER_INJECT: _ROBOT,
    Deed.CLEANER_EJECT: _ROBOT,
    Deed.POOL_CREATE: _on_pools(_C, root=_C),  # create pool: C on parent, or on the root at the top
    Deed.POOL_LIST: _LOOK,
    Deed.POOL_SHOW: _LOOK,
    Deed.POOL_DELETE: _on_pools(_M),  # delete pool: M
    Deed.MEDIUM_LIST: _LOOK,
    Deed.MEDIUM_SHOW: _LOOK,
    Deed.MEDIUM_CREATE: _on_pools(_M, computer=_M),  # create media: pool M, computer M
    Deed.MEDIUM_DELETE: _on_pools(_M, computer=_M),  # change media type, delete media: pool M, computer M
    Deed.MEDIUM_RETYPE: _on_pools(_M, computer=_M),
    Deed.MEDIUM_MOVE: _TAKE,
    Deed.MEDIUM_ALLOCATE: _TAKE,
    Deed.MEDIUM_REQUEST: _TAKE,
    Deed.MEDIUM_UNCLAIMED: _LOOK,
    Deed.MEDIUM_ADOPT: _TAKE,
    Deed.MEDIUM_CLAIM: replace(_TAKE, library=_U),  # no row: a look at the library, and as for allocating
    Deed.MEDIUM_DEALLOCATE: _TAKE,
    Deed.MEDIUM_SWAP: _on_pools(_M),  # swap: pool M
    Deed.MEDIUM_COMPLETE: _on_pools(_C),  # complete: pool C
    Deed.MEDIUM_DECOMMISSION: _on_pools(_C),  # decommission: pool C; nothing is drawn from a free pool here
    Deed.MEDIUM_IDENTIFY: Need(library=_C),  # identify slot: library C
    Deed.MEDIUM_UPDATE_LABEL: _on_pools(_C),  # update OMID: pool C
    Deed.MEDIUM_SET_LABEL: _on_pools(_C),  # update OMID: pool C
    Deed.MEDIUM_ENABLE: _SWITCH,
    Deed.MEDIUM_DISABLE: _SWITCH,
    Deed.MEDIUM_EJECT: _ROBOT,
    Deed.MOUNT: _MOUNT,
    Deed.MOUNT_SUBMIT: _MOUNT,
    Deed.MOUNT_OUTCOME: _LOOK,  # get information: of the library request, and of the medium
    Deed.MOUNT_TAKE_OVER: _on_pools(_C | _U, library=_U),  # no row: mount, and power over the pool
    Deed.DISMOUNT: _MOUNT,
    Deed.CHANGER_SHOW: _SEE_LIBRARY,  # no row: as get information, of the library
    Deed.CHANGER_LOAD: _MOUNT,
    Deed.CHANGER_SUBMIT_LOAD: _MOUNT,
    Deed.CHANGER_UNLOAD: _MOUNT,
    Deed.CHANGER_SUBMIT_UNLOAD: _MOUNT,
    Deed.CHANGER_TRANSFER: _CARRY,
    Deed.CHANGER_SUBMIT_TRANSFER: _CARRY,
    Deed.CHANGER_OUTCOME: _SEE_LIBRARY,
    Deed.SHARE_CREATE: _on_pools(_U, library=_C),  # no row: it decides who moves what in the library
    Deed.SHARE_LIST: _SEE_LIBRARY,
    Deed.SHARE_SHOW: _SEE_LIBRARY,
    Deed.SHARE_CHANGE: _on_pools(_U, library=_C),
    Deed.SHARE_DELETE: Need(library=_C),
    Deed.WORK_LIST: _SEE_LIBRARY,
    Deed.WORK_SHOW: _SEE_LIBRARY,  # its place in the queue is part of it; the row "get request order" is not followed
    Deed.WORK_WAIT: _SEE_LIBRARY,
    Deed.WORK_CANCEL: Need(library=_C),  # cancel library request: library C; one's own needs none
    Deed.WORK_STOP: _ROBOT,
    Deed.WORK_ORDER: Need(computer=_C),  # set request order: computer C
    Deed.WORK_PURGE: Need(computer=_M),  # delete requests: computer M
    Deed.WORK_DELETE: Need(computer=_M),  # delete requests: computer M
    Deed.OPERATOR_LIST: _SEE_COMPUTER,
    Deed.OPERATOR_SHOW: _SEE_COMPUTER,
    Deed.OPERATOR_SUBMIT: _on_pools(_C, library=_C, computer=_U),  # submit: library C, pool C, computer U
    Deed.OPERATOR_WAIT: _SEE_COMPUTER,
    Deed.OPERATOR_SEEN: _ANSWER,
    Deed.OPERATOR_TAKE: _ANSWER,
    Deed.OPERATOR_DELETE: Need(computer=_M),  # delete requests: computer M
    Deed.OPERATOR_SATISFY: _ANSWER,
    Deed.OPERATOR_REFUSE: _ANSWER,
    Deed.DESTINATION_LIST: Need(library=_U, computer=_U),  # get UI options: library U, computer U
    Deed.DESTINATION_ADD: _ADDRESS,
    Deed.DESTINATION_REMOVE: _ADDRESS,
    Deed.SUSPECTS: _LOOK,
    Deed.DRIVE_READINGS: _LOOK,
    Deed.MEDIUM_READINGS: _LOOK,
    Deed.DRIVE_CLEAR: Need(library=_M),  # set information: M; of a drive it is asked of the library
    Deed.MEDIUM_CLEAR: _on_pools(_M),  # set information: M; of a medium it is asked of its pool
    Deed.DATABASE_SHOW: _ANSWER,  # as export and import: it tells paths, and of what was done
    Deed.DATABASE_REPORT: _ANSWER,  # no row: it tells of everybody's media
    Deed.DATABASE_EXPORT: _ANSWER,  # export, import database: computer C
    Deed.DATABASE_IMPORT: _ANSWER,
    Deed.DATABASE_CANCEL: _ANSWER,
    Deed.DATABASE_CHECK: _ANSWER,  # no row: it tells of all objects, and repairs what is everybody's
    Deed.DATABASE_REPAIR: _ANSWER,
    Deed.OBJECT_VIEW: _LOOK,
    Deed.OBJECT_SHOW: _LOOK,
    Deed.OBJECT_CHANGE: _on_pools(_M, library=_M, itself=_C, computer=_M),  # set information: M; library itself: C
    Deed.ATTRIBUTE_LIST: _LOOK,
    Deed.ATTRIBUTE_GET: _LOOK,
    Deed.ATTRIBUTE_SET: _SET,
    Deed.ATTRIBUTE_DELETE: _SET,
    Deed.STATUS: _LOOK,
    Deed.AUDIT: Need(computer=_C),  # no row: the trail tells of everybody
    Deed.NOTICE_SINCE: _LOOK,  # open notification: computer U; each change as the object that it is about
    Deed.NOTICE_OPEN: _SEE_COMPUTER,
    Deed.NOTICE_WAIT: _LOOK,
    Deed.NOTICE_CLOSE: _OWN,
    Deed.ACCESS_SHOW: _on_pools(_R, library=_R, computer=_R, root=_R),  # get security: R
    Deed.ACCESS_GRANT: _on_pools(_W, library=_W, computer=_W, root=_W),  # set security: W
    Deed.ACCESS_REVOKE: _on_pools(_W, library=_W, computer=_W, root=_W),
    Deed.TOKEN_CREATE: _OWN,
    Deed.TOKEN_LIST: _OWN,
    Deed.TOKEN_REVOKE: _OWN,
}
