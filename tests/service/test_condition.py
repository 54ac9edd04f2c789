"""What is asked of a drive before it lets go of its cartridge, and what is written down of failures."""

from __future__ import annotations

from tests.surface.conftest import build

__all__ = ["build"]
