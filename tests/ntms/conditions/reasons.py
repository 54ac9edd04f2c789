"""Documented conditions that cannot come about here, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.ntms.conditions.provoked import Case

RAISED: Final = "a call that fails raises NtmsError, so no handle is returned that is none"

ALWAYS: Final = "every service has it"

CANNOT_HAPPEN: Final[Mapping[Case, str]] = {
    ("OpenNtmsSession", "INVALID_HANDLE_VALUE"): RAISED,
    ("OpenNtmsNotification", "INVALID_HANDLE_VALUE"): RAISED,
    ("OpenNtmsSession", "ERROR_NO_NETWORK"): "a network that is down is told as ERROR_NOT_CONNECTED, in Linux's words",
    ("OpenNtmsSession", "ERROR_NOT_READY"): "the service listens when it is ready; before that it is waited for",
    ("OpenNtmsSession", "RPC_S_NO_INTERFACES"): "there is one version of the protocol so far",
    ("AllocateNtmsMedia", "ERROR_DEVICE_NOT_AVAILABLE"): "a type's free pool is made with the first pool of that type",
    ("DismountNtmsDrive", "ERROR_LIBRARY_OFFLINE"): "the offline library has no drives",
    ("DismountNtmsDrive", "ERROR_RESOURCE_DISABLED"): "a disabled library is documented twice: DEVICE_NOT_AVAILABLE",
    ("InventoryNtmsLibrary", "ERROR_DEVICE_NOT_AVAILABLE"): "it waits, says so, and has the library looked for at once",
    ("ReleaseNtmsCleanerSlot", "ERROR_INVALID_ADDRESS"): "a stray entry of the protocol: no address is given",
    ("EjectNtmsMedia", "ERROR_RESOURCE_DISABLED"): "a disabled library is documented twice: DEVICE_NOT_AVAILABLE",
    ("IdentifyNtmsSlot", "ERROR_LIBRARY_OFFLINE"): "the offline library has no slots",
    ("GetNtmsObjectAttribute", "ERROR_NO_DATA"): "no attribute is so long: SetNtmsObjectAttribute refuses it",
    ("GetNtmsObjectAttribute", "RPC_S_INVALID_BOUND"): "there is one version of the protocol so far",
    ("GetNtmsObjectSecurity", "ERROR_INSUFFICIENT_BUFFER"): "a descriptor is an object, which has the room it needs",
    ("WaitForNtmsNotification", "ERROR_NOT_CONNECTED"): "a broken wait may have lost a change, so it is NO_DATA",
    ("BeginNtmsDeviceChangeDetection", "ERROR_INVALID_PARAMETER"): "its one argument is the session: INVALID_HANDLE",
    ("BeginNtmsDeviceChangeDetection", "ERROR_CALL_NOT_IMPLEMENTED"): ALWAYS,
    ("SetNtmsDeviceChangeDetection", "ERROR_CALL_NOT_IMPLEMENTED"): ALWAYS,
    ("EndNtmsDeviceChangeDetection", "ERROR_CALL_NOT_IMPLEMENTED"): ALWAYS,
    ("SwapNtmsMedia", "ERROR_BAD_FORMAT"): "a swap changes the catalogue alone, and reads no label",
    ("EjectDiskFromSADrive", "ERROR_INVALID_HANDLE"): "it takes no handle, and opens its own session",
    ("EjectDiskFromSADrive", "ERROR_NOT_ENOUGH_MEMORY"): "a service without memory is out of reach: NOT_CONNECTED",
    ("EjectDiskFromSADrive", "ERROR_LIBRARY_OFFLINE"): "the offline library has no drives",
    ("CloseNtmsNotification", "ERROR_DATABASE_FAILURE"): "to end a notification nothing of the catalogue is read",
}
