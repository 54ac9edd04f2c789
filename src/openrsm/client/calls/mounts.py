"""Mount and dismount."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import SLICE, session_may_end, until_ended
from openrsm.client.line import Line, new_key, path_of
from openrsm.client.transport import Answer
from openrsm.domain.mounting import check_call, check_seconds
from openrsm.errors import RsmError
from openrsm.surface.mounts import MountOptions, Progress
from openrsm.surface.views import DriveView, Mounted, Ref, WorkView
from openrsm.wire.encoding import Json, encode, encode_object


class MountsCalls(Calls):
    """See :class:`openrsm.surface.mounts.Mounts`."""

    async def mount(
        self, media: Sequence[Ref], options: MountOptions, progress: Progress | None = None
    ) -> Sequence[Mounted]:
        """Mount a set of media, all or nothing, and wait until every one is loaded."""
        if options.nowait:
            return await self.submit(media, options)
        key = new_key()
        try:
            answer = await _submit(self._line, media, options, key, wait=None if progress else SLICE)
        except RsmError:
            raise  # it was refused, or has failed
        except BaseException:
            with suppress(RsmError):  # whether it was queued nobody knows, but it is found by its key
                answer = await _submit(self._line.impatient(), media, options, key)
                await self._abandon(self._line.items(Mounted, answer))
            raise
        mounted = self._line.items(Mounted, answer)
        return mounted if answer.status == HTTPStatus.CREATED else await self._until_loaded(mounted, progress)

    async def submit(self, media: Sequence[Ref], options: MountOptions) -> Sequence[Mounted]:
        """Queue what :meth:`mount` would, and return at once: the session waits for it, and ends it by its own end."""
        return self._line.items(Mounted, await _submit(self._line, media, options, new_key()))

    async def outcome(self, items: Sequence[Ref]) -> Sequence[Mounted]:
        """What submitted mounts have come to: those that are loaded name their drives, those under way do not."""
        if not items:
            return []
        return self._line.items(Mounted, await self._line.ask("GET", "/mounts", query={"item": items}))

    async def take_over(self, medium: Ref) -> DriveView:
        """Become the holder of a mounted medium, whose owner is gone or no longer minds."""
        return await self._line.post(DriveView, "/mounts/take-over", {"medium": medium})

    async def dismount(self, media: Sequence[Ref], *, deferred: bool = False) -> Sequence[WorkView]:
        """Queue the dismount of a set of media, and end their mounts. Success means durable."""
        check_call(len(media), 0, 0)
        answer = await self._line.ask("POST", "/dismounts", body={"media": encode(media), "deferred": deferred})
        return self._line.items(WorkView, answer)

    async def _until_loaded(self, mounted: Sequence[Mounted], progress: Progress | None) -> Sequence[Mounted]:
        """What a mount comes to in the end; if whoever waits for it is interrupted, it is undone."""
        items = [str(one.work.item.id) for one in mounted]
        with session_may_end():
            try:
                await until_ended(self._line, items, None, progress)
            except BaseException:
                await self._abandon(mounted)
                raise
            return await self.outcome(items)

    async def _abandon(self, mounted: Sequence[Mounted]) -> None:
        """Cancel what nobody waits for any longer; a service that is gone will do that when the session is lost."""
        with suppress(RsmError):
            path = path_of("work-items", str(mounted[0].work.item.id), "cancel")
            await self._line.impatient().ask("POST", path)


async def _submit(
    line: Line, media: Sequence[Ref], options: MountOptions, key: str, *, wait: float | None = None
) -> Answer:
    check_call(len(media), len(options.drives), options.priority)
    check_seconds(options.timeout, "a timeout")
    body: dict[str, Json] = {"media": encode(media), **encode_object(options)}
    return await line.ask("POST", "/mounts", body=body, wait=wait, key=key)
