"""How every command that sets something on an object does it."""

from __future__ import annotations

import typer

from openrsm.cli.call import Call, Desk
from openrsm.cli.render.objects import settings_page
from openrsm.domain.values import ObjectType
from openrsm.errors import ObjectNotFound, Refusal
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import ObjectSettings


def change_object(
    call: Call, kind: ObjectType, ref: str, change: ObjectChange, missing: type[Refusal] = ObjectNotFound
) -> None:
    """Set what is given, and show what the object is set to then.

    Args:
        call: The command.
        kind: The object's type.
        ref: What names it.
        change: What is given.
        missing: What the other commands about such objects end with where there is none of that name.
    """
    if not change.given():
        raise typer.BadParameter("say what to set; see the options")
    with call.changing() as desk:
        call.show(_changed(desk, kind, ref, change, missing), settings_page)


def _changed(desk: Desk, kind: ObjectType, ref: str, change: ObjectChange, missing: type[Refusal]) -> ObjectSettings:
    try:
        return desk.manager.objects.change(desk.session, kind, ref, change)
    except ObjectNotFound as unknown:
        raise missing(unknown.what, unknown.advice) from unknown
