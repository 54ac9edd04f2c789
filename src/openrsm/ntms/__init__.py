"""The API of Removable Storage Manager, as ``ntmsapi.h`` has it, over OpenRSM.

Parameters stand in the header's order; what the header returns through a pointer is returned; a failure raises
:class:`NtmsError`. Where the original's sources disagree, docs/divergence.md says what is done here, and why.
"""

from __future__ import annotations

from openrsm.ntms.attributes import GetNtmsObjectAttribute as GetNtmsObjectAttribute
from openrsm.ntms.attributes import SetNtmsObjectAttribute as SetNtmsObjectAttribute
from openrsm.ntms.cleaning import CleanNtmsDrive as CleanNtmsDrive
from openrsm.ntms.cleaning import EjectNtmsCleaner as EjectNtmsCleaner
from openrsm.ntms.cleaning import InjectNtmsCleaner as InjectNtmsCleaner
from openrsm.ntms.cleaning import ReleaseNtmsCleanerSlot as ReleaseNtmsCleanerSlot
from openrsm.ntms.cleaning import ReserveNtmsCleanerSlot as ReserveNtmsCleanerSlot
from openrsm.ntms.codes import *  # noqa: F403 - all of them are the header's names
from openrsm.ntms.constants import *  # noqa: F403 - as above
from openrsm.ntms.database import ExportNtmsDatabase as ExportNtmsDatabase
from openrsm.ntms.database import ImportNtmsDatabase as ImportNtmsDatabase
from openrsm.ntms.detection import BeginNtmsDeviceChangeDetection as BeginNtmsDeviceChangeDetection
from openrsm.ntms.detection import EndNtmsDeviceChangeDetection as EndNtmsDeviceChangeDetection
from openrsm.ntms.detection import SetNtmsDeviceChangeDetection as SetNtmsDeviceChangeDetection
from openrsm.ntms.enumeration_names import *  # noqa: F403 - as above
from openrsm.ntms.enumerations import *  # noqa: F403 - as above
from openrsm.ntms.errors import NtmsError as NtmsError
from openrsm.ntms.handles import HANDLE as HANDLE
from openrsm.ntms.information import EnumerateNtmsObject as EnumerateNtmsObject
from openrsm.ntms.information import GetNtmsObjectInformation as GetNtmsObjectInformation
from openrsm.ntms.labels import UpdateNtmsOmidInfo as UpdateNtmsOmidInfo
from openrsm.ntms.libraries import DeleteNtmsDrive as DeleteNtmsDrive
from openrsm.ntms.libraries import DeleteNtmsLibrary as DeleteNtmsLibrary
from openrsm.ntms.libraries import DisableNtmsObject as DisableNtmsObject
from openrsm.ntms.libraries import EnableNtmsObject as EnableNtmsObject
from openrsm.ntms.libraries import InventoryNtmsLibrary as InventoryNtmsLibrary
from openrsm.ntms.media import AllocateNtmsMedia as AllocateNtmsMedia
from openrsm.ntms.media import DeallocateNtmsMedia as DeallocateNtmsMedia
from openrsm.ntms.media import DecommissionNtmsMedia as DecommissionNtmsMedia
from openrsm.ntms.media import MoveToNtmsMediaPool as MoveToNtmsMediaPool
from openrsm.ntms.media import SetNtmsMediaComplete as SetNtmsMediaComplete
from openrsm.ntms.media import SwapNtmsMedia as SwapNtmsMedia
from openrsm.ntms.media_types import AddNtmsMediaType as AddNtmsMediaType
from openrsm.ntms.media_types import ChangeNtmsMediaType as ChangeNtmsMediaType
from openrsm.ntms.media_types import DeleteNtmsMediaType as DeleteNtmsMediaType
from openrsm.ntms.mounting import DismountNtmsDrive as DismountNtmsDrive
from openrsm.ntms.mounting import DismountNtmsMedia as DismountNtmsMedia
from openrsm.ntms.mounting import MountNtmsMedia as MountNtmsMedia
from openrsm.ntms.notification import CloseNtmsNotification as CloseNtmsNotification
from openrsm.ntms.notification import OpenNtmsNotification as OpenNtmsNotification
from openrsm.ntms.notification import WaitForNtmsNotification as WaitForNtmsNotification
from openrsm.ntms.offline import CreateNtmsMedia as CreateNtmsMedia
from openrsm.ntms.offline import DeleteNtmsMedia as DeleteNtmsMedia
from openrsm.ntms.option_names import *  # noqa: F403 - as above
from openrsm.ntms.options import *  # noqa: F403 - as above
from openrsm.ntms.pools import CreateNtmsMediaPool as CreateNtmsMediaPool
from openrsm.ntms.pools import DeleteNtmsMediaPool as DeleteNtmsMediaPool
from openrsm.ntms.pools import GetNtmsMediaPoolName as GetNtmsMediaPoolName
from openrsm.ntms.porting import AccessNtmsLibraryDoor as AccessNtmsLibraryDoor
from openrsm.ntms.porting import EjectNtmsMedia as EjectNtmsMedia
from openrsm.ntms.porting import IdentifyNtmsSlot as IdentifyNtmsSlot
from openrsm.ntms.porting import InjectNtmsMedia as InjectNtmsMedia
from openrsm.ntms.requests import CancelNtmsLibraryRequest as CancelNtmsLibraryRequest
from openrsm.ntms.requests import CancelNtmsOperatorRequest as CancelNtmsOperatorRequest
from openrsm.ntms.requests import DeleteNtmsRequests as DeleteNtmsRequests
from openrsm.ntms.requests import GetNtmsRequestOrder as GetNtmsRequestOrder
from openrsm.ntms.requests import SatisfyNtmsOperatorRequest as SatisfyNtmsOperatorRequest
from openrsm.ntms.requests import SetNtmsRequestOrder as SetNtmsRequestOrder
from openrsm.ntms.requests import SubmitNtmsOperatorRequest as SubmitNtmsOperatorRequest
from openrsm.ntms.requests import WaitForNtmsOperatorRequest as WaitForNtmsOperatorRequest
from openrsm.ntms.security import GetNtmsObjectSecurity as GetNtmsObjectSecurity
from openrsm.ntms.security import SetNtmsObjectSecurity as SetNtmsObjectSecurity
from openrsm.ntms.sessions import CloseNtmsSession as CloseNtmsSession
from openrsm.ntms.sessions import OpenNtmsSession as OpenNtmsSession
from openrsm.ntms.sessions import attach as attach
from openrsm.ntms.setting import SetNtmsObjectInformation as SetNtmsObjectInformation
from openrsm.ntms.standalone import EjectDiskFromSADrive as EjectDiskFromSADrive
from openrsm.ntms.structures import *  # noqa: F403 - as above
from openrsm.ntms.ui import GetNtmsUIOptions as GetNtmsUIOptions
from openrsm.ntms.ui import SetNtmsUIOptions as SetNtmsUIOptions
from openrsm.ntms.volumes import GetVolumesFromDrive as GetVolumesFromDrive

_OTHERS = {"attach", "EjectDiskFromSADrive", "GetVolumesFromDrive"}
__all__ = [name for name in globals() if name.isupper() or "Ntms" in name or name in _OTHERS]
