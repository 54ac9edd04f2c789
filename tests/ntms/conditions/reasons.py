"""Documented conditions that cannot come about here, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.ntms.conditions.provoked import Case

CANNOT_HAPPEN: Final[Mapping[Case, str]] = {}
