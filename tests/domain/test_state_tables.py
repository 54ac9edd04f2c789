from __future__ import annotations

from enum import Enum, IntEnum
from typing import Any, Final

import pytest

from openrsm.domain import operator, work
from openrsm.domain.drive import DRIVE, DriveEvent, DriveState
from openrsm.domain.inject import INJECT, EjectOption, InjectEvent, InjectStage
from openrsm.domain.library import OPERATIONAL, InventoryMethod, LibraryKind, Operational, OperationalEvent
from openrsm.domain.machine import Table, accepts, fire, word
from openrsm.domain.media_types import DeviceKind, Writable
from openrsm.domain.medium import MEDIUM, MediumEvent, MediumState
from openrsm.domain.operator import OPERATOR, OperatorEvent, OperatorKind, OperatorState
from openrsm.domain.records import EventKind
from openrsm.domain.rights import Right
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.slot import (
    DOOR,
    PORT_CONTENT,
    PORT_POSITION,
    SLOT,
    DoorEvent,
    DoorState,
    PortContent,
    PortEvent,
    PortMotion,
    PortPosition,
    SlotEvent,
    SlotState,
)
from openrsm.domain.values import DESCRIPTION_LENGTH, NAME_LENGTH, POOL_PATH_LENGTH, BarCodeState, ObjectType, PoolKind
from openrsm.domain.work import WORK, Operation, WorkEvent, WorkState
from openrsm.errors import InvalidState
from tests.domain.spec import header, transitions

AnyTable = Table[Any, Any]

MACHINES: list[tuple[AnyTable, type[Enum], type[Enum], Enum]] = [
    (MEDIUM, MediumState, MediumEvent, MediumState.IDLE),
    (SIDE, SideState, SideEvent, SideState.UNKNOWN),
    (DRIVE, DriveState, DriveEvent, DriveState.DISMOUNTED),
    (OPERATIONAL, Operational, OperationalEvent, Operational.NOT_PRESENT),
    (WORK, WorkState, WorkEvent, WorkState.QUEUED),
    (OPERATOR, OperatorState, OperatorEvent, OperatorState.UNKNOWN),
    (SLOT, SlotState, SlotEvent, SlotState.UNKNOWN),
    (PORT_CONTENT, PortContent, PortEvent, PortContent.UNKNOWN),
    (PORT_POSITION, PortPosition, PortMotion, PortPosition.UNKNOWN),
    (INJECT, InjectStage, InjectEvent, InjectStage.START),
    (DOOR, DoorState, DoorEvent, DoorState.UNKNOWN),
]
TABLES = {states: table for table, states, _, _ in MACHINES}

PAIRS = [
    pytest.param(table, state, event, id=f"{states.__name__}-{state.name}-{event.name}")
    for table, states, events, _ in MACHINES
    for state in states
    for event in events
]


@pytest.mark.parametrize(("table", "state", "event"), PAIRS)
def test_an_event_moves_or_is_refused_with_what_is_possible(table: AnyTable, state: Enum, event: Enum) -> None:
    if accepts(table, state, event):
        assert fire(table, state, event) is table[state][event]
        return
    with pytest.raises(InvalidState) as refused:
        fire(table, state, event)
    assert refused.value.what == f"{word(event)} is not possible while {word(state)}"
    assert refused.value.advice.startswith("possible now: ")


@pytest.mark.parametrize(("table", "states", "events", "start"), MACHINES)
def test_every_state_has_a_row_and_every_event_happens_somewhere(
    table: AnyTable, states: type[Enum], events: type[Enum], start: Enum
) -> None:
    assert set(table) == set(states)
    assert {event for row in table.values() for event in row} == set(events)
    assert start in states


@pytest.mark.parametrize(("table", "states", "events", "start"), MACHINES)
def test_every_state_is_reached_from_the_first(
    table: AnyTable, states: type[Enum], events: type[Enum], start: Enum
) -> None:
    assert events
    reached = {start}
    while new := {after for state in reached for after in table[state].values()} - reached:
        reached |= new
    assert reached == set(states)


ENUMERATIONS: list[tuple[type[IntEnum], str, str, dict[str, str]]] = [
    # Ours, the header's, the prefix of its members, and what we call otherwise.
    (MediumState, "NtmsMediaState", "NTMS_MEDIASTATE_", {"INUSE": "IN_USE", "OPERROR": "ERROR", "OPREQ": "OPERATOR"}),
    (SideState, "NtmsPartitionState", "NTMS_PARTSTATE_", {}),
    (DriveState, "NtmsDriveState", "NTMS_DRIVESTATE_", {}),
    (Operational, "NtmsOperationalState", "NTMS_", {}),
    (OperatorState, "NtmsOpreqState", "NTMS_OPSTATE_", {"INPROGRESS": "IN_PROGRESS"}),
    (SlotState, "NtmsSlotState", "NTMS_SLOTSTATE_", {"NOTPRESENT": "NOT_PRESENT", "NEEDSINVENTORY": "NEEDS_INVENTORY"}),
    (PortContent, "NtmsPortContent", "NTMS_PORTCONTENT_", {}),
    (PortPosition, "NtmsPortPosition", "NTMS_PORTPOSITION_", {}),
    (DoorState, "NtmsDoorState", "NTMS_DOORSTATE_", {}),
    (LibraryKind, "NtmsLibraryType", "NTMS_LIBRARYTYPE_", {"ONLINE": "ROBOTIC"}),
    (BarCodeState, "NtmsBarCodeState", "NTMS_BARCODESTATE_", {}),
    (PoolKind, "NtmsPoolType", "NTMS_POOLTYPE_", {"SCRATCH": "FREE", "FOREIGN": "UNRECOGNIZED"}),
    (
        Writable,
        "NtmsReadWriteCharacteristics",
        "NTMS_MEDIARW_",
        {"WRITEONCE": "WRITE_ONCE", "READONLY": "READ_ONLY"},
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "prefix", "renamed"), ENUMERATIONS)
def test_names_and_values_are_the_headers(
    ours: type[IntEnum], theirs: str, prefix: str, renamed: dict[str, str]
) -> None:
    names = {name.removeprefix(prefix): value for name, value in header(theirs).items()}
    assert {member.name: member.value for member in ours} == {renamed.get(n, n): v for n, v in names.items()}


OUR_OWN: Final = [Operation.TRANSFER]
"""What the original does not do."""


@pytest.mark.parametrize(
    ("ours", "theirs", "left_out"),
    [
        # The header's last members count the others; "deferred" is reached by nothing.
        (WorkState, "NtmsLmState", {"NTMS_LM_DEFERRED", "NTMS_LM_DEFFERED"}),
        (Operation, "NtmsLmOperation", {"NTMS_LM_MAXWORKITEM"}),
        (InventoryMethod, "NtmsInventoryMethod", {"NTMS_INVENTORY_MAX"}),
        (EjectOption, "NtmsEjectOperation", {"NTMS_EJECT_IMMEDIATE", "NTMS_EJECT_ASK_USER"}),
        (OperatorKind, "NtmsOpreqCommand", {"NTMS_OPREQ_UNKNOWN"}),
        (EventKind, "NtmsNotificationOperations", {"NTMS_EVENT_SIGNAL", "NTMS_EVENT_COMPLETE"}),
        (
            ObjectType,
            "NtmsObjectsTypes",
            {"NTMS_UNKNOWN", "NTMS_OBJECT", "NTMS_UI_DESTINATION", "NTMS_NUMBER_OF_OBJECT_TYPES"},
        ),
    ],
)
def test_values_are_the_headers(ours: type[IntEnum], theirs: str, left_out: set[str]) -> None:
    values = {value for name, value in header(theirs).items() if name not in left_out}
    assert {member.value for member in ours if member not in OUR_OWN} == values


def test_rights_and_lengths_and_device_kinds_are_the_headers() -> None:
    constants = header("constants")
    assert {f"NTMS_{right.name}_ACCESS": int(right) for right in list(Right)[:3]} == header("NtmsAccessMask")
    assert (constants["READ_CONTROL"], constants["WRITE_DAC"]) == (Right.READ_CONTROL, Right.WRITE_DAC)
    assert constants["NTMS_OBJECTNAME_LENGTH"] - 1 == NAME_LENGTH
    assert constants["NTMS_DESCRIPTION_LENGTH"] - 1 == DESCRIPTION_LENGTH
    assert constants["NTMS_POOLHIERARCHY_LENGTH"] - 1 == POOL_PATH_LENGTH
    assert {f"FILE_DEVICE_{kind.name.replace('CD', 'CD_ROM', 1)}": int(kind) for kind in DeviceKind} == {
        name: value for name, value in constants.items() if name.startswith("FILE_DEVICE_")
    }


DESCRIBED = [
    pytest.param(states, change, id=f"{states.__name__}: {change['from']} to {change['to']} ({change['cause']})")
    for states, name in [
        (MediumState, "NtmsMediaState"),
        (SideState, "NtmsPartitionState"),
        (DriveState, "NtmsDriveState"),
        (WorkState, "NtmsLmState"),
        (OperatorState, "NtmsOpreqState"),
    ]
    for change in transitions(name)
]


@pytest.mark.parametrize(("states", "change"), DESCRIBED)
def test_every_change_that_the_specification_describes_can_happen(states: Any, change: dict[str, str]) -> None:
    values = {name: value for enumeration in ENUMERATIONS for name, value in header(enumeration[1]).items()}
    values |= header("NtmsLmState")
    table = TABLES[states]
    after = states(values[change["to"]])
    if change["from"] == "(new)" and after is MACHINES[[each[1] for each in MACHINES].index(states)][3]:
        return
    if change["from"].startswith(("(", "*")):
        assert any(after in row.values() for row in table.values())
        return
    for before in change["from"].split("|"):
        assert after in table[states(values[before])].values()


def test_what_is_open_can_still_move() -> None:
    assert {WorkState.QUEUED, WorkState.WAITING, WorkState.IN_PROCESS} == work.OPEN
    assert set(OperatorState) - {OperatorState.REFUSED, OperatorState.COMPLETE} == operator.OPEN


def test_nothing_leaves_a_retired_side() -> None:
    assert SIDE[SideState.DECOMMISSIONED] == {}
