"""Settings of the whole service."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from openrsm.domain.values import Computer, ObjectType
from openrsm.errors import ObjectNotFound
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_COMPUTER: Final = NounMapping(Computer, schema.computer)
_CURRENT: Final = _COMPUTER.select().order_by(schema.computer.c.created, schema.computer.c.id).limit(1)


class Computers(Objects[Computer, UUID]):
    """The computer that the catalogue belongs to: one row, once it was inserted."""

    kind = "computer"
    object_type = ObjectType.COMPUTER
    mapping = _COMPUTER

    def get(self, id: UUID | None = None) -> Computer:  # noqa: A002 - what the id is called everywhere
        """The computer; there is no need to name it.

        Raises:
            ObjectNotFound: The catalogue is new.
        """
        found = self.find(id)
        if found is None:
            raise ObjectNotFound("the catalogue knows no computer yet", "start the service once")
        return found

    def find(self, id: UUID | None = None) -> Computer | None:  # noqa: A002 - what the id is called everywhere
        """The computer; None in a catalogue that is new."""
        return self._one(_CURRENT) if id is None else super().find(id)
