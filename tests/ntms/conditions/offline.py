"""Causes of documented errors, of calls about media in no library, media types, and devices that are gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import uuid4

from openrsm import ntms
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench
from tests.ntms.conditions.basics import Ready, drive, library, medium, pool
from tests.ntms.conditions.ready import IMPORT, LTO_9, adding, recording, retyping, swapping, taking_back, told_medium

NOBODY: Final[Mapping[str, str]] = {
    "DeleteNtmsMedia": "ERROR_INVALID_MEDIA",
    "SwapNtmsMedia": "ERROR_INVALID_MEDIA",
    "AddNtmsMediaType": "ERROR_INVALID_LIBRARY",
    "DeleteNtmsMediaType": "ERROR_INVALID_LIBRARY",
    "ChangeNtmsMediaType": "ERROR_INVALID_MEDIA",
    "DeleteNtmsDrive": "ERROR_INVALID_DRIVE",
}

NULL: Final[Mapping[str, str]] = {
    "CreateNtmsMedia": "lpList",
    "DeleteNtmsMedia": "lpMediaId",
    "SwapNtmsMedia": "lpMediaId2",
    "AddNtmsMediaType": "lpMediaTypeId",
    "DeleteNtmsMediaType": "lpMediaTypeId",
    "ChangeNtmsMediaType": "lpPoolId",
    "DeleteNtmsDrive": "lpDriveId",
}


def twice_recorded(bench: Bench) -> Ready:
    """A label that is catalogued, on a medium with another bar code."""
    manager, ready = bench.manager, recording(bench)
    ntms.CreateNtmsMedia(ntms.attach(manager, ROOT, "backup"), *ready.arguments.values())
    return ready.but(lpMedia=told_medium(bench, szBarCode="T00002L9"))


def half_told(bench: Bench) -> Ready:
    bench.create_pool("discs", "MO-5-RW")
    return recording(bench).but(lpMedia=told_medium(bench, "discs"))


def swap_in_two_pools(bench: Bench) -> Ready:
    bench.create_pool("else", "LTO-9", draw_from_free=True)
    other = bench.manager.media.allocate(bench.session, "else", AllocateOptions()).logical.id
    return swapping(bench).but(lpMediaId2=other)


def swap_complete(bench: Bench) -> Ready:
    ready = swapping(bench)
    bench.manager.media.complete(bench.session, str(ready.arguments["lpMediaId2"]))
    return ready


def retype_offline(bench: Bench) -> Ready:
    bench.take_out("V00006L9")
    return retyping(bench).but(lpMediaId=medium(bench, "V00006L9"))


MADE: Final[Mapping[tuple[str, str], Callable[[Bench], Ready]]] = {
    ("CreateNtmsMedia", "ERROR_INVALID_MEDIA"): twice_recorded,
    ("CreateNtmsMedia", "ERROR_INVALID_MEDIA_POOL"): lambda bench: recording(bench).but(
        lpMedia=told_medium(bench, "Free/LTO-9")
    ),
    ("CreateNtmsMedia", "ERROR_MEDIA_INCOMPATIBLE"): half_told,
    ("DeleteNtmsMedia", "ERROR_INVALID_STATE"): lambda bench: Ready(
        "DeleteNtmsMedia", {"lpMediaId": medium(bench, "V00001L9")}
    ),
    ("SwapNtmsMedia", "ERROR_INVALID_MEDIA_POOL"): swap_in_two_pools,
    ("SwapNtmsMedia", "ERROR_INVALID_STATE"): swap_complete,
    ("AddNtmsMediaType", "ERROR_INVALID_MEDIA"): lambda bench: adding(bench).but(lpMediaTypeId=uuid4()),
    ("AddNtmsMediaType", "ERROR_LIBRARY_OFFLINE"): lambda bench: adding(bench).but(lpLibId=library(bench, "offline")),
    ("DeleteNtmsMediaType", "ERROR_NOT_EMPTY"): lambda bench: taking_back(bench).but(lpMediaTypeId=LTO_9),
    ("ChangeNtmsMediaType", "ERROR_INVALID_MEDIA_POOL"): lambda bench: retyping(bench).but(
        lpPoolId=pool(bench, IMPORT)
    ),
    ("ChangeNtmsMediaType", "ERROR_LIBRARY_OFFLINE"): retype_offline,
    ("DeleteNtmsDrive", "ERROR_INVALID_STATE"): lambda bench: Ready("DeleteNtmsDrive", {"lpDriveId": drive(bench)}),
}
"""What takes a cause of its own."""

ROWS: Final = {
    ("DeleteNtmsMedia", "ERROR_INVALID_MEDIA_POOL"): ("pools", "path", IMPORT),
    ("DeleteNtmsDrive", "ERROR_INVALID_LIBRARY"): ("libraries", "name", LIBRARY),
}
"""What fails where somebody deleted a row by hand."""
