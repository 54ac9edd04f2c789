"""What every test shares: failed assertions inside the conformance suites explain themselves, like those in tests."""

import pytest

pytest.register_assert_rewrite("tests.conformance")
