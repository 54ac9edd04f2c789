"""How every command that sets something on an object does it."""

from __future__ import annotations

import typer

from openrsm.cli.call import Call
from openrsm.cli.render.objects import settings_page
from openrsm.domain.values import ObjectType
from openrsm.surface.objects import ObjectChange


def change_object(call: Call, kind: ObjectType, ref: str, change: ObjectChange) -> None:
    """Set what is given, and show what the object is set to then."""
    if not change.given():
        raise typer.BadParameter("say what to set; see the options")
    with call.changing() as desk:
        call.show(desk.manager.objects.change(desk.session, kind, ref, change), settings_page)
