"""The service over its socket keeps every promise of the surface; the fixture ``build`` is in conftest.py."""

from __future__ import annotations

from tests.conformance.surface import SurfaceConformance


class TestOverASocket(SurfaceConformance):
    pass
