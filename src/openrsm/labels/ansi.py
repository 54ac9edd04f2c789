"""VOL1, the volume label of ANSI X3.27, ISO 1001 and ECMA-13 (in ASCII) and of IBM standard labels (in EBCDIC).

Eighty characters: ``VOL1``, the volume identifier in 4-9, in ASCII the implementation identifier in 24-36 and the owner
in 37-50. Also what others need who begin with the same label: LTFS, CTA.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import digest, text

LENGTH: Final = 80
_EBCDIC: Final = "cp037"


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeLabel:
    """A VOL1: whether it is of ANSI or of IBM, its volume identifier, the implementation that wrote it, its owner."""

    kind: Literal["ansi", "ibm"]
    volume: str
    implementation: str
    owner: str
    level: str


def volume_label(block: bytes) -> VolumeLabel | None:
    """The block as a VOL1; None when it is something else."""
    label = block[:LENGTH]
    if len(label) < LENGTH:
        return None
    if label.startswith(b"VOL1"):
        return _fields("ansi", label.decode("ascii", "replace"))
    if label.startswith("VOL1".encode(_EBCDIC)):
        return _fields("ibm", label.decode(_EBCDIC))
    return None


def _fields(kind: Literal["ansi", "ibm"], label: str) -> VolumeLabel:
    owner = label[37:51] if kind == "ansi" else label[41:51]
    implementation = label[24:37] if kind == "ansi" else ""
    return VolumeLabel(
        kind=kind,
        volume=_field(label[4:10]),
        implementation=_field(implementation),
        owner=_field(owner),
        level=label[79],
    )


def _field(field: str) -> str:
    return text(field.encode())


def claim(head: Head) -> LabelInfo | None:
    """Any VOL1; one whose volume identifier is no plain word is known by its digest."""
    block = head.block(0)
    label = volume_label(block)
    if label is None:
        return None
    plain = label.volume.isascii() and label.volume.isprintable() and label.volume
    return LabelInfo(type=label.kind, id=label.volume if plain else digest(block[:LENGTH]), info=_called(label))


def _called(label: VolumeLabel) -> str:
    return f"{label.volume} of {label.owner}" if label.owner else label.volume
