"""Cartridges, and what applications are given of them."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated

from fastapi import Query
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies, claim_bodies
from openrsm.api.answers import answered, nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import LONGEST_REF, Ref, router
from openrsm.api.shapes import is_one, items, member_named, names_of, page, shape
from openrsm.domain.claims import Claiming, KnownVolume, VolumeUse
from openrsm.domain.medium import MediumState
from openrsm.domain.recording import RecordedSide
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalId, MediumId, SideId
from openrsm.surface.claims import Claims
from openrsm.surface.media import AllocateOptions, NewMedium, ToldLabel
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import Allocation, MediumView, OperatorView, WorkView

media = router("media")

Filter = Annotated[str | None, Query(min_length=1, max_length=LONGEST_REF)]
State = names_of(MediumState)


@media.get("/media", response_model=page(MediumView))
async def list_media(
    call: Looking,
    paged: Paged,
    *,
    library: Filter = None,
    pool: Filter = None,
    location: Annotated[
        str | None, Query(max_length=LONGEST_REF, description="Of offline media, with * and ?.")
    ] = None,
    state: Annotated[State | None, Query()] = None,  # type: ignore[valid-type] # made at run time
) -> JSONResponse:
    """Cartridges in pools that the caller may use: of one library, of one pool, in one state, or all."""
    after, most = paged.after_number, None if state else paged.limit + 1
    views = await call.ask(
        lambda session: call.host.media.list(
            session, library=library, pool=pool, location=location, after=after, limit=most
        )
    )
    fitting = [view for view in views if is_one(state, view.medium.state)]
    return paged.part(fitting[: paged.limit + 1], lambda view: view.medium.sequence)


@media.get("/unclaimed-media", response_model=items(MediumView))
async def list_unclaimed(call: Looking) -> JSONResponse:
    """Cartridges in the import and unrecognized pools that the caller may use."""
    return await call.answer(call.host.media.unclaimed)


@media.post("/unclaimed-media/adopt", response_model=items(MediumView))
async def adopt_media(call: Changing, body: bodies.Adoption) -> JSONResponse:
    """Give import media to whom their labels name, all or none; those that were given."""
    how = body.model_dump(include={"called", "dry_run"})
    return await call.answer(lambda session: call.host.media.adopt(session, body.pool, body.label_type, **how))


@media.post("/libraries/{library}/claim", response_model=shape(Claims))
async def claim_media(call: Changing, library: Ref, body: claim_bodies.Claiming) -> JSONResponse:
    """Take over what another tool knew of a library's media, as far as it fits what is catalogued."""
    volumes = [KnownVolume(**one.model_dump() | {"use": VolumeUse(one.use)}) for one in body.volumes]
    how = Claiming(owner=body.owner, prefix=body.prefix, pools=body.pools)
    return await call.answer(
        lambda session: call.host.media.claim(session, library, volumes, how, dry_run=body.dry_run)
    )


@media.post("/media", response_model=shape(MediumView), status_code=201)
async def create_medium(call: Changing, body: bodies.NewMedium) -> JSONResponse:
    """Catalogue a medium that is in no library."""
    sides = [_recorded(side) for side in body.sides]
    new = NewMedium(
        pool=body.pool,
        bar_code=body.bar_code,
        name=body.name,
        description=body.description,
        location=body.location,
        sides=sides,
        id=None if body.id is None else MediumId(body.id),
        allow_duplicates=body.allow_duplicates,
    )
    return await call.answer(lambda session: call.host.media.create(session, new), 201)


def _recorded(side: bodies.RecordedSide) -> RecordedSide:
    return RecordedSide(
        label_type=side.label_type,
        label_id=side.label_id,
        label_info=side.label_info,
        state=member_named(SideState, side.state),
        id=None if side.id is None else SideId(side.id),
        logical_id=None if side.logical_id is None else LogicalId(side.logical_id),
        mounts=side.mounts,
        allocations=side.allocations,
    )


@media.get("/media/{medium:ref}", response_model=shape(MediumView))
async def show_medium(call: Looking, medium: Ref) -> JSONResponse:
    """One cartridge with its sides and its last moves."""
    return await call.answer(lambda session: call.host.media.show(session, medium))


@media.delete("/media/{medium:ref}", status_code=204)
async def delete_medium(call: Changing, medium: Ref) -> Response:
    """Forget an offline medium, which was lost or destroyed."""
    try:
        await call.ask(lambda session: call.host.media.delete(session, medium))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()


@media.post("/media/{medium:ref}/retype", response_model=shape(MediumView))
async def retype_medium(call: Changing, medium: Ref, body: bodies.Move) -> JSONResponse:
    """Move it to a pool of another type, which then is its type."""
    return await call.answer(lambda session: call.host.media.retype(session, medium, body.pool))


@media.post("/media/{medium:ref}/move", response_model=shape(MediumView))
async def move_medium(call: Changing, medium: Ref, body: bodies.Move) -> JSONResponse:
    """Move it to another pool of its type."""
    return await call.answer(lambda session: call.host.media.move(session, medium, body.pool))


@media.post("/media/{medium:ref}/decommission", response_model=shape(MediumView))
async def decommission_medium(call: Changing, medium: Ref) -> JSONResponse:
    """Retire every side of it for good; or, where a side's GUID is given, that one."""
    return await call.answer(lambda session: call.host.media.decommission(session, medium))


@media.post("/media/{medium:ref}/identify", response_model=items(WorkView), status_code=202)
async def identify_medium(call: Changing, medium: Ref, body: bodies.Identification | None = None) -> JSONResponse:
    """Queue the reading of its labels, an item a side."""
    deferred = (body or bodies.Identification()).deferred
    return await call.answer(lambda session: call.host.media.identify(session, medium, deferred=deferred), 202)


@media.post("/media/{medium:ref}/enable", response_model=shape(WorkView), status_code=202)
async def enable_medium(call: Changing, medium: Ref) -> JSONResponse:
    """Queue its return to service."""
    return await call.answer(lambda session: call.host.media.enable(session, medium), 202)


@media.post("/media/{medium:ref}/disable", response_model=shape(WorkView), status_code=202)
async def disable_medium(call: Changing, medium: Ref) -> JSONResponse:
    """Queue taking it out of service."""
    return await call.answer(lambda session: call.host.media.disable(session, medium), 202)


@media.post("/ejections", response_model=items(WorkView), status_code=202)
async def eject(call: Changing, body: bodies.NewEjection) -> JSONResponse:
    """Queue bringing media to the ports of their library, all or none, for people to take out."""
    return await call.answer(
        lambda session: call.host.media.eject(
            session, body.media, queue=body.queue, force=body.force, location=body.location
        ),
        202,
    )


@media.post(
    "/allocations",
    response_model=shape(Allocation),
    status_code=201,
    responses={202: {"model": shape(OperatorView), "description": "An operator is asked; repeat it with `asked`."}},
)
async def allocate(call: Changing, body: bodies.NewAllocation) -> JSONResponse:
    """Take a side for an application.

    Where an operator has to bring media first (`wait`), the answer is the request that asks him, for as long as the
    session lasts. Wait for that request to change, and repeat this with `asked`; without `wait` that gives it up.
    """
    options = AllocateOptions(
        new=body.new,
        next_of=body.next_of,
        side=body.side,
        error_if_unavailable=body.error_if_unavailable,
        timeout=None if body.wait else 0,
    )
    try:
        found = await call.ask(lambda session: call.host.media.request(session, body.pool, options, body.asked))
    except AlreadyDone as done:
        return answered(done.answer, 201 if "logical" in done.answer else 202, repeated=True)
    return answered(found, 201 if isinstance(found, Allocation) else 202)


@media.delete("/allocations/{logical:ref}", response_model=shape(MediumView))
async def deallocate(call: Changing, logical: Ref) -> JSONResponse:
    """Give an LMID back; it ceases to exist."""
    return await call.answer(lambda session: call.host.media.deallocate(session, logical))


@media.post("/allocations/{logical:ref}/swap", response_model=items(MediumView))
async def swap(call: Changing, logical: Ref, body: bodies.Swap) -> JSONResponse:
    """Trade sides with another LMID of its pool; what each names now, this one's first."""
    return await call.answer(lambda session: call.host.media.swap(session, logical, body.other))


@media.post("/allocations/{logical:ref}/complete", response_model=shape(MediumView))
async def complete(call: Changing, logical: Ref) -> JSONResponse:
    """Mark it fully written."""
    return await call.answer(lambda session: call.host.media.complete(session, logical))


@media.put("/allocations/{logical:ref}/label", response_model=shape(MediumView))
async def set_label(call: Changing, logical: Ref, body: bodies.LabelTold) -> JSONResponse:
    """Write down the label that its owner says it has written; nothing is read from the drive."""
    told = ToldLabel(content=b64decode(body.content), type=body.type, id=body.id, info=body.info)
    return await call.answer(lambda session: call.host.media.set_label(session, logical, told))


@media.post("/allocations/{logical:ref}/update-label", response_model=shape(WorkView), status_code=202)
async def update_label(call: Changing, logical: Ref) -> JSONResponse:
    """Queue the reading of the label that its owner wrote; a dismount does it by itself."""
    return await call.answer(lambda session: call.host.media.update_label(session, logical), 202)
