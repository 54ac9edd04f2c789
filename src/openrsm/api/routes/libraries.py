"""Libraries."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.problems import problem
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import items, member_named, page, shape
from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.library_types import LibraryType
from openrsm.errors import DeviceFault
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import LibraryDetail, LibraryView, WorkView

libraries = router("libraries")


@libraries.get("/libraries", response_model=page(LibraryView))
async def list_libraries(call: Looking, paged: Paged) -> JSONResponse:
    """All libraries, the offline one last."""
    return paged.of(await call.ask(call.host.libraries.list), lambda view: view.library.id)


@libraries.post("/libraries", response_model=shape(LibraryView), status_code=201)
async def add_library(request: Request, call: Changing, body: bodies.NewLibrary) -> JSONResponse:
    """Open a library and catalogue what is in it; answered when its first inventory is done."""
    try:
        return await call.answer(
            lambda session: call.host.libraries.add(session, body.name, body.url), 201, request.app.state.adding
        )
    except DeviceFault as fault:  # no device of ours failed: the address leads to none that answers
        return problem(fault, HTTPStatus.CONFLICT)


@libraries.get("/libraries/{library:ref}", response_model=shape(LibraryDetail))
async def show_library(call: Looking, library: Ref) -> JSONResponse:
    """One library with everything in it."""
    return await call.answer(lambda session: call.host.libraries.show(session, library))


@libraries.delete("/libraries/{library:ref}", status_code=204)
async def remove_library(call: Changing, library: Ref) -> Response:
    """Forget a library that is disabled or absent."""
    try:
        await call.ask(lambda session: call.host.libraries.remove(session, library))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()


@libraries.post("/libraries/{library:ref}/inventory", response_model=shape(WorkView), status_code=202)
async def inventory_library(call: Changing, library: Ref, body: bodies.Inventory | None = None) -> JSONResponse:
    """Queue an inventory."""
    method = member_named(InventoryMethod, (body or bodies.Inventory()).method)
    return await call.answer(lambda session: call.host.libraries.inventory(session, library, method), 202)


@libraries.post("/libraries/{library:ref}/refresh", response_model=shape(WorkView), status_code=202)
async def refresh_library(call: Changing, library: Ref) -> JSONResponse:
    """Queue a look at a drive in no library."""
    return await call.answer(lambda session: call.host.libraries.refresh(session, library), 202)


@libraries.post("/libraries/{library:ref}/labels", response_model=shape(LibraryView))
async def set_labels(call: Changing, library: Ref, body: bodies.Labels) -> JSONResponse:
    """What is to be done with the labels of its media from now on."""
    labels = member_named(LabelUse, body.labels)
    return await call.answer(lambda session: call.host.libraries.set_labels(session, library, labels))


@libraries.get("/libraries/{library:ref}/media-types", response_model=items(LibraryType))
async def library_types(call: Looking, library: Ref) -> JSONResponse:
    """Its media types, by name: those that its drives take, that were added, that lie in it."""
    return await call.answer(lambda session: call.host.libraries.types(session, library))


@libraries.post("/libraries/{library:ref}/media-types", response_model=items(LibraryType))
async def add_media_type(call: Changing, library: Ref, body: bodies.LibraryMediaType) -> JSONResponse:
    """Say that it takes media of a type, so that there are pools for them."""
    return await call.answer(lambda session: call.host.libraries.add_type(session, library, body.media_type))


@libraries.delete("/libraries/{library:ref}/media-types/{media_type:ref}", response_model=items(LibraryType))
async def remove_media_type(call: Changing, library: Ref, media_type: Ref) -> JSONResponse:
    """Take that back."""
    return await call.answer(lambda session: call.host.libraries.remove_type(session, library, media_type))


@libraries.post("/libraries/{library:ref}/inject", response_model=shape(WorkView), status_code=202)
async def inject(call: Changing, library: Ref, body: bodies.Injection | None = None) -> JSONResponse:
    """Queue opening its ports to people, and taking in what they put there."""
    many = (body or bodies.Injection()).many
    return await call.answer(lambda session: call.host.libraries.inject(session, library, many=many), 202)


@libraries.post("/libraries/{library:ref}/retract", response_model=shape(WorkView))
async def retract(call: Changing, library: Ref) -> JSONResponse:
    """Have an inject of many take in what lies in the ports, and go on."""
    return await call.answer(lambda session: call.host.libraries.retract(session, library))


@libraries.post("/libraries/{library:ref}/open-door", response_model=shape(WorkView), status_code=202)
async def open_door(call: Changing, library: Ref, body: bodies.Inventory | None = None) -> JSONResponse:
    """Queue unlocking its doors; the inventory follows when a door was opened and closed again."""
    method = member_named(InventoryMethod, (body or bodies.Inventory()).method)
    return await call.answer(lambda session: call.host.libraries.open_door(session, library, method), 202)


@libraries.post("/libraries/{library:ref}/enable", response_model=shape(WorkView), status_code=202)
async def enable_library(call: Changing, library: Ref) -> JSONResponse:
    """Queue its return to service."""
    return await call.answer(lambda session: call.host.libraries.enable(session, library), 202)


@libraries.post("/libraries/{library:ref}/disable", response_model=shape(WorkView), status_code=202)
async def disable_library(call: Changing, library: Ref, body: bodies.Disabling | None = None) -> JSONResponse:
    """Queue taking it out of service."""
    now = (body or bodies.Disabling()).now
    return await call.answer(lambda session: call.host.libraries.disable(session, library, now=now), 202)
