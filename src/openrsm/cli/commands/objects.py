"""``rsm object``: name and describe any object, and keep attributes with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openrsm.cli.arguments import Description, NewName, ObjectKind, age
from openrsm.cli.call import Call
from openrsm.cli.changing import change_object
from openrsm.cli.everywhere import command
from openrsm.cli.render.objects import attributes_page, settings_page
from openrsm.errors import InvalidParameter
from openrsm.surface.objects import ObjectChange
from openrsm.wire.encoding import encode

objects = typer.Typer(name="object", help="Any object: name, describe, keep private attributes with it.")
attribute = typer.Typer(name="attribute", help="Private attributes: bytes that an application keeps with an object.")
objects.add_typer(attribute)

ObjectRef = Annotated[str, typer.Argument(metavar="OBJECT", help="Its name, path, number or GUID.")]
AttributeName = Annotated[str, typer.Argument(metavar="NAME", help="The attribute's name.")]


@command(objects, "show")
def show(call: Call, kind: ObjectKind, ref: ObjectRef) -> None:
    """Show what an object is called and set to."""
    with call.looking() as desk:
        call.show(desk.manager.objects.show(desk.session, kind, ref), settings_page)


@command(objects, "set")
def set_object(
    call: Call,
    kind: ObjectKind,
    ref: ObjectRef,
    *,
    name: NewName = None,
    description: Description = None,
    max_extend: Annotated[
        float | None,
        typer.Option("--max-extend", parser=age, metavar="TIME", help="How long a port may stand open, like 5m."),
    ] = None,
    max_open: Annotated[
        float | None,
        typer.Option("--max-open", parser=age, metavar="TIME", help="How long a door may stand open, like 10m."),
    ] = None,
) -> None:
    """Name or describe an object; or say how long a port or a door stands open before an operator is asked."""
    change = ObjectChange(name=name, description=description, max_extend=_whole(max_extend), max_open=_whole(max_open))
    change_object(call, kind, ref, change)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


@command(attribute, "list")
def list_attributes(call: Call, kind: ObjectKind, ref: ObjectRef) -> None:
    """List the attributes of an object."""
    with call.looking() as desk:
        call.show_items(desk.manager.objects.attributes(desk.session, kind, ref), attributes_page)


@command(attribute, "get")
def get(
    call: Call,
    kind: ObjectKind,
    ref: ObjectRef,
    name: AttributeName,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Write the value there; it may be any bytes.")
    ] = None,
) -> None:
    """Print the value of an attribute, if it is text."""
    with call.looking() as desk:
        found = desk.manager.objects.get_attribute(desk.session, kind, ref, name)
    if file is None:
        call.say(encode(found), "" if call.as_json else _text(found.value))
        return
    _write(file, found.value)
    call.say({"name": name, "size": len(found.value), "file": str(file)}, f"{len(found.value)} bytes are in {file}")


@command(attribute, "set")
def set_(
    call: Call,
    kind: ObjectKind,
    ref: ObjectRef,
    name: AttributeName,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="The value, as text.")] = None,
    *,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Take the value from there; it may be any bytes.")
    ] = None,
) -> None:
    """Set an attribute; an empty value deletes it."""
    if (text is None) is (file is None):
        raise typer.BadParameter("give the value either as TEXT or with --file")
    value = _read(file) if file is not None else (text or "").encode(errors="surrogateescape")
    with call.changing() as desk:
        view = desk.manager.objects.set_attribute(desk.session, kind, ref, name, value)
        call.say(encode(view), f"{view.name} has {view.size} bytes")


@command(attribute, "delete")
def delete(call: Call, kind: ObjectKind, ref: ObjectRef, name: AttributeName) -> None:
    """Delete an attribute."""
    with call.changing() as desk:
        desk.manager.objects.delete_attribute(desk.session, kind, ref, name)
        call.say({"deleted": name}, f"{name} is deleted")


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise InvalidParameter("the value is no text", "write it to a file with --file, or use --json") from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidParameter(f"{file} cannot be read ({error.strerror})", "name another file") from error


def _write(file: Path, value: bytes) -> None:
    try:
        file.write_bytes(value)
    except OSError as error:
        raise InvalidParameter(f"{file} cannot be written ({error.strerror})", "name another file") from error
