"""Every call of the surface, on objects of the stage, with what the specification says that it takes.

What it takes is not asked of the program: it stands in ``tests/spec/rights.json``. Where the original has no such call,
what is chosen instead stands here, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.domain.destinations import Messages
from openrsm.domain.library import LabelUse
from openrsm.domain.operator import OperatorKind
from openrsm.domain.rights import Right
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.media import AllocateOptions, NewMedium, ToldLabel
from openrsm.surface.mounts import MountOptions
from openrsm.surface.objects import ObjectChange
from openrsm.surface.pools import PoolOptions
from tests.conformance.surface_bench import LIBRARY
from tests.surface.rights_stage import ABOVE, FREE, OTHER, OWN, Rights, Stage
from tests.surface.spec import SPEC

Do = Callable[[Stage, SessionId], object]

VLIB: Final = f"library:{LIBRARY}"
POOL: Final = f"pool:{OWN}"
ELSEWHERE: Final = f"pool:{OTHER}"
FREE_POOL: Final = f"pool:{FREE}"


@cache
def spec() -> Any:
    return json.loads((SPEC / "rights.json").read_text(encoding="utf-8"))


def _rights(letters: str) -> Right:
    rights = Right(0)
    for letter in letters:
        rights |= Right[spec()["letters"][letter]]
    return rights


@dataclass(frozen=True)
class Asked:
    """A call, and what it takes on what.

    Attributes:
        call: Its name on the surface.
        what: How this one differs from others of that name.
        needs: The rights that it takes.
        do: Makes it.
        shows: For lists: whether the answer has the thing that it takes the right to see. Without the right it is
            left out, and nothing is refused.
    """

    call: str
    needs: Rights
    do: Do
    what: str = ""
    shows: Callable[[Any], bool] | None = None

    def __str__(self) -> str:
        return f"{self.call} {self.what}".strip()


def by_row(row: str, *things: str) -> Rights:
    """What a row of the specification's table takes of these things, each by its column."""
    columns: Mapping[str, str] = spec()["matrix"][row]
    return {thing: _rights(_cell(columns, thing)) for thing in things}


def _cell(columns: Mapping[str, str], thing: str) -> str:
    kind = thing.partition(":")[0]
    if thing == FREE_POOL and columns["pool"] == "C":
        return str(spec()["free pool"]["drawing from it or returning to it"])
    return columns["pool" if kind == "root" and "pool" in columns else "computer" if kind == "root" else kind]


OPEN: Final = "open session, open notification"
LOOK: Final = "enumerate, get information, get attribute"
MOUNT: Final = "mount, dismount media"
SWITCH: Final = "dismount drive, enable, disable"
ROBOT: Final = "eject, inject, door, clean, inventory, identify slot, cleaner calls, cancel library request"
TYPES: Final = "add / delete media type"
RECORD: Final = "create media"
FORGET: Final = "change media type, delete media"
TAKE: Final = "allocate, deallocate, complete, decommission, move"
ANSWER: Final = "satisfy, cancel operator request; export, import database"
GET_LIST: Final = "get security"
SET_LIST: Final = "set security"

ON_COMPUTER: Final[Rights] = {"computer": Right.CONTROL}
"""Of what the original does not have: adding a library by its address, and the trail, which tells of everybody."""

ON_LIBRARY: Final[Rights] = {VLIB: Right.USE}
"""Of a look at a drive, for which no right is named."""


def _names(views: Iterable[Any]) -> list[str]:
    return [view.name for view in views]


def _mount(stage: Stage, session: SessionId) -> object:
    return stage.manager.mounts.mount(session, [stage.lmid], MountOptions(nowait=True))


def _submit(stage: Stage, session: SessionId) -> object:
    return stage.manager.mounts.submit(session, [stage.lmid], MountOptions(nowait=True))


def _claim(stage: Stage, session: SessionId) -> object:
    free = stage.manager.media.list(stage.bench.session, pool=FREE)[0].medium.name
    how = Claiming(owner="bacula", prefix="", pools={"Full": OWN})
    return stage.manager.media.claim(session, LIBRARY, [KnownVolume(name=free, pool="Full")], how)


def _import(stage: Stage, session: SessionId) -> object:
    stage.manager.database.export(stage.bench.session)
    return stage.manager.database.mark_import(session)


def _cancel_import(stage: Stage, session: SessionId) -> object:
    _import(stage, stage.bench.session)
    return stage.manager.database.cancel_import(session)


def _open_notice(stage: Stage, session: SessionId) -> object:
    notices = stage.manager.notices
    notices.close(session, notices.open(session, ObjectType.DRIVE))
    return None


def _open_session(stage: Stage, session: SessionId) -> object:
    name = next(name for name, key in stage.sessions.items() if key == session)
    stage.manager.sessions.close(stage.manager.sessions.open("another", stage.principals[name]))
    return None


def _allocate(how: str, pool: str = OWN, **options: Any) -> Do:
    wanted = AllocateOptions(error_if_unavailable=True, **options)
    return lambda stage, session: getattr(stage.manager.media, how)(session, pool, wanted)


def _of_side(how: str, name: str) -> Do:
    def do(stage: Stage, session: SessionId) -> object:
        [side] = stage.bench.medium(name).sides
        return _allocate(how, side=str(side.id))(stage, session)

    return do


def _view(kind: ObjectType, container: str | None = None) -> Do:
    return lambda stage, session: stage.manager.objects.view(session, kind, container)


_THINGS: Final = (
    (ObjectType.PHYSICAL_MEDIA, "V00003L9", POOL),
    (ObjectType.POOL, FREE, FREE_POOL),
    (ObjectType.DRIVE, "drive1", VLIB),
    (ObjectType.LIBRARY, LIBRARY, VLIB),
    (ObjectType.MEDIA_TYPE, "LTO-9", "computer"),
)
"""Objects, and what decides about them."""


def _attributes(kind: ObjectType, name: str, guarding: str) -> list[Asked]:
    what = f"of a {kind.name.lower()}"
    look, change = by_row(LOOK, guarding), by_row("set attribute", guarding)
    setting = "set information of the library object itself" if kind is ObjectType.LIBRARY else "set information"
    return [
        Asked("objects.show", look, lambda stage, session: stage.manager.objects.show(session, kind, name), what),
        Asked(
            "objects.change",
            by_row(setting, guarding),
            lambda stage, session: stage.manager.objects.change(session, kind, name, ObjectChange(description="it")),
            what,
        ),
        Asked(
            "objects.attributes",
            look,
            lambda stage, session: stage.manager.objects.attributes(session, kind, name),
            what,
        ),
        Asked(
            "objects.get_attribute",
            look,
            lambda stage, session: stage.manager.objects.get_attribute(session, kind, name, "color"),
            what,
        ),
        Asked(
            "objects.set_attribute",
            change,
            lambda stage, session: stage.manager.objects.set_attribute(session, kind, name, "color", b"red"),
            what,
        ),
        Asked(
            "objects.delete_attribute",
            change,
            lambda stage, session: stage.manager.objects.delete_attribute(session, kind, name, "color"),
            what,
        ),
    ]


def _access(target: str) -> list[Asked]:
    return [
        Asked(
            "security.show",
            by_row(GET_LIST, target),
            lambda stage, session: stage.manager.security.show(session, target),
            target,
        ),
        Asked(
            "security.grant",
            by_row(SET_LIST, target),
            lambda stage, session: stage.manager.security.grant(session, target, "user:ada", Right.USE),
            target,
        ),
        Asked(
            "security.revoke",
            by_row(SET_LIST, target),
            lambda stage, session: stage.manager.security.revoke(session, target, "user:ada"),
            target,
        ),
    ]


def _allocations(how: str) -> list[Asked]:
    name = f"media.{how}"
    return [
        Asked(name, by_row(TAKE, POOL), _allocate(how), "of the pool's own"),
        Asked(name, by_row(TAKE, POOL, ELSEWHERE), _of_side(how, "V00004L9"), "of another pool's"),
        Asked(name, by_row(TAKE, POOL, FREE_POOL), _of_side(how, "V00006L9"), "of a free one"),
    ]


CALLS: Final[list[Asked]] = [
    Asked("sessions.open", by_row(OPEN, "computer"), _open_session),
    Asked(
        "libraries.add",
        ON_COMPUTER,
        lambda stage, session: stage.manager.libraries.add(session, "new", f"nowhere:{stage.bench.place}"),
    ),
    Asked(
        "libraries.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.libraries.list(session),
        shows=lambda views: LIBRARY in _names(view.library for view in views),
    ),
    Asked("libraries.show", by_row(LOOK, VLIB), lambda stage, session: stage.manager.libraries.show(session, LIBRARY)),
    Asked(
        "libraries.show",
        by_row(LOOK, VLIB, POOL),
        lambda stage, session: stage.manager.libraries.show(session, LIBRARY),
        "with the media in it",
        shows=lambda detail: "V00003L9" in _names(view.medium for view in detail.slots if view.medium),
    ),
    Asked(
        "libraries.inventory",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.libraries.inventory(session, LIBRARY),
    ),
    Asked(
        "libraries.refresh",
        ON_LIBRARY,
        lambda stage, session: stage.manager.libraries.refresh(session, LIBRARY),
    ),
    Asked(
        "libraries.set_labels",
        by_row("set information of the library object itself", VLIB),
        lambda stage, session: stage.manager.libraries.set_labels(session, LIBRARY, LabelUse.CHECK),
    ),
    Asked(
        "cleaning.clean", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.cleaning.clean(session, "drive1")
    ),
    Asked(
        "cleaning.reserve",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.cleaning.reserve(session, LIBRARY, 8),
    ),
    Asked(
        "cleaning.release",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.cleaning.release(session, LIBRARY),
    ),
    Asked(
        "cleaning.inject", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.cleaning.inject(session, LIBRARY)
    ),
    Asked("cleaning.eject", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.cleaning.eject(session, LIBRARY)),
    Asked(
        "libraries.types", by_row(LOOK, VLIB), lambda stage, session: stage.manager.libraries.types(session, LIBRARY)
    ),
    Asked(
        "libraries.add_type",
        by_row(TYPES, VLIB),
        lambda stage, session: stage.manager.libraries.add_type(session, LIBRARY, "DLT"),
    ),
    Asked(
        "libraries.remove_type",
        by_row(TYPES, VLIB),
        lambda stage, session: stage.manager.libraries.remove_type(session, LIBRARY, "DLT"),
    ),
    Asked(
        "libraries.inject",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.libraries.inject(session, LIBRARY),
    ),
    Asked(
        "libraries.retract",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.libraries.retract(session, LIBRARY),
    ),
    Asked(
        "libraries.open_door",
        by_row(ROBOT, VLIB),
        lambda stage, session: stage.manager.libraries.open_door(session, LIBRARY),
    ),
    Asked(
        "libraries.enable",
        by_row(SWITCH, VLIB),
        lambda stage, session: stage.manager.libraries.enable(session, LIBRARY),
    ),
    Asked(
        "libraries.disable",
        by_row(SWITCH, VLIB),
        lambda stage, session: stage.manager.libraries.disable(session, LIBRARY),
    ),
    Asked(
        "libraries.remove",
        by_row("delete library, drive", VLIB),
        lambda stage, session: stage.manager.libraries.remove(session, LIBRARY),
    ),
    Asked(
        "drives.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.drives.list(session),
        shows=lambda views: f"{LIBRARY}/drive1" in _names(view.drive for view in views),
    ),
    Asked(
        "drives.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.drives.list(session, LIBRARY),
        "of a library",
    ),
    Asked("drives.show", by_row(LOOK, VLIB), lambda stage, session: stage.manager.drives.show(session, "drive1")),
    Asked(
        "drives.show",
        by_row(LOOK, VLIB, POOL),
        lambda stage, session: stage.manager.drives.show(session, "drive1"),
        "with the medium in it",
        shows=lambda view: view.medium is not None,
    ),
    Asked(
        "drives.dismount", by_row(SWITCH, VLIB), lambda stage, session: stage.manager.drives.dismount(session, "drive1")
    ),
    Asked("drives.enable", by_row(SWITCH, VLIB), lambda stage, session: stage.manager.drives.enable(session, "drive1")),
    Asked(
        "drives.disable", by_row(SWITCH, VLIB), lambda stage, session: stage.manager.drives.disable(session, "drive1")
    ),
    Asked(
        "drives.remove",
        by_row("delete library, drive", VLIB),
        lambda stage, session: stage.manager.drives.remove(session, "drive1"),
    ),
    Asked(
        "drives.set_delay",
        by_row("set information", VLIB),
        lambda stage, session: stage.manager.drives.set_delay(session, "drive1", 17),
    ),
    Asked(
        "pools.create",
        by_row("create pool", f"pool:{ABOVE}"),
        lambda stage, session: stage.manager.pools.create(session, f"{ABOVE}/new", PoolOptions()),
        "in a pool",
    ),
    Asked(
        "pools.create",
        by_row("create pool", "root"),
        lambda stage, session: stage.manager.pools.create(session, "new/and below", PoolOptions(media_type="LTO-9")),
        "at the top",
    ),
    Asked(
        "pools.list",
        by_row(LOOK, POOL),
        lambda stage, session: stage.manager.pools.list(session),
        shows=lambda views: OWN in [view.pool.path for view in views],
    ),
    Asked("pools.show", by_row(LOOK, POOL), lambda stage, session: stage.manager.pools.show(session, OWN)),
    Asked("pools.delete", by_row("delete pool", POOL), lambda stage, session: stage.manager.pools.delete(session, OWN)),
    Asked(
        "media.list",
        by_row(LOOK, POOL),
        lambda stage, session: stage.manager.media.list(session),
        shows=lambda views: "V00003L9" in _names(view.medium for view in views),
    ),
    Asked(
        "media.list",
        by_row(LOOK, POOL),
        lambda stage, session: stage.manager.media.list(session, pool=OWN),
        "of a pool",
    ),
    Asked(
        "media.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.media.list(session, library=LIBRARY),
        "of a library",
    ),
    Asked("media.show", by_row(LOOK, POOL), lambda stage, session: stage.manager.media.show(session, "V00003L9")),
    Asked(
        "media.create",
        by_row(RECORD, POOL, "computer"),
        lambda stage, session: stage.manager.media.create(session, NewMedium(pool=OWN, bar_code="T00001L9")),
    ),
    Asked(
        "media.delete",
        by_row(FORGET, POOL, "computer"),
        lambda stage, session: stage.manager.media.delete(session, "V00003L9"),
    ),
    Asked(
        "media.retype",
        by_row(FORGET, POOL, ELSEWHERE, "computer"),
        lambda stage, session: stage.manager.media.retype(session, "V00003L9", OTHER),
    ),
    Asked(
        "media.swap",
        by_row("swap", POOL),
        lambda stage, session: stage.manager.media.swap(session, stage.lmid, stage.mounted),
    ),
    Asked(
        "media.move",
        by_row(TAKE, POOL, ELSEWHERE),
        lambda stage, session: stage.manager.media.move(session, "V00003L9", OTHER),
        "between pools",
    ),
    Asked(
        "media.move",
        by_row(TAKE, POOL, FREE_POOL),
        lambda stage, session: stage.manager.media.move(session, "V00003L9", FREE),
        "to the free pool",
    ),
    Asked(
        "media.move",
        by_row(TAKE, FREE_POOL, POOL),
        lambda stage, session: stage.manager.media.move(session, "V00006L9", OWN),
        "from the free pool",
    ),
    *_allocations("allocate"),
    *_allocations("request"),
    Asked(
        "media.deallocate",
        by_row(TAKE, POOL, FREE_POOL),
        lambda stage, session: stage.manager.media.deallocate(session, stage.lmid),
    ),
    Asked(
        "media.complete", by_row(TAKE, POOL), lambda stage, session: stage.manager.media.complete(session, stage.lmid)
    ),
    Asked(
        "media.decommission",
        by_row(TAKE, POOL),
        lambda stage, session: stage.manager.media.decommission(session, "V00003L9"),
    ),
    Asked(
        "media.identify", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.media.identify(session, "V00003L9")
    ),
    Asked(
        "media.update_label",
        by_row("update OMID", POOL),
        lambda stage, session: stage.manager.media.update_label(session, stage.mounted),
    ),
    Asked(
        "media.set_label",
        by_row("update OMID", POOL),
        lambda stage, session: stage.manager.media.set_label(session, stage.mounted, ToldLabel(type="mine", id="1")),
    ),
    Asked("media.enable", by_row(SWITCH, VLIB), lambda stage, session: stage.manager.media.enable(session, "V00003L9")),
    Asked(
        "media.disable", by_row(SWITCH, VLIB), lambda stage, session: stage.manager.media.disable(session, "V00003L9")
    ),
    Asked("mounts.mount", by_row(MOUNT, POOL, VLIB), _mount),
    Asked("mounts.submit", by_row(MOUNT, POOL, VLIB), _submit),
    Asked(
        "mounts.outcome",
        by_row(LOOK, VLIB, POOL),
        lambda stage, session: stage.manager.mounts.outcome(session, [stage.item]),
    ),
    Asked(
        "mounts.take_over",  # a mount, and power over the pool: the original has no such call
        {**by_row(MOUNT, VLIB), POOL: Right.USE | Right.CONTROL},
        lambda stage, session: stage.manager.mounts.take_over(session, stage.mounted),
    ),
    Asked(
        "mounts.dismount",
        by_row(MOUNT, POOL, VLIB),
        lambda stage, session: stage.manager.mounts.dismount(session, [stage.mounted]),
    ),
    Asked(
        "work.list",
        by_row(LOOK, VLIB),
        lambda stage, session: stage.manager.work.list(session),
        shows=bool,
    ),
    Asked("work.show", by_row(LOOK, VLIB), lambda stage, session: stage.manager.work.show(session, stage.item)),
    Asked("work.wait", by_row(LOOK, VLIB), lambda stage, session: stage.manager.work.wait(session, [stage.item], 0)),
    Asked("media.eject", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.media.eject(session, ["V00001L9"])),
    Asked("work.stop", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.work.stop(session, stage.item)),
    Asked("work.cancel", by_row(ROBOT, VLIB), lambda stage, session: stage.manager.work.cancel(session, stage.item)),
    Asked(
        "work.order",
        by_row("get / set request order", "computer"),
        lambda stage, session: stage.manager.work.order(session, stage.item, 1),
    ),
    Asked(
        "work.purge", by_row("delete requests", "computer"), lambda stage, session: stage.manager.work.purge(session)
    ),
    Asked("operators.list", by_row(LOOK, "computer"), lambda stage, session: stage.manager.operators.list(session)),
    Asked(
        "operators.show",
        by_row(LOOK, "computer"),
        lambda stage, session: stage.manager.operators.show(session, stage.request),
    ),
    Asked(
        "operators.submit",
        by_row("submit: message", "computer"),
        lambda stage, session: stage.manager.operators.submit(session, OperatorKind.MESSAGE, "come"),
        "a message",
    ),
    Asked(
        "operators.submit",
        by_row("submit: cleaner, service", VLIB),
        lambda stage, session: stage.manager.operators.submit(session, OperatorKind.CLEANER, library=LIBRARY),
        "a cleaning cartridge",
    ),
    Asked(
        "operators.submit",
        by_row("submit: move, new media", POOL),
        lambda stage, session: stage.manager.operators.submit(session, OperatorKind.NEW_MEDIA, pool=OWN),
        "new media",
    ),
    Asked(
        "operators.wait",
        by_row(LOOK, "computer"),
        lambda stage, session: stage.manager.operators.wait(session, stage.request, 0),
    ),
    Asked(
        "operators.seen",
        by_row(ANSWER, "computer"),
        lambda stage, session: stage.manager.operators.seen(session, stage.request),
    ),
    Asked(
        "operators.take",
        by_row(ANSWER, "computer"),
        lambda stage, session: stage.manager.operators.take(session, stage.request),
    ),
    Asked(
        "operators.delete",
        by_row("delete requests", "computer"),
        lambda stage, session: stage.manager.operators.delete(session, [stage.request]),
    ),
    Asked(
        "work.delete",
        by_row("delete requests", "computer"),
        lambda stage, session: stage.manager.work.delete(session, ["1"]),
    ),
    Asked(
        "operators.satisfy",
        by_row(ANSWER, "computer"),
        lambda stage, session: stage.manager.operators.satisfy(session, stage.request),
    ),
    Asked(
        "operators.refuse",
        by_row(ANSWER, "computer"),
        lambda stage, session: stage.manager.operators.refuse(session, stage.request),
    ),
    Asked(
        "operators.destinations",
        by_row("get UI options", "computer"),
        lambda stage, session: stage.manager.operators.destinations(session, Messages.REQUEST, "computer"),
        "of the computer",
    ),
    Asked(
        "operators.destinations",
        by_row("get UI options", VLIB),
        lambda stage, session: stage.manager.operators.destinations(session, Messages.REQUEST, LIBRARY),
        "of a library",
    ),
    Asked(
        "operators.add_destination",
        by_row("set UI options", "computer"),
        lambda stage, session: stage.manager.operators.add_destination(session, Messages.INFO, "desk", "computer"),
        "to the computer's",
    ),
    Asked(
        "operators.add_destination",
        by_row("set UI options", VLIB),
        lambda stage, session: stage.manager.operators.add_destination(session, Messages.INFO, "desk", LIBRARY),
        "to a library's",
    ),
    Asked(
        "operators.remove_destination",
        by_row("set UI options", "computer"),
        lambda stage, session: stage.manager.operators.remove_destination(session, Messages.INFO, "desk", "computer"),
        "from the computer's",
    ),
    Asked(
        "operators.remove_destination",
        by_row("set UI options", VLIB),
        lambda stage, session: stage.manager.operators.remove_destination(session, Messages.INFO, None, LIBRARY),
        "from a library's",
    ),
    Asked(
        "diagnosis.suspects", by_row(LOOK, "computer"), lambda stage, session: stage.manager.diagnosis.suspects(session)
    ),
    Asked(
        "diagnosis.drive", by_row(LOOK, VLIB), lambda stage, session: stage.manager.diagnosis.drive(session, "drive1")
    ),
    Asked(
        "diagnosis.medium",
        by_row(LOOK, POOL),
        lambda stage, session: stage.manager.diagnosis.medium(session, "V00003L9"),
    ),
    Asked(
        "diagnosis.clear_drive",
        by_row("set information", VLIB),
        lambda stage, session: stage.manager.diagnosis.clear_drive(session, "drive1"),
    ),
    Asked(
        "diagnosis.clear_medium",
        by_row("set information", POOL),
        lambda stage, session: stage.manager.diagnosis.clear_medium(session, "V00003L9"),
    ),
    Asked("media.unclaimed", by_row(LOOK, "computer"), lambda stage, session: stage.manager.media.unclaimed(session)),
    Asked(
        "media.adopt",
        by_row(TAKE, POOL, "pool:Import/LTO-9"),
        lambda stage, session: stage.manager.media.adopt(session, OWN, "bacula"),
        "into an application's pool",
    ),
    Asked(
        "media.claim",
        {**by_row(LOOK, VLIB), **by_row(TAKE, POOL, FREE_POOL)},
        _claim,
        "for an application's pool",
    ),
    Asked("database.show", by_row(ANSWER, "computer"), lambda stage, session: stage.manager.database.show(session)),
    Asked("database.report", by_row(ANSWER, "computer"), lambda stage, session: stage.manager.database.report(session)),
    Asked("database.export", by_row(ANSWER, "computer"), lambda stage, session: stage.manager.database.export(session)),
    Asked(
        "database.mark_import",
        by_row(ANSWER, "computer"),
        _import,
    ),
    Asked(
        "database.cancel_import",
        by_row(ANSWER, "computer"),
        _cancel_import,
    ),
    Asked("database.check", by_row(ANSWER, "computer"), lambda stage, session: stage.manager.database.check(session)),
    Asked("database.repair", by_row(ANSWER, "computer"), lambda stage, session: stage.manager.database.repair(session)),
    Asked("objects.view", by_row(LOOK, "computer"), _view(ObjectType.COMPUTER), "of the computer"),
    Asked("objects.view", by_row(LOOK, "computer"), _view(ObjectType.OPERATOR_REQUEST), "of the operator's"),
    Asked("objects.view", by_row(LOOK, VLIB), _view(ObjectType.SLOT, LIBRARY), "in a library"),
    Asked("objects.view", by_row(LOOK, POOL), _view(ObjectType.SIDE, OWN), "in a pool"),
    Asked("objects.view", by_row(LOOK, POOL), _view(ObjectType.SIDE, "V00003L9"), "on a medium"),
    *(
        Asked("objects.view", by_row(LOOK, thing), _view(kind), f"of each {kind.name.lower()}", shows=bool)
        for kind, thing in (
            (ObjectType.LIBRARY, VLIB),
            (ObjectType.CHANGER, VLIB),
            (ObjectType.DRIVE, VLIB),
            (ObjectType.SLOT, VLIB),
            (ObjectType.PORT, VLIB),
            (ObjectType.WORK_ITEM, VLIB),
            (ObjectType.PHYSICAL_MEDIA, POOL),
            (ObjectType.SIDE, POOL),
            (ObjectType.LOGICAL_MEDIA, POOL),
        )
    ),
    Asked(
        "objects.view",
        by_row(LOOK, VLIB, POOL),
        _view(ObjectType.PHYSICAL_MEDIA, LIBRARY),
        "of media in a library",
        shows=bool,
    ),
    *(asked for kind, name, guarding in _THINGS for asked in _attributes(kind, name, guarding)),
    Asked("objects.status", by_row(LOOK, "computer"), lambda stage, session: stage.manager.objects.status(session)),
    Asked("objects.audit", ON_COMPUTER, lambda stage, session: stage.manager.objects.audit(session)),
    Asked("notices.open", by_row(OPEN, "computer"), _open_notice),
    *(asked for target in ("computer", "root", VLIB, POOL) for asked in _access(target)),
]

OWN_ALONE: Final = frozenset(
    {
        "sessions.renew",
        "sessions.list",
        "sessions.close",
        "notices.since",  # gives only what the caller may read
        "notices.wait",
        "notices.close",
        "security.create_token",
        "security.tokens",
        "security.revoke_token",
    }
)
"""Calls about what is the caller's own; what is others' takes an administrator."""
