"""What changes, as it changes: server-sent events, taken up again where the connection broke."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing

from openrsm.client.calls.notices import NoticesCalls
from openrsm.client.line import Line, Retry
from openrsm.client.problems import foreign
from openrsm.client.transport import Broken, Message
from openrsm.domain.records import Happening
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidParameter, NoticesLost
from openrsm.wire.decoding import decode

LOST = "lost"


async def events(
    line: Line, types: Collection[ObjectType] = (), after: int | None = None
) -> AsyncGenerator[Happening, None]:
    """The changes after that number, or from now on, in commit order, without end.

    Raises:
        NoticesLost: Some of them are no longer kept. Look at everything again, and begin anew.
        ServiceUnavailable: The service did not come back.
    """
    last = after if after is not None else (await NoticesCalls(line).since()).last
    retry = Retry(line)
    while True:
        broken = Broken("it ended the stream")
        try:
            async with aclosing(line.follow("/events", {"type": [one.name.lower() for one in types]}, last)) as told:
                async for message in told:
                    retry.succeeded()
                    if message.event:
                        happening = _happening(line, message)
                        last = happening.id
                        yield happening
        except Broken as error:
            broken = error
        await retry.pause(broken)


def _happening(line: Line, message: Message) -> Happening:
    if message.event == LOST:
        raise NoticesLost("some changes are no longer kept", "look at everything again, and begin anew")
    try:
        return decode(Happening, json.loads(message.data))
    except (ValueError, RecursionError, InvalidParameter) as error:
        raise foreign(line.address, f"the event {message.event!r}") from error
