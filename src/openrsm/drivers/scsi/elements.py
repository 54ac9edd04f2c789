"""Element status (SMC-3): where every cartridge lies. Bytes in, values out.

Libraries differ from the standard in many small ways, so only the length of the descriptors is trusted: flags announce
fields that are not sent, tags have 32 or 36 bytes, identifiers stand before or without tags, the last descriptor is cut
short, pages overlap, and counts in headers are wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from openrsm.drivers.contract import Element, ElementKind
from openrsm.drivers.scsi.inquiry import Designator, designator, text
from openrsm.drivers.scsi.sense_words import words_for
from openrsm.errors import StatusUnreadable

HEADER: Final = 8
"""Length of the report's header, and of each page's."""

FIXED_PART: Final = 12
"""Bytes of a descriptor before its tags."""

LEAST: Final = 3
"""Bytes of a descriptor that must have come: its address and whether it is full."""

TAG_TEXT: Final = 32
"""The volume identifier in a tag; the standard's 36 bytes add a sequence number, which some libraries leave out."""

LONGEST_DESCRIPTOR: Final = FIXED_PART + 2 * 36 + 4 + 64
"""Enough for both tags and any identifier seen; a longer one is cut, noticed, and asked for again by itself."""

CLEANING: Final = 2
"""Medium type of a cleaning cartridge."""

IDENTIFIER_TYPES: Final = 9

VENDORS: Final = 0x80
"""Additional sense codes from here on are the vendor's own (SPC-5)."""

MAGAZINE_OUT: Final = frozenset({(0x3B, 0x11), (0x3B, 0x12)})
"""Medium magazine not accessible, or removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One element descriptor.

    Attributes:
        element: What it says.
        identifier: The identifier of the drive behind the element; None if not told.
        cut: The answer ended within the descriptor.
    """

    element: Element
    identifier: Designator | None
    cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An answer to READ ELEMENT STATUS.

    Attributes:
        described: In the order of the answer; of an address that comes twice, the first.
        tagged: The library sent volume tags, so it reads bar codes.
    """

    described: tuple[Described, ...]
    tagged: bool


@dataclass(frozen=True, slots=True)
class _Page:
    kind: ElementKind
    primary: bool
    alternate: bool
    length: int
    content: bytes


def parse_elements(raw: bytes) -> Report:
    """Decode an answer to READ ELEMENT STATUS. A header without elements is an empty report.

    Raises:
        StatusUnreadable: The header is missing, or a page makes no sense.
    """
    if len(raw) < HEADER:
        raise StatusUnreadable(
            f"Element status of {len(raw)} bytes has no header", "ask again; check the library's log"
        )
    pages = list(_pages(raw[HEADER:]))
    found: dict[int, Described] = {}
    for page in pages:
        for each in _descriptors(page):
            found.setdefault(each.element.address, each)
    return Report(described=tuple(found.values()), tagged=any(page.primary for page in pages))


def with_access(elements: Sequence[Element]) -> list[Element]:
    """The elements of a library, all accessible where it sets ACCESS for none: then it does not tell (SMC-3).

    An exception (EXCEPT) without ACCESS stays what it is, a place out of reach.
    """
    told = any(each.accessible for each in elements if each.kind is not ElementKind.ROBOT)
    return [each if told or each.trouble else replace(each, accessible=True) for each in elements]


def _pages(raw: bytes) -> Iterator[_Page]:
    """Each page. The next begins where the last one's byte count ends; nonsense there ends the report."""
    first = True
    while len(raw) >= HEADER:
        length, count = int.from_bytes(raw[2:4]), int.from_bytes(raw[5:8])
        if raw[0] not in {kind.value for kind in ElementKind} or length < LEAST:
            if first and any(raw):
                raise StatusUnreadable(
                    f"A page of element status has type {raw[0]} and descriptors of {length} bytes",
                    "check the library's firmware",
                )
            return
        yield _Page(ElementKind(raw[0]), bool(raw[1] & 0x80), bool(raw[1] & 0x40), length, raw[HEADER : HEADER + count])
        raw = raw[HEADER + count :]
        first = False


def _descriptors(page: _Page) -> Iterator[Described]:
    whole = range(0, len(page.content) + page.length, page.length)
    for start, end in pairwise(whole):
        raw = page.content[start:end]
        if len(raw) >= LEAST:
            yield _described(page, raw)


def _described(page: _Page, raw: bytes) -> Described:
    identifier = _identifier(page, raw) if page.kind is ElementKind.DRIVE else None
    cut = len(raw) < page.length
    return Described(element=_element(page, raw, identifier), identifier=identifier, cut=cut)


def _element(page: _Page, raw: bytes, identifier: Designator | None) -> Element:
    padded = raw.ljust(FIXED_PART, b"\0")
    full = bool(padded[2] & 0x01)
    excepted = bool(padded[2] & 0x04)
    return Element(
        address=int.from_bytes(raw[:2]),
        kind=page.kind,
        full=full,
        accessible=page.kind is ElementKind.ROBOT or bool(padded[2] & 0x08),
        trouble=words_for(padded[4], padded[5]) + f" ({padded[4]:02x}/{padded[5]:02x})" if excepted else "",
        bar_code=_bar_code(page, raw) if full else None,
        unread=full and _is_blank(page, raw),
        unsure=excepted and not full and _is_unsure(padded[4], padded[5]),
        source=int.from_bytes(padded[10:12]) if full and padded[9] & 0x80 else None,
        inverted=full and bool(padded[9] & 0x80) and bool(padded[9] & 0x40),
        drive_serial=identifier.serial or None if identifier and identifier.whole else None,
        cleaner=full and padded[9] & 0x07 == CLEANING,
    )


def _is_unsure(asc: int, ascq: int) -> bool:
    """Whether an exception leaves open what lies there: one that is the vendor's own, or a magazine's, does not.

    Libraries tell by those that a magazine is out, and with it all that lay there.
    """
    return asc < VENDORS and (asc, ascq) not in MAGAZINE_OUT


def _bar_code(page: _Page, raw: bytes) -> str | None:
    """The volume identifier; None where only a part of it has come, for that would be another cartridge's."""
    if not page.primary or len(raw) < FIXED_PART + TAG_TEXT:
        return None
    return text(raw[FIXED_PART : FIXED_PART + TAG_TEXT]) or None


def _is_blank(page: _Page, raw: bytes) -> bool:
    """Whether the tag has come, and says nothing."""
    return page.primary and len(raw) >= FIXED_PART + TAG_TEXT and _bar_code(page, raw) is None


def _identifier(page: _Page, raw: bytes) -> Designator | None:
    """The drive's identifier: where one fits the end of the descriptor exactly, else where one fits at all."""
    places = [at for at in _places(page) if _plausible(page, raw, at)]
    exact = [at for at in places if at + 4 + raw[at + 3] == page.length]
    return next((designator(raw[at : at + 4 + raw[at + 3]]) for at in [*exact, *places]), None)


def _places(page: _Page) -> list[int]:
    """Where the identifier may begin: after the tags that are announced, or fewer, or shorter ones."""
    announced = page.primary + page.alternate
    sizes = [number * size for number in range(announced, -1, -1) for size in (36, 32)]
    return [FIXED_PART + size for size in sizes if FIXED_PART + size + 4 <= page.length]


def _plausible(page: _Page, raw: bytes, at: int) -> bool:
    header = raw[at : at + 4]
    if len(header) < 4:
        return False
    known = header[0] & 0x0F in {1, 2, 3} and header[1] & 0x0F < IDENTIFIER_TYPES and header[2] == 0
    return known and 0 < header[3] <= page.length - at - 4
