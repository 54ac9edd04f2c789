"""The surface, blocking and with the session first: what the Protocols of :mod:`openrsm.surface` ask for."""

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
from openrsm.client.calls.shares import SharesCalls
from openrsm.client.calls.work import WorkCalls
from openrsm.client.driving import InSession, in_session


class ClientLibraries(InSession[LibrariesCalls]):
    """See :class:`openrsm.surface.libraries.Libraries`."""

    add = in_session(LibrariesCalls.add)
    list = in_session(LibrariesCalls.list)
    show = in_session(LibrariesCalls.show)
    inventory = in_session(LibrariesCalls.inventory)
    refresh = in_session(LibrariesCalls.refresh)
    set_labels = in_session(LibrariesCalls.set_labels)
    types = in_session(LibrariesCalls.types)
    add_type = in_session(LibrariesCalls.add_type)
    remove_type = in_session(LibrariesCalls.remove_type)
    inject = in_session(LibrariesCalls.inject)
    retract = in_session(LibrariesCalls.retract)
    open_door = in_session(LibrariesCalls.open_door)
    enable = in_session(LibrariesCalls.enable)
    disable = in_session(LibrariesCalls.disable)
    remove = in_session(LibrariesCalls.remove)


class ClientDrives(InSession[DrivesCalls]):
    """See :class:`openrsm.surface.libraries.Drives`."""

    list = in_session(DrivesCalls.list)
    show = in_session(DrivesCalls.show)
    dismount = in_session(DrivesCalls.dismount)
    enable = in_session(DrivesCalls.enable)
    disable = in_session(DrivesCalls.disable)
    remove = in_session(DrivesCalls.remove)
    set_delay = in_session(DrivesCalls.set_delay)


class ClientPools(InSession[PoolsCalls]):
    """See :class:`openrsm.surface.pools.Pools`."""

    create = in_session(PoolsCalls.create)
    list = in_session(PoolsCalls.list)
    show = in_session(PoolsCalls.show)
    delete = in_session(PoolsCalls.delete)


class ClientMedia(InSession[MediaCalls]):
    """See :class:`openrsm.surface.media.Media`."""

    list = in_session(MediaCalls.list)
    show = in_session(MediaCalls.show)
    create = in_session(MediaCalls.create)
    delete = in_session(MediaCalls.delete)
    move = in_session(MediaCalls.move)
    retype = in_session(MediaCalls.retype)
    allocate = in_session(MediaCalls.allocate)
    request = in_session(MediaCalls.request)
    unclaimed = in_session(MediaCalls.unclaimed)
    adopt = in_session(MediaCalls.adopt)
    claim = in_session(MediaCalls.claim)
    deallocate = in_session(MediaCalls.deallocate)
    swap = in_session(MediaCalls.swap)
    complete = in_session(MediaCalls.complete)
    decommission = in_session(MediaCalls.decommission)
    identify = in_session(MediaCalls.identify)
    update_label = in_session(MediaCalls.update_label)
    set_label = in_session(MediaCalls.set_label)
    eject = in_session(MediaCalls.eject)
    enable = in_session(MediaCalls.enable)
    disable = in_session(MediaCalls.disable)


class ClientMounts(InSession[MountsCalls]):
    """See :class:`openrsm.surface.mounts.Mounts`."""

    mount = in_session(MountsCalls.mount)
    submit = in_session(MountsCalls.submit)
    outcome = in_session(MountsCalls.outcome)
    take_over = in_session(MountsCalls.take_over)
    dismount = in_session(MountsCalls.dismount)


class ClientChangers(InSession[ChangersCalls]):
    """See :class:`openrsm.surface.changers.Changers`."""

    show = in_session(ChangersCalls.show)
    load = in_session(ChangersCalls.load)
    submit_load = in_session(ChangersCalls.submit_load)
    unload = in_session(ChangersCalls.unload)
    submit_unload = in_session(ChangersCalls.submit_unload)
    transfer = in_session(ChangersCalls.transfer)
    submit_transfer = in_session(ChangersCalls.submit_transfer)
    outcome = in_session(ChangersCalls.outcome)


class ClientShares(InSession[SharesCalls]):
    """See :class:`openrsm.surface.shares.Shares`."""

    create = in_session(SharesCalls.create)
    list = in_session(SharesCalls.list)
    show = in_session(SharesCalls.show)
    change = in_session(SharesCalls.change)
    delete = in_session(SharesCalls.delete)


class ClientWork(InSession[WorkCalls]):
    """See :class:`openrsm.surface.work.Work`."""

    list = in_session(WorkCalls.list)
    show = in_session(WorkCalls.show)
    wait = in_session(WorkCalls.wait)
    cancel = in_session(WorkCalls.cancel)
    stop = in_session(WorkCalls.stop)
    order = in_session(WorkCalls.order)
    purge = in_session(WorkCalls.purge)
    delete = in_session(WorkCalls.delete)


class ClientOperators(InSession[OperatorsCalls]):
    """See :class:`openrsm.surface.operators.Operators`."""

    list = in_session(OperatorsCalls.list)
    show = in_session(OperatorsCalls.show)
    submit = in_session(OperatorsCalls.submit)
    wait = in_session(OperatorsCalls.wait)
    seen = in_session(OperatorsCalls.seen)
    take = in_session(OperatorsCalls.take)
    delete = in_session(OperatorsCalls.delete)
    satisfy = in_session(OperatorsCalls.satisfy)
    refuse = in_session(OperatorsCalls.refuse)
    destinations = in_session(OperatorsCalls.destinations)
    add_destination = in_session(OperatorsCalls.add_destination)
    remove_destination = in_session(OperatorsCalls.remove_destination)


class ClientCleaning(InSession[CleaningCalls]):
    """See :class:`openrsm.surface.cleaning.Cleaning`."""

    clean = in_session(CleaningCalls.clean)
    reserve = in_session(CleaningCalls.reserve)
    release = in_session(CleaningCalls.release)
    inject = in_session(CleaningCalls.inject)
    eject = in_session(CleaningCalls.eject)


class ClientDiagnosis(InSession[DiagnosisCalls]):
    """See :class:`openrsm.surface.diagnosis.Diagnosis`."""

    suspects = in_session(DiagnosisCalls.suspects)
    drive = in_session(DiagnosisCalls.drive)
    medium = in_session(DiagnosisCalls.medium)
    clear_drive = in_session(DiagnosisCalls.clear_drive)
    clear_medium = in_session(DiagnosisCalls.clear_medium)


class ClientDatabase(InSession[DatabaseCalls]):
    """See :class:`openrsm.surface.database.Database`."""

    show = in_session(DatabaseCalls.show)
    report = in_session(DatabaseCalls.report)
    export = in_session(DatabaseCalls.export)
    mark_import = in_session(DatabaseCalls.mark_import)
    cancel_import = in_session(DatabaseCalls.cancel_import)
    check = in_session(DatabaseCalls.check)
    repair = in_session(DatabaseCalls.repair)


class ClientObjects(InSession[ObjectsCalls]):
    """See :class:`openrsm.surface.objects.Objects`."""

    view = in_session(ObjectsCalls.view)
    show = in_session(ObjectsCalls.show)
    change = in_session(ObjectsCalls.change)
    attributes = in_session(ObjectsCalls.attributes)
    get_attribute = in_session(ObjectsCalls.get_attribute)
    set_attribute = in_session(ObjectsCalls.set_attribute)
    delete_attribute = in_session(ObjectsCalls.delete_attribute)
    status = in_session(ObjectsCalls.status)
    audit = in_session(ObjectsCalls.audit)


class ClientNotices(InSession[NoticesCalls]):
    """See :class:`openrsm.surface.notices.Notices`."""

    since = in_session(NoticesCalls.since)
    open = in_session(NoticesCalls.open)
    wait = in_session(NoticesCalls.wait)
    close = in_session(NoticesCalls.close)


class ClientSecurity(InSession[SecurityCalls]):
    """See :class:`openrsm.surface.security.Security`."""

    show = in_session(SecurityCalls.show)
    grant = in_session(SecurityCalls.grant)
    revoke = in_session(SecurityCalls.revoke)
    create_token = in_session(SecurityCalls.create_token)
    tokens = in_session(SecurityCalls.tokens)
    revoke_token = in_session(SecurityCalls.revoke_token)
