"""The service over its socket keeps every promise of the surface; the fixture ``build`` is in conftest.py."""

from __future__ import annotations

import pytest

from tests.conformance.surface import BrokeringConformance, EquipmentConformance

pytestmark = [pytest.mark.long, pytest.mark.slow]  # as long as the same in process, and more


class TestOverASocket(BrokeringConformance):
    pass


class TestEquipmentOverASocket(EquipmentConformance):
    """The same service does it as in tests/surface/test_in_process.py."""
