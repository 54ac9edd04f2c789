"""Media."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import session_may_end, slice_of, time_left
from openrsm.client.line import Line, path_of
from openrsm.domain.claims import Claiming, KnownVolume
from openrsm.domain.mounting import check_seconds
from openrsm.errors import ObjectNotFound, RsmError
from openrsm.surface.claims import Claims
from openrsm.surface.media import AllocateOptions, NewMedium, ToldLabel
from openrsm.surface.views import Allocation, MediumView, OperatorView, Ref, WorkView
from openrsm.wire.encoding import Json, encode, encode_object


class MediaCalls(Calls):
    """See :class:`openrsm.surface.media.Media`."""

    async def list(
        self,
        *,
        library: Ref | None = None,
        pool: Ref | None = None,
        location: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> Sequence[MediumView]:
        """Cartridges in pools that the caller may use, by sequence number; of one library or pool, if given."""
        cursor = urlsafe_b64encode(str(after).encode()).decode() if after else None  # names the item it goes on behind
        query = {"library": library, "pool": pool, "location": location, "cursor": cursor}
        return await self._line.get_items(MediumView, "/media", query, most=limit)

    async def show(self, medium: Ref) -> MediumView:
        """One cartridge with its sides and its last moves."""
        return await self._line.get(MediumView, path_of("media", medium))

    async def create(self, new: NewMedium) -> MediumView:
        """Catalogue a medium that is in no library, as it is known from elsewhere."""
        return await self._line.post(MediumView, "/media", encode_object(new))

    async def delete(self, medium: Ref) -> None:
        """Forget an offline medium, which was lost or destroyed."""
        await self._line.delete(path_of("media", medium))

    async def retype(self, medium: Ref, pool: Ref) -> MediumView:
        """Move a medium whose type was taken for another to a pool of its true type."""
        return await self._line.post(MediumView, path_of("media", medium, "retype"), {"pool": pool})

    async def move(self, medium: Ref, pool: Ref) -> MediumView:
        """Move it to another pool of its type."""
        return await self._line.post(MediumView, path_of("media", medium, "move"), {"pool": pool})

    async def allocate(self, pool: Ref, options: AllocateOptions) -> Allocation:
        """Take a side for this application."""
        left = time_left(options.timeout)
        found = await _request(self._line, pool, options, None, left())
        while isinstance(found, OperatorView):
            found = await self._ask_again(pool, options, found, left)
        return found

    async def request(self, pool: Ref, options: AllocateOptions, asked: Ref | None = None) -> Allocation | OperatorView:
        """Try to allocate, without waiting: where an operator has to bring media first, the request that asks him."""
        check_seconds(options.timeout, "a timeout")
        return await _request(self._line, pool, options, asked, options.timeout)

    async def unclaimed(self) -> Sequence[MediumView]:
        """Cartridges in the import and unrecognized pools."""
        return self._line.items(MediumView, await self._line.ask("GET", "/unclaimed-media"))

    async def adopt(
        self, pool: Ref, label_type: str, *, called: str = "*", dry_run: bool = False
    ) -> Sequence[MediumView]:
        """Give import media to whom their labels name, all or none; those that were given."""
        wanted: Json = {"pool": pool, "label_type": label_type, "called": called, "dry_run": dry_run}
        return self._line.items(MediumView, await self._line.ask("POST", "/unclaimed-media/adopt", body=wanted))

    async def claim(
        self, library: Ref, volumes: Sequence[KnownVolume], how: Claiming, *, dry_run: bool = False
    ) -> Claims:
        """Take over what another tool knew of a library's media, as far as it fits what is catalogued."""
        body: dict[str, Json] = {"volumes": encode(volumes), "dry_run": dry_run}
        body |= {"owner": how.owner, "prefix": how.prefix, "pools": dict(how.pools)}
        return await self._line.post(Claims, path_of("libraries", library, "claim"), body)

    async def deallocate(self, logical: Ref) -> MediumView:
        """Give an LMID back; it ceases to exist."""
        answer = await self._line.ask("DELETE", path_of("allocations", logical))
        return self._line.value(MediumView, answer)

    async def swap(self, one: Ref, other: Ref) -> Sequence[MediumView]:
        """Let two LMIDs of one pool trade their sides."""
        answer = await self._line.ask("POST", path_of("allocations", one, "swap"), body={"other": other})
        return self._line.items(MediumView, answer)

    async def complete(self, logical: Ref) -> MediumView:
        """Mark it fully written: write mounts are refused from now on."""
        return await self._line.post(MediumView, path_of("allocations", logical, "complete"))

    async def decommission(self, medium: Ref) -> MediumView:
        """Retire every side of a cartridge for good; or, where a side's GUID is given, that one."""
        return await self._line.post(MediumView, path_of("media", medium, "decommission"))

    async def identify(self, medium: Ref, *, deferred: bool = False) -> Sequence[WorkView]:
        """Queue the reading of its labels, an item a side."""
        path = path_of("media", medium, "identify")
        return self._line.items(WorkView, await self._line.ask("POST", path, body={"deferred": deferred}))

    async def update_label(self, logical: Ref) -> WorkView:
        """Queue the reading of the label that its owner wrote; a dismount does it by itself."""
        return await self._line.post(WorkView, path_of("allocations", logical, "update-label"))

    async def set_label(self, logical: Ref, label: ToldLabel) -> MediumView:
        """Write down the label that its owner says it has written."""
        answer = await self._line.ask("PUT", path_of("allocations", logical, "label"), body=encode_object(label))
        return self._line.value(MediumView, answer)

    async def eject(
        self, media: Sequence[Ref], *, queue: bool = False, force: bool = False, location: str | None = None
    ) -> Sequence[WorkView]:
        """Queue bringing media to the ports of their library, all or none, for people to take out."""
        body: dict[str, Json] = {"media": [*media], "queue": queue, "force": force, "location": location}
        return self._line.items(WorkView, await self._line.ask("POST", "/ejections", body=body))

    async def enable(self, medium: Ref) -> WorkView:
        """Queue its return to service."""
        return await self._line.post(WorkView, path_of("media", medium, "enable"))

    async def disable(self, medium: Ref) -> WorkView:
        """Queue taking it out of service: neither mounts nor dismounts are accepted until it is enabled again."""
        return await self._line.post(WorkView, path_of("media", medium, "disable"))

    async def _ask_again(
        self, pool: Ref, options: AllocateOptions, asked: OperatorView, left: Callable[[], float | None]
    ) -> Allocation | OperatorView:
        """What has come of a request; if whoever waits for it is interrupted, it is withdrawn."""
        request = str(asked.request.id)
        try:
            with session_may_end():
                await self._until_answered(request, slice_of(left()))
                return await _request(self._line, pool, options, request, left())
        except RsmError:
            raise  # the service has withdrawn it
        except BaseException:
            with suppress(RsmError):
                await _withdraw(self._line.impatient(), pool, options, request)
            raise

    async def _until_answered(self, request: Ref, wait: float) -> None:
        """Until an operator has answered, or time is over."""
        with suppress(ObjectNotFound):  # withdrawn by somebody: asking again tells
            await self._line.ask("GET", path_of("operator-requests", request), wait=wait)


async def _withdraw(line: Line, pool: Ref, options: AllocateOptions, request: Ref) -> None:
    """Say that nobody waits any longer; what was found at this moment is given back."""
    found = await _request(line, pool, options, request, 0)
    if isinstance(found, Allocation):
        await line.ask("DELETE", path_of("allocations", str(found.logical.id)))


async def _request(
    line: Line, pool: Ref, options: AllocateOptions, asked: Ref | None, left: float | None
) -> Allocation | OperatorView:
    body: dict[str, Json] = {
        "pool": pool,
        "new": options.new,
        "next_of": options.next_of,
        "side": options.side,
        "error_if_unavailable": options.error_if_unavailable,
        "wait": left != 0,
        "asked": asked,
    }
    answer = await line.ask("POST", "/allocations", body=body)
    if answer.status == HTTPStatus.CREATED:
        return line.value(Allocation, answer)
    return line.value(OperatorView, answer)
