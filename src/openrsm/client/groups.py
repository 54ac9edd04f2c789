"""The surface, blocking: a line for each call, which says what it does."""

from __future__ import annotations

from openrsm.client.calls.changers import ChangersCalls
from openrsm.client.calls.cleaning import CleaningCalls
from openrsm.client.calls.database import DatabaseCalls
from openrsm.client.calls.diagnosis import DiagnosisCalls
from openrsm.client.calls.drives import DrivesCalls
from openrsm.client.calls.libraries import LibrariesCalls
from openrsm.client.calls.media import MediaCalls
from openrsm.client.calls.mounts import MountsCalls
from openrsm.client.calls.notices import NoticesCalls
from openrsm.client.calls.objects import ObjectsCalls
from openrsm.client.calls.operators import OperatorsCalls
from openrsm.client.calls.pools import PoolsCalls
from openrsm.client.calls.security import SecurityCalls
from openrsm.client.calls.sessions import SessionsCalls
from openrsm.client.calls.shares import SharesCalls
from openrsm.client.calls.work import WorkCalls
from openrsm.client.driving import Blocking, blocking


class Libraries(Blocking[LibrariesCalls]):
    """Libraries."""

    add = blocking(LibrariesCalls.add)
    list = blocking(LibrariesCalls.list)
    show = blocking(LibrariesCalls.show)
    inventory = blocking(LibrariesCalls.inventory)
    refresh = blocking(LibrariesCalls.refresh)
    set_labels = blocking(LibrariesCalls.set_labels)
    types = blocking(LibrariesCalls.types)
    add_type = blocking(LibrariesCalls.add_type)
    remove_type = blocking(LibrariesCalls.remove_type)
    inject = blocking(LibrariesCalls.inject)
    retract = blocking(LibrariesCalls.retract)
    open_door = blocking(LibrariesCalls.open_door)
    enable = blocking(LibrariesCalls.enable)
    disable = blocking(LibrariesCalls.disable)
    remove = blocking(LibrariesCalls.remove)


class Drives(Blocking[DrivesCalls]):
    """Drives."""

    list = blocking(DrivesCalls.list)
    show = blocking(DrivesCalls.show)
    dismount = blocking(DrivesCalls.dismount)
    enable = blocking(DrivesCalls.enable)
    disable = blocking(DrivesCalls.disable)
    remove = blocking(DrivesCalls.remove)
    set_delay = blocking(DrivesCalls.set_delay)


class Pools(Blocking[PoolsCalls]):
    """Media pools."""

    create = blocking(PoolsCalls.create)
    list = blocking(PoolsCalls.list)
    show = blocking(PoolsCalls.show)
    delete = blocking(PoolsCalls.delete)


class Media(Blocking[MediaCalls]):
    """Cartridges, sides and logical media."""

    list = blocking(MediaCalls.list)
    show = blocking(MediaCalls.show)
    create = blocking(MediaCalls.create)
    delete = blocking(MediaCalls.delete)
    move = blocking(MediaCalls.move)
    retype = blocking(MediaCalls.retype)
    allocate = blocking(MediaCalls.allocate)
    request = blocking(MediaCalls.request)
    unclaimed = blocking(MediaCalls.unclaimed)
    adopt = blocking(MediaCalls.adopt)
    claim = blocking(MediaCalls.claim)
    deallocate = blocking(MediaCalls.deallocate)
    swap = blocking(MediaCalls.swap)
    complete = blocking(MediaCalls.complete)
    decommission = blocking(MediaCalls.decommission)
    identify = blocking(MediaCalls.identify)
    update_label = blocking(MediaCalls.update_label)
    set_label = blocking(MediaCalls.set_label)
    eject = blocking(MediaCalls.eject)
    enable = blocking(MediaCalls.enable)
    disable = blocking(MediaCalls.disable)


class Mounts(Blocking[MountsCalls]):
    """Mount and dismount."""

    mount = blocking(MountsCalls.mount)
    submit = blocking(MountsCalls.submit)
    outcome = blocking(MountsCalls.outcome)
    take_over = blocking(MountsCalls.take_over)
    dismount = blocking(MountsCalls.dismount)


class Changers(Blocking[ChangersCalls]):
    """Libraries and shares as numbered slots and drives."""

    show = blocking(ChangersCalls.show)
    load = blocking(ChangersCalls.load)
    submit_load = blocking(ChangersCalls.submit_load)
    unload = blocking(ChangersCalls.unload)
    submit_unload = blocking(ChangersCalls.submit_unload)
    transfer = blocking(ChangersCalls.transfer)
    submit_transfer = blocking(ChangersCalls.submit_transfer)
    outcome = blocking(ChangersCalls.outcome)


class Shares(Blocking[SharesCalls]):
    """Parts of libraries that applications take for their own."""

    create = blocking(SharesCalls.create)
    list = blocking(SharesCalls.list)
    show = blocking(SharesCalls.show)
    change = blocking(SharesCalls.change)
    delete = blocking(SharesCalls.delete)


class Work(Blocking[WorkCalls]):
    """The work queue."""

    list = blocking(WorkCalls.list)
    show = blocking(WorkCalls.show)
    wait = blocking(WorkCalls.wait)
    cancel = blocking(WorkCalls.cancel)
    stop = blocking(WorkCalls.stop)
    order = blocking(WorkCalls.order)
    purge = blocking(WorkCalls.purge)
    delete = blocking(WorkCalls.delete)


class Operators(Blocking[OperatorsCalls]):
    """Operator requests."""

    list = blocking(OperatorsCalls.list)
    show = blocking(OperatorsCalls.show)
    submit = blocking(OperatorsCalls.submit)
    wait = blocking(OperatorsCalls.wait)
    seen = blocking(OperatorsCalls.seen)
    take = blocking(OperatorsCalls.take)
    delete = blocking(OperatorsCalls.delete)
    satisfy = blocking(OperatorsCalls.satisfy)
    refuse = blocking(OperatorsCalls.refuse)
    destinations = blocking(OperatorsCalls.destinations)
    add_destination = blocking(OperatorsCalls.add_destination)
    remove_destination = blocking(OperatorsCalls.remove_destination)


class Cleaning(Blocking[CleaningCalls]):
    """Cleaning drives."""

    clean = blocking(CleaningCalls.clean)
    reserve = blocking(CleaningCalls.reserve)
    release = blocking(CleaningCalls.release)
    inject = blocking(CleaningCalls.inject)
    eject = blocking(CleaningCalls.eject)


class Diagnosis(Blocking[DiagnosisCalls]):
    """The health of drives and media."""

    suspects = blocking(DiagnosisCalls.suspects)
    drive = blocking(DiagnosisCalls.drive)
    medium = blocking(DiagnosisCalls.medium)
    clear_drive = blocking(DiagnosisCalls.clear_drive)
    clear_medium = blocking(DiagnosisCalls.clear_medium)


class Database(Blocking[DatabaseCalls]):
    """The catalogue as a whole."""

    show = blocking(DatabaseCalls.show)
    report = blocking(DatabaseCalls.report)
    export = blocking(DatabaseCalls.export)
    mark_import = blocking(DatabaseCalls.mark_import)
    cancel_import = blocking(DatabaseCalls.cancel_import)
    check = blocking(DatabaseCalls.check)
    repair = blocking(DatabaseCalls.repair)


class Objects(Blocking[ObjectsCalls]):
    """Any object, and the overview."""

    view = blocking(ObjectsCalls.view)
    show = blocking(ObjectsCalls.show)
    change = blocking(ObjectsCalls.change)
    attributes = blocking(ObjectsCalls.attributes)
    get_attribute = blocking(ObjectsCalls.get_attribute)
    set_attribute = blocking(ObjectsCalls.set_attribute)
    delete_attribute = blocking(ObjectsCalls.delete_attribute)
    status = blocking(ObjectsCalls.status)
    audit = blocking(ObjectsCalls.audit)


class Notices(Blocking[NoticesCalls]):
    """What changes."""

    since = blocking(NoticesCalls.since)
    open = blocking(NoticesCalls.open)
    wait = blocking(NoticesCalls.wait)
    close = blocking(NoticesCalls.close)


class Security(Blocking[SecurityCalls]):
    """Rights and tokens."""

    show = blocking(SecurityCalls.show)
    grant = blocking(SecurityCalls.grant)
    revoke = blocking(SecurityCalls.revoke)
    create_token = blocking(SecurityCalls.create_token)
    tokens = blocking(SecurityCalls.tokens)
    revoke_token = blocking(SecurityCalls.revoke_token)


class Sessions(Blocking[SessionsCalls]):
    """The session that this connection is, and its siblings."""

    renew = blocking(SessionsCalls.renew)
    list = blocking(SessionsCalls.list)
    close = blocking(SessionsCalls.close)
