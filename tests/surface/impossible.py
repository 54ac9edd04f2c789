"""Documented refusals that cannot come about here, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.surface.spec import Case

POINTER: Final = "the condition is a null pointer; a text that names nothing is refused as an unknown object"
TYPED: Final = "drives, libraries and media have calls of their own, so that no call has a type that does not fit"
OWN_KIND: Final = "an unknown drive, library or medium is refused with the error of its kind, by the call of its kind"

CANNOT_HAPPEN: Final[Mapping[Case, str]] = {
    ("AllocateNtmsMedia", "ERROR_DEVICE_NOT_AVAILABLE"): "a type's free pool is made with the first pool of that type",
    ("DeallocateNtmsMedia", "ERROR_INVALID_PARAMETER"): POINTER,
    ("DecommissionNtmsMedia", "ERROR_INVALID_PARAMETER"): POINTER,
    ("SetNtmsMediaComplete", "ERROR_INVALID_PARAMETER"): POINTER,
    ("MoveToNtmsMediaPool", "ERROR_INVALID_PARAMETER"): POINTER,
    ("DeleteNtmsMediaPool", "ERROR_INVALID_PARAMETER"): POINTER,
    ("DeleteNtmsLibrary", "ERROR_INVALID_PARAMETER"): POINTER,
    ("DismountNtmsDrive", "ERROR_INVALID_PARAMETER"): POINTER,
    ("InventoryNtmsLibrary", "ERROR_INVALID_PARAMETER"): POINTER,
    ("CancelNtmsLibraryRequest", "ERROR_INVALID_PARAMETER"): POINTER,
    ("GetNtmsRequestOrder", "ERROR_INVALID_PARAMETER"): POINTER,
    ("SatisfyNtmsOperatorRequest", "ERROR_INVALID_PARAMETER"): POINTER,
    ("CancelNtmsOperatorRequest", "ERROR_INVALID_PARAMETER"): POINTER,
    ("DisableNtmsObject", "ERROR_INVALID_PARAMETER"): TYPED,
    ("EnableNtmsObject", "ERROR_INVALID_PARAMETER"): TYPED,
    ("DisableNtmsObject", "ERROR_OBJECT_NOT_FOUND"): OWN_KIND,
    ("EnableNtmsObject", "ERROR_OBJECT_NOT_FOUND"): OWN_KIND,
    ("EnumerateNtmsObject", "ERROR_INSUFFICIENT_BUFFER"): "a list has the length that it needs",
    ("CreateNtmsMediaPool", "ERROR_INVALID_MEDIA"): "a type is an argument here, not an object: INVALID_PARAMETER",
    (
        "CreateNtmsMediaPool",
        "ERROR_OBJECT_NOT_FOUND",
    ): "creating never opens, and makes the pools above too",
    ("DismountNtmsDrive", "ERROR_LIBRARY_OFFLINE"): "the offline library has no drives",
    (
        "DismountNtmsDrive",
        "ERROR_RESOURCE_DISABLED",
    ): "a disabled library is documented twice: DEVICE_NOT_AVAILABLE",
    ("InventoryNtmsLibrary", "ERROR_DEVICE_NOT_AVAILABLE"): "it waits, says so, and has the library looked for at once",
    ("InventoryNtmsLibrary", "ERROR_NOT_CONNECTED"): "in its own process the service is always reached",
}
