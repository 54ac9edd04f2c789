"""The root of the tree, and who must act."""

from __future__ import annotations

from typing import ClassVar, Literal

Actor = Literal["caller", "operator", "device", "system"]


class RsmError(Exception):
    """Root of the tree; never raised itself.

    ``what`` is one sentence: what was wrong, naming the object; ``advice`` one: what to do, empty where nothing helps.
    """

    code: ClassVar[str] = "INTERNAL"
    win32: ClassVar[int] = 31
    acts: ClassVar[Actor] = "system"

    def __init__(self, what: str, advice: str = "") -> None:
        """Keep the two sentences apart, so that edges can render them as they like."""
        super().__init__(what, advice)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        """Both sentences, as a person reads them."""
        return f"{self.what}; {self.advice}" if self.advice else self.what

    def headline(self) -> str:
        """The line that every edge prints: ``NAME (number): what; what to do``."""
        return f"{self.code} ({self.win32}): {self}"
