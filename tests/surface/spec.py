"""What the original documents; see tests/spec."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

Case = tuple[str, str]
"""An operation, and an error that it documents."""

SPEC: Final = Path(__file__).resolve().parents[1] / "spec"


@cache
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SPEC / name).read_text(encoding="utf-8"))
    return data


def returns() -> dict[str, dict[str, str]]:
    """For each operation: what it may return, and when."""
    return _read("returns.json")


def win32(error: str) -> int:
    """The number of ``ERROR_...``."""
    number: int = _read("enums.json")["errors"][error]
    return number


def refusals() -> list[Case]:
    """Every documented pair of an operation and an error."""
    return [(name, error) for name, errors in returns().items() for error in errors if error != "ERROR_SUCCESS"]
