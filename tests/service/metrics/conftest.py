"""A manager in this process, with a virtual library."""

from tests.surface.conftest import build

__all__ = ["build"]
