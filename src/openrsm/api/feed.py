"""Reading changes for many listeners: those that stand at the same place and may read the same are served at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import Final

from openrsm.api.call import Call
from openrsm.domain.values import ObjectType, Principal
from openrsm.errors import RsmError
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
        if (early := self._worth_joining(place)) is not None:
            with suppress(RsmError):
                found = await asyncio.shield(early)
                if found.changes:
                    return found
        # It began before this listener was woken, and found nothing: what woke this one may have come later. One that
        # others have begun meanwhile will do.
        return await asyncio.shield(self._worth_joining(place) or self._begin(place, call))

    def _worth_joining(self, place: _Place) -> asyncio.Future[Changes] | None:
        """One that goes on, or has found something just now."""
        begun, reading = self._read.get(place, (0.0, None))
        if reading is None or (reading.done() and (monotonic() - begun > FRESH or _is_vain(reading))):
            return None
        return reading

    def _begin(self, place: _Place, call: Call) -> asyncio.Future[Changes]:
        own = replace(call, session=None)  # the end of one listener's session is no concern of the others
        _, types, after = place
        reading = asyncio.ensure_future(own.ask(lambda session: own.host.notices.since(session, after, types=types)))
        self._read[place] = (monotonic(), reading)
        while len(self._read) > PLACES:
            self._read.popitem(last=False)
        return reading


def _is_vain(reading: asyncio.Future[Changes]) -> bool:
    """Whether it found nothing, or failed."""
    return reading.cancelled() or reading.exception() is not None or not reading.result().changes
