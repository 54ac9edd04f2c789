"""A drive that is in no library, as each kind of driver opens it for :mod:`openrsm.drivers.standalone`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.drivers.contract import Attention, Drive


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneDrive:
    """One drive, opened twice, because a device object belongs to one thread at a time.

    Attributes:
        drive: For those who load, unload and write.
        watched: The same drive for whoever looks what is in it.
        attentions: What ``watched`` was told unasked since the last call; the list is emptied by asking.
        media_type: What cartridges are taken for that tell nothing; None if the driver has no default.
    """

    drive: Drive
    watched: Drive
    attentions: Callable[[], Sequence[Attention]]
    media_type: str | None = None


class LoneDiscovery(Protocol):
    """Opens the drive behind an address."""

    def __call__(self, url: str, /) -> LoneDrive:
        """Open it.

        Raises:
            InvalidParameter: The address is malformed; the message shows the form.
            DeviceGone: Nothing answers there.
            NotSupported: What answers is no drive, or one that programs cannot open.
        """
        ...
