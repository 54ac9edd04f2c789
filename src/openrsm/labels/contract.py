"""What a recogniser of labels gets, what it says, and how the first of many that claims a medium is found.

A medium's label is its on-media identifier: a type and an id (RSM's *OMID*). Everything here is a pure function of
bytes that a stranger may have written; what a recogniser makes of them is bounded and made printable before anyone
else sees it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

BLOCKS: Final = 4
"""Blocks of a tape that are looked at: VOL1, HDR1, HDR2, UHL1 of CTA; VOL1, a filemark and the XML label of LTFS."""

LIMIT: Final = 1 << 20
"""Bytes of one block, or of a disk. A UDF volume's anchor lies at 512 KiB (sector 256 of 2048 bytes, ECMA-167 3/8.4.2),
its descriptors behind it; the largest tape block that a label of a known program fills is 64 KiB."""

TYPE_LIMIT: Final = 63
ID_LIMIT: Final = 255
INFO_LIMIT: Final = 126
_SEEN: Final = 4
"""So many times what is kept of a text is looked at."""
DIGITS: Final = 32
"""Hexadecimal digits of a digest that ends an id which was too long: those of 128 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The start of one side, as it was read.

    ``blocks`` are the first blocks of a tape, in order, ``b""`` for a filemark, none for a blank tape: at most
    :data:`BLOCKS`, each cut to :data:`LIMIT` bytes. Of a disk (``random``) they are one block: its first bytes.
    """

    blocks: tuple[bytes, ...] = ()
    random: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is written there."""
        return not self.blocks

    def block(self, number: int) -> bytes:
        """The block of that number, from 0; empty when it is a filemark or was not read."""
        return self.blocks[number] if number < len(self.blocks) else b""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelInfo:
    """What a label says: its ``type`` (a stable short name), its ``id``, and what people call the medium (``info``).

    Type and id together identify a side. As :func:`examine` returns it, all three are printable, on one line, and at
    most :data:`TYPE_LIMIT`, :data:`ID_LIMIT` and :data:`INFO_LIMIT` characters; type and id are not empty. A longer id
    is cut, and ends in a digest of all of it, so that ids that differ stay different.
    """

    type: str
    id: str
    info: str = ""


class Recogniser(Protocol):
    """Knows one kind of label."""

    @property
    def name(self) -> str:
        """What reports call the recogniser."""

    def __call__(self, head: Head) -> LabelInfo | None:
        """The label, or None when it is not of this kind. Whatever is raised means the same as None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the recognisers made of a head: the ``label`` found, and a sentence for each recogniser that failed."""

    label: LabelInfo | None = None
    problems: tuple[str, ...] = ()


class Recognition(Protocol):
    """Recognises labels; any thread may ask."""

    def recognise(self, head: Head) -> LabelInfo | None:
        """The label, or None when no recogniser knows it.

        Raises:
            RecognitionFailed: The bytes, or a recogniser that is not ours, stalled or ended the recognition.
        """

    def close(self) -> None:
        """End what recognition keeps running."""


def recognise(head: Head, recognisers: Iterable[Recogniser]) -> LabelInfo | None:
    """The first claim in the order given; None when the head is blank or nobody claims it. Raises nothing."""
    return examine(head, recognisers).label


def examine(head: Head, recognisers: Iterable[Recogniser]) -> Examination:
    """As :func:`recognise`, and which recognisers failed on the way there."""
    if head.blank:
        return Examination()
    problems: list[str] = []
    for recogniser in recognisers:
        label = _asked(recogniser, head, problems)
        if label is not None:
            return Examination(label=label, problems=tuple(problems))
    return Examination(problems=tuple(problems))


def _asked(recogniser: Recogniser, head: Head, problems: list[str]) -> LabelInfo | None:
    try:
        claimed = recogniser(head)
        return None if claimed is None else bounded(claimed)
    except Exception as failure:  # noqa: BLE001 - a recogniser may be anybody's; none spoils the others' turn
        problems.append(f"{_name(recogniser)} failed with {type(failure).__name__}")
        return None


def _name(recogniser: Recogniser) -> str:
    try:
        return printable(recogniser.name, TYPE_LIMIT) or "a recogniser without a name"
    except Exception:  # noqa: BLE001 - the same recogniser, asked a second time
        return "a recogniser without a name"


def bounded(label: LabelInfo) -> LabelInfo:
    """The label, printable and no longer than the limits.

    Raises:
        TypeError: It is not a label of texts.
        ValueError: Its type or its id is empty.
    """
    if type(label) is not LabelInfo:
        raise TypeError("not a LabelInfo")
    clean = LabelInfo(
        type=printable(label.type, TYPE_LIMIT),
        id=identity(label.id),
        info=printable(label.info, INFO_LIMIT),
    )
    if not (clean.type and clean.id):
        raise ValueError("a label has a type and an id")
    return clean


def identity(text: str) -> str:
    """The text as an id: as :func:`printable` has it, with a digest of the whole in the place of what is too long.

    Raises:
        TypeError: It is not a text.
    """
    clean = printable(text, _SEEN * ID_LIMIT)
    if not clean or (len(clean) <= ID_LIMIT and len(text) <= _SEEN * ID_LIMIT):
        return clean
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    return f"{clean[: ID_LIMIT - DIGITS - 1].rstrip()}~{digest}"


def printable(text: str, limit: int) -> str:
    """The text on one line of at most ``limit`` characters, what cannot be printed being a space.

    Raises:
        TypeError: It is not a text.
    """
    if type(text) is not str:
        raise TypeError("not a text")
    # Cut first, generously, so that cleaning takes no longer for a text of gigabytes.
    seen = "".join(letter if letter.isprintable() else " " for letter in text[: _SEEN * limit])
    return " ".join(seen.split())[:limit].rstrip()
