"""What every implementation of the surface promises (:mod:`openrsm.surface`), as tests.

An implementation's test file subclasses :class:`SurfaceConformance` and provides a fixture ``build``: a
:data:`~tests.conformance.surface_bench.Build`, which makes a manager with a library, by that implementation, and closes
it afterwards. Tests look and act through the surface alone, and at the library itself with a person's eyes and hands.
"""

from __future__ import annotations

from tests.conformance.surface_adoption import AdoptionConformance
from tests.conformance.surface_allocation import AllocationConformance
from tests.conformance.surface_changers import ChangerConformance
from tests.conformance.surface_checkup import CheckupConformance
from tests.conformance.surface_claims import ClaimConformance
from tests.conformance.surface_cleaning import CleaningConformance
from tests.conformance.surface_database import DatabaseConformance
from tests.conformance.surface_destinations import DestinationConformance
from tests.conformance.surface_diagnosis import DiagnosisConformance
from tests.conformance.surface_dismounts import DismountConformance
from tests.conformance.surface_doors import DoorConformance
from tests.conformance.surface_faults import FaultConformance
from tests.conformance.surface_labels import LabelConformance
from tests.conformance.surface_looks import LookConformance
from tests.conformance.surface_mounted_labels import MountedLabelConformance
from tests.conformance.surface_mounts import MountConformance
from tests.conformance.surface_notices import NoticeConformance
from tests.conformance.surface_objects import ObjectConformance
from tests.conformance.surface_offline import OfflineConformance
from tests.conformance.surface_operators import OperatorConformance
from tests.conformance.surface_pools import PoolConformance
from tests.conformance.surface_ports import PortConformance
from tests.conformance.surface_queue import QueueConformance
from tests.conformance.surface_requests import RequestConformance
from tests.conformance.surface_security import SecurityConformance
from tests.conformance.surface_service import InServiceConformance
from tests.conformance.surface_sessions import SessionConformance
from tests.conformance.surface_shares import ShareConformance
from tests.conformance.surface_standalone import StandaloneConformance
from tests.conformance.surface_standalone_people import StandalonePeopleConformance
from tests.conformance.surface_two_sides import TwoSidedConformance
from tests.conformance.surface_types import TypeConformance
from tests.conformance.surface_verifying import VerifyingConformance


class BrokeringConformance(
    AllocationConformance,
    AdoptionConformance,
    ClaimConformance,
    PoolConformance,
    MountConformance,
    OperatorConformance,
    DismountConformance,
    ChangerConformance,
    LookConformance,
    ShareConformance,
    QueueConformance,
    InServiceConformance,
    SessionConformance,
    NoticeConformance,
    DatabaseConformance,
    CheckupConformance,
    RequestConformance,
    DestinationConformance,
    SecurityConformance,
    ObjectConformance,
):
    """What applications and people ask for, and how they are answered."""


class EquipmentConformance(
    FaultConformance,
    LabelConformance,
    MountedLabelConformance,
    TwoSidedConformance,
    CleaningConformance,
    DiagnosisConformance,
    VerifyingConformance,
    PortConformance,
    DoorConformance,
    StandaloneConformance,
    StandalonePeopleConformance,
    OfflineConformance,
    TypeConformance,
):
    """What becomes of libraries, drives and cartridges: who asks for it, and by what way, matters little."""


class SurfaceConformance(BrokeringConformance, EquipmentConformance):
    """Subclass it, and provide the fixture ``build``."""
