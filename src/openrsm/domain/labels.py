"""What the label that was read in a drive means: whether it is the expected one, and where an arrival belongs.

The original's rules: rsm-model sections 3.1 (arrival), 4.5 (identity at every mount) and 5.3 (duplicates). What differs
is said where it does.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from openrsm.domain import bar_codes
from openrsm.domain.media_types import is_read_only
from openrsm.domain.side import SideState
from openrsm.domain.values import BEGINNING, BarCodeState, Medium, MediumId, PlaceKind, Side

FREE_LABEL: Final = "openrsm-free"
"""The type of the label that free media carry."""

FILE_SYSTEMS: Final = frozenset(
    {"btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fat", "iso9660", "jfs", "nilfs2", "ntfs", "udf", "xfs"}
)
"""The types of labels that are file systems: their id is the volume's, their words are its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What was read at the beginning of a side, as :class:`~openrsm.domain.values.Side` keeps it.

    Without a type it is blank, or of no known kind.
    """

    type: str = ""
    id: str = ""
    info: str = ""


def label_of(side: Side) -> Label:
    """The label that is catalogued."""
    return Label(type=side.label_type, id=side.label_id, info=side.label_info)


class Verdict(Enum):
    """What a label that was read says of the medium in the drive."""

    SAME = "it is the expected one"
    LEARN = "it is the expected medium; its label is to be written down"
    OTHER = "it is another medium"


def judge(side: Side, medium: Medium, found: Label, *, taken: bool, sure: bool) -> Verdict:
    """Whether a medium that was mounted is the one that is catalogued.

    Args:
        side: The side that was read.
        medium: Its medium.
        found: What was read.
        taken: Whether another side is catalogued with that label.
        sure: Whether the cartridge's memory says that it is this medium.

    An application that wrote its own label need not have said so: while the medium cannot be another, because its bar
    code was read on the way into the drive, the label that is found is believed, unless it is another medium's: bar
    codes can be exchanged. A medium whose bar code cannot be read any more has to show the label that is known of it.

    The free label that we wrote on this very side is believed, too: its writing was not noted where it broke off. Of a
    side that an old copy of the catalogue calls free nothing else is: what is found there may be somebody's data.
    """
    known = label_of(side)
    unknown = not sure and _is_unknown(side, medium)
    if (known.type, known.id) == (found.type, found.id) and not unknown:
        is_known = known.info == found.info and not side.label_stale and not side.label_doubted
        return Verdict.SAME if is_known else Verdict.LEARN
    if side.label_doubted:
        return Verdict.OTHER
    if _is_its_own(side, found):
        return Verdict.LEARN
    if unknown or (taken and not sure and not is_read_only(medium.media_type)):
        return Verdict.OTHER
    if may_be_rewritten(side, medium):
        return Verdict.LEARN
    never_read = not known.type and side.state in _UNREAD
    return Verdict.LEARN if never_read and found.type != FREE_LABEL else Verdict.OTHER


def _is_unknown(side: Side, medium: Medium) -> bool:
    """Whether nothing tells which cartridge it is: neither a bar code that can be read nor a label that is known."""
    return medium.bar_code is not None and not is_coded(medium) and not side.label_type


def may_be_rewritten(side: Side, medium: Medium) -> bool:
    """Whether its application may have written another label than the catalogued one, and its bar code can tell."""
    return side.label_stale and is_coded(medium)


def _is_its_own(side: Side, found: Label) -> bool:
    """Whether it is the free label that was made for this side, and the catalogue knows of nobody's data there."""
    made_for_it = found.type == FREE_LABEL and found.id == str(side.id)
    return made_for_it and (side.logical_id is None or not side.label_type)


_UNREAD: Final = frozenset({SideState.UNKNOWN, SideState.FOREIGN, SideState.ALLOCATED, SideState.COMPLETE})
"""States of sides of which no label need be known: nothing was promised about what is on them."""


class Arrival(Enum):
    """What an identified medium turns out to be."""

    BLANK = "it carries no label of a known kind"
    IMPORT = "its label is of a known kind, and not catalogued"
    KNOWN = "it is the medium that it is catalogued as"
    RETURN = "it is a medium that was missed, catalogued anew before its label was read"
    OTHER = "it is another medium that is catalogued"
    STRANGER = "it is a medium that is not catalogued, where another was"
    CONTRADICTION = "its place, bar code or memory says what it is catalogued as, and its label that it is another"
    DUPLICATE = "its label is that of another medium, which is elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """An arrival, and for RETURN and DUPLICATE the side that is catalogued with that label."""

    arrival: Arrival
    match: Side | None = None


def identify(
    side: Side,
    medium: Medium,
    found: Label,
    matches: Sequence[tuple[Side, Medium]],
    *,
    serial: str = "",
    mounted: Container[MediumId] = (),
) -> Identification:
    """What a medium is whose label was read.

    Args:
        side: The side that was read.
        medium: Its medium.
        found: What was read.
        matches: Every other side that is catalogued with that label, with its medium.
        serial: What the cartridge's memory says; empty if it says nothing.
        mounted: Those of these media that somebody has in a drive, where no other cartridge can be.

    Media that were moved by hand are found again where the original made duplicates of them: if exactly one record has
    the label, and no bar code speaks against it, it is that medium (section 14.6). Copies of pressed media all have one
    label, so that theirs tells none from the others. On what is somebody's, or was read before, another medium's label
    says that their bar codes were exchanged, or that its application has copied it: a person knows which. It was copied
    where the memory says that it is no other medium, or the other one is mounted, and nobody's mount is taken from him.
    """
    if (side.label_type, side.label_id) == (found.type, found.id) or _is_its_own(side, found):
        return Identification(arrival=Arrival.KNOWN if found.type else Arrival.BLANK)
    only = matches[0] if len(matches) == 1 and _may_be(medium, matches[0][1], serial) else None
    if _is_settled(side, medium):
        is_copied = only is not None and only[1].id in mounted
        contradicts = is_copied or (bool(serial) and serial == medium.serial)
        return Identification(arrival=Arrival.CONTRADICTION) if contradicts else _instead(side, medium, only)
    if only is not None and only[1].place.kind is PlaceKind.OFFLINE and side.state is SideState.UNKNOWN:
        return Identification(arrival=Arrival.RETURN, match=only[0])
    if not found.type:
        return Identification(arrival=Arrival.BLANK)
    return _with_a_label(side, medium, matches)


def _with_a_label(side: Side, medium: Medium, matches: Sequence[tuple[Side, Medium]]) -> Identification:
    """None was known, or it is not relied upon; on what is new here another medium's label is a copy."""
    is_new = side.logical_id is None and side.label_read == BEGINNING and not side.label_stale
    is_anothers = bool(matches) and not is_read_only(medium.media_type)
    if not is_new and (is_anothers or _is_unknown(side, medium)):
        return Identification(arrival=Arrival.CONTRADICTION)
    if not matches:
        return Identification(arrival=Arrival.IMPORT)
    return Identification(arrival=Arrival.DUPLICATE, match=matches[0][0])


def _is_settled(side: Side, medium: Medium) -> bool:
    """Whether another label than the catalogued one speaks against the medium.

    Not so where an application may have written it, and the bar code tells that it is that medium: since the label was
    read; or, on what an imported catalogue calls free, since that was made. Once somebody was given that, who must not
    write on it, it does.
    """
    if side.label_doubted:
        return side.state is not SideState.AVAILABLE or not is_coded(medium)
    return bool(side.label_type) and not may_be_rewritten(side, medium)


def is_coded(medium: Medium) -> bool:
    """Whether its bar code can be read, and so says something of which cartridge it is."""
    return medium.bar_code is not None and medium.bar_code_state is BarCodeState.OK


def _instead(side: Side, medium: Medium, only: tuple[Side, Medium] | None) -> Identification:
    """Another label than the one that is known: it is not that medium, or its application has written a new one."""
    unsettled = (side.label_doubted and side.logical_id is not None) or (side.label_stale and only is None)
    if is_coded(medium) or unsettled:
        return Identification(arrival=Arrival.CONTRADICTION)
    if only is None:
        return Identification(arrival=Arrival.STRANGER)
    return Identification(arrival=Arrival.OTHER, match=only[0])


def _may_be(medium: Medium, missed: Medium, serial: str) -> bool:
    if serial and missed.serial and serial != missed.serial:
        return False
    if medium.media_type != missed.media_type or is_read_only(medium.media_type):
        return False
    coded = is_coded(medium) and is_coded(missed)
    return not coded or bar_codes.same(medium.bar_code, missed.bar_code)
