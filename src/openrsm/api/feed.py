"""Reading changes for many listeners: those that stand at the same place and may read the same are served at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from time import monotonic
from typing import Final

from openrsm.api.call import Call
from openrsm.domain.values import ObjectType, Principal
from openrsm.surface.notices import Changes

_Place = tuple[Principal, tuple[ObjectType, ...], int]

FRESH: Final = 1.0
"""Seconds for which what one listener was told is told to others; rights may change."""

PLACES: Final = 256


class Feed:
    """Belongs to the event loop's thread."""

    def __init__(self) -> None:
        """Nobody has read anything."""
        self._read: OrderedDict[_Place, tuple[float, asyncio.Future[Changes]]] = OrderedDict()

    async def since(self, call: Call, after: int, types: tuple[ObjectType, ...]) -> Changes:
        """What :meth:`openrsm.surface.notices.Notices.since` returns at once.

        Raises:
            RsmError: As that.
        """
        if call.session is not None:
            await call.ask(call.host.sessions.renew)  # its own end ends its own stream
        place = (call.principal, types, after)
        known = self._read.get(place)
        if known is None or monotonic() - known[0] > FRESH or _is_idle(known[1]):
            known = self._begin(place, call)
        return await asyncio.shield(known[1])

    def _begin(self, place: _Place, call: Call) -> tuple[float, asyncio.Future[Changes]]:
        _, types, after = place
        reading = asyncio.ensure_future(call.ask(lambda session: call.host.notices.since(session, after, types=types)))
        entry = self._read[place] = (monotonic(), reading)
        while len(self._read) > PLACES:
            self._read.popitem(last=False)
        return entry


def _is_idle(reading: asyncio.Future[Changes]) -> bool:
    """Whether it found nothing, or failed: then the next one looks for itself."""
    return reading.done() and (reading.cancelled() or reading.exception() is not None or not reading.result().changes)
