"""What leads from one answer to the next request, in the API's document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

_Operations = tuple[str, ...]

_LINKS: Final[Sequence[tuple[str, str, str, _Operations]]] = (
    ("open_session", "/id", "session", ("show_session", "renew_session", "close_session")),
    ("list_sessions", "/items/0/id", "session", ("show_session", "renew_session")),
    ("list_libraries", "/items/0/library/id", "library", ("show_library", "inventory_library")),
    ("add_library", "/library/id", "library", ("show_library", "disable_library", "enable_library")),
    ("list_drives", "/items/0/drive/id", "drive", ("show_drive", "change_drive", "dismount_drive", "enable_drive")),
    ("list_pools", "/items/0/pool/id", "pool", ("show_pool",)),
    ("create_pool", "/pool/id", "pool", ("show_pool", "delete_pool")),
    ("list_media", "/items/0/medium/id", "medium", ("show_medium", "move_medium", "enable_medium", "disable_medium")),
    ("allocate", "/logical/id", "logical", ("complete", "deallocate")),
    ("mount", "/items/0/work/item/id", "item", ("show_mounts", "show_work", "cancel_work")),
    ("dismount", "/items/0/item/id", "item", ("show_work",)),
    ("inventory_library", "/item/id", "item", ("show_work", "cancel_work")),
    ("list_work", "/items/0/item/id", "item", ("show_work", "cancel_work", "order_work")),
    ("list_requests", "/items/0/request/id", "operator_request", ("show_request", "satisfy_request", "refuse_request")),
    ("create_token", "/token/name", "name", ("revoke_token",)),
)
"""An operation, a place in its answer, and of which further operations that is a parameter."""

_SESSION: Final = "header.OpenRSM-Session"

_IN_SESSION: Final = ("open_notification", "status", "mount", "allocate")
"""What is worth doing in a session that has just been opened."""


def links_of(operation: str) -> Mapping[str, Any]:
    """The links of an operation's answers."""
    found = {
        following: _link(following, {parameter: f"$response.body#{place}"})
        for one, place, parameter, all_following in _LINKS
        for following in all_following
        if one == operation
    }
    match operation:
        case "open_session":
            return found | {one: _link(one, {_SESSION: "$response.body#/id"}) for one in _IN_SESSION}
        case "open_notification":
            given = {"notification": "$response.body#/id", _SESSION: f"$request.{_SESSION}"}
            return {one: _link(one, given) for one in ("next_notice", "close_notification")}
        case _:
            return found


def _link(operation: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    return {"operationId": operation, "parameters": dict(parameters)}
