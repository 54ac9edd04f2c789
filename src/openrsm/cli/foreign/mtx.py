"""``mtx status``: what a changer holds. It knows nothing of what is on the media, so all may have been written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from openrsm.domain.claims import KnownVolume, VolumeUse

_DRIVE: Final = re.compile(
    r"Data Transfer Element \d+:Full \((?:Storage Element (?P<slot>\d+)|Unknown Storage Element) Loaded\)"
    r"\s*(?::\s*VolumeTag\s*=\s*(?P<tag>\S*))?"
)
_SLOT: Final = re.compile(
    r"Storage Element (?P<slot>\d+)(?P<port> IMPORT/EXPORT)?:Full\s*(?::\s*VolumeTag\s*=\s*(?P<tag>\S*))?"
)

_CLEANING: Final = "CLN"
"""How bar codes of cleaning cartridges begin."""


def read(text: str) -> Sequence[KnownVolume]:
    """The cartridges in slots, drives and ports; none where the text is something else."""
    return [volume for line in text.splitlines() if (volume := _volume(line.strip()))]


def _volume(line: str) -> KnownVolume | None:
    if loaded := _DRIVE.fullmatch(line):
        return _known(loaded["tag"], loaded["slot"])
    if lying := _SLOT.fullmatch(line):
        return _known(lying["tag"], None if lying["port"] else lying["slot"])
    return None


def _known(tag: str | None, slot: str | None) -> KnownVolume:
    use = VolumeUse.CLEANING if (tag or "").startswith(_CLEANING) else VolumeUse.WRITTEN
    return KnownVolume(name=tag or "", slot=int(slot) if slot else None, use=use)
