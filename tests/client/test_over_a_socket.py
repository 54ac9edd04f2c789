"""The service over its socket keeps every promise of the surface; the fixture ``build`` is in conftest.py."""

from __future__ import annotations

import pytest

from tests.conformance.surface import SurfaceConformance

pytestmark = [pytest.mark.long, pytest.mark.slow]  # as long as the same in process, and more


class TestOverASocket(SurfaceConformance):
    pass
