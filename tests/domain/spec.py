"""The original's names and values; see tests/spec."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

SPEC: Final = Path(__file__).resolve().parents[1] / "spec"


@cache
def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SPEC / name).read_text(encoding="utf-8"))
    return data


def header(enumeration: str) -> dict[str, int]:
    """The members of an enumeration of the header, by name."""
    members: dict[str, int] = _read("enums.json")[enumeration]
    return members


def transitions(enumeration: str) -> list[dict[str, str]]:
    """The changes of state that the specification describes."""
    described: list[dict[str, str]] = _read("transitions.json")[enumeration]
    return described
