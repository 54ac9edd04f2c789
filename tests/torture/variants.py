"""What sense data may tell besides their codes: a field, where a tape stopped, a number; and in which format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.sense import Sense

RESIDUE: Final = 432
"""By so many bytes a block is told to be shorter, or longer, than was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Sense data, the format that they come in, and whether the command was carried out nevertheless."""

    sense: Sense
    descriptor: bool = False
    happens: bool = False

    def __str__(self) -> str:
        """``05/24/00 field 4 in descriptors``."""
        return " ".join(self._words())

    def _words(self) -> Iterator[str]:
        said = self.sense
        yield said.code
        if said.field is not None:
            yield f"{'field' if said.field_in_cdb else 'parameter'} {said.field}"
        told = {"FILEMARK": said.filemark, "EOM": said.eom, "ILI": said.ili, "done": self.happens}
        told |= {"deferred": said.deferred, "in descriptors": self.descriptor}
        yield from (word for word, so in told.items() if so)
        if said.information is not None:
            yield f"information {said.information}"


def _objects(asc: int, *fields: int) -> tuple[Sense, ...]:
    """It objects to what stands at these bytes of the CDB."""
    return tuple(Sense(key=keys.ILLEGAL_REQUEST, asc=asc, field=each, field_in_cdb=True) for each in fields)


INVALID: Final = 0x24
"""A field of the CDB is not as it should be."""
NO_ADDRESS: Final = (0x21, 0x01)
PARAMETER: Final = Sense(key=keys.ILLEGAL_REQUEST, asc=0x26, field=4)
BROKEN: Final = Sense(key=keys.HARDWARE, asc=0x44)
RESET: Final = Sense(key=keys.UNIT_ATTENTION, asc=0x29)
MARK: Final = Sense(key=keys.NO_SENSE, ascq=0x01, filemark=True)
END: Final = Sense(key=keys.NO_SENSE, ascq=0x02, eom=True)
START: Final = Sense(key=keys.NO_SENSE, ascq=0x04, eom=True)
NO_DATA: Final = Sense(key=keys.BLANK_CHECK, ascq=0x05, eom=True)
OTHER_LENGTH: Final = Sense(key=keys.NO_SENSE, ili=True)

POINTED: Final[dict[str, tuple[Sense, ...]]] = {
    "MOVE MEDIUM": (
        *_objects(INVALID, 2, 4, 6, 10),
        replace(PARAMETER, asc=INVALID),
        Sense(key=keys.ILLEGAL_REQUEST, asc=NO_ADDRESS[0], ascq=NO_ADDRESS[1], field=6, field_in_cdb=True),
    ),
    "READ ELEMENT STATUS": _objects(INVALID, 2, 6),
    "INITIALIZE ELEMENT STATUS WITH RANGE": _objects(INVALID, 2),
}
"""What a command may be refused for, besides its second byte."""

READING: Final = (
    Variant(sense=replace(MARK, information=1), happens=True),
    Variant(sense=replace(MARK, key=keys.RECOVERED), happens=True),
    Variant(sense=MARK, happens=True, descriptor=True),
    Variant(sense=replace(BROKEN, filemark=True)),
    Variant(sense=replace(BROKEN, filemark=True, deferred=True)),
    Variant(sense=OTHER_LENGTH, happens=True),
    Variant(sense=replace(OTHER_LENGTH, information=RESIDUE), happens=True),
    Variant(sense=replace(OTHER_LENGTH, information=-RESIDUE), happens=True),
    Variant(sense=replace(OTHER_LENGTH, information=-RESIDUE), happens=True, descriptor=True),
    Variant(sense=replace(OTHER_LENGTH, key=keys.RECOVERED, information=RESIDUE), happens=True),
    Variant(sense=END, happens=True),
    Variant(sense=replace(END, key=keys.MEDIUM)),
    Variant(sense=NO_DATA),
    Variant(sense=replace(NO_DATA, information=1), descriptor=True),
)
SPACING: Final = (
    Variant(sense=replace(MARK, information=1)),
    Variant(sense=replace(MARK, key=keys.RECOVERED, information=1)),
    Variant(sense=replace(MARK, information=1), descriptor=True),
    Variant(sense=replace(START, information=1)),
    Variant(sense=replace(END, information=1)),
    Variant(sense=replace(END, key=keys.MEDIUM, information=1)),
    Variant(sense=replace(NO_DATA, information=1)),
)
WRITING: Final = (
    Variant(sense=END, happens=True),
    Variant(sense=replace(END, key=keys.RECOVERED), happens=True),
    Variant(sense=END, happens=True, descriptor=True),
    Variant(sense=replace(END, key=keys.OVERFLOW, information=1)),
    Variant(sense=replace(END, key=keys.OVERFLOW, information=1), descriptor=True),
)
ON_TAPE: Final[dict[str, Sequence[Variant]]] = {
    "READ (6)": READING,
    "SPACE (6)": SPACING,
    "WRITE (6)": WRITING,
    "WRITE FILEMARKS (6)": WRITING,
}
"""Where a tape stopped, by what it was to do (SSC-4)."""


def variants_of(command: str) -> Iterator[Variant]:
    """What a device may answer that command besides bare codes in the fixed format."""
    [field] = _objects(INVALID, 1)
    for each in (field, *POINTED.get(command, ()), PARAMETER):
        yield Variant(sense=each)
    for each in (field, BROKEN, RESET, replace(BROKEN, deferred=True)):
        yield Variant(sense=each, descriptor=True)
    yield from ON_TAPE.get(command, ())
