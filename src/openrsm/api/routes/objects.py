"""Any object of any type: what it is set to, and its private attributes."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated

from fastapi import Path
from fastapi.responses import JSONResponse
from starlette.responses import Response

from openrsm.api import bodies
from openrsm.api.answers import nothing
from openrsm.api.call import Changing, Looking
from openrsm.api.paging import Paged
from openrsm.api.routing import Ref, router
from openrsm.api.shapes import member_named, names_of, page, shape
from openrsm.domain.values import ObjectType
from openrsm.surface.objects import ObjectChange
from openrsm.surface.repetition import AlreadyDone
from openrsm.surface.views import Attribute, AttributeView, ObjectSettings
from openrsm.wire.decoding import decode

objects = router("objects")

Name = names_of(ObjectType)
Type = Annotated[Name, Path()]  # type: ignore[valid-type] # made at run time
AttributeName = Annotated[str, Path(min_length=1, max_length=255, description="The name of an attribute; encoded.")]


@objects.get("/objects/{object_type}/{ref:ref}", response_model=shape(ObjectSettings))
async def show_object(call: Looking, object_type: Type, ref: Ref) -> JSONResponse:
    """What an object is called, and set to."""
    kind = member_named(ObjectType, object_type)
    return await call.answer(lambda session: call.host.objects.show(session, kind, ref))


@objects.patch("/objects/{object_type}/{ref:ref}", response_model=shape(ObjectSettings))
async def change_object(call: Changing, object_type: Type, ref: Ref, body: bodies.ObjectSetting) -> JSONResponse:
    """Name or describe an object, or set what else can be set on it."""
    kind, change = member_named(ObjectType, object_type), decode(ObjectChange, body.model_dump())
    return await call.answer(lambda session: call.host.objects.change(session, kind, ref, change))


@objects.get("/objects/{object_type}/{ref:ref}/attributes", response_model=page(AttributeView))
async def list_attributes(call: Looking, paged: Paged, object_type: Type, ref: Ref) -> JSONResponse:
    """The private attributes of an object, by name, without their values."""
    kind = member_named(ObjectType, object_type)
    found = await call.ask(lambda session: call.host.objects.attributes(session, kind, ref))
    return paged.of(found, lambda view: view.name)


@objects.get("/objects/{object_type}/{ref:ref}/attributes/{name:ref}", response_model=shape(Attribute))
async def show_attribute(call: Looking, object_type: Type, ref: Ref, name: AttributeName) -> JSONResponse:
    """One of them, with its value."""
    kind = member_named(ObjectType, object_type)
    return await call.answer(lambda session: call.host.objects.get_attribute(session, kind, ref, name))


@objects.put("/objects/{object_type}/{ref:ref}/attributes/{name:ref}", response_model=shape(AttributeView))
async def set_attribute(
    call: Changing, object_type: Type, ref: Ref, name: AttributeName, body: bodies.AttributeValue
) -> JSONResponse:
    """Give an object an attribute, or another value for one that it has; an empty value deletes it."""
    kind, value = member_named(ObjectType, object_type), b64decode(body.value)
    return await call.answer(lambda session: call.host.objects.set_attribute(session, kind, ref, name, value))


@objects.delete("/objects/{object_type}/{ref:ref}/attributes/{name:ref}", status_code=204)
async def delete_attribute(call: Changing, object_type: Type, ref: Ref, name: AttributeName) -> Response:
    """End an attribute."""
    kind = member_named(ObjectType, object_type)
    try:
        await call.ask(lambda session: call.host.objects.delete_attribute(session, kind, ref, name))
    except AlreadyDone:
        return nothing(repeated=True)
    return nothing()
