"""Each operation of the original as the call of ours that does it, on objects on which it would succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from tests.conformance.surface_bench import LIBRARY, POOL, Bench


@dataclass(frozen=True)
class Call:
    """A call that is ready to be made.

    Attributes:
        do: Makes it, for a session, on the object that a text names.
        ref: That object.
    """

    do: Callable[[SessionId, str], object]
    ref: str


def mount(bench: Bench) -> Call:
    lmid = bench.lmid()
    return Call(lambda session, ref: bench.manager.mounts.mount(session, [ref], MountOptions(nowait=True)), lmid)


def dismount(bench: Bench) -> Call:
    lmid = bench.lmid()
    bench.mount(lmid)
    return Call(lambda session, ref: bench.manager.mounts.dismount(session, [ref]), lmid)


def allocate(bench: Bench) -> Call:
    return Call(lambda session, ref: bench.manager.media.allocate(session, ref, AllocateOptions()), POOL)


def deallocate(bench: Bench) -> Call:
    return Call(bench.manager.media.deallocate, bench.lmid())


def complete(bench: Bench) -> Call:
    return Call(bench.manager.media.complete, bench.lmid())


def decommission(bench: Bench) -> Call:
    return Call(bench.manager.media.decommission, "V00001L9")


def move(bench: Bench) -> Call:
    return Call(lambda session, ref: bench.manager.media.move(session, ref, POOL), "V00001L9")


def create_pool(bench: Bench) -> Call:
    options = PoolOptions(media_type="LTO-9")
    return Call(lambda session, ref: bench.manager.pools.create(session, ref, options), "new/pool")


def delete_pool(bench: Bench) -> Call:
    return Call(bench.manager.pools.delete, POOL)


def inventory(bench: Bench) -> Call:
    return Call(bench.manager.libraries.inventory, LIBRARY)


def delete_library(bench: Bench) -> Call:
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
    return Call(bench.manager.libraries.remove, LIBRARY)


def dismount_drive(bench: Bench) -> Call:
    bench.mount(bench.lmid())
    return Call(bench.manager.drives.dismount, f"{LIBRARY}/drive1")


def disable(bench: Bench) -> Call:
    return Call(bench.manager.drives.disable, f"{LIBRARY}/drive1")


def enable(bench: Bench) -> Call:
    bench.done(bench.manager.drives.disable(bench.session, "drive1"))
    return Call(bench.manager.drives.enable, f"{LIBRARY}/drive1")


def waiting(bench: Bench) -> str:
    """The number of a mount that waits, as all drives are in use."""
    bench.mount(*bench.lmids(2))
    return str(bench.queue(bench.lmid())[0].item.number)


def cancel(bench: Bench) -> Call:
    return Call(bench.manager.work.cancel, waiting(bench))


def get_order(bench: Bench) -> Call:
    return Call(bench.manager.work.show, waiting(bench))


def set_order(bench: Bench) -> Call:
    return Call(lambda session, ref: bench.manager.work.order(session, ref, 1), waiting(bench))


def purge(bench: Bench) -> Call:
    return Call(lambda session, _ref: bench.manager.work.purge(session), "")


def asked(bench: Bench) -> str:
    """The number of a request to bring a medium that is offline."""
    bench.take_out("V00006L9")
    bench.queue("V00006L9")
    return str(bench.requests()[0].request.number)


def satisfy(bench: Bench) -> Call:
    return Call(bench.manager.operators.satisfy, asked(bench))


def refuse(bench: Bench) -> Call:
    return Call(bench.manager.operators.refuse, asked(bench))


def enumerate_objects(bench: Bench) -> Call:
    return Call(lambda session, ref: bench.manager.objects.view(session, ObjectType.SLOT, ref), LIBRARY)


CALLS: Final[Mapping[str, Callable[[Bench], Call]]] = {
    "MountNtmsMedia": mount,
    "DismountNtmsMedia": dismount,
    "AllocateNtmsMedia": allocate,
    "DeallocateNtmsMedia": deallocate,
    "SetNtmsMediaComplete": complete,
    "DecommissionNtmsMedia": decommission,
    "MoveToNtmsMediaPool": move,
    "CreateNtmsMediaPool": create_pool,
    "DeleteNtmsMediaPool": delete_pool,
    "InventoryNtmsLibrary": inventory,
    "DeleteNtmsLibrary": delete_library,
    "DismountNtmsDrive": dismount_drive,
    "EnableNtmsObject": enable,
    "DisableNtmsObject": disable,
    "CancelNtmsLibraryRequest": cancel,
    "GetNtmsRequestOrder": get_order,
    "SetNtmsRequestOrder": set_order,
    "DeleteNtmsRequests": purge,
    "SatisfyNtmsOperatorRequest": satisfy,
    "CancelNtmsOperatorRequest": refuse,
    "EnumerateNtmsObject": enumerate_objects,
}
