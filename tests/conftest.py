"""What every test shares: failed assertions inside the conformance suites explain themselves, like those in tests."""

import pytest
import structlog

pytest.register_assert_rewrite("tests.conformance")


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """Commands that ran in this process have configured logging; each test begins without that."""
    structlog.reset_defaults()
