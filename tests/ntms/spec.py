"""What the original documents of the API; see tests/spec/ntms."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

SPEC: Final = Path(__file__).resolve().parents[1] / "spec" / "ntms"

HELPERS: Final = ("constants", "errors")


@cache
def read(name: str) -> Any:
    return json.loads((SPEC / f"{name}.json").read_text(encoding="utf-8"))


def enumerations() -> dict[str, dict[str, int]]:
    """The enumerations of the header: their members with their values."""
    return {name: members for name, members in read("enums").items() if name[0] != "_" and name not in HELPERS}


def members() -> dict[str, int]:
    """Every name of the header with its value: members, constants, and error numbers."""
    inner = [*enumerations().values(), *(read("enums")[name] for name in HELPERS)]
    return {name: value for one in inner for name, value in one.items()}


def flags() -> set[str]:
    """The enumerations whose members are bits."""
    return set(read("enums")["_extra"]["bit_flag_enums"])


def functions() -> dict[str, dict[str, Any]]:
    """Each function by name."""
    return {function["name"]: function for function in read("functions")}


def structures() -> dict[str, list[dict[str, Any]]]:
    """Each structure's fields by its name."""
    found: dict[str, list[dict[str, Any]]] = read("structures")
    return found
