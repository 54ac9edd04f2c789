"""What a checkup of the catalogue finds, and what it has repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openrsm.domain.troubles import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """Something that is wrong.

    Attributes:
        code: The kind of finding; it stays the same from version to version.
        severity: How bad it is.
        subject: The name of what it is wrong with.
        what: What is wrong, a sentence.
        why: Why that matters.
        advice: What to do; where it can be repaired, what a repair does.
        repairable: A repair is safe: nothing is lost by it that is known, and no cartridge moves.
    """

    code: str
    severity: Severity
    subject: str
    what: str
    why: str
    advice: str
    repairable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupView:
    """A checkup.

    Attributes:
        findings: What is wrong now; the catalogue's file first, then the catalogue, then each library.
        repaired: What was wrong before, and is not any more.
        compared: The libraries that were looked at and compared with the catalogue.
    """

    findings: Sequence[FindingView]
    repaired: Sequence[FindingView]
    compared: Sequence[str]
