"""Every structure of the header has its fields, in its order, with a type that holds what the header's holds."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID

import pytest

from openrsm import ntms
from tests.lab.lab import refuse
from tests.ntms.spec import structures
from tests.ntms.test_values import COMMENT, HEADER

UNION: Final = "Info."

HOLDS: Final[list[tuple[str, type]]] = [
    (r"(NTMS_)?GUID|LPGUID", UUID),
    (r"DWORD|WORD|LARGE_INTEGER|HANDLE", int),
    (r"(WIN)?BOOL", bool),
    (r"SYSTEMTIME", datetime),
    (r"[TW]CHAR\[.*|LPWSTR", str),
    (r"BYTE\[.*", bytes),
    (r"BYTE\*", ntms.SECURITY_DESCRIPTOR),
    (r"LPVOID", type(None)),
]
"""The header's types, and what holds their values here."""

STRUCTURE: Final = re.compile(r"typedef struct _(\w+)\s*\{(.*?)\}\s*\w", re.DOTALL)
FIELD: Final = re.compile(r"(\w+)\s*(?:\[[^\]]*\])?\s*;")
INNER: Final = re.compile(r"union\s*\{.*?\}", re.DOTALL)


def plain(name: str) -> list[tuple[str, str]]:
    """The fields of a structure with the header's types, a union as one of its members."""
    documented = [(one["field"], one["type"]) for one in structures()[name]]
    outside = [(field, kind) for field, kind in documented if not field.startswith(UNION)]
    return outside + ([("Info", "union")] if len(outside) < len(documented) else [])


def kinds(annotation: Any) -> set[type]:
    return set(get_args(annotation)) or {annotation}


@pytest.mark.parametrize("name", structures())
def test_a_structure_has_the_documented_fields_in_their_order(name: str) -> None:
    assert [field.name for field in dataclasses.fields(getattr(ntms, name))] == [field for field, _ in plain(name)]


@pytest.mark.parametrize(
    ("name", "field", "kind"),
    [(name, field, kind) for name in structures() for field, kind in plain(name) if kind != "union"],
)
def test_a_field_holds_what_the_headers_holds(name: str, field: str, kind: str) -> None:
    [wanted] = [held for pattern, held in HOLDS if re.fullmatch(pattern, kind)]
    given = kinds(get_type_hints(getattr(ntms, name))[field]) - {type(None)} or {type(None)}
    assert all(issubclass(one, wanted) for one in given)
    assert dataclasses.is_dataclass(wanted) or isinstance(getattr(getattr(ntms, name)(), field), (wanted, type(None)))


@pytest.mark.parametrize("name", ["NTMS_OBJECTINFORMATION", "NTMS_I1_OBJECTINFORMATION"])
def test_the_union_is_one_of_the_headers_members(name: str) -> None:
    documented = {one["type"] for one in structures()[name] if one["field"].startswith(UNION)}
    held = kinds(get_type_hints(getattr(ntms, name))["Info"]) - {type(None)}
    assert {kind.__name__ for kind in held} == documented


def in_header() -> dict[str, list[str]]:
    """The fields of the structures as a C compiler finds them in the header."""
    found = {}
    for name, body in STRUCTURE.findall(INNER.sub("union ", COMMENT.sub("", HEADER.read_text(encoding="utf-8")))):
        found[name.removesuffix("W")] = FIELD.findall(body)
    return found


@pytest.mark.system
def test_the_header_of_debians_compiler_has_the_same_fields() -> None:
    if not HEADER.exists():
        refuse("the Debian package mingw-w64-common is not installed")
    header = in_header()
    shared = sorted(set(header) & set(structures()))
    assert len(shared) > 20
    made = {name: [field.name for field in dataclasses.fields(getattr(ntms, name))] for name in shared}
    assert made == {name: header[name] for name in shared}
