"""The manager in this process keeps every promise of the surface; the fixture ``build`` is in conftest.py."""

from __future__ import annotations

import pytest

from tests.conformance.surface import SurfaceConformance

pytestmark = pytest.mark.long


class TestInProcess(SurfaceConformance):
    pass
