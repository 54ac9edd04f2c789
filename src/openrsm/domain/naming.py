"""What a medium is called until people call it something else: by its bar code, its label, or its number.

The label counts on media with one side alone (win32 media-names).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from openrsm.domain.values import NAME_LENGTH, Medium


class Labelled(Protocol):
    """A side with its label."""

    @property
    def label_info(self) -> str:
        """What people call it."""


def called(bar_code: str | None, sides: Sequence[Labelled], sequence: int) -> str:
    """The name of a medium to which nobody gave another."""
    return bar_code or _label_name(sides) or f"medium-{sequence}"


def renamed(before: Medium, sides_before: Sequence[Labelled], after: Medium, sides: Sequence[Labelled]) -> Medium:
    """A medium after more became known of it; what people named, and what has a bar code, keeps its name."""
    if before.bar_code or before.name != called(None, sides_before, before.sequence):
        return after
    return replace(after, name=called(after.bar_code, sides, after.sequence))


def _label_name(sides: Sequence[Labelled]) -> str:
    """What its label calls it, as far as that is a name."""
    told = sides[0].label_info if len(sides) == 1 else ""
    return told[:NAME_LENGTH].strip() if told.isprintable() else ""
