"""Libraries and shares as numbered slots and drives."""

from __future__ import annotations

from contextlib import suppress
from http import HTTPStatus

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import session_may_end, slice_of, time_left, until_ended
from openrsm.client.line import new_key, path_of
from openrsm.domain.changers import check_in_time
from openrsm.domain.mounting import check_seconds
from openrsm.errors import RsmError
from openrsm.surface.changers import ChangerView, NumberedDrive
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView
from openrsm.wire.encoding import Json


class ChangersCalls(Calls):
    """See :class:`openrsm.surface.changers.Changers`."""

    async def show(self, changer: Ref, *, age: float | None = None) -> ChangerView:
        """All of it, as the catalogue has it, or as the library said it in the last ``age`` seconds."""
        check_seconds(age, "an age")
        return await self._line.get(ChangerView, path_of("changers", changer), {"age": age})

    async def load(
        self,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
        progress: Progress | None = None,
    ) -> NumberedDrive:
        """Mount what lies in a slot in that drive, and return when it is ready."""
        check_seconds(timeout, "a timeout")
        await self._moved(path_of("changers", changer, "load"), _load(slot, drive, timeout), None, progress)
        return (await self.show(changer)).drives[drive]

    async def submit_load(
        self,
        changer: Ref,
        slot: int,
        drive: int,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
        nowait: bool = False,
    ) -> WorkView:
        """Queue what :meth:`load` would, and return at once: the session waits for it, and ends it by its own end."""
        check_seconds(timeout, "a timeout")
        body = _load(slot, drive, timeout, nowait=nowait)
        return await self._line.post(WorkView, path_of("changers", changer, "load"), body)

    async def unload(
        self,
        changer: Ref,
        drive: int,
        slot: int | None = None,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word
        progress: Progress | None = None,
    ) -> WorkView:
        """Dismount what is in a drive and carry it to a slot; None: the one that it came from."""
        body: Json = {"drive": drive, "slot": slot}
        return await self._moved(path_of("changers", changer, "unload"), body, timeout, progress)

    async def submit_unload(self, changer: Ref, drive: int, slot: int | None = None) -> WorkView:
        """Queue what :meth:`unload` would."""
        return await self._line.post(WorkView, path_of("changers", changer, "unload"), {"drive": drive, "slot": slot})

    async def transfer(
        self,
        changer: Ref,
        source: int,
        destination: int,
        *,
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word
        progress: Progress | None = None,
    ) -> WorkView:
        """Carry a cartridge from one slot to another, which becomes its home. In a share, only its number changes."""
        body: Json = {"source": source, "destination": destination}
        return await self._moved(path_of("changers", changer, "transfer"), body, timeout, progress)

    async def submit_transfer(self, changer: Ref, source: int, destination: int) -> WorkView:
        """Queue what :meth:`transfer` would."""
        body: Json = {"source": source, "destination": destination}
        return await self._line.post(WorkView, path_of("changers", changer, "transfer"), body)

    async def outcome(self, item: Ref) -> WorkView:
        """What a motion that was queued has come to: its work item, done or under way."""
        return await self._line.get(WorkView, path_of("motions", item))

    async def _moved(
        self,
        path: str,
        body: Json,
        timeout: float | None,  # noqa: ASYNC109 - the surface's own word
        progress: Progress | None,
    ) -> WorkView:
        """Ask for a motion and wait for its end; what has not begun when nobody waits any more is cancelled."""
        left, key = time_left(timeout), new_key()
        wait = None if progress else slice_of(left())
        try:
            answer = await self._line.ask("POST", path, body=body, wait=wait, key=key)
        except RsmError:
            raise  # it was refused, or has failed
        except BaseException:
            with suppress(RsmError):  # whether it was queued nobody knows, but it is found by its key
                again = await self._line.impatient().ask("POST", path, body=body, key=key)
                await self._abandon(self._line.value(WorkView, again))
            raise
        view = self._line.value(WorkView, answer)
        return view if answer.status == HTTPStatus.OK else await self._until_over(view, left(), progress)

    async def _until_over(
        self,
        queued: WorkView,
        timeout: float | None,  # noqa: ASYNC109 - the surface's own word
        progress: Progress | None,
    ) -> WorkView:
        item = str(queued.item.id)
        with session_may_end():
            try:
                [view] = await until_ended(self._line, [item], timeout, progress)
                check_in_time(view.item)
            except BaseException:
                await self._abandon(queued)
                raise
            return await self.outcome(item)

    async def _abandon(self, queued: WorkView) -> None:
        """Cancel what nobody waits for any longer; what cannot be undone any more goes on."""
        with suppress(RsmError):
            await self._line.impatient().ask("POST", path_of("work-items", str(queued.item.id), "cancel"))


def _load(slot: int, drive: int, timeout: float | None, *, nowait: bool = False) -> Json:
    return {"slot": slot, "drive": drive, "timeout": timeout, "nowait": nowait}
