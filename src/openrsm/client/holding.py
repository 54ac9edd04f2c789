"""Mounts as contexts: what is mounted for a block is dismounted at its end, however that ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from types import TracebackType
from typing import Generic, TypedDict, TypeVar

from openrsm.client.calls.mounts import MountsCalls
from openrsm.client.driving import drive
from openrsm.errors import RsmError
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import Mounted, Ref

T = TypeVar("T")


class How(TypedDict, total=False):
    """How to mount; see :class:`openrsm.surface.mounts.MountOptions`."""

    read: bool
    write: bool
    drives: Sequence[Ref]
    priority: int
    error_if_busy: bool
    error_if_offline: bool
    timeout: float | None


@asynccontextmanager
async def holding_all(
    mounts: MountsCalls, media: Sequence[Ref], options: MountOptions, *, deferred: bool
) -> AsyncIterator[Sequence[Mounted]]:
    """Media, all mounted for as long as the block runs.

    An error of the dismount is raised with that of the block as its cause; an interruption is never replaced by it.
    """
    mounted = await mounts.mount(media, options)
    sides = [str(one.side.id) for one in mounted]  # an LMID may be given back meanwhile
    try:
        yield mounted
    except BaseException as error:
        await _dismount_after(error, mounts, sides, deferred=deferred)
        raise
    await mounts.dismount(sides, deferred=deferred)


@asynccontextmanager
async def holding(mounts: MountsCalls, medium: Ref, options: MountOptions, *, deferred: bool) -> AsyncIterator[Mounted]:
    """One medium, mounted for as long as the block runs."""
    async with holding_all(mounts, [medium], options, deferred=deferred) as [mounted]:
        yield mounted


async def _dismount_after(error: BaseException, mounts: MountsCalls, sides: Sequence[Ref], *, deferred: bool) -> None:
    try:
        await mounts.dismount(sides, deferred=deferred)
    except RsmError as failure:
        if isinstance(error, Exception):
            raise failure from error
        error.add_note(f"besides, the dismount failed: {failure.headline()}")


class BlockingContext(Generic[T]):
    """An asynchronous context whose ends never suspend, as an ordinary one."""

    def __init__(self, context: AbstractAsyncContextManager[T]) -> None:
        """Made from the context that is driven."""
        self._context = context

    def __enter__(self) -> T:
        return drive(self._context.__aenter__())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return drive(self._context.__aexit__(kind, error, trace))
