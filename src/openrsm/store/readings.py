"""What was learnt of drives and media, each time they parted or failed together."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, update

from openrsm.domain.health import Reading
from openrsm.domain.values import DriveId, MediumId, ReadingId
from openrsm.store import schema_health as schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_READINGS: Final = NounMapping(Reading, schema.readings)
_reading: Final = schema.readings.c
_NEWEST: Final = _READINGS.select().order_by(_reading.at.desc(), _reading.id).limit(bindparam("limit"))
_OF_DRIVE: Final = _NEWEST.where(_reading.drive_id == bindparam("drive"))
_OF_MEDIUM: Final = _NEWEST.where(_reading.medium_id == bindparam("medium"))
_COUNTED: Final = _NEWEST.where(_reading.at >= bindparam("moment"), ~_reading.forgotten)
_FORGET: Final = update(schema.readings).values(forgotten=True)
_FORGET_DRIVE: Final = _FORGET.where(_reading.drive_id == bindparam("drive"))
_FORGET_MEDIUM: Final = _FORGET.where(_reading.medium_id == bindparam("medium"))
_TRIM: Final = delete(schema.readings).where(_reading.at < bindparam("moment"))


class Readings(Objects[Reading, ReadingId]):
    """The readings; they make no events of their own."""

    kind = "reading"
    object_type = None
    mapping = _READINGS

    def of_drive(self, drive_id: DriveId, limit: int) -> list[Reading]:
        """The last readings of a drive, newest first."""
        return self._list(_OF_DRIVE, drive=drive_id, limit=limit)

    def of_medium(self, medium_id: MediumId, limit: int) -> list[Reading]:
        """The last readings of a medium, newest first."""
        return self._list(_OF_MEDIUM, medium=medium_id, limit=limit)

    def counted(self, since: datetime, limit: int) -> list[Reading]:
        """The newest readings since a moment that have not been forgotten, newest first."""
        return self._list(_COUNTED, moment=since, limit=limit)

    def forget_drive(self, drive_id: DriveId) -> None:
        """No reading of the drive counts any more; they stay in the history."""
        self._unit.act(_FORGET_DRIVE, {"drive": drive_id})

    def forget_medium(self, medium_id: MediumId) -> None:
        """No reading of the medium counts any more; they stay in the history."""
        self._unit.act(_FORGET_MEDIUM, {"medium": medium_id})

    def trim(self, moment: datetime) -> None:
        """Delete the readings from before ``moment``."""
        self._unit.act(_TRIM, {"moment": moment})
