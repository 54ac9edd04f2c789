"""What is a state: read from the catalogue, in one transaction, when it is asked for."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Final

import structlog
from prometheus_client.core import GaugeMetricFamily, Metric

import openrsm
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.slot import DoorState
from openrsm.domain.values import LibraryId, PoolKind
from openrsm.domain.work import OPEN, Operation
from openrsm.errors import RsmError
from openrsm.service.context import Context
from openrsm.service.metrics import families
from openrsm.service.metrics.families import FAMILIES, Family, Kind
from openrsm.store.database import Transaction

USUAL: Final = (Operation.MOUNT, Operation.DISMOUNT, Operation.INVENTORY)
"""Operations that every library shows, with 0 where there are none; the others show while there are some."""

DRAWN_FROM: Final = (PoolKind.FREE, PoolKind.APPLICATION)
"""The pools from which something can be allocated."""

log = structlog.get_logger(__name__)

Labels = tuple[str, ...]


@dataclass(slots=True)
class Readings:
    """Values by metric and labels."""

    values: dict[Family, list[tuple[Labels, float]]] = field(default_factory=dict)

    def add(self, family: Family, value: float, *labels: str) -> None:
        """One value."""
        self.values.setdefault(family, []).append((labels, float(value)))

    def add_state(self, family: Family, states: Iterable[Enum], now: Enum, *labels: str) -> None:
        """1 for the state that it is now, 0 for the others."""
        for state in states:
            self.add(family, state is now, *labels, _word(state))


class Gauges:
    """A collector, as prometheus-client calls what it asks for metrics."""

    def __init__(self, context: Context, folder: Path) -> None:
        """``folder`` is the state folder."""
        self._context = context
        self._folder = folder

    def describe(self) -> Iterable[Metric]:
        """Nothing is read merely because it is registered."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Every gauge, without values where there is nothing of that kind."""
        readings = self._readings()
        for family in FAMILIES:
            if family.kind is Kind.GAUGE:
                yield _metric(family, readings.values.get(family, ()))

    def _readings(self) -> Readings:
        readings = Readings()
        readings.add(families.BUILD, 1, openrsm.__version__, platform.python_version())
        readings.add(families.SESSIONS, self._context.sessions.count())
        readings.add(families.WATCHES, self._context.hub.waiting())
        with suppress(OSError):  # the folder is gone: the catalogue will say so
            usage = shutil.disk_usage(self._folder)
            readings.add(families.STATE_FREE, usage.free)
            readings.add(families.STATE_SIZE, usage.total)
        readings.add(families.DATABASE_UP, self._read_catalogue(readings))
        return readings

    def _read_catalogue(self, readings: Readings) -> bool:
        """A catalogue that cannot be read is told as such; what was counted is served all the same."""
        try:
            readings.values |= self._context.store.read(_catalogue).values
        except RsmError as error:
            log.warning("metrics without the catalogue", action="metrics_partial", error=str(error))
            return False
        return True


def _metric(family: Family, values: Iterable[tuple[Labels, float]]) -> Metric:
    metric = GaugeMetricFamily(family.name, family.help, labels=family.labels)
    for labels, value in values:
        metric.add_metric(labels, value)
    return metric


def _catalogue(tx: Transaction) -> Readings:
    readings = Readings()
    libraries = [library for library in tx.libraries.all() if library.kind is not LibraryKind.OFFLINE]
    names = {library.id: library.name for library in libraries}
    for library in libraries:
        _library(tx, library, readings)
    for drive in tx.drives.all():
        _drive(drive, names.get(drive.library_id, ""), readings)
    _work(tx, names, readings)
    _operators(tx.operators.open(), tx.now, readings)
    for pool in tx.pools.all():
        if pool.media_type is not None and pool.kind in DRAWN_FROM:
            readings.add(families.POOL_SIDES, tx.sides.count_available(pool.id), pool.path)
    readings.add(families.EVENTS, tx.events.last_id())
    return readings


def _library(tx: Transaction, library: Library, readings: Readings) -> None:
    name = library.name
    works = library.enabled and library.operational is Operational.READY
    door_open = any(door.state is DoorState.OPEN for door in tx.doors.of(library.id))
    readings.add(families.LIBRARY_UP, works, name)
    readings.add(families.LIBRARY_ENABLED, library.enabled, name)
    readings.add_state(families.LIBRARY_STATE, Operational, library.operational, name)
    readings.add(families.LIBRARY_DOOR, door_open, name)
    readings.add(families.LIBRARY_MEDIA, tx.media.count(library.id), name)
    readings.add(families.LIBRARY_SLOTS, tx.slots.count(library.id), name)
    readings.add(families.MOVES_OPEN, len(tx.moves.open(library.id)), name)


def _drive(drive: Drive, library: str, readings: Readings) -> None:
    works = drive.enabled and drive.operational is Operational.READY
    readings.add(families.DRIVE_UP, works, library, drive.name)
    readings.add(families.DRIVE_ENABLED, drive.enabled, library, drive.name)
    readings.add_state(families.DRIVE_STATE, DriveState, drive.state, library, drive.name)


def _work(tx: Transaction, names: dict[LibraryId, str], readings: Readings) -> None:
    usual = {(name, operation, state): 0.0 for name in names.values() for operation in USUAL for state in OPEN}
    counts, ages = dict(usual), dict(usual)
    for standing in tx.work.summary():
        key = (names.get(standing.library_id, ""), standing.operation, standing.state)
        counts[key] = standing.items
        ages[key] = max(0.0, (tx.now - standing.oldest).total_seconds())
    for family, values in ((families.WORK, counts), (families.WORK_AGE, ages)):
        for (name, operation, state), value in values.items():
            readings.add(family, value, name, _word(operation), _word(state))


def _operators(requests: Sequence[OperatorRequest], now: datetime, readings: Readings) -> None:
    for kind in OperatorKind:
        raised = [request.submitted_at for request in requests if request.kind is kind]
        readings.add(families.OPERATORS, len(raised), _word(kind))
        age = (now - min(raised)).total_seconds() if raised else 0
        readings.add(families.OPERATOR_AGE, max(0.0, age), _word(kind))


def _word(member: Enum) -> str:
    return member.name.lower()
